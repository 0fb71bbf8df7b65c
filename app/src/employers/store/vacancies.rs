//! The employer's published vacancies.

use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::base::error::AppError;
use crate::employers::model::MyVacancy;

/// The account's vacancies: open ones first, those with the most new applications before the others.
pub async fn vacancies(
    conn: &mut PgConnection,
    now: OffsetDateTime,
    person: Uuid,
) -> Result<Vec<MyVacancy>, AppError> {
    find(conn, now, person, None).await
}

/// One of the account's vacancies.
pub async fn vacancy(
    conn: &mut PgConnection,
    now: OffsetDateTime,
    person: Uuid,
    slug: &str,
) -> Result<Option<MyVacancy>, AppError> {
    Ok(find(conn, now, person, Some(slug)).await?.pop())
}

async fn find(
    conn: &mut PgConnection,
    now: OffsetDateTime,
    person: Uuid,
    slug: Option<&str>,
) -> Result<Vec<MyVacancy>, AppError> {
    let rows = sqlx::query_as!(
        MyVacancy,
        r#"SELECT v.slug, v.title, v.company_name AS company, v.place_name AS place,
                  least(v.closes_at, v.withdrawn_at) > $2 AS "open!", least(v.closes_at, v.withdrawn_at) AS "closes_at!",
                  count(a.id) FILTER (WHERE a.status = 'submitted') AS "new!",
                  count(a.id) FILTER (WHERE a.status IN ('submitted', 'reviewed', 'interview', 'offered')) AS "running!",
                  count(a.id) AS "all!"
           FROM vacancy v LEFT JOIN application a ON a.vacancy_id = v.id
           WHERE v.owner_id = $1 AND ($3::text IS NULL OR v.slug = $3)
           GROUP BY v.id
           ORDER BY least(v.closes_at, v.withdrawn_at) > $2 DESC, count(a.id) FILTER (WHERE a.status = 'submitted') DESC,
                    v.published_at DESC, v.id
           LIMIT 300"#,
        person,
        now,
        slug,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows)
}

/// Closes an open vacancy of the account. False when it is not the account's, or is closed already.
pub async fn close(
    conn: &mut PgConnection,
    now: OffsetDateTime,
    person: Uuid,
    slug: &str,
) -> Result<bool, AppError> {
    let closed = sqlx::query!(
        "UPDATE vacancy SET withdrawn_at = $3, updated_at = $3
         WHERE slug = $2 AND owner_id = $1 AND withdrawn_at IS NULL AND closes_at > $3",
        person,
        slug,
        now,
    )
    .execute(conn)
    .await?;
    Ok(closed.rows_affected() == 1)
}
