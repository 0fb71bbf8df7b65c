//! Finding vacancies.
//!
//! Newest first reads the index and stops at the page's end. Ranking looks at the newest
//! [`RANK_CAP`] matches only, and facets count at most [`FACET_CAP`] matches: beyond that the
//! numbers are lower bounds and shown so.

use domain::jobs::{
    Cursor, DAY_CHOICES, Education, JobSearch, Place, Sector, Sort, WAGE_CHOICES, WorkKind,
};
use sqlx::PgConnection;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::hit::{HitRow, hit};
use super::words::Asked;
use crate::error::AppError;
use crate::jobs::model::{Count, Facets, Hit, PlaceCount};
use crate::jobs::reference;

/// Vacancies on one page.
pub const PAGE: i64 = 20;
/// The newest matches that are ranked by their words.
const RANK_CAP: i64 = 1_000;
/// Matches that are sorted by distance: all that one province can have open.
const NEAREST_CAP: i64 = 20_000;
/// Matches that facets count.
const FACET_CAP: i64 = 5_000;
/// Counts above this are shown as "1.000+".
const COUNT_CAP: i64 = 1_000;
/// Places shown as facets.
const PLACE_FACETS: i64 = 12;

/// A search in the database's terms.
pub struct Criteria {
    now: OffsetDateTime,
    asked: Asked,
    province: Option<String>,
    regency: Option<String>,
    /// Centre of the searched regency.
    origin: Option<(f64, f64)>,
    radius_km: Option<f64>,
    programme: Option<String>,
    kinds: Vec<String>,
    education: Vec<String>,
    wage_min: Option<i64>,
    government: Option<bool>,
    since: Option<OffsetDateTime>,
    sort: Sort,
    after: Option<Cursor>,
}

impl Criteria {
    /// Looks up what the search names.
    pub async fn of(
        conn: &mut PgConnection,
        now: OffsetDateTime,
        search: &JobSearch,
    ) -> Result<Self, AppError> {
        let asked = super::words::ask(&mut *conn, &search.words).await?;
        let (province, regency) = match &search.place {
            Place::Everywhere => (None, None),
            Place::Province(code) => (Some(code.clone()), None),
            Place::Regency(code) => (None, Some(code.clone())),
        };
        let origin = regency.as_deref().and_then(reference::centre);
        let radius_km = origin.and(search.radius_km).map(f64::from);
        Ok(Self {
            now,
            asked,
            province,
            // Within a radius the regency is the centre, no border.
            regency: regency.filter(|_| radius_km.is_none()),
            origin,
            radius_km,
            programme: Some(search.programme.to_lowercase()).filter(|text| !text.is_empty()),
            kinds: search
                .kinds
                .iter()
                .map(|kind| kind.code().to_owned())
                .collect(),
            education: search
                .education
                .iter()
                .map(|level| level.code().to_owned())
                .collect(),
            wage_min: search.wage_min,
            government: search.sector.map(|sector| sector == Sector::Government),
            since: search.days.map(|days| now - Duration::days(days.into())),
            sort: search.order(),
            after: search.after,
        })
    }

    /// Words read as misspelt.
    pub fn corrections(&self) -> &[(String, String)] {
        &self.asked.corrections
    }

    fn candidates(&self) -> i64 {
        match self.sort {
            Sort::Newest => PAGE + 1,
            Sort::Relevance => RANK_CAP,
            Sort::Nearest => NEAREST_CAP,
        }
    }
}

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

/// One page, and the cursor of the next one.
pub async fn page(
    conn: &mut PgConnection,
    criteria: &Criteria,
) -> Result<(Vec<Hit>, Option<Cursor>), AppError> {
    let c = criteria;
    let after = c.after;
    let after_published = after.and_then(|after| {
        OffsetDateTime::from_unix_timestamp_nanos(i128::from(after.published_micros) * 1_000).ok()
    });
    let mut rows = sqlx::query_as!(
        Row,
        r#"WITH candidate AS (
            SELECT v.id, v.published_at,
                   CASE $1 WHEN 'relevan' THEN
                       (ts_rank('{0.05,0.2,0.4,1.0}', v.search, to_tsquery('indonesian', $2))
                        + ts_rank('{0.05,0.2,0.4,1.0}', v.search, to_tsquery('indonesian', $3)))::float8
                   WHEN 'terdekat' THEN -earth_km($4, $5, v.latitude, v.longitude)
                   ELSE 0 END AS key
            FROM vacancy v
            WHERE v.duplicate_of IS NULL AND v.withdrawn_at IS NULL AND v.closes_at > $6
              AND ($2::text IS NULL OR v.search @@ to_tsquery('indonesian', $2))
              AND ($7::text IS NULL OR v.province_code = $7)
              AND ($8::text IS NULL OR v.regency_code = $8)
              AND ($9::float8 IS NULL OR earth_km($4, $5, v.latitude, v.longitude) <= $9)
              AND ($10::text IS NULL OR strpos(lower(array_to_string(v.programmes, '|')), $10) > 0)
              AND ($11::text[] = '{}' OR v.kind = ANY ($11))
              AND ($12::text[] = '{}' OR v.education && $12)
              AND ($13::bigint IS NULL OR coalesce(v.wage_max, v.wage_min) >= $13)
              AND ($14::boolean IS NULL OR v.government = $14)
              AND ($15::timestamptz IS NULL OR v.published_at >= $15)
              AND ($1 <> 'terbaru' OR $17::timestamptz IS NULL OR (v.published_at, v.id) < ($17, $18))
            ORDER BY v.published_at DESC, v.id DESC
            LIMIT $19)
        SELECT v.id, v.slug, v.title, v.company_name, v.place_name, v.kind, v.education,
               v.wage_min, v.wage_max, v.wage_currency, v.quota::bigint * v.copies AS places,
               v.published_at, v.closes_at, earth_km($4, $5, v.latitude, v.longitude) AS km, c.key AS "key!"
        FROM candidate c JOIN vacancy v ON v.id = c.id
        WHERE c.key IS NOT NULL
          AND ($16::float8 IS NULL OR (c.key, c.published_at, c.id) < ($16, $17, $18))
        ORDER BY c.key DESC, c.published_at DESC, c.id DESC
        LIMIT $20"#,
        c.sort.code(),
        c.asked.wide.as_deref(),
        c.asked.exact.as_deref(),
        c.origin.map(|(latitude, _)| latitude),
        c.origin.map(|(_, longitude)| longitude),
        c.now,
        c.province.as_deref(),
        c.regency.as_deref(),
        c.radius_km,
        c.programme.as_deref(),
        &c.kinds,
        &c.education,
        c.wage_min,
        c.government,
        c.since,
        after.map(|after| after.key),
        after_published,
        after.map(|after| after.id),
        c.candidates(),
        PAGE + 1,
    )
    .fetch_all(conn)
    .await?;
    let more = rows.len() as i64 > PAGE;
    rows.truncate(PAGE as usize);
    let last = rows.last().filter(|_| more).map(|row| Cursor {
        key: row.key,
        published_micros: (row.published_at.unix_timestamp_nanos() / 1_000) as i64,
        id: row.id,
    });
    Ok((rows.into_iter().map(shown).collect(), last))
}

/// The row without what pages are found by.
fn shown(row: Row) -> Hit {
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
}

/// How many there are, counted no further than is shown.
pub async fn count(conn: &mut PgConnection, criteria: &Criteria) -> Result<Count, AppError> {
    let c = criteria;
    let n = sqlx::query_scalar!(
        r#"SELECT count(*) AS "n!" FROM (
            SELECT FROM vacancy v
            WHERE v.duplicate_of IS NULL AND v.withdrawn_at IS NULL AND v.closes_at > $1
              AND ($2::text IS NULL OR v.search @@ to_tsquery('indonesian', $2))
              AND ($3::text IS NULL OR v.province_code = $3)
              AND ($4::text IS NULL OR v.regency_code = $4)
              AND ($5::float8 IS NULL OR earth_km($6, $7, v.latitude, v.longitude) <= $5)
              AND ($8::text IS NULL OR strpos(lower(array_to_string(v.programmes, '|')), $8) > 0)
              AND ($9::text[] = '{}' OR v.kind = ANY ($9))
              AND ($10::text[] = '{}' OR v.education && $10)
              AND ($11::bigint IS NULL OR coalesce(v.wage_max, v.wage_min) >= $11)
              AND ($12::boolean IS NULL OR v.government = $12)
              AND ($13::timestamptz IS NULL OR v.published_at >= $13)
            LIMIT $14) AS hit"#,
        c.now,
        c.asked.wide.as_deref(),
        c.province.as_deref(),
        c.regency.as_deref(),
        c.radius_km,
        c.origin.map(|(latitude, _)| latitude),
        c.origin.map(|(_, longitude)| longitude),
        c.programme.as_deref(),
        &c.kinds,
        &c.education,
        c.wage_min,
        c.government,
        c.since,
        COUNT_CAP + 1,
    )
    .fetch_one(conn)
    .await?;
    Ok(Count {
        n: n.min(COUNT_CAP),
        or_more: n > COUNT_CAP,
    })
}

/// How many each further choice would leave: each facet counts under the conditions of all the others.
pub async fn facets(conn: &mut PgConnection, criteria: &Criteria) -> Result<Facets, AppError> {
    let c = criteria;
    let ages: Vec<OffsetDateTime> = DAY_CHOICES
        .iter()
        .map(|days| c.now - Duration::days((*days).into()))
        .collect();
    let rows = sqlx::query!(
        r#"WITH base AS MATERIALIZED (
            SELECT v.kind, v.education, v.government, v.province_code, v.regency_code, v.published_at,
                   coalesce(v.wage_max, v.wage_min) AS wage,
                   ($1::text[] = '{}' OR coalesce(v.kind = ANY ($1), false)) AS of_kind,
                   ($2::text[] = '{}' OR v.education && $2) AS of_level,
                   ($3::bigint IS NULL OR coalesce(coalesce(v.wage_max, v.wage_min) >= $3, false)) AS of_wage,
                   ($4::boolean IS NULL OR v.government = $4) AS of_sector,
                   ($5::timestamptz IS NULL OR v.published_at >= $5) AS of_age
            FROM vacancy v
            WHERE v.duplicate_of IS NULL AND v.withdrawn_at IS NULL AND v.closes_at > $6
              AND ($7::text IS NULL OR v.search @@ to_tsquery('indonesian', $7))
              AND ($8::text IS NULL OR v.province_code = $8)
              AND ($9::text IS NULL OR v.regency_code = $9)
              AND ($10::float8 IS NULL OR earth_km($11, $12, v.latitude, v.longitude) <= $10)
              AND ($13::text IS NULL OR strpos(lower(array_to_string(v.programmes, '|')), $13) > 0)
            LIMIT $14),
        hit AS (SELECT * FROM base WHERE of_kind AND of_level AND of_wage AND of_sector AND of_age)
        SELECT 'base' AS "facet!", '' AS "value!", count(*) AS "n!" FROM base
        UNION ALL SELECT 'kind', kind, count(*) FROM base
            WHERE of_level AND of_wage AND of_sector AND of_age AND kind IS NOT NULL GROUP BY kind
        UNION ALL SELECT 'level', level, count(*) FROM base, unnest(education) AS level
            WHERE of_kind AND of_wage AND of_sector AND of_age GROUP BY level
        UNION ALL SELECT 'sector', CASE WHEN government THEN 'pemerintah' ELSE 'swasta' END, count(*) FROM base
            WHERE of_kind AND of_level AND of_wage AND of_age GROUP BY government
        UNION ALL SELECT 'wage', least::text, count(*) FROM base JOIN unnest($15::bigint[]) AS least ON wage >= least
            WHERE of_kind AND of_level AND of_sector AND of_age GROUP BY least
        UNION ALL SELECT 'age', day::text, count(*)
            FROM base JOIN unnest($16::int[], $17::timestamptz[]) AS age (day, since) ON published_at >= since
            WHERE of_kind AND of_level AND of_wage AND of_sector GROUP BY day
        UNION ALL (SELECT 'place', CASE WHEN $8::text IS NULL THEN province_code ELSE regency_code END AS place, count(*) FROM hit
            WHERE $11::float8 IS NULL AND (CASE WHEN $8::text IS NULL THEN province_code ELSE regency_code END) IS NOT NULL
            GROUP BY place ORDER BY count(*) DESC, place LIMIT $18)"#,
        &c.kinds,
        &c.education,
        c.wage_min,
        c.government,
        c.since,
        c.now,
        c.asked.wide.as_deref(),
        c.province.as_deref(),
        c.regency.as_deref(),
        c.radius_km,
        c.origin.map(|(latitude, _)| latitude),
        c.origin.map(|(_, longitude)| longitude),
        c.programme.as_deref(),
        FACET_CAP,
        &WAGE_CHOICES[..],
        &DAY_CHOICES.map(i32::from)[..],
        &ages,
        PLACE_FACETS,
    )
    .fetch_all(conn)
    .await?;
    let count = |facet: &str, value: &str| {
        rows.iter()
            .find(|row| row.facet == facet && row.value == value)
            .map_or(0, |row| row.n)
    };
    let or_more = count("base", "") >= FACET_CAP;
    let places = rows
        .iter()
        .filter(|row| row.facet == "place")
        .filter_map(|row| {
            let name = reference::region_name(&row.value)?.to_owned();
            Some(PlaceCount {
                code: row.value.clone(),
                name,
                n: row.n,
            })
        });
    Ok(Facets {
        kinds: WorkKind::ALL
            .iter()
            .map(|kind| count("kind", kind.code()))
            .collect(),
        education: Education::ALL
            .iter()
            .map(|level| count("level", level.code()))
            .collect(),
        sectors: Sector::ALL
            .iter()
            .map(|sector| count("sector", sector.code()))
            .collect(),
        wages: WAGE_CHOICES
            .iter()
            .map(|wage| count("wage", &wage.to_string()))
            .collect(),
        days: DAY_CHOICES
            .iter()
            .map(|days| count("age", &days.to_string()))
            .collect(),
        places: places.collect(),
        or_more,
    })
}
