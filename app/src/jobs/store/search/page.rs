//! One page of what a search finds, and how many there are.

use domain::jobs::{Cursor, Sort};
use sqlx::PgConnection;
use time::OffsetDateTime;

use super::criteria::{Criteria, query_asked};
use crate::error::AppError;
use crate::jobs::model::{Count, Hit};
use crate::jobs::store::hit::{HitRow, hit};

/// Vacancies on one page.
const PAGE: i64 = 20;
/// Matches that are sorted by words or distance: twice the shipped set, so that the best is not missed for its age (18 ms
/// for the commonest word).
const SORT_CAP: i64 = 20_000;
/// Counts above this are shown as "1.000+".
const COUNT_CAP: i64 = 1_000;

/// One page, and the cursor of the next one.
pub async fn page(
    conn: &mut PgConnection,
    criteria: &Criteria,
) -> Result<(Vec<Hit>, Option<Cursor>), AppError> {
    let candidates = match criteria.sort {
        Sort::Newest => PAGE + 1,
        Sort::Relevance | Sort::Nearest => SORT_CAP,
    };
    let after = criteria.after;
    let after_published = after.and_then(|after| {
        OffsetDateTime::from_unix_timestamp_nanos(i128::from(after.published_micros) * 1_000).ok()
    });
    let mut rows = query_asked!(query!(
        criteria,
        r#"WITH candidate AS (
            SELECT id, published_at, search, latitude, longitude
            FROM "#,
        asked,
        r#"
            WHERE of_kind AND of_level AND of_wage AND of_sector AND of_age
              AND ($14 <> 'terbaru' OR $17::timestamptz IS NULL OR (published_at, id) < ($17, $18))
            ORDER BY published_at DESC, id DESC
            LIMIT $19),
        keyed AS (
            SELECT id, published_at,
                   CASE $14 WHEN 'relevan' THEN
                       (ts_rank('{0.05,0.2,0.4,1.0}', search, to_tsquery('indonesian', $2))
                        + ts_rank('{0.05,0.2,0.4,1.0}', search, to_tsquery('indonesian', $15)))::float8
                   WHEN 'terdekat' THEN -earth_km($6, $7, latitude, longitude)
                   ELSE 0 END AS key
            FROM candidate),
        wanted AS (
            SELECT * FROM keyed
            WHERE key IS NOT NULL AND ($16::float8 IS NULL OR (key, published_at, id) < ($16, $17, $18))
            ORDER BY key DESC, published_at DESC, id DESC
            LIMIT $20)
        SELECT v.id, v.slug, v.title, v.company_name, v.place_name, v.kind, v.education,
               v.wage_min, v.wage_max, v.wage_currency, v.quota::bigint * v.copies AS places,
               v.published_at, v.closes_at, earth_km($6, $7, v.latitude, v.longitude) AS km, wanted.key AS "key!"
        FROM wanted JOIN vacancy v ON v.id = wanted.id
        ORDER BY wanted.key DESC, v.published_at DESC, v.id DESC"#,
        criteria.sort.code(),
        criteria.asked.exact.as_deref(),
        after.map(|after| after.key),
        after_published,
        after.map(|after| after.id),
        candidates,
        PAGE + 1,
    ))
    .fetch_all(conn)
    .await?;
    let more = rows.len() as i64 > PAGE;
    rows.truncate(PAGE as usize);
    let last = rows.last().filter(|_| more).map(|row| Cursor {
        key: row.key,
        published_micros: (row.published_at.unix_timestamp_nanos() / 1_000) as i64,
        id: row.id,
    });
    let hits = rows.into_iter().map(|row| {
        hit(HitRow {
            slug: row.slug,
            title: row.title,
            company_name: row.company_name,
            place_name: row.place_name,
            kind: row.kind,
            education: row.education,
            wage_min: row.wage_min,
            wage_max: row.wage_max,
            wage_currency: row.wage_currency,
            places: row.places,
            published_at: row.published_at,
            closes_at: row.closes_at,
            km: row.km,
        })
    });
    Ok((hits.collect(), last))
}

/// How many there are, counted no further than is shown.
pub async fn count(conn: &mut PgConnection, criteria: &Criteria) -> Result<Count, AppError> {
    let n = query_asked!(query_scalar!(
        criteria,
        r#"SELECT count(*) AS "n!" FROM (
            SELECT FROM "#,
        asked,
        "
            WHERE of_kind AND of_level AND of_wage AND of_sector AND of_age
            LIMIT $14) AS hit",
        COUNT_CAP + 1,
    ))
    .fetch_one(conn)
    .await?;
    Ok(Count {
        n: n.min(COUNT_CAP),
        or_more: n > COUNT_CAP,
    })
}

/// Whether a demonstration has shifted the dates of vacancies that are open.
pub async fn any_shifted(conn: &mut PgConnection, now: OffsetDateTime) -> Result<bool, AppError> {
    let any = sqlx::query_scalar!(
        r#"SELECT EXISTS (
               SELECT FROM vacancy_dump dump JOIN vacancy v ON v.dump = dump.name
               WHERE dump.shift_days <> 0 AND v.closes_at > $1) AS "any!""#,
        now
    )
    .fetch_one(conn)
    .await?;
    Ok(any)
}
