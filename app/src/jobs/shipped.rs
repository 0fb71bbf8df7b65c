//! Importing a dump that the portal ships, for a demonstration.

use std::collections::BTreeMap;
use std::io::BufRead;

use domain::jobs::{Vacancy, demo_shift_days};
use sha2::{Digest, Sha256};
use sqlx::PgPool;
use time::{Date, OffsetDateTime};

use super::import::{ImportError, Imported, Lines, settled, write_all};
use super::store::import::{is_shipped, note_shipped};
use super::upkeep::turn;

/// Imports a shipped file of dumps; `open` returns a new reader at its beginning for each pass. The first import of a
/// dump chooses a shift for its dates, which later imports keep. Returns None when the vacancies in the file are stored
/// already; newer versions imported since then stay.
///
/// # Errors
/// [`ImportError`]; the next call continues the import.
pub async fn import_shipped<R: BufRead>(
    pool: &PgPool,
    now: OffsetDateTime,
    open: impl Fn() -> R,
) -> Result<Option<Imported>, ImportError> {
    let read = Read::of(open())?;
    if is_shipped(&mut *pool.acquire().await?, &read.digest).await? {
        return Ok(None);
    }
    let turn = turn(pool).await?;
    // Another process may have imported it while this one waited for the turn.
    if is_shipped(&mut *pool.acquire().await?, &read.digest).await? {
        return Ok(None);
    }
    let outcome = write_all(pool, now, open(), |_, _| {}, &read.shifts(now.date())).await?;
    settled(pool, outcome).await?;
    note_shipped(&mut *pool.acquire().await?, now, &read.digest).await?;
    turn.rollback().await?;
    Ok(Some(outcome))
}

/// The file's identity, and the date span of each dump in it, from which the dump's shift is chosen.
struct Read {
    /// SHA-256 of the parsed vacancies, not of the file: a version of the portal that parses the same file differently
    /// has something new to store.
    digest: [u8; 32],
    /// Earliest deadline and last publication of each dump.
    spans: BTreeMap<String, (Option<Date>, Option<Date>)>,
}

impl Read {
    fn of(lines: impl BufRead) -> Result<Self, ImportError> {
        let mut lines = Lines::new(lines);
        let mut hash = Sha256::new();
        let mut spans = BTreeMap::new();
        let failed = |error| ImportError::Read(error, Imported::default());
        loop {
            let chunk = lines.chunk(&mut |_, _| {});
            for vacancy in &chunk.vacancies {
                serde_json::to_writer(&mut hash, vacancy).map_err(|error| failed(error.into()))?;
                widen(&mut spans, vacancy);
            }
            match chunk.end {
                None => {}
                Some(Ok(())) => break,
                Some(Err(error)) => return Err(failed(error)),
            }
        }
        Ok(Self {
            digest: hash.finalize().into(),
            spans,
        })
    }

    /// The days by which each dump would be shifted today.
    fn shifts(&self, today: Date) -> BTreeMap<String, i32> {
        let shift = |(earliest, last): &(Option<Date>, Option<Date>)| {
            demo_shift_days(*earliest, *last, today)
        };
        self.spans
            .iter()
            .map(|(dump, span)| (dump.clone(), shift(span)))
            .collect()
    }
}

fn widen(spans: &mut BTreeMap<String, (Option<Date>, Option<Date>)>, vacancy: &Vacancy) {
    if !spans.contains_key(&vacancy.dump) {
        spans.insert(vacancy.dump.clone(), (None, None));
    }
    let Some((earliest_deadline, last_published)) = spans.get_mut(&vacancy.dump) else {
        return;
    };
    let deadline = vacancy.deadline_at.map(OffsetDateTime::date);
    *earliest_deadline = [*earliest_deadline, deadline].into_iter().flatten().min();
    let published = vacancy.published_at.map(OffsetDateTime::date);
    *last_published = (*last_published).max(published.or(vacancy.seen_on));
}
