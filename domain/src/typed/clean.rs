use super::digit::plain;
use super::marks::{Kind, is_blank, is_dash, is_invisible, visible};

/// Cleans a text of several lines and any length: messages, letters, descriptions. Every line end becomes `\n`, also
/// those of a word processor or a PDF. Invisible characters are removed, except those that join an emoji or the letters
/// of a script.
pub fn text(raw: &str) -> String {
    composed(visible(raw, Kind::Text).trim())
}

/// Cleans one line: a title, a company, an address. Several blanks become one.
///
/// # Errors
/// `line_break` when there is more than one line.
pub fn line(raw: &str) -> Result<String, &'static str> {
    one_line(raw, Kind::Line)
}

/// Cleans a person's name: one line, without invisible characters except those that join the letters of its script.
///
/// # Errors
/// `line_break` when there is more than one line.
pub fn name(raw: &str) -> Result<String, &'static str> {
    one_line(raw, Kind::Name)
}

/// Cleans an e-mail address or a phone number: removes invisible characters, and turns digits and signs into those of
/// the keyboard. A line break inside stays, so that the text is refused later: no address or number holds one.
pub fn contact(raw: &str) -> String {
    let seen = raw.chars().filter(|c| !is_invisible(*c)).map(plain);
    seen.collect::<String>().trim_matches(is_blank).to_owned()
}

/// Cleans a code that was read aloud, copied from a message or written down: removes the punctuation around it
/// (`“abc-123”.`), blanks and dashes, and returns capitals and digits of the keyboard. Of a whole pasted page it reads
/// only a beginning that is longer than any code.
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

/// Cleans a search text: one line, single blanks, no invisible characters, so that a word that was hyphenated on paper
/// becomes whole.
pub fn search(raw: &str) -> String {
    let seen: String = raw.chars().filter(|c| !is_invisible(*c)).collect();
    composed(&single_blanks(&seen))
}

/// Checks that a cleaned text has at most `most` characters. Returns none when the text is empty.
///
/// # Errors
/// `too_long`.
pub fn at_most(text: String, most: usize) -> Result<Option<String>, &'static str> {
    if text.chars().count() > most {
        return Err("too_long");
    }
    Ok((!text.is_empty()).then_some(text))
}

/// The same for a field that must not be empty.
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

/// Writes each letter in one way (NFC). The client leaves this to the server: the tables are larger than its pages.
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
