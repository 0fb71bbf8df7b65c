//! Rules of applying for work: who may take which step, what a profile and a CV must be, and what an employer's own
//! vacancy must say.

mod cv;
mod opening;
mod profile;
mod status;

pub use cv::{CvFault, CvInspection, CvKind, MAX_CV_BYTES, MAX_CV_PIXELS};
pub use opening::{Opening, OpeningForm, Sex};
pub use profile::{Part, Profile, ProfileForm};
pub use status::{Actor, SILENCE_DAYS, Status, Step, StepError, answer_due, silent_since};

/// A wrong field of a form: its name, and the code of what is wrong.
pub type Wrong = (&'static str, &'static str);

/// The text without blanks around it, or why it cannot be taken.
fn text(raw: &str, most: usize) -> Result<Option<String>, &'static str> {
    let text = raw.replace("\r\n", "\n");
    let text = text.trim();
    if text.chars().count() > most {
        return Err("too_long");
    }
    // A NUL cannot be stored; the other control characters are of no use to a reader.
    if text
        .chars()
        .any(|c| c.is_control() && !matches!(c, '\n' | '\t'))
    {
        return Err("invalid");
    }
    Ok((!text.is_empty()).then(|| text.to_owned()))
}

/// A whole number within a range; empty is none. Dots and blanks may group the digits.
fn number(raw: &str, least: i64, most: i64) -> Result<Option<i64>, &'static str> {
    let digits: String = raw
        .trim()
        .chars()
        .filter(|c| !matches!(c, '.' | ' '))
        .collect();
    if raw.trim().is_empty() {
        return Ok(None);
    }
    match digits.parse::<i64>() {
        Ok(number) if (least..=most).contains(&number) => Ok(Some(number)),
        Ok(_) => Err("out_of_range"),
        Err(_) => Err("invalid_number"),
    }
}

/// Things named one a line or separated by commas: trimmed, each once, in the order given.
fn list(raw: &str, most: usize, most_chars: usize) -> Result<Vec<String>, &'static str> {
    let mut items: Vec<String> = Vec::new();
    for item in raw.split(['\n', ',', ';']) {
        let Some(item) = text(item, most_chars)? else {
            continue;
        };
        if !items
            .iter()
            .any(|known| known.to_lowercase() == item.to_lowercase())
        {
            items.push(item);
        }
    }
    if items.len() > most {
        Err("too_many")
    } else {
        Ok(items)
    }
}

/// The value, or a note of what is wrong with the field.
fn take<T>(
    wrong: &mut Vec<Wrong>,
    field: &'static str,
    value: Result<T, &'static str>,
) -> Option<T> {
    value.map_err(|code| wrong.push((field, code))).ok()
}

/// The same for a field that must not be empty.
fn need<T>(
    wrong: &mut Vec<Wrong>,
    field: &'static str,
    value: Result<Option<T>, &'static str>,
) -> Option<T> {
    take(
        wrong,
        field,
        value.and_then(|value| value.ok_or("required")),
    )
}

#[cfg(test)]
mod tests {
    use super::{list, number, text};

    #[test]
    fn texts_are_trimmed_and_bounded() {
        assert_eq!(text("  a\r\nb ", 5), Ok(Some("a\nb".to_owned())));
        assert_eq!(text(" \n ", 5), Ok(None));
        assert_eq!(text("abcdef", 5), Err("too_long"));
        assert_eq!(text("a\0b", 5), Err("invalid"));
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        assert_eq!(number(" 4.500.000 ", 0, 9_999_999), Ok(Some(4_500_000)));
        assert_eq!(number("", 1, 2), Ok(None));
        assert_eq!(number("3", 1, 2), Err("out_of_range"));
        assert_eq!(number("tiga", 1, 2), Err("invalid_number"));
        assert_eq!(number(" . ", 1, 2), Err("invalid_number"));
    }

    #[test]
    fn a_list_names_each_thing_once() {
        assert_eq!(
            list("Las, menjahit\nlas;; ", 3, 20),
            Ok(vec!["Las".to_owned(), "menjahit".to_owned()])
        );
        assert_eq!(list("a,b,c,d", 3, 20), Err("too_many"));
        assert_eq!(list("abc", 3, 2), Err("too_long"));
    }
}
