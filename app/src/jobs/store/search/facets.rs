//! How many vacancies a search finds, and how many each further choice would leave.

use domain::jobs::{DAY_CHOICES, EDUCATION_UNSAID, Education, Sector, WAGE_CHOICES, WorkKind};
use sqlx::PgConnection;
use time::{Duration, OffsetDateTime};

use super::criteria::{Criteria, query_asked};
use super::page::{COUNT_CAP, count};
use crate::base::error::AppError;
use crate::jobs::model::{Count, Facets, PlaceCount};
use crate::jobs::reference;

/// The most matches that facets count: twice the shipped set, so that rare values in it are not missed (24 ms for the
/// whole set).
const FACET_CAP: i64 = 20_000;
/// The most places shown as facets.
const PLACE_FACETS: i64 = 12;

/// The counts of a search.
pub struct Overview {
    pub found: Count,
    pub facets: Facets,
}

/// Counts the vacancies that a search finds, and those that each further choice would leave. Each facet counts under
/// the conditions of all the others.
pub async fn look(conn: &mut PgConnection, criteria: &Criteria) -> Result<Overview, AppError> {
    let ages: Vec<OffsetDateTime> = DAY_CHOICES
        .iter()
        .rev()
        .map(|days| criteria.now - Duration::days((*days).into()))
        .collect();
    let rows = query_asked!(query!(
        criteria,
        false,
        "WITH asked AS MATERIALIZED ",
        asked,
        r#",
        base AS MATERIALIZED (SELECT * FROM asked LIMIT $19),
        hit AS (SELECT * FROM base WHERE of_kind AND of_level AND of_wage AND of_sector AND of_age)
        SELECT 'base' AS "facet!", '' AS "value!", count(*) AS "n!" FROM base
        UNION ALL SELECT 'hit', '', count(*) FROM hit
        UNION ALL SELECT 'kind', kind, count(*) FROM base
            WHERE of_level AND of_wage AND of_sector AND of_age AND kind IS NOT NULL GROUP BY kind
        UNION ALL SELECT 'level', level, count(*) FROM base, unnest(CASE education WHEN '{}' THEN '{tak-disebut}' ELSE education END) AS level
            WHERE of_kind AND of_wage AND of_sector AND of_age GROUP BY level
        UNION ALL SELECT 'sector', CASE WHEN government THEN 'pemerintah' ELSE 'swasta' END, count(*) FROM base
            WHERE of_kind AND of_level AND of_wage AND of_age GROUP BY government
        UNION ALL SELECT 'wage', width_bucket(wage, $20::bigint[])::text AS bucket, count(*) FROM base
            WHERE of_kind AND of_level AND of_sector AND of_age AND wage IS NOT NULL GROUP BY bucket
        UNION ALL SELECT 'age', width_bucket(published_at, $21::timestamptz[])::text AS bucket, count(*) FROM base
            WHERE of_kind AND of_level AND of_wage AND of_sector GROUP BY bucket
        UNION ALL (SELECT 'place', CASE WHEN $3::text IS NULL THEN province_code ELSE regency_code END AS place, count(*) FROM hit
            WHERE $6::float8 IS NULL AND (CASE WHEN $3::text IS NULL THEN province_code ELSE regency_code END) IS NOT NULL
            GROUP BY place ORDER BY count(*) DESC, place LIMIT $22)"#,
        FACET_CAP,
        &WAGE_CHOICES[..],
        &ages,
        PLACE_FACETS,
    ))
    .fetch_all(&mut *conn)
    .await?;
    let counted = |facet: &str, value: &str| {
        rows.iter()
            .find(|row| row.facet == facet && row.value == value)
            .map_or(0, |row| row.n)
    };
    // The bounds ascend, and a bucket's number is how many of them its vacancies reach.
    let reaching = |facet: &str, bounds: std::ops::RangeInclusive<usize>| {
        bounds.map(|bound| counted(facet, &bound.to_string())).sum()
    };
    let (wages, days) = (WAGE_CHOICES.len(), DAY_CHOICES.len());
    let or_more = counted("base", "") >= FACET_CAP;
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
    let hits = counted("hit", "");
    let found = if or_more && hits <= COUNT_CAP {
        // Vacancies beyond the cap were not counted and may fit the choices, too.
        count(conn, criteria).await?
    } else {
        Count::up_to(COUNT_CAP, hits)
    };
    let facets = Facets {
        kinds: WorkKind::ALL
            .iter()
            .map(|kind| counted("kind", kind.code()))
            .collect(),
        education: Education::ALL
            .iter()
            .map(|level| level.code())
            .chain([EDUCATION_UNSAID])
            .map(|level| counted("level", level))
            .collect(),
        sectors: Sector::ALL
            .iter()
            .map(|sector| counted("sector", sector.code()))
            .collect(),
        wages: (1..=wages)
            .map(|bound| reaching("wage", bound..=wages))
            .collect(),
        days: (1..=days)
            .rev()
            .map(|bound| reaching("age", bound..=days))
            .collect(),
        places: places.collect(),
        or_more,
    };
    Ok(Overview { found, facets })
}
