//! Reads one line of a dump (MagangHub or Karirhub, one JSON object a line) into a [`Vacancy`].
//!
//! A line is refused only for what [`Reject`] names. A missing deadline, description or place is no reason. An
//! impossible value of an optional field is mended or left out, and told as a [`Correction`]; an optional text of the
//! wrong type counts as not given.

mod fields;
mod formats;
mod html;
mod moment;

use std::fmt;

use serde_json::{Map, Value};

use super::Vacancy;
use fields::{Corrections, Fields};

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

/// A value that was mended or left out in a line that is imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Correction {
    /// A least value stood above the greatest one.
    Swapped(&'static str, &'static str),
    /// The value cannot be, such as a wage of 0 or an age of 400.
    LeftOut(&'static str),
    /// A period ended before it began; neither day is known then.
    EndsBeforeStart(&'static str, &'static str),
    /// A currency's code, written otherwise.
    Currency(String),
}

impl fmt::Display for Correction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Swapped(least, most) => write!(f, "{least} was above {most}, both are swapped"),
            Self::LeftOut(field) => write!(f, "{field} cannot be, it is left out"),
            Self::EndsBeforeStart(start, end) => {
                write!(f, "{start} was after {end}, both are left out")
            }
            Self::Currency(code) => write!(f, "salary_currency is read as {code}"),
        }
    }
}

/// A message about a line of the dump.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remark {
    Rejected(Reject),
    Corrected(Correction),
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rejected(reason) => write!(f, "rejected: {reason}"),
            Self::Corrected(what) => write!(f, "corrected: {what}"),
        }
    }
}

/// Which region codes exist.
pub trait Regions {
    fn has_province(&self, code: &str) -> bool;
    fn has_regency(&self, code: &str) -> bool;
}

/// A vacancy, and what was mended in it.
pub type Read = (Vacancy, Vec<Correction>);

/// Reads one line, without its line end. It holds one object, or several where files were joined without a line end between
/// them, or none beside the marks that [`bare`] takes away. The rest of a line after a fault is not read.
pub fn parse_line(line: &[u8], regions: &impl Regions) -> Vec<Result<Read, Reject>> {
    if line.len() > MAX_LINE_BYTES {
        return vec![Err(Reject::TooLong("line", MAX_LINE_BYTES))];
    }
    let mut read = Vec::new();
    let mut rest = bare(line);
    while !rest.is_empty() {
        let mut values = serde_json::Deserializer::from_slice(rest).into_iter::<Value>();
        let Some(Ok(Value::Object(map))) = values.next() else {
            read.push(Err(Reject::NotAnObject));
            break;
        };
        rest = bare(&rest[values.byte_offset()..]);
        read.push(parse_object(&map, regions));
    }
    read
}

fn parse_object(map: &Map<String, Value>, regions: &impl Regions) -> Result<Read, Reject> {
    let corrections = Corrections::default();
    let fields = Fields::new(map, &corrections);
    let karirhub = ["job_type", "job_function", "published_at", "education_min"]
        .iter()
        .any(|key| map.contains_key(*key));
    let vacancy = if karirhub {
        formats::karirhub(&fields, regions)
    } else {
        formats::maganghub(&fields, regions)
    }?;
    Ok((vacancy, corrections.into_inner()))
}

/// Takes away what is no part of an object: byte order marks and zeros that joined files have between them, and the brackets
/// and commas of an array.
fn bare(line: &[u8]) -> &[u8] {
    const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();
    let mut line = line;
    loop {
        let before = line.len();
        line = line.trim_ascii();
        line = line.strip_prefix(BYTE_ORDER_MARK).unwrap_or(line);
        line = line.strip_suffix(BYTE_ORDER_MARK).unwrap_or(line);
        // 1A ends a file in DOS, 1E begins a record in a JSON text sequence.
        if let [0 | 0x1a | 0x1e | b',', rest @ ..] | [rest @ .., 0 | 0x1a | b','] = line {
            line = rest;
        }
        // `[]` and `[1]` are no objects, and are said to be none.
        line = match line {
            [b']', rest @ ..] => rest,
            [b'['] => &[],
            [b'[', rest @ ..] if rest.trim_ascii_start().starts_with(b"{") => rest,
            [rest @ .., b']'] if rest.trim_ascii_end().ends_with(b"}") => rest,
            line => line,
        };
        if line.len() == before {
            return line;
        }
    }
}

#[cfg(test)]
mod tests;
