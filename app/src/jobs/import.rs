//! Importing a dump: reads, checks and writes its vacancies in portions.
//!
//! A portion is one transaction: it writes vacancies and the counts of their words, and notes that their copies must be
//! joined. An interrupted import can be run again: vacancies that are stored already stay unchanged. The next import or
//! the portal ([`super::upkeep`]) does the work that it left undone. One import runs at a time; others wait for it.

mod lines;

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::io::{self, BufRead};

use domain::jobs::import::Remark;
use domain::jobs::{Vacancy, closes_at, employer_key, short_id, slug};
use sqlx::{PgConnection, PgPool};
use time::macros::time;
use time::{Duration, OffsetDateTime};

pub(super) use self::lines::Lines;
use super::store::import::{Incoming, note_dumps, write};
use super::store::uses::Uses;
use super::upkeep::{follow_rules, patient, settle, take_up, turn};
use crate::base::error::AppError;

/// Vacancies that are written in one transaction.
const PORTION: u64 = 10_000;

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

impl std::ops::AddAssign for Imported {
    fn add_assign(&mut self, other: Self) {
        self.imported += other.imported;
        self.unchanged += other.unchanged;
        self.rejected += other.rejected;
    }
}

/// Why an import ended early, and the counts of what was imported before. That part stays.
#[derive(Debug)]
pub enum ImportError {
    /// The file could not be read to its end.
    Read(io::Error, Imported),
    Store(AppError, Imported),
}

impl From<AppError> for ImportError {
    fn from(error: AppError) -> Self {
        Self::Store(error, Imported::default())
    }
}

impl From<sqlx::Error> for ImportError {
    fn from(error: sqlx::Error) -> Self {
        AppError::from(error).into()
    }
}

impl ImportError {
    /// The counts of what was imported before the error.
    pub fn before(&self) -> Imported {
        match self {
            Self::Read(_, before) | Self::Store(_, before) => *before,
        }
    }
}

/// Imports JSON lines with their own dates. Calls `told` for each line that is rejected or corrected, with its number
/// (from 1) and the remark.
///
/// # Errors
/// [`ImportError`], with what was imported before.
pub async fn import(
    pool: &PgPool,
    now: OffsetDateTime,
    lines: impl BufRead,
    told: impl FnMut(usize, &Remark),
) -> Result<Imported, ImportError> {
    let turn = turn(pool).await?;
    let outcome = write_all(pool, now, lines, told, &BTreeMap::new()).await;
    // Also after an error: the part imported before it needs the same work.
    settled(
        pool,
        outcome
            .as_ref()
            .map_or_else(ImportError::before, |all| *all),
    )
    .await?;
    turn.rollback().await?;
    outcome
}

/// Does the work that an import leaves for its end: applies the rules, joins copies, and updates the database's
/// statistics.
pub(super) async fn settled(pool: &PgPool, outcome: Imported) -> Result<(), ImportError> {
    let left = |error| ImportError::Store(error, outcome);
    take_up(pool).await.map_err(left)?;
    if outcome.imported > 0 {
        settle(pool).await.map_err(left)?;
    }
    Ok(())
}

/// Writes all lines. Each dump is shifted by the days that its first import chose, or else by those in `wished`. The
/// caller holds the turn and calls [`settled`] afterwards.
pub(super) async fn write_all(
    pool: &PgPool,
    now: OffsetDateTime,
    lines: impl BufRead,
    mut told: impl FnMut(usize, &Remark),
    wished: &BTreeMap<String, i32>,
) -> Result<Imported, ImportError> {
    // Before the first vacancy is written, so that an empty board has nothing to derive again.
    follow_rules(pool).await?;
    let mut lines = Lines::new(lines);
    let mut sum = Imported::default();
    let mut shifts = BTreeMap::new();
    loop {
        let kept = |error: AppError| ImportError::Store(error, sum);
        let mut portion = Imported::default();
        let mut uses = Uses::default();
        let mut tx = patient(pool).await.map_err(kept)?;
        let end = loop {
            let chunk = lines.chunk(&mut told);
            portion.rejected += chunk.rejected;
            shifts = choose(&mut tx, now, &chunk.vacancies, shifts, wished)
                .await
                .map_err(kept)?;
            let written = store(&mut tx, now, chunk.vacancies, &shifts, &mut uses).await;
            portion += written.map_err(kept)?;
            if chunk.end.is_some() || portion.imported + portion.unchanged >= PORTION {
                break chunk.end;
            }
        };
        uses.write(&mut tx).await.map_err(kept)?;
        tx.commit().await.map_err(|error| kept(error.into()))?;
        sum += portion;
        match end {
            None => {}
            Some(Ok(())) => return Ok(sum),
            Some(Err(error)) => return Err(ImportError::Read(error, sum)),
        }
    }
}

/// Adds the dumps of these vacancies to `chosen`: the days by which each dump is shifted.
async fn choose(
    conn: &mut PgConnection,
    now: OffsetDateTime,
    vacancies: &[Vacancy],
    mut chosen: BTreeMap<String, i32>,
    wished: &BTreeMap<String, i32>,
) -> Result<BTreeMap<String, i32>, AppError> {
    let new: BTreeMap<String, (String, i32)> = vacancies
        .iter()
        .filter(|vacancy| !chosen.contains_key(&vacancy.dump))
        .map(|vacancy| {
            let shift = wished.get(&vacancy.dump).copied().unwrap_or(0);
            (vacancy.dump.clone(), (vacancy.source.clone(), shift))
        })
        .collect();
    if !new.is_empty() {
        chosen.append(&mut note_dumps(conn, now, &new).await?);
    }
    Ok(chosen)
}

async fn store(
    conn: &mut PgConnection,
    now: OffsetDateTime,
    vacancies: Vec<Vacancy>,
    shifts: &BTreeMap<String, i32>,
    uses: &mut Uses,
) -> Result<Imported, AppError> {
    let read = vacancies.len() as u64;
    let shift = |vacancy: &Vacancy| {
        let days = shifts.get(&vacancy.dump).copied().unwrap_or(0);
        Duration::days(days.into())
    };
    let vacancies = latest(vacancies, |vacancy| {
        published_at(vacancy, now, shift(vacancy))
    });
    let rows: Vec<Incoming> = vacancies
        .iter()
        .map(|(vacancy, first)| incoming(vacancy, *first, shift(vacancy)))
        .collect();
    let imported = write(conn, now, &rows, uses).await?;
    Ok(Imported {
        imported,
        unchanged: read - imported,
        rejected: 0,
    })
}

/// The latest version of each vacancy, and when its earliest version was published. One id may occur several times.
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

/// When a version of a vacancy was published, after its dump's shift. A publication in the future becomes now.
fn published_at(vacancy: &Vacancy, now: OffsetDateTime, shift: Duration) -> OffsetDateTime {
    let noon_wib = time!(05:00);
    let given = vacancy.published_at.or(vacancy
        .seen_on
        .map(|day| day.with_time(noon_wib).assume_utc()));
    given.map_or(now, |at| at.saturating_add(shift).min(now))
}

/// A vacancy with the values that the rules derive, such as its address and when it closes. `first` is the time of its
/// first publication.
fn incoming(vacancy: &Vacancy, first: OffsetDateTime, shift: Duration) -> Incoming<'_> {
    let deadline = vacancy.deadline_at.map(|at| at.saturating_add(shift));
    Incoming {
        slug: slug(
            &vacancy.title,
            &vacancy.employer.name,
            &short_id(&vacancy.source, &vacancy.source_id),
        ),
        company_key: employer_key(&vacancy.employer.name),
        plain_words: vacancy.plain_words(),
        published_at: first,
        closes_at: closes_at(deadline, first),
        vacancy,
    }
}
