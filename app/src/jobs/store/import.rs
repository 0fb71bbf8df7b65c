//! Writing imported vacancies, many at a time.

use std::collections::{BTreeMap, HashSet};

use domain::jobs::Vacancy;
use serde::Serialize;
use sqlx::PgConnection;
use sqlx::types::Json;
use time::OffsetDateTime;

use super::copies::unjoin;
use super::uses::Uses;
use crate::base::error::AppError;

/// One vacancy with the values that the rules derive from it.
#[derive(Serialize)]
pub struct Incoming<'a> {
    pub slug: String,
    pub company_key: String,
    /// Words of its texts that the database would not find by itself.
    pub plain_words: String,
    /// Publication of the earliest version that was read, after its dump's shift.
    #[serde(with = "time::serde::rfc3339")]
    pub published_at: OffsetDateTime,
    /// After the dump's shift.
    #[serde(with = "time::serde::rfc3339")]
    pub closes_at: OffsetDateTime,
    /// As the source gives it.
    pub vacancy: &'a Vacancy,
}

/// Stores the new ones among these dumps (name, source, wished shift in days), and returns the days by which each dump
/// is shifted. A stored dump keeps its first shift.
pub async fn note_dumps(
    conn: &mut PgConnection,
    now: OffsetDateTime,
    dumps: &BTreeMap<String, (String, i32)>,
) -> Result<BTreeMap<String, i32>, AppError> {
    let names: Vec<&str> = dumps.keys().map(String::as_str).collect();
    let sources: Vec<&str> = dumps.values().map(|(source, _)| source.as_str()).collect();
    let shifts: Vec<i32> = dumps.values().map(|(_, shift)| *shift).collect();
    sqlx::query!(
        "INSERT INTO vacancy_dump (name, source, shift_days, first_import_at)
         SELECT name, source, shift_days, $4 FROM unnest($1::text[], $2::text[], $3::int[]) AS dump (name, source, shift_days)
         ON CONFLICT (name) DO NOTHING",
        &names as _,
        &sources as _,
        &shifts,
        now,
    )
    .execute(&mut *conn)
    .await?;
    let rows = sqlx::query!(
        "SELECT name, shift_days FROM vacancy_dump WHERE name = ANY ($1)",
        &names as _
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.name, row.shift_days))
        .collect())
}

/// Notes that the shipped dump with this digest is stored.
pub async fn note_shipped(
    conn: &mut PgConnection,
    now: OffsetDateTime,
    digest: &[u8],
) -> Result<(), AppError> {
    sqlx::query!(
        "INSERT INTO vacancy_shipped (digest, stored_at) VALUES ($1, $2) ON CONFLICT (digest) DO NOTHING",
        digest,
        now,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Whether the shipped dump with this digest is stored.
pub async fn is_shipped(conn: &mut PgConnection, digest: &[u8]) -> Result<bool, AppError> {
    let stored = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM vacancy_shipped WHERE digest = $1) AS "stored!""#,
        digest,
    )
    .fetch_one(conn)
    .await?;
    Ok(stored)
}

/// Writes the new and changed vacancies, and returns their number. No id may occur twice in `rows`. An outdated version
/// changes only the day from which the age counts: dumps imported in any order end with the same board. `uses` collects
/// the changes in the number of vacancies that use each word.
pub async fn write(
    conn: &mut PgConnection,
    now: OffsetDateTime,
    rows: &[Incoming<'_>],
    uses: &mut Uses,
) -> Result<u64, AppError> {
    let changed = changed(&mut *conn, rows).await?;
    let mut written = 0;
    if !changed.is_empty() {
        let sources: Vec<&str> = changed.iter().map(|row| &*row.vacancy.source).collect();
        let ids: Vec<&str> = changed.iter().map(|row| &*row.vacancy.source_id).collect();
        unjoin(&mut *conn, &sources, &ids).await?;
        uses.remove(&mut *conn, &sources, &ids).await?;
        write_companies(&mut *conn, &changed).await?;
        written = write_vacancies(&mut *conn, now, &changed).await?;
        unjoin(&mut *conn, &sources, &ids).await?;
        uses.add(&mut *conn, &sources, &ids).await?;
    }
    Ok(written + move_back(conn, now, rows).await?)
}

/// The rows that are new, or changed and not outdated; never those of a vacancy that an employer owns.
async fn changed<'a>(
    conn: &mut PgConnection,
    rows: &'a [Incoming<'a>],
) -> Result<Vec<&'a Incoming<'a>>, AppError> {
    let slugs = sqlx::query_scalar!(
        r#"SELECT r.slug AS "slug!"
           FROM jsonb_to_recordset($1) AS r (slug text, vacancy jsonb)
           CROSS JOIN LATERAL jsonb_to_record(r.vacancy) AS i (source text, source_id text, dump text, seen_on date)
           WHERE NOT EXISTS (
               SELECT FROM vacancy old
               WHERE old.source = i.source AND old.source_id = i.source_id
                 AND (old.content_hash = md5(r.vacancy::text) OR old.owner_id IS NOT NULL
                      -- as Vacancy::outdates
                      OR (old.seen_on, old.dump COLLATE "C") > (i.seen_on, i.dump)))"#,
        Json(rows) as _,
    )
    .fetch_all(conn)
    .await?;
    let slugs: HashSet<String> = slugs.into_iter().collect();
    Ok(rows
        .iter()
        .filter(|row| slugs.contains(&row.slug))
        .collect())
}

async fn write_companies(conn: &mut PgConnection, rows: &[&Incoming<'_>]) -> Result<(), AppError> {
    sqlx::query!(
        "INSERT INTO company (name, name_key, industry, description)
         SELECT DISTINCT ON (r.company_key) r.vacancy -> 'employer' ->> 'name', r.company_key,
                r.vacancy -> 'employer' ->> 'industry', r.vacancy -> 'employer' ->> 'description'
         FROM jsonb_to_recordset($1) AS r (company_key text, vacancy jsonb)
         ORDER BY r.company_key, r.vacancy -> 'employer' ->> 'description' NULLS LAST
         ON CONFLICT (name_key) DO UPDATE
         SET industry = coalesce(company.industry, excluded.industry),
             description = coalesce(company.description, excluded.description)
         WHERE (company.industry IS NULL AND excluded.industry IS NOT NULL)
            OR (company.description IS NULL AND excluded.description IS NOT NULL)",
        Json(rows) as _,
    )
    .execute(conn)
    .await?;
    Ok(())
}

async fn write_vacancies(
    conn: &mut PgConnection,
    now: OffsetDateTime,
    rows: &[&Incoming<'_>],
) -> Result<u64, AppError> {
    let written = sqlx::query!(
        "WITH incoming AS (
             SELECT r.slug, r.company_key, r.plain_words, r.published_at, r.closes_at, md5(r.vacancy::text) AS content_hash, v.*
             FROM jsonb_to_recordset($1)
                  AS r (slug text, company_key text, plain_words text, published_at timestamptz, closes_at timestamptz, vacancy jsonb)
             CROSS JOIN LATERAL jsonb_to_record(r.vacancy) AS v (
                 source text, source_id text, dump text, seen_on date, title text, employer jsonb, description text,
                 requirements text, regency_code text, province_code text, address text, latitude float8, longitude float8,
                 education text[], programmes text[], occupation text, kind text, government boolean,
                 government_guessed boolean, quota int, applicants int, wage jsonb, deadline_at timestamptz,
                 starts_on date, ends_on date, conditions jsonb))
         INSERT INTO vacancy (
             slug, source, source_id, dump, seen_on, content_hash, company_id, company_name, title, description, requirements,
             regency_code, province_code, place_name, address, latitude, longitude, exact_place, education, programmes,
             occupation, kind, government, government_guessed, quota, applicants, wage_min, wage_max, wage_currency,
             published_at, has_deadline, closes_at, starts_on, ends_on, conditions, first_seen_at, updated_at, keywords)
         SELECT i.slug, i.source, i.source_id, i.dump, i.seen_on, i.content_hash, company.id, i.employer ->> 'name', i.title,
                i.description, i.requirements, i.regency_code, i.province_code, coalesce(regency.name, province.name, ''),
                i.address, coalesce(i.latitude, regency.latitude), coalesce(i.longitude, regency.longitude),
                i.latitude IS NOT NULL, i.education, i.programmes, i.occupation, i.kind, i.government, i.government_guessed,
                i.quota, i.applicants, (i.wage ->> 'min')::bigint, (i.wage ->> 'max')::bigint, i.wage ->> 'currency',
                i.published_at, i.deadline_at IS NOT NULL, i.closes_at, i.starts_on + dump.shift_days,
                i.ends_on + dump.shift_days, i.conditions, $2, $2,
                concat_ws(' ', i.occupation, array_to_string(i.programmes, ' '), regency.name, province.name,
                          i.employer ->> 'industry',
                          (SELECT string_agg(skill, ' ') FROM jsonb_array_elements_text(i.conditions -> 'skills') skill),
                          nullif(i.plain_words, ''))
         FROM incoming i
         JOIN company ON company.name_key = i.company_key
         JOIN vacancy_dump dump ON dump.name = i.dump
         LEFT JOIN regency ON regency.code = i.regency_code
         LEFT JOIN province ON province.code = i.province_code
         ON CONFLICT (source, source_id) DO UPDATE SET
             dump = excluded.dump, seen_on = excluded.seen_on, content_hash = excluded.content_hash,
             company_id = excluded.company_id, company_name = excluded.company_name, title = excluded.title,
             description = excluded.description, requirements = excluded.requirements,
             regency_code = excluded.regency_code, province_code = excluded.province_code,
             place_name = excluded.place_name, address = excluded.address, latitude = excluded.latitude,
             longitude = excluded.longitude, exact_place = excluded.exact_place, education = excluded.education,
             programmes = excluded.programmes, occupation = excluded.occupation, kind = excluded.kind,
             government = excluded.government, government_guessed = excluded.government_guessed, quota = excluded.quota,
             applicants = excluded.applicants, wage_min = excluded.wage_min, wage_max = excluded.wage_max,
             wage_currency = excluded.wage_currency,
             -- its age counts from the first publication
             published_at = least(vacancy.published_at, excluded.published_at),
             has_deadline = excluded.has_deadline,
             -- and so does the time that it is open without a deadline
             closes_at = CASE WHEN excluded.has_deadline THEN excluded.closes_at
                              ELSE excluded.closes_at - interval '1 day'
                                   * ((excluded.published_at AT TIME ZONE 'Asia/Jakarta')::date
                                      - (least(vacancy.published_at, excluded.published_at) AT TIME ZONE 'Asia/Jakarta')::date) END,
             starts_on = excluded.starts_on, ends_on = excluded.ends_on, conditions = excluded.conditions,
             updated_at = excluded.updated_at, keywords = excluded.keywords",
        Json(rows) as _,
        now,
    )
    .execute(conn)
    .await?;
    Ok(written.rows_affected())
}

/// Moves the publication of a stored vacancy back to an earlier one in `rows`. Its age counts from there, and so does
/// the time that it is open without a deadline.
async fn move_back(
    conn: &mut PgConnection,
    now: OffsetDateTime,
    rows: &[Incoming<'_>],
) -> Result<u64, AppError> {
    let moved = sqlx::query_scalar!(
        r#"WITH moved AS (
             UPDATE vacancy SET published_at = i.published_at, updated_at = $2,
                 closes_at = CASE WHEN has_deadline THEN closes_at
                                  ELSE closes_at - interval '1 day'
                                       * ((vacancy.published_at AT TIME ZONE 'Asia/Jakarta')::date
                                          - (i.published_at AT TIME ZONE 'Asia/Jakarta')::date) END
             FROM (SELECT r.published_at, v.source, v.source_id
                   FROM jsonb_to_recordset($1) AS r (published_at timestamptz, vacancy jsonb)
                   CROSS JOIN LATERAL jsonb_to_record(r.vacancy) AS v (source text, source_id text)) AS i
             WHERE vacancy.source = i.source AND vacancy.source_id = i.source_id
               AND vacancy.owner_id IS NULL AND i.published_at < vacancy.published_at
             RETURNING company_id),
         unjoined AS (
             INSERT INTO vacancy_unjoined (company_id) SELECT DISTINCT company_id FROM moved ON CONFLICT DO NOTHING)
         SELECT count(*) AS "moved!" FROM moved"#,
        Json(rows) as _,
        now,
    )
    .fetch_one(conn)
    .await?;
    Ok(moved.unsigned_abs())
}

/// Does at once what autovacuum would do minutes later. Until then Postgres plans searches without statistics of the
/// new rows, and each search reads the whole pending list of the word indexes: on the shipped set, a search for a usual
/// word takes nine times as long.
pub async fn settle(conn: &mut PgConnection) -> Result<(), AppError> {
    sqlx::raw_sql(
        "SELECT gin_clean_pending_list('vacancy_search'), gin_clean_pending_list('search_word_alike');
         ANALYZE vacancy, search_word",
    )
    .execute(conn)
    .await?;
    Ok(())
}
