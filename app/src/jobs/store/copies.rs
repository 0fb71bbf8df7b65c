//! Copies (one posting under several ids), and the versions of the rules by which the stored facts were derived.

use sqlx::PgConnection;
use uuid::Uuid;

use crate::base::error::AppError;

/// A rule by which facts are derived from the vacancies. Its version is raised when the rule changes, so that the
/// stored facts are derived again.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    name: &'static str,
    version: i32,
}

/// Which postings are copies of one another: [`join_copies`].
pub const COPIES: Rule = Rule {
    name: "copies",
    version: 1,
};
/// Which words vacancies use: [`super::uses::Uses`].
pub const WORDS: Rule = Rule {
    name: "words",
    version: 1,
};

/// Whether the stored facts were derived by this version of the rule.
pub async fn follows(conn: &mut PgConnection, rule: Rule) -> Result<bool, AppError> {
    let follows = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM vacancy_rule WHERE name = $1 AND version = $2) AS "follows!""#,
        rule.name,
        rule.version,
    )
    .fetch_one(conn)
    .await?;
    Ok(follows)
}

/// Notes that the stored facts were derived by this version of the rule.
pub async fn note_rule(conn: &mut PgConnection, rule: Rule) -> Result<(), AppError> {
    sqlx::query!(
        "INSERT INTO vacancy_rule (name, version) VALUES ($1, $2)
         ON CONFLICT (name) DO UPDATE SET version = excluded.version",
        rule.name,
        rule.version,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Notes that the copies of every company must be joined again.
pub async fn unjoin_all(conn: &mut PgConnection) -> Result<(), AppError> {
    sqlx::query!(
        "INSERT INTO vacancy_unjoined (company_id) SELECT DISTINCT company_id FROM vacancy ON CONFLICT DO NOTHING"
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Notes that the copies of these vacancies' companies must be joined again. A vacancy is given by its source and its
/// id there.
pub async fn unjoin(
    conn: &mut PgConnection,
    sources: &[&str],
    ids: &[&str],
) -> Result<(), AppError> {
    sqlx::query!(
        "INSERT INTO vacancy_unjoined (company_id)
         SELECT DISTINCT company_id FROM vacancy
         WHERE (source, source_id) IN (SELECT * FROM unnest($1::text[], $2::text[]))
         ON CONFLICT DO NOTHING",
        sources as _,
        ids as _,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Whether copies wait to be joined.
pub async fn wait(conn: &mut PgConnection) -> Result<bool, AppError> {
    let wait = sqlx::query_scalar!(r#"SELECT EXISTS (SELECT FROM vacancy_unjoined) AS "wait!""#)
        .fetch_one(conn)
        .await?;
    Ok(wait)
}

/// Takes the next companies whose copies wait to be joined.
pub async fn take_unjoined(conn: &mut PgConnection, most: i64) -> Result<Vec<Uuid>, AppError> {
    let companies = sqlx::query_scalar!(
        "DELETE FROM vacancy_unjoined
         WHERE company_id IN (SELECT company_id FROM vacancy_unjoined ORDER BY company_id LIMIT $1)
         RETURNING company_id",
        most,
    )
    .fetch_all(conn)
    .await?;
    Ok(companies)
}

/// Joins copies among the postings of these companies, or of one owner: postings with the same content under several
/// ids. All copies but the first point to the first, and the first counts them. A withdrawn posting stands alone, so
/// that its open copies stay on the board. Copies close at the same time. Raise the version of [`COPIES`] with any
/// change.
pub async fn join_copies(
    conn: &mut PgConnection,
    companies: &[Uuid],
    owner: Option<Uuid>,
) -> Result<(), AppError> {
    sqlx::query!(
        "WITH same AS (
             SELECT id, row_number() OVER posting AS place, first_value(id) OVER posting AS first_id,
                    count(*) OVER (posting ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS copies
             FROM vacancy
             WHERE company_id = ANY ($1) OR owner_id = $2
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
        companies,
        owner,
    )
    .execute(conn)
    .await?;
    Ok(())
}
