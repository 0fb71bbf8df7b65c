//! Answers a search: the page, its numbers, and what to do when there is nothing.

use domain::jobs::{JobSearch, Place, RADIUS_CHOICES_KM, words};
use sqlx::{PgConnection, PgPool};
use time::OffsetDateTime;

use super::model::{Count, SearchPage, Step, StepKind};
use super::reference;
use super::store::search::{Criteria, any_shifted, count, facets, page};
use crate::error::AppError;

/// Wider radii that are offered, and words of which each is left out once.
const RADIUS_STEPS: usize = 3;
const WORD_STEPS: usize = 3;

/// The page of results that a query string asks for.
///
/// # Errors
/// Database errors; a query string is never wrong.
pub async fn find(pool: &PgPool, now: OffsetDateTime, query: &str) -> Result<SearchPage, AppError> {
    let search = JobSearch::from_query(query);
    let mut conn = pool.acquire().await?;
    let criteria = Criteria::of(&mut conn, now, &search).await?;
    let (hits, after) = page(&mut conn, &criteria).await?;
    let found = count(&mut conn, &criteria).await?;
    let facets = facets(&mut conn, &criteria).await?;
    let steps = if found.n == 0 {
        steps(&mut conn, now, &search).await?
    } else {
        Vec::new()
    };
    let shifted = any_shifted(&mut conn, now).await?;
    Ok(SearchPage {
        query: search.to_query(),
        hits,
        found,
        facets,
        place_name: reference::region_name(search.place.code())
            .unwrap_or_default()
            .to_owned(),
        next: after.map(|after| {
            JobSearch {
                after: Some(after),
                ..search.clone()
            }
            .to_query()
        }),
        corrections: criteria.corrections().to_vec(),
        shifted,
        steps,
    })
}

/// The searches nearest to one that found nothing, of those that find something.
async fn steps(
    conn: &mut PgConnection,
    now: OffsetDateTime,
    search: &JobSearch,
) -> Result<Vec<Step>, AppError> {
    let mut steps = Vec::new();
    let search = search.first_page();
    if let Place::Regency(code) = &search.place {
        let mut last = 0;
        for km in RADIUS_CHOICES_KM
            .into_iter()
            .filter(|km| Some(*km) > search.radius_km)
        {
            let wider = JobSearch {
                radius_km: Some(km),
                ..search.clone()
            };
            let found = found(&mut *conn, now, &wider).await?;
            // A circle that adds nothing to the one before it is no step.
            if found.n > last && steps.len() < RADIUS_STEPS {
                last = found.n;
                steps.push(step(StepKind::Radius(km), &wider, found));
            }
        }
        let province = code[..2].to_owned();
        let name = reference::region_name(&province)
            .unwrap_or_default()
            .to_owned();
        let wider = JobSearch {
            place: Place::Province(province),
            radius_km: None,
            ..search.clone()
        };
        offer(
            &mut *conn,
            now,
            &mut steps,
            StepKind::Province(name),
            &wider,
        )
        .await?;
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
    let words = words(&search.words);
    if words.len() > 1 {
        for left_out in words.iter().rev().take(WORD_STEPS) {
            let kept: Vec<&str> = words
                .iter()
                .filter(|word| *word != left_out)
                .map(String::as_str)
                .collect();
            let wider = JobSearch {
                words: kept.join(" "),
                ..search.clone()
            };
            offer(
                &mut *conn,
                now,
                &mut steps,
                StepKind::WithoutWord(left_out.clone()),
                &wider,
            )
            .await?;
        }
    }
    Ok(steps)
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
