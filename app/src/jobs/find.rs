//! Answers a search: the page, its numbers, and other searches to offer when it finds nothing.

use domain::jobs::{JobSearch, Meaning, Place, RADIUS_CHOICES_KM, terms};
use sqlx::{PgConnection, PgPool};
use time::OffsetDateTime;

use super::model::{Count, ReadAs, SearchPage, Step, StepKind};
use super::store::search::{Criteria, any_shifted, count, look, page};
use super::{places, reference};
use crate::base::error::AppError;

/// The most wider radii that are offered.
const RADIUS_STEPS: usize = 3;
/// The most words that are left out, one in each offered search.
const WORD_STEPS: usize = 3;

/// The page of results that a query string asks for.
///
/// # Errors
/// Database errors only: every query string is accepted.
pub async fn find(pool: &PgPool, now: OffsetDateTime, query: &str) -> Result<SearchPage, AppError> {
    let search = JobSearch::from_query(query);
    let mut conn = pool.acquire().await?;
    let criteria = Criteria::of(&mut conn, now, &search).await?;
    let look = look(&mut conn, &criteria).await?;
    let (hits, after) = page(&mut conn, &criteria, look.facets.or_more).await?;
    let steps = if look.found.n == 0 {
        steps(&mut conn, now, &search).await?
    } else {
        Vec::new()
    };
    let shifted = any_shifted(&mut conn, now).await?;
    let read_as = criteria.meanings().iter().filter_map(|(typed, meaning)| {
        let meant = match meaning {
            Meaning::Kind(kind) => ReadAs::Kind(*kind),
            Meaning::Level(level) => ReadAs::Level(*level),
            Meaning::Abroad => return None,
        };
        Some((typed.clone(), meant))
    });
    Ok(SearchPage {
        query: search.to_query(),
        hits,
        found: look.found,
        facets: look.facets,
        place_name: name_of(&search.place),
        next: after.map(|after| {
            JobSearch {
                after: Some(after),
                ..search.clone()
            }
            .to_query()
        }),
        corrections: criteria.corrections().to_vec(),
        read_as: read_as.collect(),
        abroad: criteria
            .meanings()
            .iter()
            .any(|(_, meaning)| *meaning == Meaning::Abroad),
        shifted,
        steps,
    })
}

fn name_of(place: &Place) -> String {
    let name = reference::region_name(place.code());
    name.unwrap_or_default().to_owned()
}

/// The searches nearest to one that found nothing; only those that find something. When the words name a place, that
/// place is searched, unless a regency is chosen.
async fn steps(
    conn: &mut PgConnection,
    now: OffsetDateTime,
    search: &JobSearch,
) -> Result<Vec<Step>, AppError> {
    let mut steps = Vec::new();
    let mut search = search.first_page();
    let named =
        places::named(&terms(&search.words)).filter(|_| !matches!(search.place, Place::Regency(_)));
    if let Some(named) = &named {
        search.words.clone_from(&named.rest);
        search.place.clone_from(&named.place);
        let kind = StepKind::Place(named.name.to_owned());
        offer(&mut *conn, now, &mut steps, kind, &search).await?;
    }
    if let Place::Regency(code) = &search.place {
        around(&mut *conn, now, &mut steps, &search).await?;
        let province = Place::Province(code[..2].to_owned());
        let kind = StepKind::Place(name_of(&province));
        let wider = JobSearch {
            place: province,
            radius_km: None,
            ..search.clone()
        };
        offer(&mut *conn, now, &mut steps, kind, &wider).await?;
    }
    if search.place != Place::Everywhere {
        let wider = JobSearch {
            place: Place::Everywhere,
            radius_km: None,
            ..search.clone()
        };
        offer(&mut *conn, now, &mut steps, StepKind::Everywhere, &wider).await?;
    }
    if search.filter_count() > 0 {
        let wider = JobSearch {
            words: search.words.clone(),
            place: search.place.clone(),
            radius_km: search.radius_km,
            ..JobSearch::default()
        };
        offer(&mut *conn, now, &mut steps, StepKind::NoFilters, &wider).await?;
    }
    without_words(&mut *conn, now, &mut steps, &search).await?;
    if let Some(named) = named.filter(|named| !named.rest.is_empty()) {
        let all = JobSearch {
            place: named.place,
            ..JobSearch::default()
        };
        let kind = StepKind::AllIn(named.name.to_owned());
        offer(conn, now, &mut steps, kind, &all).await?;
    }
    Ok(steps)
}

/// Offers wider radii around the searched regency. A radius that finds no more than the one before is left out.
async fn around(
    conn: &mut PgConnection,
    now: OffsetDateTime,
    steps: &mut Vec<Step>,
    search: &JobSearch,
) -> Result<(), AppError> {
    let (mut last, mut offered) = (0, 0);
    for km in RADIUS_CHOICES_KM
        .into_iter()
        .filter(|km| Some(*km) > search.radius_km)
    {
        let wider = JobSearch {
            radius_km: Some(km),
            ..search.clone()
        };
        let found = found(&mut *conn, now, &wider).await?;
        if found.n > last && offered < RADIUS_STEPS {
            last = found.n;
            offered += 1;
            let kind = StepKind::Radius(km, name_of(&search.place));
            steps.push(step(kind, &wider, found));
        }
    }
    Ok(())
}

/// Offers the search without one of its last words, once for each of them.
async fn without_words(
    conn: &mut PgConnection,
    now: OffsetDateTime,
    steps: &mut Vec<Step>,
    search: &JobSearch,
) -> Result<(), AppError> {
    let terms = terms(&search.words);
    if terms.len() < 2 {
        return Ok(());
    }
    for left_out in terms.iter().rev().take(WORD_STEPS) {
        let kept: Vec<&str> = terms
            .iter()
            .filter(|term| *term != left_out)
            .map(|term| term.typed.as_str())
            .collect();
        let wider = JobSearch {
            words: kept.join(" "),
            ..search.clone()
        };
        let kind = StepKind::WithoutWord(left_out.typed.clone());
        offer(&mut *conn, now, steps, kind, &wider).await?;
    }
    Ok(())
}

async fn offer(
    conn: &mut PgConnection,
    now: OffsetDateTime,
    steps: &mut Vec<Step>,
    kind: StepKind,
    search: &JobSearch,
) -> Result<(), AppError> {
    let found = found(conn, now, search).await?;
    if found.n > 0 {
        steps.push(step(kind, search, found));
    }
    Ok(())
}

fn step(kind: StepKind, search: &JobSearch, found: Count) -> Step {
    Step {
        kind,
        query: search.to_query(),
        found,
    }
}

async fn found(
    conn: &mut PgConnection,
    now: OffsetDateTime,
    search: &JobSearch,
) -> Result<Count, AppError> {
    let criteria = Criteria::of(&mut *conn, now, search).await?;
    count(conn, &criteria).await
}
