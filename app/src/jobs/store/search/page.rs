//! One page of the vacancies that a search finds, and their number.

use domain::jobs::{Cursor, Sort};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::criteria::{Criteria, query_asked};
use crate::base::error::AppError;
use crate::jobs::model::{Count, Hit};
use crate::jobs::store::hit::{HitRow, hit};

/// Vacancies on one page.
const PAGE: i64 = 20;
/// The most matches that are sorted by words or distance: twice the shipped set, so that the best is not missed because
/// it is old (18 ms for the commonest word).
const SORT_CAP: i64 = 20_000;
/// Counts above this are shown as a lower bound.
pub const COUNT_CAP: i64 = 10_000;

/// One page, and the cursor of the next one. `many` says that too many match to collect them all: walking through the
/// vacancies from the newest on is then faster, when the newest are wanted.
pub async fn page(
    conn: &mut PgConnection,
    criteria: &Criteria,
    many: bool,
) -> Result<(Vec<Hit>, Option<Cursor>), AppError> {
    let mut rows = if many && criteria.sort == Sort::Newest {
        walked(conn, criteria).await?
    } else {
        collected(conn, criteria).await?
    };
    let more = rows.len() as i64 > PAGE;
    rows.truncate(PAGE as usize);
    let last = rows.last().filter(|_| more).map(|row| Cursor {
        key: row.key,
        published_micros: (row.published_at.unix_timestamp_nanos() / 1_000) as i64,
        id: row.id,
    });
    Ok((rows.into_iter().map(Row::hit).collect(), last))
}

/// A vacancy of a page, with its sort key.
struct Row {
    id: Uuid,
    slug: String,
    title: String,
    company_name: String,
    place_name: String,
    kind: Option<String>,
    education: Vec<String>,
    wage_min: Option<i64>,
    wage_max: Option<i64>,
    wage_currency: Option<String>,
    places: Option<i64>,
    published_at: OffsetDateTime,
    closes_at: OffsetDateTime,
    km: Option<f64>,
    key: f64,
}

impl Row {
    fn hit(self) -> Hit {
        hit(HitRow {
            slug: self.slug,
            title: self.title,
            company_name: self.company_name,
            place_name: self.place_name,
            kind: self.kind,
            education: self.education,
            wage_min: self.wage_min,
            wage_max: self.wage_max,
            wage_currency: self.wage_currency,
            places: self.places,
            published_at: self.published_at,
            closes_at: self.closes_at,
            km: self.km,
        })
    }
}

/// When the last vacancy of the previous page was published.
fn published_before(criteria: &Criteria) -> Option<OffsetDateTime> {
    let micros = criteria.after?.published_micros;
    OffsetDateTime::from_unix_timestamp_nanos(i128::from(micros) * 1_000).ok()
}

/// The newest matches, found by walking the index from the newest vacancy on.
async fn walked(conn: &mut PgConnection, criteria: &Criteria) -> Result<Vec<Row>, AppError> {
    let rows = query_asked!(query_as!(
        as Row,
        criteria,
        true,
        "WITH wanted AS (SELECT id, published_at FROM ",
        asked,
        r#" AS asked
            WHERE of_kind AND of_level AND of_wage AND of_sector AND of_age
              AND ($19::timestamptz IS NULL OR (published_at, id) < ($19, $20))
            ORDER BY published_at DESC, id DESC
            LIMIT $21)
        SELECT v.id, v.slug, v.title, v.company_name, v.place_name, v.kind, v.education,
               v.wage_min, v.wage_max, v.wage_currency, v.quota::bigint * v.copies AS places,
               v.published_at, v.closes_at, earth_km($6, $7, v.latitude, v.longitude) AS km, 0::float8 AS "key!"
        FROM wanted JOIN vacancy v ON v.id = wanted.id
        ORDER BY v.published_at DESC, v.id DESC"#,
        published_before(criteria),
        criteria.after.map(|after| after.id),
        PAGE + 1,
    ))
    .fetch_all(conn)
    .await?;
    Ok(rows)
}

/// The best of all matches, by words, distance or age. Of more than `SORT_CAP` matches, only the newest take part.
async fn collected(conn: &mut PgConnection, criteria: &Criteria) -> Result<Vec<Row>, AppError> {
    let rows = query_asked!(query_as!(
        as Row,
        criteria,
        false,
        "WITH asked AS MATERIALIZED ",
        asked,
        r#",
        candidate AS (
            SELECT id, at, published_at, latitude, longitude FROM asked
            WHERE of_kind AND of_level AND of_wage AND of_sector AND of_age
            ORDER BY published_at DESC, id DESC
            LIMIT $19),
        keyed AS MATERIALIZED (
            SELECT id, published_at,
                   CASE $20 WHEN 'relevan' THEN
                       (SELECT (ts_rank('{0.05,0.2,0.4,1.0}', v.search, to_tsquery('indonesian', $2))
                                + ts_rank('{0.05,0.2,0.4,1.0}', v.search, to_tsquery('indonesian', $21)))::float8
                        FROM vacancy v WHERE v.ctid = candidate.at)
                   WHEN 'terdekat' THEN -earth_km($6, $7, latitude, longitude)
                   ELSE 0 END AS key
            FROM candidate),
        wanted AS (
            SELECT * FROM keyed
            WHERE key IS NOT NULL AND ($22::float8 IS NULL OR (key, published_at, id) < ($22, $23, $24))
            ORDER BY key DESC, published_at DESC, id DESC
            LIMIT $25)
        SELECT v.id, v.slug, v.title, v.company_name, v.place_name, v.kind, v.education,
               v.wage_min, v.wage_max, v.wage_currency, v.quota::bigint * v.copies AS places,
               v.published_at, v.closes_at, earth_km($6, $7, v.latitude, v.longitude) AS km, wanted.key AS "key!"
        FROM wanted JOIN vacancy v ON v.id = wanted.id
        ORDER BY wanted.key DESC, v.published_at DESC, v.id DESC"#,
        SORT_CAP,
        criteria.sort.code(),
        criteria.asked.exact.as_deref(),
        criteria.after.map(|after| after.key),
        published_before(criteria),
        criteria.after.map(|after| after.id),
        PAGE + 1,
    ))
    .fetch_all(conn)
    .await?;
    Ok(rows)
}

/// The number of matches, counted no further than is shown.
pub async fn count(conn: &mut PgConnection, criteria: &Criteria) -> Result<Count, AppError> {
    let counted = if criteria.asked.wide.is_some() {
        query_asked!(query_scalar!(
            criteria,
            false,
            "WITH asked AS MATERIALIZED ",
            asked,
            r#" SELECT count(*) AS "n!" FROM (
            SELECT FROM asked
            WHERE of_kind AND of_level AND of_wage AND of_sector AND of_age
            LIMIT $19) AS hit"#,
            COUNT_CAP + 1,
        ))
        .fetch_one(conn)
        .await?
    } else {
        // Not materialized: without words, Postgres may use an index of a choice, as the day of publication has.
        query_asked!(query_scalar!(
            criteria,
            false,
            r#"SELECT count(*) AS "n!" FROM (
            SELECT FROM "#,
            asked,
            " AS asked
            WHERE of_kind AND of_level AND of_wage AND of_sector AND of_age
            LIMIT $19) AS hit",
            COUNT_CAP + 1,
        ))
        .fetch_one(conn)
        .await?
    };
    Ok(Count::up_to(COUNT_CAP, counted))
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
