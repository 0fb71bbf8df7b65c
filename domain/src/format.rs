//! Dates, times and money in the form that people read.

use time::{Date, Duration, OffsetDateTime, Time, UtcOffset};

const MONTHS_ID: [&str; 12] = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Western Indonesian Time, UTC+7, without summer time.
pub const WIB: UtcOffset = match UtcOffset::from_hms(7, 0, 0) {
    Ok(offset) => offset,
    Err(_) => UtcOffset::UTC,
};

/// The date in WIB at an instant.
pub fn date_in_wib(at: OffsetDateTime) -> Date {
    at.to_offset(WIB).date()
}

/// `17 Agustus 2026`, or `17 August 2026`. A line does not break between day and month.
pub fn date_long(date: Date, english: bool) -> String {
    let months = if english { MONTHS_EN } else { MONTHS_ID };
    let month = months[usize::from(u8::from(date.month())) - 1];
    format!("{}\u{a0}{month} {}", date.day(), date.year())
}

/// `14.30 WIB`; a line does not break in it.
pub fn time_wib(at: OffsetDateTime) -> String {
    let local = at.to_offset(WIB);
    format!("{:02}.{:02}\u{a0}WIB", local.hour(), local.minute())
}

/// `17 Agustus 2026, 14.30 WIB`.
pub fn date_time_wib(at: OffsetDateTime, english: bool) -> String {
    format!("{}, {}", date_long(date_in_wib(at), english), time_wib(at))
}

/// The last day, in WIB, of something that ends at this moment. An end at midnight belongs to the day before.
pub fn last_day_in_wib(end: OffsetDateTime) -> Date {
    date_in_wib(end.saturating_sub(Duration::MICROSECOND))
}

/// The end of something: `17 Agustus 2026` if it is the end of a day in WIB, otherwise with the time:
/// `17 Agustus 2026, 14.30 WIB`.
pub fn until_wib(end: OffsetDateTime, english: bool) -> String {
    if end.to_offset(WIB).time() == Time::MIDNIGHT {
        date_long(last_day_in_wib(end), english)
    } else {
        date_time_wib(end, english)
    }
}

/// The same moment on the clock of a person abroad: `09.00`, with its date if that differs from the date in WIB. None
/// if the clock shows the same as in WIB.
pub fn time_abroad(at: OffsetDateTime, zone: UtcOffset, english: bool) -> Option<String> {
    if zone == WIB {
        return None;
    }
    let there = at.to_offset(zone);
    let clock = format!("{:02}.{:02}", there.hour(), there.minute());
    Some(if there.date() == date_in_wib(at) {
        clock
    } else {
        format!("{}, {clock}", date_long(there.date(), english))
    })
}

/// `1.500.000`: a whole number with Indonesian marks between thousands.
pub fn thousands(number: i64) -> String {
    grouped(number, '.')
}

/// `1.500.000`, or `1,500,000`: a number of things.
pub fn count(number: i64, english: bool) -> String {
    grouped(number, if english { ',' } else { '.' })
}

fn grouped(number: i64, mark: char) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if number < 0 {
        out.push('-');
    }
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(mark);
        }
        out.push(digit);
    }
    out
}

/// `Rp1.500.000` (integer rupiah).
pub fn rupiah(amount: i64) -> String {
    format!("Rp{}", thousands(amount))
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::{date, datetime, offset};

    #[test]
    fn money_is_grouped_by_three() {
        assert_eq!(rupiah(0), "Rp0");
        assert_eq!(rupiah(999), "Rp999");
        assert_eq!(rupiah(1_500_000), "Rp1.500.000");
        assert_eq!(thousands(-12_345), "-12.345");
        assert_eq!(count(3_209, false), "3.209");
        assert_eq!(count(3_209, true), "3,209");
        assert_eq!(thousands(i64::MIN), "-9.223.372.036.854.775.808");
    }

    #[test]
    fn an_evening_in_utc_is_the_next_day_in_wib() {
        let at = datetime!(2026-08-16 17:30 UTC);
        assert_eq!(
            date_time_wib(at, false),
            "17\u{a0}Agustus 2026, 00.30\u{a0}WIB"
        );
        assert_eq!(
            date_long(date!(2026 - 08 - 17), true),
            "17\u{a0}August 2026"
        );
    }

    #[test]
    fn what_ends_with_a_day_names_that_day_and_otherwise_an_hour() {
        for (end, said) in [
            (datetime!(2026-08-17 17:00 UTC), "17\u{a0}Agustus 2026"),
            (datetime!(2026-08-18 00:00 +7), "17\u{a0}Agustus 2026"),
            (
                datetime!(2026-08-17 07:30 UTC),
                "17\u{a0}Agustus 2026, 14.30\u{a0}WIB",
            ),
            (
                datetime!(2026-08-17 00:00 UTC),
                "17\u{a0}Agustus 2026, 07.00\u{a0}WIB",
            ),
            (
                datetime!(2026-08-17 17:00:01 UTC),
                "18\u{a0}Agustus 2026, 00.00\u{a0}WIB",
            ),
        ] {
            assert_eq!(until_wib(end, false), said);
        }
    }

    #[test]
    fn abroad_the_clock_and_perhaps_the_day_are_others() {
        let at = datetime!(2026-08-17 01:00 UTC);
        let there = |zone| time_abroad(at, zone, false);
        assert_eq!(there(offset!(+8)).as_deref(), Some("09.00"));
        assert_eq!(there(offset!(+3)).as_deref(), Some("04.00"));
        assert_eq!(
            there(offset!(-5)).as_deref(),
            Some("16\u{a0}Agustus 2026, 20.00")
        );
        assert_eq!(there(WIB), None);
    }
}
