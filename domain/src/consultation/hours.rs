//! The consultation's hours: shifts by weekday in WIB, several a day, and days on which the office is closed.

use std::collections::BTreeMap;

use time::macros::format_description;
use time::{Date, Duration, OffsetDateTime, Time, Weekday};

use crate::format::WIB;

/// How far ahead the calendar looks for the next opening: longer than any run of holidays.
const LOOK_AHEAD_DAYS: i64 = 60;

/// One span of one weekday, in WIB; it ends on the day it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shift {
    /// The day of the week.
    pub weekday: Weekday,
    /// From this time on …
    pub opens: Time,
    /// … until this time, not included.
    pub closes: Time,
}

/// The office's week and its closed days.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    shifts: Vec<Shift>,
    closed_days: BTreeMap<Date, String>,
}

/// Whether the office is open at a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opening {
    /// Open until this moment.
    Open { until: OffsetDateTime },
    /// Closed, with the next opening if the calendar knows one, and today's holiday if that is the reason.
    Closed {
        next: Option<OffsetDateTime>,
        holiday: Option<String>,
    },
}

impl Calendar {
    /// A calendar of these shifts and closed days. Drops a shift that does not end after it begins.
    pub fn new(
        shifts: impl IntoIterator<Item = Shift>,
        closed_days: BTreeMap<Date, String>,
    ) -> Self {
        let mut shifts: Vec<_> = shifts
            .into_iter()
            .filter(|shift| shift.opens < shift.closes)
            .collect();
        shifts.sort_by_key(|shift| {
            (
                shift.weekday.number_days_from_monday(),
                shift.opens,
                shift.closes,
            )
        });
        Self {
            shifts,
            closed_days,
        }
    }

    /// The week as it is shown, Monday first.
    pub fn shifts(&self) -> &[Shift] {
        &self.shifts
    }

    /// Whether the office is open at `now`, with the next change. Both are in WIB.
    pub fn at(&self, now: OffsetDateTime) -> Opening {
        let here = now.to_offset(WIB);
        if let Some(until) = self.open_until(here) {
            return Opening::Open { until };
        }
        let next = (0..=LOOK_AHEAD_DAYS)
            .filter_map(|ahead| here.date().checked_add(Duration::days(ahead)))
            .flat_map(|date| self.spans(date))
            .map(|(opens, _)| opens)
            .find(|opens| *opens > here);
        Opening::Closed {
            next,
            holiday: self.closed_days.get(&here.date()).cloned(),
        }
    }

    /// Opening time between two moments; zero when `to` is before `from`.
    pub fn open_time(&self, from: OffsetDateTime, to: OffsetDateTime) -> Duration {
        let (from, to) = (from.to_offset(WIB), to.to_offset(WIB));
        let days = (to.date() - from.date()).whole_days();
        (0..=days)
            .filter_map(|ahead| from.date().checked_add(Duration::days(ahead)))
            .flat_map(|date| self.spans(date))
            .map(|(opens, closes)| closes.min(to) - opens.max(from))
            .filter(|span| span.is_positive())
            .sum()
    }

    /// The end of the current opening. Shifts that touch or overlap count as one.
    fn open_until(&self, here: OffsetDateTime) -> Option<OffsetDateTime> {
        let mut until = None;
        for (opens, closes) in self.spans(here.date()) {
            let at = until.unwrap_or(here);
            if opens <= at && at < closes || until == Some(opens) {
                until = Some(closes);
            }
        }
        until
    }

    /// The spans of one day in order; none on a closed day.
    fn spans(&self, date: Date) -> impl Iterator<Item = (OffsetDateTime, OffsetDateTime)> + '_ {
        let closed = self.closed_days.contains_key(&date);
        self.shifts
            .iter()
            .filter(move |shift| !closed && shift.weekday == date.weekday())
            .map(move |shift| {
                (
                    date.with_time(shift.opens).assume_offset(WIB),
                    date.with_time(shift.closes).assume_offset(WIB),
                )
            })
    }
}

/// A day on which the office is closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holiday {
    /// The day.
    pub day: Date,
    /// The name of the holiday.
    pub name: String,
    /// Joint leave (*cuti bersama*): the office chooses whether it closes on it.
    pub joint_leave: bool,
}

/// Reads `data/holidays_id.csv` (`date,year,weekday,name,kind,is_joint_leave,…`; the first six columns are never
/// quoted). `Err` is the number of the first line that is wrong, from 1.
pub fn parse_holidays(csv: &str) -> Result<Vec<Holiday>, usize> {
    let rows = csv
        .lines()
        .enumerate()
        .skip(1)
        .filter(|(_, line)| !line.is_empty());
    rows.map(|(index, line)| parse_holiday(line).ok_or(index + 1))
        .collect()
}

fn parse_holiday(line: &str) -> Option<Holiday> {
    let mut cells = line.split(',');
    let day = Date::parse(cells.next()?, format_description!("[year]-[month]-[day]")).ok()?;
    let name = cells.nth(2)?.to_owned();
    let joint_leave = cells.nth(1)?.parse().ok()?;
    Some(Holiday {
        day,
        name,
        joint_leave,
    })
}

#[cfg(test)]
#[path = "hours_tests.rs"]
mod tests;
