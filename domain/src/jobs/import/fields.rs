//! Typed access to one JSON object.

use serde_json::{Map, Value};
use time::{
    Date, OffsetDateTime, PrimitiveDateTime, Time, format_description::well_known::Iso8601,
    macros::time,
};

use super::Reject;
use crate::jobs::end_of_day_wib;

/// Noon in WIB: the time of day of a publication that is known by its day alone.
const NOON_WIB: Time = time!(05:00);

pub struct Fields<'a>(&'a Map<String, Value>);

/// A moment as the sources write it: a day, or a day and a time of day (in UTC).
enum Moment {
    Day(Date),
    Time(OffsetDateTime),
}

impl<'a> Fields<'a> {
    pub fn new(map: &'a Map<String, Value>) -> Self {
        Self(map)
    }

    /// The object under `key`, if it is one.
    pub fn object(&self, key: &str) -> Option<Fields<'a>> {
        self.0.get(key).and_then(Value::as_object).map(Fields)
    }

    /// Cleaned text; None when absent, empty or no text.
    pub fn text(&self, key: &'static str, max: usize) -> Result<Option<String>, Reject> {
        let Some(text) = self.0.get(key).and_then(Value::as_str) else {
            return Ok(None);
        };
        let text = clean(text);
        if text.chars().count() > max {
            return Err(Reject::TooLong(key, max));
        }
        Ok((!text.is_empty()).then_some(text))
    }

    /// The texts of a list; other items are passed over.
    pub fn texts(
        &self,
        key: &'static str,
        max_items: usize,
        max: usize,
    ) -> Result<Vec<String>, Reject> {
        let Some(items) = self.0.get(key).and_then(Value::as_array) else {
            return Ok(Vec::new());
        };
        if items.len() > max_items {
            return Err(Reject::TooLong(key, max_items));
        }
        let mut out: Vec<String> = Vec::with_capacity(items.len());
        for text in items.iter().filter_map(Value::as_str).map(clean) {
            if text.chars().count() > max {
                return Err(Reject::TooLong(key, max));
            }
            if !text.is_empty() && !out.contains(&text) {
                out.push(text);
            }
        }
        Ok(out)
    }

    pub fn flag(&self, key: &str) -> bool {
        self.0.get(key).and_then(Value::as_bool).unwrap_or(false)
    }

    /// A whole number of at least zero that fits the type.
    pub fn count<T: TryFrom<i64>>(&self, key: &str) -> Option<T> {
        let number = self.0.get(key)?.as_i64().filter(|n| *n >= 0)?;
        T::try_from(number).ok()
    }

    pub fn number(&self, key: &str) -> Option<f64> {
        self.0.get(key).and_then(Value::as_f64)
    }

    /// A day; of a date-time, its day.
    pub fn day(&self, key: &'static str) -> Result<Option<Date>, Reject> {
        Ok(self.moment(key)?.map(|moment| match moment {
            Moment::Day(day) => day,
            Moment::Time(time) => time.date(),
        }))
    }

    /// When something was published.
    pub fn published(&self, key: &'static str) -> Result<Option<OffsetDateTime>, Reject> {
        Ok(self.moment(key)?.map(|moment| match moment {
            Moment::Day(day) => day.with_time(NOON_WIB).assume_utc(),
            Moment::Time(time) => time,
        }))
    }

    /// When something ends: a day includes itself.
    pub fn deadline(&self, key: &'static str) -> Result<Option<OffsetDateTime>, Reject> {
        Ok(self.moment(key)?.map(|moment| match moment {
            Moment::Day(day) => end_of_day_wib(day),
            Moment::Time(time) => time,
        }))
    }

    fn moment(&self, key: &'static str) -> Result<Option<Moment>, Reject> {
        let text = match self.0.get(key) {
            None | Some(Value::Null) => return Ok(None),
            Some(Value::String(text)) if text.trim().is_empty() => return Ok(None),
            Some(Value::String(text)) => text.trim(),
            Some(_) => return Err(Reject::ImpossibleDate(key)),
        };
        read_moment(text)
            .ok_or(Reject::ImpossibleDate(key))
            .map(Some)
    }
}

fn read_moment(text: &str) -> Option<Moment> {
    let this_century = |year: i32| (2000..2100).contains(&year);
    // `Date::parse` would also read the start of a date-time.
    if text.len() == "2026-08-17".len() {
        let day = Date::parse(text, &Iso8601::DATE).ok()?;
        return this_century(day.year()).then_some(Moment::Day(day));
    }
    let time = OffsetDateTime::parse(text, &Iso8601::DATE_TIME_OFFSET)
        .or_else(|_| {
            PrimitiveDateTime::parse(text, &Iso8601::DATE_TIME).map(PrimitiveDateTime::assume_utc)
        })
        .ok()?;
    this_century(time.year()).then_some(Moment::Time(time))
}

/// Line ends as `\n`, no other control character (Postgres stores no NUL), no space around.
fn clean(text: &str) -> String {
    let text: String = text
        .replace("\r\n", "\n")
        .chars()
        .filter(|c| matches!(c, '\n' | '\t') || !c.is_control())
        .collect();
    text.trim().to_owned()
}
