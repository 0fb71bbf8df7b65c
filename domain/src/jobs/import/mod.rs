//! Reads one line of a dump (MagangHub or Karirhub, one JSON object a line) into a [`Vacancy`].
//!
//! A line is refused only for the reasons in [`Reject`]; a missing deadline, description or place is not one. An
//! impossible value of an optional field is corrected or left out, and reported as a [`Correction`]; an optional text
//! of the wrong type counts as absent.

mod fields;
mod formats;
mod html;
mod moment;
mod regions;
mod remark;

use serde_json::{Map, Value};

use super::Vacancy;
use fields::{Corrections, Fields};
pub use regions::Regions;
pub use remark::{Correction, Reject, Remark};

/// Longest line that is read, in bytes.
pub const MAX_LINE_BYTES: usize = 1 << 20;

/// A vacancy, and the corrections of its values.
pub type Read = (Vacancy, Vec<Correction>);

/// Reads one line, without its line end. It holds one object, or several if files were joined without a line end
/// between them, or no object, only marks that [`bare`] removes. After a fault the rest of the line is not read.
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

/// Removes bytes that are not part of an object: byte order marks and zeros between joined files, and the brackets and
/// commas of an array.
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
        // `[]` and `[1]` stay, so that they are reported as no objects.
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
