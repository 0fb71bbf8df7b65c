//! Security events that wait to be written to the database. Their number is limited, so that a flood cannot fill the
//! memory.

use std::collections::{BTreeMap, HashMap};

use domain::accounts::SecurityEvent;
use time::{Duration, OffsetDateTime};

/// How long events wait while the database is unavailable. Older ones are dropped.
const WAITS_FOR: Duration = Duration::days(1);

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Row {
    pub hour: OffsetDateTime,
    pub kind: SecurityEvent,
    pub account: String,
    pub network: String,
    pub place: String,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Tally {
    pub unwritten: i64,
    pub first_at: OffsetDateTime,
    pub last_at: OffsetDateTime,
}

/// The rows of the current hour, written or not, and rows of earlier hours that could not be written yet. They are
/// sorted, so that processes that write the same rows lock them in the same order.
#[derive(Debug, Default)]
pub(super) struct Waiting {
    hour: Option<OffsetDateTime>,
    rows: BTreeMap<Row, Tally>,
    of_kind: HashMap<SecurityEvent, usize>,
}

impl Waiting {
    pub fn note(&mut self, now: OffsetDateTime, mut row: Row) {
        if self.hour.is_none_or(|hour| row.hour > hour) {
            self.hour = Some(row.hour);
            self.of_kind.clear();
            self.rows
                .retain(|row, tally| tally.unwritten > 0 && row.hour > now - WAITS_FOR);
        }
        if !self.rows.contains_key(&row) {
            let rows = self.of_kind.entry(row.kind).or_default();
            if *rows < row.kind.most_an_hour() {
                *rows += 1;
            } else {
                row = Row {
                    account: String::new(),
                    network: String::new(),
                    place: String::new(),
                    ..row
                };
            }
        }
        let tally = self.rows.entry(row).or_insert(Tally {
            unwritten: 0,
            first_at: now,
            last_at: now,
        });
        if tally.unwritten == 0 {
            tally.first_at = now;
        }
        tally.unwritten += 1;
        tally.last_at = now;
    }

    pub fn take(&mut self) -> Vec<(Row, Tally)> {
        let mut taken = Vec::new();
        for (row, tally) in &mut self.rows {
            if tally.unwritten > 0 {
                taken.push((row.clone(), *tally));
                tally.unwritten = 0;
            }
        }
        taken
    }

    pub fn give_back(&mut self, taken: Vec<(Row, Tally)>) {
        for (row, tally) in taken {
            let now = self.rows.entry(row).or_insert(Tally {
                unwritten: 0,
                ..tally
            });
            now.unwritten += tally.unwritten;
            now.first_at = tally.first_at;
        }
    }
}

/// The start of the hour that holds this time.
pub(super) fn hour_of(now: OffsetDateTime) -> OffsetDateTime {
    let seconds = now.unix_timestamp();
    OffsetDateTime::from_unix_timestamp(seconds - seconds.rem_euclid(3600)).unwrap_or(now)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: OffsetDateTime = time::macros::datetime!(2026-12-01 08:00 UTC);

    fn row(at: OffsetDateTime, kind: SecurityEvent, n: usize) -> Row {
        Row {
            hour: hour_of(at),
            kind,
            account: n.to_string(),
            network: "203.0.113.9".into(),
            place: "POST /api/sign_in".into(),
        }
    }

    #[test]
    fn a_flood_is_counted_and_makes_no_more_rows() {
        let mut waiting = Waiting::default();
        let (failed, refused) = (SecurityEvent::SignInFailed, SecurityEvent::Refused);
        let most = failed.most_an_hour();
        for n in 0..3 * most {
            waiting.note(DAY, row(DAY, failed, n));
        }
        // Events of another kind in the same hour still get rows of their own.
        waiting.note(DAY, row(DAY, refused, 1));
        let taken = waiting.take();
        assert_eq!(taken.len(), most + 2);
        let flood = taken.iter().filter(|(row, _)| row.kind == failed);
        let times: i64 = flood.map(|(_, tally)| tally.unwritten).sum();
        assert_eq!(times, i64::try_from(3 * most).unwrap());
        // The next hour has rows of its own, and the rows of this hour are freed.
        let later = DAY + Duration::hours(1);
        waiting.note(later, row(later, failed, 1));
        assert_eq!(waiting.rows.len(), 1);
    }

    #[test]
    fn what_could_not_be_written_waits_and_counts_on_for_a_day() {
        let mut waiting = Waiting::default();
        let (kind, later) = (SecurityEvent::SignInFailed, DAY + Duration::MINUTE);
        waiting.note(DAY, row(DAY, kind, 1));
        let taken = waiting.take();
        waiting.note(later, row(DAY, kind, 1));
        waiting.give_back(taken);
        let taken = waiting.take();
        let [(_, tally)] = taken[..] else {
            panic!("{taken:?}")
        };
        assert_eq!(
            (tally.unwritten, tally.first_at, tally.last_at),
            (2, DAY, later)
        );
        assert!(waiting.take().is_empty());
        waiting.give_back(taken);
        for (passed, rows) in [(Duration::hours(3), 2), (Duration::hours(26), 2)] {
            waiting.note(DAY + passed, row(DAY + passed, kind, 1));
            assert_eq!(waiting.rows.len(), rows, "after {passed}");
        }
    }
}
