//! Importing a dump: read, judge, write, all in one transaction.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::io::{self, BufRead};

use domain::jobs::import::{MAX_LINE_BYTES, Reject, parse_line};
use domain::jobs::{Vacancy, closes_at, employer_key, short_id, slug};
use sqlx::{PgConnection, PgPool};
use time::macros::time;
use time::{Duration, OffsetDateTime};

use super::reference::ShippedRegions;
use super::store::import::{Incoming, join_copies, note_dumps, settle, write};
use super::store::words;
use crate::error::AppError;

/// Vacancies that are written at once.
const BATCH: usize = 500;

/// What an import did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// New or changed.
    pub imported: u64,
    pub unchanged: u64,
    pub rejected: u64,
}

impl fmt::Display for Imported {
    /// The last line of `portal import`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "imported {}, unchanged {}, rejected {}",
            self.imported, self.unchanged, self.rejected
        )
    }
}

/// Why an import was not carried out; nothing of it was written then.
#[derive(Debug)]
pub enum ImportError {
    /// The file could not be read to its end.
    Read(io::Error),
    Store(AppError),
}

impl From<io::Error> for ImportError {
    fn from(error: io::Error) -> Self {
        Self::Read(error)
    }
}

impl From<AppError> for ImportError {
    fn from(error: AppError) -> Self {
        Self::Store(error)
    }
}

impl From<sqlx::Error> for ImportError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

/// Imports JSON lines with their own dates. `rejected` hears of each bad line: its number from 1, and why.
///
/// # Errors
/// [`ImportError`]; nothing is written then.
pub async fn import(
    pool: &PgPool,
    now: OffsetDateTime,
    lines: impl BufRead,
    rejected: impl FnMut(usize, &Reject),
) -> Result<Imported, ImportError> {
    let dump = read(lines, rejected)?;
    let mut transaction = pool.begin().await?;
    let outcome = store(&mut transaction, now, dump, &BTreeMap::new()).await?;
    transaction.commit().await?;
    Ok(outcome)
}

/// What was read of a dump.
#[derive(Default)]
pub(super) struct Dump {
    pub vacancies: Vec<Vacancy>,
    pub rejected: u64,
}

/// Writes what was read, each dump shifted by the days that were chosen for it first, or else by the wished ones.
pub(super) async fn store(
    conn: &mut PgConnection,
    now: OffsetDateTime,
    dump: Dump,
    wished: &BTreeMap<String, i32>,
) -> Result<Imported, AppError> {
    let mut outcome = Imported {
        rejected: dump.rejected,
        ..Imported::default()
    };
    let read = dump.vacancies.len() as u64;
    let dumps = dump.vacancies.iter().map(|vacancy| {
        let shift = wished.get(&vacancy.dump).copied().unwrap_or(0);
        (vacancy.dump.clone(), (vacancy.source.clone(), shift))
    });
    let chosen = note_dumps(&mut *conn, now, &dumps.collect()).await?;
    let shift = |vacancy: &Vacancy| {
        let days = chosen.get(&vacancy.dump).copied().unwrap_or(0);
        Duration::days(days.into())
    };
    let vacancies = latest(dump.vacancies, |vacancy| {
        published_at(vacancy, now, shift(vacancy))
    });
    for batch in vacancies.chunks(BATCH) {
        let rows: Vec<Incoming> = batch
            .iter()
            .map(|(vacancy, first)| incoming(vacancy, *first, shift(vacancy)))
            .collect();
        outcome.imported += write(&mut *conn, now, &rows).await?;
    }
    outcome.unchanged = read - outcome.imported;
    if outcome.imported > 0 {
        join_copies(&mut *conn, None).await?;
        words::recount(&mut *conn).await?;
        settle(conn).await?;
    }
    Ok(outcome)
}

/// Joins the copies anew where an earlier version, which joined by another rule, has stored them.
///
/// # Errors
/// Database errors.
pub async fn rejoin(pool: &PgPool) -> Result<(), AppError> {
    let mut transaction = pool.begin().await?;
    if join_copies(&mut transaction, None).await? > 0 {
        words::recount(&mut transaction).await?;
        settle(&mut transaction).await?;
    }
    transaction.commit().await?;
    Ok(())
}

/// One version of each vacancy, the latest, however often its id stands in the dump; and when the earliest of its
/// versions was published.
fn latest(
    vacancies: Vec<Vacancy>,
    published_at: impl Fn(&Vacancy) -> OffsetDateTime,
) -> Vec<(Vacancy, OffsetDateTime)> {
    let mut kept: Vec<(Vacancy, OffsetDateTime)> = Vec::with_capacity(vacancies.len());
    let mut places: HashMap<(String, String), usize> = HashMap::new();
    for vacancy in vacancies {
        let at = published_at(&vacancy);
        match places.entry((vacancy.source.clone(), vacancy.source_id.clone())) {
            Entry::Vacant(place) => {
                place.insert(kept.len());
                kept.push((vacancy, at));
            }
            Entry::Occupied(place) => {
                let (before, first) = &mut kept[*place.get()];
                *first = at.min(*first);
                if !before.outdates(&vacancy) {
                    *before = vacancy;
                }
            }
        }
    }
    kept
}

/// When a version of a vacancy was published, after its dump's shift. What the source publishes later than now is
/// published now.
fn published_at(vacancy: &Vacancy, now: OffsetDateTime, shift: Duration) -> OffsetDateTime {
    let noon_wib = time!(05:00);
    let given = vacancy.published_at.or(vacancy
        .seen_on
        .map(|day| day.with_time(noon_wib).assume_utc()));
    given.map_or(now, |at| at.saturating_add(shift).min(now))
}

/// The rules' say on a vacancy that was `first` published then: its address, and when it closes.
fn incoming(vacancy: &Vacancy, first: OffsetDateTime, shift: Duration) -> Incoming<'_> {
    let deadline = vacancy.deadline_at.map(|at| at.saturating_add(shift));
    Incoming {
        slug: slug(
            &vacancy.title,
            &vacancy.employer.name,
            &short_id(&vacancy.source, &vacancy.source_id),
        ),
        company_key: employer_key(&vacancy.employer.name),
        published_at: first,
        closes_at: closes_at(deadline, first),
        vacancy,
    }
}

/// What editors on Windows put before the first line.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// Reads each line that is not empty. `rejected` hears of each bad one.
pub(super) fn read(
    mut lines: impl BufRead,
    mut rejected: impl FnMut(usize, &Reject),
) -> io::Result<Dump> {
    let regions = ShippedRegions::new();
    let mut dump = Dump::default();
    let mut line = Vec::new();
    let mut number = 0;
    while read_line(&mut lines, &mut line)? {
        number += 1;
        let text = match line.strip_prefix(BYTE_ORDER_MARK) {
            Some(text) if number == 1 => text.trim_ascii(),
            _ => line.trim_ascii(),
        };
        if text.is_empty() {
            continue;
        }
        match parse_line(text, &regions) {
            Ok(vacancy) => dump.vacancies.push(vacancy),
            Err(reason) => {
                dump.rejected += 1;
                rejected(number, &reason);
            }
        }
    }
    Ok(dump)
}

/// Reads up to the next line end; of a line that is too long to be read, as much as shows that it is.
fn read_line(lines: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<bool> {
    line.clear();
    let mut any = false;
    loop {
        let chunk = lines.fill_buf()?;
        if chunk.is_empty() {
            return Ok(any);
        }
        any = true;
        let end = chunk.iter().position(|byte| *byte == b'\n');
        let taken = end.unwrap_or(chunk.len());
        let room = (MAX_LINE_BYTES + 1).saturating_sub(line.len());
        line.extend_from_slice(&chunk[..taken.min(room)]);
        lines.consume(taken + usize::from(end.is_some()));
        if end.is_some() {
            return Ok(true);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_numbered_and_an_endless_one_is_refused() {
        let mut dump = b"\n{\n\n".to_vec();
        dump.extend(vec![b'x'; MAX_LINE_BYTES * 2]);
        dump.extend(b"\n[]");
        let mut seen = Vec::new();
        let all = io::BufReader::with_capacity(1_000, &dump[..]);
        assert!(read(all, |number, reason| seen.push((number, reason.clone()))).is_ok());
        assert_eq!(
            seen,
            [
                (2, Reject::NotAnObject),
                (4, Reject::TooLong("line", MAX_LINE_BYTES)),
                (5, Reject::NotAnObject)
            ]
        );
    }
}
