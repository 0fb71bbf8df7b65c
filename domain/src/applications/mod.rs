//! Rules of job applications: the steps and who may take them, the profile, the CV, and an employer's own vacancy.

mod cv;
mod opening;
mod profile;
mod status;

pub use cv::{CvFault, CvInspection, CvKind, MAX_CV_BYTES, MAX_CV_PIXELS};
pub use opening::{Opening, OpeningForm, Sex};
pub use profile::{Part, Profile, ProfileForm};
pub use status::{Actor, SILENCE_DAYS, Status, Step, StepError, answer_due, silent_since};

use crate::typed::{self, Bounds, Items, Letters, whole};

/// A letter that goes with an application.
pub const LETTER: Letters = Letters::at_most(2000);
/// The name of a company.
pub const COMPANY: Letters = Letters::at_most(200);
/// A person's position in a company.
pub const POSITION: Letters = Letters::at_most(120);
/// An employer's note to an applicant, sent with a step.
pub const NOTE: Letters = Letters::at_most(1000);
/// An officer's reason for a refusal.
pub const REFUSAL: Letters = Letters::at_most(1000);

/// A field error: the name of the field, and the code of the error.
pub type Wrong = (&'static str, &'static str);

/// A text of several lines, or none.
fn text(raw: &str, most: usize) -> Result<Option<String>, &'static str> {
    typed::at_most(typed::text(raw), most)
}

/// One line, or none.
fn line(raw: &str, most: usize) -> Result<Option<String>, &'static str> {
    typed::at_most(typed::line(raw)?, most)
}

/// Words that may follow a number of years.
const YEARS: [&str; 6] = ["tahun", "thn", "th", "year", "years", "yr"];
/// Words that may follow a number of people.
const PEOPLE: [&str; 3] = ["orang", "people", "person"];

/// A whole number of years, or none in an empty field.
fn years(raw: &str, bounds: Bounds) -> Result<Option<i16>, &'static str> {
    Ok(whole(raw, &YEARS, bounds)?.and_then(|n| i16::try_from(n).ok()))
}

/// A list with one item a line or separated by commas or semicolons: trimmed, each item once, in the order given.
fn list(raw: &str, limit: Items) -> Result<Vec<String>, &'static str> {
    let mut items: Vec<String> = Vec::new();
    for item in typed::text(raw).split(['\n', ',', ';']) {
        let Some(item) = line(item, limit.letters)? else {
            continue;
        };
        if !items
            .iter()
            .any(|known| known.to_lowercase() == item.to_lowercase())
        {
            items.push(item);
        }
    }
    if items.len() > limit.most {
        Err("too_many")
    } else {
        Ok(items)
    }
}

/// Returns the value, or adds its field error to `wrong`.
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
    use super::{line, list, text};
    use crate::typed::Items;

    fn items(most: usize, letters: usize) -> Items {
        Items { most, letters }
    }

    #[test]
    fn texts_are_trimmed_and_bounded() {
        assert_eq!(text("  a\r\nb ", 5), Ok(Some("a\nb".to_owned())));
        assert_eq!(text(" \n ", 5), Ok(None));
        assert_eq!(text("abcdef", 5), Err("too_long"));
        assert_eq!(text("a\0b\u{B}c", 5), Ok(Some("ab\nc".to_owned())));
        assert_eq!(
            text("\u{200B}abcde\u{200B}", 5),
            Ok(Some("abcde".to_owned()))
        );
        assert_eq!(text(" \u{3164}\u{2800}\u{AD} ", 5), Ok(None));
        assert_eq!(line("a\nb", 5), Err("line_break"));
        assert_eq!(line(" a  b\n", 3), Ok(Some("a b".to_owned())));
    }

    #[test]
    fn a_list_names_each_thing_once() {
        assert_eq!(
            list("Las, menjahit\r\nlas\rl\u{AD}as;; \u{200B},", items(3, 20)),
            Ok(vec!["Las".to_owned(), "menjahit".to_owned()])
        );
        assert_eq!(list("a,b,c,d", items(3, 20)), Err("too_many"));
        assert_eq!(list("abc", items(3, 2)), Err("too_long"));
    }
}
