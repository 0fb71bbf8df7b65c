//! Importing a dump: read, judge, write, all in one transaction.

use std::collections::{BTreeMap, HashSet};
use std::fmt;
use std::io::{self, BufRead};

use domain::jobs::import::{MAX_LINE_BYTES, Reject, parse_line};
use domain::jobs::{Vacancy, closes_at, demo_shift_days, employer_key, short_id, slug};
use sqlx::PgPool;
use time::macros::time;
use time::{Date, Duration, OffsetDateTime};

use super::reference::ShippedRegions;
use super::store::import::{Incoming, join_duplicates, note_dumps, write};
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
    run(pool, now, lines, rejected, &BTreeMap::new()).await
}

/// Imports a dump for a demonstration: the first time, a shift is chosen for its dates and kept.
///
/// # Errors
/// [`ImportError`]; nothing is written then.
pub async fn import_for_demo(
    pool: &PgPool,
    now: OffsetDateTime,
    dump: &[u8],
) -> Result<Imported, ImportError> {
    let mut span: BTreeMap<String, (Option<Date>, Option<Date>)> = BTreeMap::new();
    read(dump, |line| {
        if let Ok(vacancy) = line.1 {
            let (earliest_deadline, last_published) = span.entry(vacancy.dump.clone()).or_default();
            let deadline = vacancy.deadline_at.map(OffsetDateTime::date);
            *earliest_deadline = [*earliest_deadline, deadline].into_iter().flatten().min();
            *last_published = (*last_published).max(
                vacancy
                    .published_at
                    .map(OffsetDateTime::date)
                    .or(vacancy.seen_on),
            );
        }
    })?;
    let shifts = span
        .into_iter()
        .map(|(dump, (earliest_deadline, last_published))| {
            (
                dump,
                demo_shift_days(earliest_deadline, last_published, now.date()),
            )
        });
    run(pool, now, dump, |_, _| {}, &shifts.collect()).await
}

async fn run(
    pool: &PgPool,
    now: OffsetDateTime,
    lines: impl BufRead,
    mut rejected: impl FnMut(usize, &Reject),
    shifts: &BTreeMap<String, i32>,
) -> Result<Imported, ImportError> {
    let mut outcome = Imported::default();
    let mut batches: Vec<Vec<Vacancy>> = Vec::new();
    let mut ids: HashSet<(String, String)> = HashSet::new();
    read(lines, |(number, line)| match line {
        Err(reason) => {
            outcome.rejected += 1;
            rejected(number, &reason);
        }
        Ok(vacancy) => {
            // A statement writes each row once: a line that stands twice waits for the next batch.
            let again = !ids.insert((vacancy.source.clone(), vacancy.source_id.clone()));
            match batches.last_mut() {
                Some(batch) if batch.len() < BATCH && !again => batch.push(vacancy),
                _ => {
                    ids.clear();
                    ids.insert((vacancy.source.clone(), vacancy.source_id.clone()));
                    batches.push(vec![vacancy]);
                }
            }
        }
    })?;
    let mut transaction = pool.begin().await?;
    for batch in batches {
        let wished = batch.iter().map(|vacancy| {
            let shift = shifts.get(&vacancy.dump).copied().unwrap_or(0);
            (vacancy.dump.clone(), (vacancy.source.clone(), shift))
        });
        let chosen = note_dumps(&mut transaction, now, &wished.collect()).await?;
        let all = batch.len() as u64;
        let rows: Vec<Incoming> = batch
            .into_iter()
            .map(|vacancy| {
                let shift = chosen.get(&vacancy.dump).copied().unwrap_or(0);
                incoming(vacancy, now, Duration::days(shift.into()))
            })
            .collect();
        let written = write(&mut transaction, now, &rows).await?;
        outcome.imported += written;
        outcome.unchanged += all - written;
    }
    if outcome.imported > 0 {
        join_duplicates(&mut transaction).await?;
        words::recount(&mut transaction).await?;
    }
    transaction.commit().await?;
    Ok(outcome)
}

/// The rules' say on a vacancy: its address, and when it was published and closes. What the source
/// publishes later than now is published now.
fn incoming(vacancy: Vacancy, now: OffsetDateTime, shift: Duration) -> Incoming {
    let noon_wib = time!(05:00);
    let given = vacancy.published_at.or(vacancy
        .seen_on
        .map(|day| day.with_time(noon_wib).assume_utc()));
    let published_at = given.map_or(now, |at| at.saturating_add(shift).min(now));
    let deadline = vacancy.deadline_at.map(|at| at.saturating_add(shift));
    Incoming {
        slug: slug(
            &vacancy.title,
            &vacancy.employer.name,
            &short_id(&vacancy.source, &vacancy.source_id),
        ),
        company_key: employer_key(&vacancy.employer.name),
        published_at,
        closes_at: closes_at(deadline, published_at),
        vacancy,
    }
}

/// Reads each line that is not empty, with its number.
fn read(
    mut lines: impl BufRead,
    mut each: impl FnMut((usize, Result<Vacancy, Reject>)),
) -> io::Result<()> {
    let regions = ShippedRegions::new();
    let mut line = Vec::new();
    let mut number = 0;
    while read_line(&mut lines, &mut line)? {
        number += 1;
        if !line.trim_ascii().is_empty() {
            each((number, parse_line(line.trim_ascii(), &regions)));
        }
    }
    Ok(())
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
        assert!(read(all, |(number, line)| seen.push((number, line.err()))).is_ok());
        assert_eq!(
            seen,
            [
                (2, Some(Reject::NotAnObject)),
                (4, Some(Reject::TooLong("line", MAX_LINE_BYTES))),
                (5, Some(Reject::NotAnObject))
            ]
        );
    }
}
