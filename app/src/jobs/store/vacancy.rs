//! One vacancy, similar vacancies, and the list for search engines.

use domain::jobs::Conditions;
use sqlx::PgConnection;
use sqlx::types::Json;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::hit::{HitRow, hit};
use crate::base::error::AppError;
use crate::jobs::model::{Hit, Source, VacancyView};

/// The most vacancies that are shown as similar.
const SIMILAR: i64 = 5;
/// The most addresses of vacancies in a sitemap (for the limit, see sitemaps.org).
const SITEMAP_CAP: i64 = 49_000;

/// The vacancy at this address, open or closed, without similar ones.
pub async fn by_slug(
    conn: &mut PgConnection,
    now: OffsetDateTime,
    slug: &str,
) -> Result<Option<VacancyView>, AppError> {
    let row = sqlx::query!(
        r#"SELECT v.id, v.slug, v.source, v.source_id, v.seen_on, v.owner_id, v.title, v.company_name, v.place_name,
                  v.description, v.requirements, v.regency_code, v.address, v.education, v.programmes, v.occupation, v.kind,
                  v.government, v.government_guessed, v.quota::bigint * v.copies AS places, v.applicants,
                  v.wage_min, v.wage_max, v.wage_currency, v.published_at, v.has_deadline,
                  least(v.closes_at, v.withdrawn_at) AS "closes_at!", v.starts_on, v.ends_on,
                  v.conditions AS "conditions: Json<Conditions>",
                  company.industry AS "industry?", company.description AS "company_description?",
                  province.name AS "province?", dump.shift_days AS "shift_days?", first.slug AS "canonical_slug?"
           FROM vacancy v
           JOIN company ON company.id = v.company_id
           LEFT JOIN province ON province.code = v.province_code
           LEFT JOIN vacancy_dump dump ON dump.name = v.dump
           LEFT JOIN vacancy first ON first.id = v.duplicate_of
           WHERE v.slug = $1"#,
        slug
    )
    .fetch_optional(conn)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let hit = hit(HitRow {
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
        km: None,
    });
    Ok(Some(VacancyView {
        id: row.id,
        open: row.closes_at > now,
        has_deadline: row.has_deadline,
        description: row.description,
        requirements: row.requirements,
        company_description: row.company_description,
        industry: row.industry,
        address: row.address,
        regency_code: row.regency_code,
        province: row.province,
        programmes: row.programmes,
        occupation: row.occupation,
        government: row.government,
        government_guessed: row.government_guessed,
        applicants: row.applicants,
        starts_on: row.starts_on,
        ends_on: row.ends_on,
        conditions: row.conditions.0,
        source: source(
            &row.source,
            &row.source_id,
            row.seen_on,
            row.shift_days.unwrap_or(0),
        ),
        applied_here: row.owner_id.is_some(),
        canonical_slug: row.canonical_slug.unwrap_or_else(|| hit.slug.clone()),
        similar: Vec::new(),
        hit,
    }))
}

/// The address that ends with this short id.
pub async fn slug_of(conn: &mut PgConnection, short_id: &str) -> Result<Option<String>, AppError> {
    Ok(sqlx::query_scalar!(
        "SELECT slug FROM vacancy WHERE right(slug, 10) = $1 ORDER BY slug LIMIT 1",
        short_id
    )
    .fetch_optional(conn)
    .await?)
}

/// A vacancy's page at its source; None for a vacancy that was written in the portal.
fn source(code: &str, id: &str, seen_on: Option<Date>, shift_days: i32) -> Option<Source> {
    let page = match code {
        "maganghub" => "https://maganghub.kemnaker.go.id/lowongan/view/",
        "karirhub" => "https://karirhub.kemnaker.go.id/lowongan-dalam-negeri/lowongan/",
        _ => return None,
    };
    // A dump may hold any id; an address takes only the characters that the sources' ids consist of.
    let id: String = id
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == '-')
        .collect();
    Some(Source {
        code: code.to_owned(),
        url: format!("{page}{id}"),
        seen_on,
        shift_days,
    })
}

/// Open vacancies with the most words of the title in common, those of the same regency first.
pub async fn similar(
    conn: &mut PgConnection,
    now: OffsetDateTime,
    id: Uuid,
) -> Result<Vec<Hit>, AppError> {
    let rows = sqlx::query_as!(
        HitRow,
        r#"WITH this AS (
               SELECT id, coalesce(duplicate_of, id) AS first_id, regency_code, province_code,
                      (SELECT string_agg(quote_literal(word), ' | ')
                       FROM unnest(tsvector_to_array(to_tsvector('indonesian', translate(title, '/.,_-()|&:;', '           ')))) word
                       WHERE length(word) > 2) AS words
               FROM vacancy WHERE id = $1),
           candidate AS (
               SELECT v.id, v.published_at, v.regency_code IS NOT DISTINCT FROM this.regency_code AS near,
                      ts_rank('{0,0,0.2,1.0}', v.search, this.words::tsquery) AS rank
               FROM vacancy v, this
               WHERE v.duplicate_of IS NULL AND v.withdrawn_at IS NULL AND v.closes_at > $2 AND v.id <> this.first_id
                 AND v.province_code IS NOT DISTINCT FROM this.province_code
                 AND this.words IS NOT NULL AND v.search @@ this.words::tsquery
               ORDER BY v.published_at DESC, v.id DESC LIMIT 1000)
           SELECT v.slug, v.title, v.company_name, v.place_name, v.kind, v.education, v.wage_min, v.wage_max, v.wage_currency,
                  v.quota::bigint * v.copies AS places, v.published_at, v.closes_at, NULL::float8 AS km
           FROM candidate c JOIN vacancy v ON v.id = c.id
           ORDER BY c.rank + CASE WHEN c.near THEN 0.3 ELSE 0 END DESC, v.published_at DESC, v.id DESC LIMIT $3"#,
        id,
        now,
        SIMILAR,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(hit).collect())
}

/// Addresses of the open vacancies and when each was changed last, newest first.
pub async fn addresses(
    conn: &mut PgConnection,
    now: OffsetDateTime,
) -> Result<Vec<(String, OffsetDateTime)>, AppError> {
    let rows = sqlx::query!(
        "SELECT slug, updated_at FROM vacancy
         WHERE duplicate_of IS NULL AND withdrawn_at IS NULL AND closes_at > $1
         ORDER BY published_at DESC, id DESC LIMIT $2",
        now,
        SITEMAP_CAP,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.slug, row.updated_at))
        .collect())
}
