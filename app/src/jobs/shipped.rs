//! Importing a dump that the portal ships, for a demonstration.

use std::collections::BTreeMap;
use std::io;

use domain::jobs::{Vacancy, demo_shift_days};
use sha2::{Digest, Sha256};
use sqlx::PgPool;
use time::{Date, OffsetDateTime};

use super::import::{ImportError, Imported, read, store};
use super::store::import::note_shipped;

/// Imports the dump: the first time, a shift is chosen for its dates and kept. None when what is read in it is
/// stored already; what was imported over it since then stays.
///
/// # Errors
/// [`ImportError`]; nothing is written then.
pub async fn import_shipped(
    pool: &PgPool,
    now: OffsetDateTime,
    dump: &[u8],
) -> Result<Option<Imported>, ImportError> {
    let dump = read(dump, |_, _| {})?;
    let digest = digest(&dump.vacancies)?;
    let mut transaction = pool.begin().await?;
    if !note_shipped(&mut transaction, now, &digest).await? {
        return Ok(None);
    }
    let shifts = shifts(&dump.vacancies, now.date());
    let outcome = store(&mut transaction, now, dump, &shifts).await?;
    transaction.commit().await?;
    Ok(Some(outcome))
}

/// Tells this dump from any other. Of what was read, not of the file: a portal that reads the same file otherwise
/// has something new to store.
fn digest(vacancies: &[Vacancy]) -> io::Result<[u8; 32]> {
    let mut hash = Sha256::new();
    serde_json::to_writer(&mut hash, vacancies)?;
    Ok(hash.finalize().into())
}

/// The days by which each dump in it would be shifted today.
fn shifts(vacancies: &[Vacancy], today: Date) -> BTreeMap<String, i32> {
    let mut span: BTreeMap<&str, (Option<Date>, Option<Date>)> = BTreeMap::new();
    for vacancy in vacancies {
        let (earliest_deadline, last_published) = span.entry(&vacancy.dump).or_default();
        let deadline = vacancy.deadline_at.map(OffsetDateTime::date);
        *earliest_deadline = [*earliest_deadline, deadline].into_iter().flatten().min();
        *last_published = (*last_published).max(
            vacancy
                .published_at
                .map(OffsetDateTime::date)
                .or(vacancy.seen_on),
        );
    }
    span.into_iter()
        .map(|(dump, (earliest_deadline, last_published))| {
            (
                dump.to_owned(),
                demo_shift_days(earliest_deadline, last_published, today),
            )
        })
        .collect()
}
