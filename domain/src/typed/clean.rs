use super::digit::plain;
use super::marks::{Kind, is_blank, is_dash, is_invisible, visible};

/// Several lines, as long as they come: messages, letters, descriptions. Lines end in `\n`, whatever a word processor or a
/// PDF ended them with; what joins an emoji or the letters of a script stays, what else is invisible goes.
pub fn text(raw: &str) -> String {
    composed(visible(raw, Kind::Text).trim())
}

/// One line: a title, a company, an address. Blanks are single.
///
/// # Errors
/// `line_break` when there is more than one line.
pub fn line(raw: &str) -> Result<String, &'static str> {
    one_line(raw, Kind::Line)
}

/// A person's name: one line, and nothing in it that is not seen, but what joins the letters of its script.
///
/// # Errors
/// `line_break` when there is more than one line.
pub fn name(raw: &str) -> Result<String, &'static str> {
    one_line(raw, Kind::Name)
}

/// An e-mail address or a phone number: no invisible marks, its digits and signs those of the keyboard. A line break inside
/// stays, and no address or number holds one.
pub fn contact(raw: &str) -> String {
    let seen = raw.chars().filter(|c| !is_invisible(*c)).map(plain);
    seen.collect::<String>().trim_matches(is_blank).to_owned()
}

/// A code that was read aloud, copied from a message or written down: without the marks around it (`“abc-123”.`), blanks
/// and dashes, in capitals and digits of the keyboard. A whole pasted page is read no further than it takes to see that it
/// is no code.
pub fn code(raw: &str) -> String {
    const MOST: usize = 40;
    let signs = raw
        .chars()
        .filter(|c| !is_blank(*c) && !is_dash(*c) && !is_invisible(*c))
        .map(|c| plain(c).to_ascii_uppercase())
        .skip_while(|c| !c.is_alphanumeric());
    let code: String = signs.take(MOST).collect();
    code.trim_end_matches(|c: char| !c.is_alphanumeric())
        .to_owned()
}

/// A search text: one line, single blanks, nothing invisible, so that a word that was hyphenated on paper is whole.
pub fn search(raw: &str) -> String {
    let seen: String = raw.chars().filter(|c| !is_invisible(*c)).collect();
    composed(&single_blanks(&seen))
}

/// A cleaned text of at most so many characters, or none when nothing is left of it.
///
/// # Errors
/// `too_long`.
pub fn at_most(text: String, most: usize) -> Result<Option<String>, &'static str> {
    if text.chars().count() > most {
        return Err("too_long");
    }
    Ok((!text.is_empty()).then_some(text))
}

/// The same for a field that must not stay empty.
///
/// # Errors
/// `too_long`, `required`.
pub fn needed(text: String, most: usize) -> Result<String, &'static str> {
    at_most(text, most)?.ok_or("required")
}

fn one_line(raw: &str, kind: Kind) -> Result<String, &'static str> {
    let seen = visible(raw, kind);
    if seen.trim().contains(['\n', '\r']) {
        return Err("line_break");
    }
    Ok(composed(&single_blanks(&seen)))
}

fn single_blanks(text: &str) -> String {
    let words = text.split(is_blank).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// One way to write each letter (NFC). The client leaves that to the server: the tables are longer than its pages.
fn composed(text: &str) -> String {
    #[cfg(not(target_arch = "wasm32"))]
    {
        use unicode_normalization::UnicodeNormalization;
        text.nfc().collect()
    }
    #[cfg(target_arch = "wasm32")]
    text.to_owned()
}

#[cfg(test)]
mod tests;
