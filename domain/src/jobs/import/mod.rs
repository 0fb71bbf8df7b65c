//! Reads one line of a dump (MagangHub or Karirhub, one JSON object a line) into a [`Vacancy`].
//!
//! A line is refused only for what [`Reject`] names. A missing deadline, description or place is
//! no reason, and an optional field of the wrong type counts as not given.

mod fields;
mod formats;

use std::fmt;

use serde_json::Value;

use super::Vacancy;
use fields::Fields;

/// Longest line that is read, in bytes.
pub const MAX_LINE_BYTES: usize = 1 << 20;

/// Why a line was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reject {
    NotAnObject,
    /// `id`, `title` or `company.name` is missing, empty or no text.
    Lacks(&'static str),
    UnknownRegion(String),
    /// The field's text is no day or time of this century.
    ImpossibleDate(&'static str),
    /// The field is longer than the given number of characters (or items).
    TooLong(&'static str, usize),
}

impl fmt::Display for Reject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAnObject => f.write_str("not a JSON object"),
            Self::Lacks(field) => write!(f, "lacks {field}"),
            Self::UnknownRegion(code) => write!(f, "unknown region code {code:?}"),
            Self::ImpossibleDate(field) => write!(f, "impossible date in {field}"),
            Self::TooLong(field, max) => write!(f, "{field} is longer than {max}"),
        }
    }
}

/// Which region codes exist.
pub trait Regions {
    fn has_province(&self, code: &str) -> bool;
    fn has_regency(&self, code: &str) -> bool;
}

/// Reads one line, without its line end.
pub fn parse_line(line: &[u8], regions: &impl Regions) -> Result<Vacancy, Reject> {
    if line.len() > MAX_LINE_BYTES {
        return Err(Reject::TooLong("line", MAX_LINE_BYTES));
    }
    let Ok(Value::Object(map)) = serde_json::from_slice::<Value>(line) else {
        return Err(Reject::NotAnObject);
    };
    let fields = Fields::new(&map);
    let karirhub = ["job_type", "job_function", "published_at", "education_min"]
        .iter()
        .any(|key| map.contains_key(*key));
    if karirhub {
        formats::karirhub(&fields, regions)
    } else {
        formats::maganghub(&fields, regions)
    }
}

#[cfg(test)]
mod tests;
