//! Days and times in the spellings of the sources.

use time::{
    Date, Duration, OffsetDateTime, Time, UtcOffset, format_description::well_known::Iso8601,
    macros::time,
};

use crate::format::{WIB, date_in_wib};
use crate::jobs::{end_of_day_wib, whole_day};

/// Noon in WIB, in UTC: the time of a publication whose day alone is known.
const NOON_WIB: Time = time!(05:00);

/// A day, or a day and a time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    Day(Date),
    Clock {
        day: Date,
        time: Time,
        /// `24:00`: the midnight that ends the day. `time` is 00:00 then.
        day_is_over: bool,
        /// None where the source names no zone; it is then read as UTC.
        zone: Option<UtcOffset>,
    },
}

impl Moment {
    /// Reads `2026-08-17`, also with a time of day as in ISO 8601 or SQL. None for any other text, and for a day of
    /// another century.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let day = Date::parse(text.get(..10)?, &Iso8601::DATE).ok()?;
        if !(2000..2100).contains(&day.year()) {
            return None;
        }
        let rest = text.get(10..)?;
        if rest.is_empty() {
            return Some(Self::Day(day));
        }
        let rest = rest.strip_prefix(['T', 't', ' '])?.trim_start();
        let of_clock = |c: char| c.is_ascii_digit() || matches!(c, ':' | '.' | ',');
        let (clock, zone) = rest.split_at(rest.find(|c| !of_clock(c)).unwrap_or(rest.len()));
        let (time, day_is_over) = read_clock(clock)?;
        let zone = match zone.trim() {
            "" => None,
            zone => Some(read_zone(zone)?),
        };
        Some(Self::Clock {
            day,
            time,
            day_is_over,
            zone,
        })
    }

    /// The day that the source means: the written day, or for an instant the day in WIB.
    pub fn day(self) -> Date {
        match self {
            Self::Day(day) => day,
            Self::Clock {
                day, time, zone, ..
            } if time == Time::MIDNIGHT && zone.is_none() => day,
            Self::Clock {
                day,
                zone: Some(zone),
                ..
            } if zone != UtcOffset::UTC => day,
            clock => date_in_wib(clock.instant()),
        }
    }

    /// The time of a publication.
    pub fn published(self) -> OffsetDateTime {
        match self {
            Self::Day(day) => day.with_time(NOON_WIB).assume_utc(),
            clock => clock.instant(),
        }
    }

    /// The moment from which something is over. A day is over at its end. A time without a zone that marks the end of a
    /// day, `00:00` of the next day or `23:59`, is local time (WIB), not UTC.
    pub fn deadline(self) -> OffsetDateTime {
        match self {
            Self::Day(day) => end_of_day_wib(day),
            Self::Clock {
                day,
                time,
                zone: None,
                ..
            } if time == Time::MIDNIGHT || (time.hour(), time.minute()) == (23, 59) => {
                let moment = Self::Clock {
                    day,
                    time,
                    day_is_over: matches!(
                        self,
                        Self::Clock {
                            day_is_over: true,
                            ..
                        }
                    ),
                    zone: Some(WIB),
                };
                whole_day(moment.instant())
            }
            clock => whole_day(clock.instant()),
        }
    }

    fn instant(self) -> OffsetDateTime {
        match self {
            Self::Day(day) => day.midnight().assume_utc(),
            Self::Clock {
                day,
                time,
                day_is_over,
                zone,
            } => {
                let at = day
                    .with_time(time)
                    .assume_offset(zone.unwrap_or(UtcOffset::UTC));
                (at + Duration::days(day_is_over.into())).to_offset(UtcOffset::UTC)
            }
        }
    }
}

/// Reads `10:00`, `10:00:00`, `10:00:00.123456`. For `24:00` returns midnight, and true because the day is over.
fn read_clock(text: &str) -> Option<(Time, bool)> {
    let (whole, fraction) = text.split_once(['.', ',']).unwrap_or((text, "0"));
    let mut parts = whole.split(':');
    let mut two = || {
        let part = parts.next()?;
        let digits = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| part.parse::<u8>().ok())?
    };
    let (hour, minute) = (two()?, two()?);
    let second = match whole.len() {
        5 => 0,
        8 => two()?,
        _ => return None,
    };
    if fraction.is_empty() || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    // Cut to microseconds, the precision of the database.
    let micros: u32 = format!("{fraction:0<6}").get(..6)?.parse().ok()?;
    if hour == 24 {
        return ((minute, second, micros) == (0, 0, 0)).then_some((Time::MIDNIGHT, true));
    }
    let time = Time::from_hms_micro(hour, minute, second, micros).ok()?;
    Some((time, false))
}

/// Reads `Z`, `UTC`, `WIB`, `+07`, `+0700`, `+07:00`.
fn read_zone(text: &str) -> Option<UtcOffset> {
    let hours = |hours| UtcOffset::from_hms(hours, 0, 0).ok();
    match text {
        "Z" | "z" | "UTC" | "GMT" => return Some(UtcOffset::UTC),
        "WIB" => return hours(7),
        "WITA" => return hours(8),
        "WIT" => return hours(9),
        _ => {}
    }
    let sign = match text.get(..1)? {
        "+" => 1,
        "-" => -1,
        _ => return None,
    };
    let digits = text.get(1..)?.replace(':', "");
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) || !matches!(digits.len(), 2 | 4) {
        return None;
    }
    let part = |from: usize| {
        digits
            .get(from..from + 2)
            .map_or(Some(0), |two| two.parse::<i8>().ok())
    };
    UtcOffset::from_hms(sign * part(0)?, sign * part(2)?, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::until_wib;
    use proptest::prelude::*;
    use time::macros::{date, datetime};

    #[test]
    fn one_moment_is_read_however_it_is_written() {
        let at = datetime!(2026-09-01 03:00 UTC);
        for text in [
            "2026-09-01T03:00:00",
            "2026-09-01T03:00",
            " 2026-09-01 03:00:00 ",
            "2026-09-01t03:00:00z",
            "2026-09-01 03:00:00 UTC",
            "2026-09-01 10:00:00+07",
            "2026-09-01 10:00:00.000+07",
            "2026-09-01 10:00:00 +0700",
            "2026-09-01T10:00:00,000000+07:00",
            "2026-09-01 10:00 WIB",
            "2026-08-31T23:00:00-04",
            "2026-08-31 22:30:00.0 -04:30",
        ] {
            let read = Moment::read(text).map(Moment::published);
            assert_eq!(read, Some(at), "{text}");
        }
        let exact = Moment::read("2026-09-01 03:00:00.1234567").map(Moment::published);
        assert_eq!(exact, Some(datetime!(2026-09-01 03:00:00.123456 UTC)));
    }

    #[test]
    fn what_is_no_moment_is_none() {
        for text in [
            "",
            "besok",
            "2026-02-30",
            "1999-12-31",
            "2100-01-01",
            "2026-09-01T",
            "2026-09-01Z",
            "2026-09-01T25:00:00",
            "2026-09-01T24:00:01",
            "2026-09-01T24:01",
            "2026-09-01T10",
            "2026-09-01T1:00",
            "2026-09-01T10:00:00.",
            "2026-09-01T10:00:00 PM",
            "2026-09-01T10:00:00+7",
            "2026-09-01T10:00:00+99",
            "2026-09-01T10:00:00+0٧",
            "2026-09-0١",
            "20260901",
        ] {
            assert_eq!(Moment::read(text), None, "{text}");
        }
    }

    #[test]
    fn a_deadline_names_the_day_that_is_meant_and_an_hour_where_there_is_one() {
        for (text, said) in [
            ("2026-09-01", "1\u{a0}September 2026"),
            ("2026-09-02T00:00:00", "1\u{a0}September 2026"),
            ("2026-09-02 00:00", "1\u{a0}September 2026"),
            ("2026-09-02T00:00:00+07:00", "1\u{a0}September 2026"),
            ("2026-09-01T24:00:00", "1\u{a0}September 2026"),
            ("2026-09-01 24:00+07", "1\u{a0}September 2026"),
            ("2026-09-01T23:59:59", "1\u{a0}September 2026"),
            ("2026-09-01 23:59 WIB", "1\u{a0}September 2026"),
            ("2026-09-01T16:59:59", "1\u{a0}September 2026"),
            ("2026-09-01T17:00:00Z", "1\u{a0}September 2026"),
            (
                "2026-09-01T09:00:00+07:00",
                "1\u{a0}September 2026, 09.00\u{a0}WIB",
            ),
            (
                "2026-09-01T09:00:00",
                "1\u{a0}September 2026, 16.00\u{a0}WIB",
            ),
            (
                "2026-09-01T00:00:00Z",
                "1\u{a0}September 2026, 07.00\u{a0}WIB",
            ),
            (
                "2026-09-01T15:59:59",
                "1\u{a0}September 2026, 22.59\u{a0}WIB",
            ),
        ] {
            let end = Moment::read(text).map(Moment::deadline);
            assert_eq!(
                end.map(|end| until_wib(end, false)).as_deref(),
                Some(said),
                "{text}"
            );
        }
    }

    #[test]
    fn a_day_is_the_written_one_and_of_an_instant_the_one_in_wib() {
        for (text, day) in [
            ("2026-09-01", date!(2026 - 09 - 01)),
            ("2026-09-01T00:00:00", date!(2026 - 09 - 01)),
            ("2026-09-01T24:00:00", date!(2026 - 09 - 01)),
            ("2026-09-01 00:00:00+07", date!(2026 - 09 - 01)),
            ("2026-08-31T17:00:00Z", date!(2026 - 09 - 01)),
            ("2026-08-31T17:00:00", date!(2026 - 09 - 01)),
            ("2026-09-01T23:30:00+09", date!(2026 - 09 - 01)),
        ] {
            assert_eq!(Moment::read(text).map(Moment::day), Some(day), "{text}");
        }
    }

    proptest! {
        /// Every spelling of a last day gives the same deadline.
        #[test]
        fn a_day_and_its_end_are_one_deadline(days in 0_i64..36_000) {
            let day = date!(2000 - 01 - 02) + Duration::days(days);
            let next = day + Duration::DAY;
            let end = end_of_day_wib(day);
            for text in [
                day.to_string(),
                format!("{day}T24:00:00"),
                format!("{day} 24:00:00+07"),
                format!("{day}T23:59:59"),
                format!("{day}T23:59:00+07:00"),
                format!("{next}T00:00:00"),
                format!("{next} 00:00:00+07"),
            ] {
                prop_assert_eq!(Moment::read(&text).map(Moment::deadline), Some(end), "{}", text);
            }
        }

        #[test]
        fn no_text_panics(text in ".{0,40}", clock in "[0-9:.,+ TZ-]{0,20}") {
            let _ = Moment::read(&text);
            if let Some(moment) = Moment::read(&format!("2026-09-01T{clock}")) {
                let _ = (moment.day(), moment.published(), moment.deadline());
            }
        }
    }
}
