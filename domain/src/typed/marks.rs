//! Invisible characters, and those of them that a text needs.

/// The kind of a text, which decides the characters that belong to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Several lines in any script, with emoji.
    Text,
    /// One line of such text.
    Line,
    /// A person's name.
    Name,
}

/// Whether `c` is a blank: white space in Unicode, or a letter that is drawn as a blank.
pub fn is_blank(c: char) -> bool {
    c.is_whitespace() || is_filler(c)
}

/// Whether it is the blank of Braille or a filler of Hangul.
fn is_filler(c: char) -> bool {
    matches!(c, '\u{2800}' | '\u{3164}' | '\u{FFA0}')
}

/// Whether it is the hyphen of the keyboard, or a dash that phones and word processors put in its place.
pub fn is_dash(c: char) -> bool {
    matches!(
        c,
        '-' | '\u{2010}'
            ..='\u{2015}' | '\u{2043}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}'
    )
}

/// Whether `c` is invisible: a control character other than white space, a character that Unicode calls default
/// ignorable (soft hyphen, zero-width and bidi marks, fillers, variation selectors, tags), or a mark of annotated or
/// embedded objects.
pub fn is_invisible(c: char) -> bool {
    if c.is_control() {
        return !c.is_whitespace();
    }
    matches!(
        c,
        '\u{AD}'
            | '\u{34F}'
            | '\u{61C}'
            | '\u{115F}'..='\u{1160}'
            | '\u{17B4}'..='\u{17B5}'
            | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}'
            | '\u{FFF0}'..='\u{FFFC}'
            | '\u{1BCA0}'..='\u{1BCA3}'
            | '\u{1D173}'..='\u{1D17A}'
            | '\u{E0000}'..='\u{E0FFF}'
    )
}

/// The text without invisible characters, except the marks that its letters and emoji need. Fillers become blanks, and
/// every line break of a text becomes `\n`.
pub fn visible(raw: &str, kind: Kind) -> String {
    let mut seen = String::with_capacity(raw.len());
    let mut rest = raw.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\r' if kind == Kind::Text && rest.peek() == Some(&'\n') => {}
            // These include Word's breaks of lines and pages.
            '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}' if kind == Kind::Text => {
                seen.push('\n');
            }
            // Word's non-breaking hyphen.
            '\u{1E}' => seen.push('-'),
            c if is_filler(c) => seen.push(' '),
            c if !is_invisible(c) || is_needed(kind, seen.chars().next_back(), c, rest.peek()) => {
                seen.push(c);
            }
            _ => {}
        }
    }
    seen
}

/// Whether the characters around an invisible mark need it. Latin letters never do: a mark beside them could only
/// deceive.
fn is_needed(kind: Kind, before: Option<char>, c: char, after: Option<&char>) -> bool {
    let Some(before) = before else {
        return false;
    };
    let next =
        |is: fn(char) -> bool| after.is_some_and(|after| is(*after) && !is_invisible(*after));
    match c {
        // Joiners shape the letters of many scripts, and join several emoji to one.
        '\u{200C}'..='\u{200D}' if joins(before) && next(joins) => true,
        _ if kind == Kind::Name => false,
        '\u{200D}' => ends_emoji(before) && next(is_emoji),
        // A place at which a line of Thai, Khmer or Javanese may break.
        '\u{200B}' => joins(before) && next(joins),
        '\u{FE00}'..='\u{FE0F}' => {
            is_emoji(before) || is_han(before) || joins(before) || after == Some(&'\u{20E3}')
        }
        '\u{E0100}'..='\u{E01EF}' => is_han(before),
        // The flags of England, Scotland and Wales.
        '\u{E0020}'..='\u{E007F}' => matches!(before, '\u{1F3F4}' | '\u{E0020}'..='\u{E007E}'),
        // Mongolian letters.
        '\u{180B}'..='\u{180F}' => matches!(before, '\u{1820}'..='\u{18AA}'),
        '\u{200E}' | '\u{200F}' | '\u{61C}' => {
            kind == Kind::Text && (is_right_to_left(before) || next(is_right_to_left))
        }
        _ => false,
    }
}

/// Whether the letter is of a script whose letters join or stack, or whose words have no blanks between them: Arabic to
/// Tibetan and Myanmar, Khmer, Mongolian, Balinese, Sundanese, Javanese and related scripts.
fn joins(c: char) -> bool {
    matches!(
        c,
        '\u{620}'..='\u{109F}'
            | '\u{1700}'..='\u{1CFF}'
            | '\u{A800}'..='\u{ABFF}'
            | '\u{FB50}'..='\u{FDFF}'
            | '\u{FE70}'..='\u{FEFE}'
            | '\u{10A00}'..='\u{11FFF}'
    )
}

fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFE}')
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

fn is_emoji(c: char) -> bool {
    matches!(
        c,
        '\u{A9}' | '\u{AE}' | '\u{203C}' | '\u{2049}' | '\u{2122}' | '\u{2139}'
            | '\u{2190}'..='\u{2BFF}'
            | '\u{3030}' | '\u{303D}' | '\u{3297}' | '\u{3299}'
            | '\u{1F000}'..='\u{1FAFF}'
    )
}

/// Whether an emoji can end in `c`; some end in a variation selector.
fn ends_emoji(c: char) -> bool {
    is_emoji(c) || c == '\u{FE0F}'
}
