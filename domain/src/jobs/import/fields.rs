//! Typed access to one JSON object.

use std::cell::RefCell;

use serde_json::{Map, Value};
use time::{Date, OffsetDateTime};

use super::html::text_of;
use super::moment::Moment;
use super::remark::{Correction, Reject};
use crate::typed::{self, Number, amount};

/// The corrections of a line, collected while its fields are read.
pub type Corrections = RefCell<Vec<Correction>>;

pub struct Fields<'a> {
    map: &'a Map<String, Value>,
    corrections: &'a Corrections,
}

impl<'a> Fields<'a> {
    pub fn new(map: &'a Map<String, Value>, corrections: &'a Corrections) -> Self {
        Self { map, corrections }
    }

    /// Adds a correction.
    pub fn correct(&self, correction: Correction) {
        self.corrections.borrow_mut().push(correction);
    }

    /// The object under `key`, if it is one.
    pub fn object(&self, key: &str) -> Option<Fields<'a>> {
        let map = self.map.get(key)?.as_object()?;
        Some(Fields::new(map, self.corrections))
    }

    /// Cleaned text, also from HTML; None when absent, empty or not a text.
    pub fn text(&self, key: &'static str, max: usize) -> Result<Option<String>, Reject> {
        let Some(text) = self.map.get(key).and_then(Value::as_str) else {
            return Ok(None);
        };
        let text = clean(text);
        if text.chars().count() > max {
            return Err(Reject::TooLong(key, max));
        }
        Ok((!text.is_empty()).then_some(text))
    }

    /// Cleaned text of one line: line ends become spaces.
    pub fn line(&self, key: &'static str, max: usize) -> Result<Option<String>, Reject> {
        let Some(text) = self.map.get(key).and_then(Value::as_str) else {
            return Ok(None);
        };
        let text = one_line(&clean(text));
        if text.chars().count() > max {
            return Err(Reject::TooLong(key, max));
        }
        Ok((!text.is_empty()).then_some(text))
    }

    /// An id: a text, or a whole number.
    pub fn id(&self, key: &'static str, max: usize) -> Result<Option<String>, Reject> {
        match self.map.get(key) {
            Some(value @ Value::Number(number)) => {
                let whole = whole(value).map(|n| n.to_string());
                Ok(whole.or_else(|| number.as_u64().map(|n| n.to_string())))
            }
            _ => self.line(key, max),
        }
    }

    /// The texts of a list, each one line; skips other items.
    pub fn texts(
        &self,
        key: &'static str,
        max_items: usize,
        max: usize,
    ) -> Result<Vec<String>, Reject> {
        let Some(items) = self.map.get(key).and_then(Value::as_array) else {
            return Ok(Vec::new());
        };
        if items.len() > max_items {
            return Err(Reject::TooLong(key, max_items));
        }
        let mut out: Vec<String> = Vec::with_capacity(items.len());
        for text in items.iter().filter_map(Value::as_str) {
            let text = one_line(&clean(text));
            if text.chars().count() > max {
                return Err(Reject::TooLong(key, max));
            }
            if !text.is_empty() && !out.contains(&text) {
                out.push(text);
            }
        }
        Ok(out)
    }

    /// Whether the field means yes: `true`, 1, `"1"`, `"true"`, `"ya"`.
    pub fn flag(&self, key: &str) -> bool {
        match self.map.get(key) {
            Some(Value::Bool(yes)) => *yes,
            Some(Value::String(text)) => {
                matches!(&*text.trim().to_lowercase(), "true" | "1" | "ya" | "yes")
            }
            Some(value) => whole(value) == Some(1),
            None => false,
        }
    }

    /// A whole number between two bounds, as a number or as people write it. Any other value is left out.
    pub fn count<T: TryFrom<i64>>(&self, key: &'static str, least: i64, most: i64) -> Option<T> {
        let value = self.given(key)?;
        let number = whole(value)
            .filter(|n| (least..=most).contains(n))
            .and_then(|n| T::try_from(n).ok());
        if number.is_none() {
            self.correct(Correction::LeftOut(key));
        }
        number
    }

    /// A sum of money of at least 1, as a number or as people write it; sen are rounded. Any other value is left out.
    pub fn money(&self, key: &'static str, most: i64) -> Option<i64> {
        let value = self.given(key)?;
        let sum = match value {
            Value::String(text) => amount(text).map(Number::rounded),
            value => value.as_i64().or_else(|| exact(value.as_f64()?.round())),
        };
        let sum = sum.filter(|sum| (1..=most).contains(sum));
        if sum.is_none() {
            self.correct(Correction::LeftOut(key));
        }
        sum
    }

    /// A number; a text may have a decimal point or a decimal comma. Any other value is left out.
    pub fn number(&self, key: &'static str) -> Option<f64> {
        let number = match self.given(key)? {
            Value::String(text) => text.trim().replace(',', ".").parse().ok(),
            value => value.as_f64(),
        };
        let number = number.filter(|number: &f64| number.is_finite());
        if number.is_none() {
            self.correct(Correction::LeftOut(key));
        }
        number
    }

    /// The code of a region that `exists`, written as a text or a number, with or without its point.
    pub fn region(
        &self,
        key: &'static str,
        exists: impl Fn(&str) -> bool,
    ) -> Result<Option<String>, Reject> {
        let written = match self.given(key) {
            Some(Value::String(text)) => text.trim().to_owned(),
            Some(Value::Number(number)) => number.to_string(),
            _ => return Ok(None),
        };
        let meant = code_readings(&written)
            .into_iter()
            .find(|code| exists(code));
        meant.map(Some).ok_or(Reject::UnknownRegion(written))
    }

    /// A day, or the day of a date-time.
    pub fn day(&self, key: &'static str) -> Result<Option<Date>, Reject> {
        Ok(self.moment(key)?.map(Moment::day))
    }

    /// The time of a publication.
    pub fn published(&self, key: &'static str) -> Result<Option<OffsetDateTime>, Reject> {
        Ok(self.moment(key)?.map(Moment::published))
    }

    /// The moment from which something is over. A day is over at its end.
    pub fn deadline(&self, key: &'static str) -> Result<Option<OffsetDateTime>, Reject> {
        Ok(self.moment(key)?.map(Moment::deadline))
    }

    fn moment(&self, key: &'static str) -> Result<Option<Moment>, Reject> {
        let read = match self.given(key) {
            None => return Ok(None),
            Some(Value::String(text)) => Moment::read(text),
            Some(_) => None,
        };
        read.ok_or(Reject::ImpossibleDate(key)).map(Some)
    }

    /// The value under `key`, unless it is null or blank.
    fn given(&self, key: &str) -> Option<&'a Value> {
        self.map.get(key).filter(|value| match value {
            Value::Null => false,
            Value::String(text) => !text.trim().is_empty(),
            _ => true,
        })
    }
}

/// A whole number: written as such, with a decimal part of zero, or as people write it.
fn whole(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.as_i64().or_else(|| exact(number.as_f64()?)),
        Value::String(text) => amount(text).and_then(Number::whole),
        _ => None,
    }
}

/// The whole number that a float equals exactly.
fn exact(float: f64) -> Option<i64> {
    // The greatest float up to which every whole number has a value of its own.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let whole = float as i64;
    (float.fract() == 0.0 && float.abs() <= EXACT).then_some(whole)
}

/// The possible readings of a region code: `35.78` itself, `3578` without its point, and `35.1` as a float writes
/// `35.10`.
pub(super) fn code_readings(written: &str) -> Vec<String> {
    let mut readings = vec![written.to_owned()];
    let (whole, fraction) = written.split_once('.').unwrap_or((written, ""));
    readings.push(match (whole.len(), fraction) {
        (2, "0") => whole.to_owned(),
        (2, one) => format!("{whole}.{one:0<2}"),
        (4, "" | "0") => match whole.split_at_checked(2) {
            Some((province, regency)) => format!("{province}.{regency}"),
            None => String::new(),
        },
        _ => String::new(),
    });
    readings
}

/// The text without invisible characters (Postgres stores no NUL), markup and space around it.
fn clean(raw: &str) -> String {
    let seen = typed::text(raw);
    if seen.contains(['<', '&']) {
        // Entities may be decoded into characters that the first cleaning removes.
        return typed::text(&text_of(&seen));
    }
    seen
}

fn one_line(text: &str) -> String {
    text.split(['\n', '\t'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
