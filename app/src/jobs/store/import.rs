//! Writing imported vacancies, many at a time.

use std::collections::{BTreeMap, HashSet};

use domain::jobs::Vacancy;
use serde::Serialize;
use sqlx::PgConnection;
use sqlx::types::Json;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::error::AppError;

/// One vacancy and what the rules say of it.
#[derive(Serialize)]
pub struct Incoming<'a> {
    pub slug: String,
    pub company_key: String,
    /// Of the earliest version that was read, after its dump's shift.
    #[serde(with = "time::serde::rfc3339")]
    pub published_at: OffsetDateTime,
    /// After the dump's shift.
    #[serde(with = "time::serde::rfc3339")]
    pub closes_at: OffsetDateTime,
    /// As the source gives it.
    pub vacancy: &'a Vacancy,
}

/// Notes the dumps (name, source, wished shift in days) that are new, and answers the days by which
/// each is shifted: what was chosen first stays.
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

/// Notes that the shipped dump with this digest is stored; false when that was noted before.
pub async fn note_shipped(
    conn: &mut PgConnection,
    now: OffsetDateTime,
    digest: &[u8],
) -> Result<bool, AppError> {
    let noted = sqlx::query!(
        "INSERT INTO vacancy_shipped (digest, stored_at) VALUES ($1, $2) ON CONFLICT (digest) DO NOTHING",
        digest,
        now,
    )
    .execute(conn)
    .await?;
    Ok(noted.rows_affected() == 1)
}

/// Writes what is new or changed, and answers how many that were. No id may stand twice in `rows`. An outdated version
/// changes nothing but the day from which the age counts: dumps in any order end with the same board.
pub async fn write(
    conn: &mut PgConnection,
    now: OffsetDateTime,
    rows: &[Incoming<'_>],
) -> Result<u64, AppError> {
    let changed = changed(&mut *conn, rows).await?;
    let written = if changed.is_empty() {
        0
    } else {
        write_companies(&mut *conn, &changed).await?;
        write_vacancies(&mut *conn, now, &changed).await?
    };
    Ok(written + move_back(conn, now, rows).await?)
}

/// Those that are new or changed and not outdated.
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
             SELECT r.slug, r.company_key, r.published_at, r.closes_at, md5(r.vacancy::text) AS content_hash, v.*
             FROM jsonb_to_recordset($1)
                  AS r (slug text, company_key text, published_at timestamptz, closes_at timestamptz, vacancy jsonb)
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
                          (SELECT string_agg(skill, ' ') FROM jsonb_array_elements_text(i.conditions -> 'skills') skill))
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
                              ELSE excluded.closes_at
                                   - (excluded.published_at - least(vacancy.published_at, excluded.published_at)) END,
             starts_on = excluded.starts_on, ends_on = excluded.ends_on, conditions = excluded.conditions,
             updated_at = excluded.updated_at, keywords = excluded.keywords",
        Json(rows) as _,
        now,
    )
    .execute(conn)
    .await?;
    Ok(written.rows_affected())
}

/// Lets the age of a stored vacancy, and with it the time that it is open without a deadline, count from the earlier
/// publication that a line tells of.
async fn move_back(
    conn: &mut PgConnection,
    now: OffsetDateTime,
    rows: &[Incoming<'_>],
) -> Result<u64, AppError> {
    let moved = sqlx::query!(
        "UPDATE vacancy SET published_at = i.published_at, updated_at = $2,
             closes_at = CASE WHEN has_deadline THEN closes_at
                              ELSE closes_at - (vacancy.published_at - i.published_at) END
         FROM (SELECT r.published_at, v.source, v.source_id
               FROM jsonb_to_recordset($1) AS r (published_at timestamptz, vacancy jsonb)
               CROSS JOIN LATERAL jsonb_to_record(r.vacancy) AS v (source text, source_id text)) AS i
         WHERE vacancy.source = i.source AND vacancy.source_id = i.source_id
           AND vacancy.owner_id IS NULL AND i.published_at < vacancy.published_at",
        Json(rows) as _,
        now,
    )
    .execute(conn)
    .await?;
    Ok(moved.rows_affected())
}

/// Finds the postings that say the same under several ids, of all or of one owner: all but the first point to it, and
/// it counts them. One that is withdrawn stands alone, so that the open ones stay on the board. Copies close together.
/// Answers how many rows changed.
pub async fn join_copies(conn: &mut PgConnection, owner: Option<Uuid>) -> Result<u64, AppError> {
    let joined = sqlx::query!(
        "WITH same AS (
             SELECT id, row_number() OVER posting AS place, first_value(id) OVER posting AS first_id,
                    count(*) OVER (posting ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS copies
             FROM vacancy
             WHERE $1::uuid IS NULL OR owner_id = $1
             WINDOW posting AS (
                 PARTITION BY company_id, regency_code, dump, owner_id, lower(title), quota, closes_at,
                              md5(coalesce(description, '')), ARRAY(SELECT DISTINCT unnest(education) ORDER BY 1),
                              ARRAY(SELECT DISTINCT lower(unnest(programmes)) ORDER BY 1),
                              CASE WHEN withdrawn_at IS NOT NULL THEN id END
                 ORDER BY source_id)),
         wanted AS (
             SELECT id, CASE WHEN place > 1 THEN first_id END AS duplicate_of,
                    CASE WHEN place > 1 THEN 1 ELSE copies END AS copies
             FROM same)
         UPDATE vacancy SET duplicate_of = wanted.duplicate_of, copies = wanted.copies
         FROM wanted
         WHERE wanted.id = vacancy.id
           AND (vacancy.duplicate_of IS DISTINCT FROM wanted.duplicate_of OR vacancy.copies <> wanted.copies)",
        owner,
    )
    .execute(conn)
    .await?;
    Ok(joined.rows_affected())
}

/// Does what autovacuum does minutes later. Until then Postgres plans searches without knowing the rows, and each reads
/// the whole list of what the word indexes have yet to take in: on the shipped set, nine times as long for a usual word.
pub async fn settle(conn: &mut PgConnection) -> Result<(), AppError> {
    sqlx::raw_sql(
        "SELECT gin_clean_pending_list('vacancy_search'), gin_clean_pending_list('search_word_alike');
         ANALYZE vacancy, search_word",
    )
    .execute(conn)
    .await?;
    Ok(())
}
