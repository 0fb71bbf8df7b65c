//! The companies that an account speaks for, and requests to speak for one.

use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::base::error::AppError;
use crate::employers::model::{Company, MyRequest};

/// The account's companies, by name.
pub async fn companies(conn: &mut PgConnection, person: Uuid) -> Result<Vec<Company>, AppError> {
    let rows = sqlx::query_as!(
        Company,
        "SELECT c.id, c.name FROM company_owner o JOIN company c ON c.id = o.company_id
         WHERE o.person_id = $1 ORDER BY c.name, c.id",
        person
    );
    Ok(rows.fetch_all(conn).await?)
}

/// A company of the account.
pub async fn owned_company(
    conn: &mut PgConnection,
    person: Uuid,
    company: Uuid,
) -> Result<Option<Company>, AppError> {
    let row = sqlx::query_as!(
        Company,
        "SELECT c.id, c.name FROM company_owner o JOIN company c ON c.id = o.company_id
         WHERE o.person_id = $1 AND o.company_id = $2",
        person,
        company,
    );
    Ok(row.fetch_optional(conn).await?)
}

/// The person's last request.
pub async fn last_request(
    conn: &mut PgConnection,
    person: Uuid,
) -> Result<Option<MyRequest>, AppError> {
    let row = sqlx::query_as!(
        MyRequest,
        r#"SELECT company_name AS company, asked_at, decided_at IS NULL AS "waiting!", refusal
           FROM company_request WHERE person_id = $1 ORDER BY asked_at DESC, id DESC LIMIT 1"#,
        person
    );
    Ok(row.fetch_optional(conn).await?)
}

/// Stores a request to speak for a company. False while an earlier request waits.
pub async fn ask(
    conn: &mut PgConnection,
    now: OffsetDateTime,
    id: Uuid,
    person: Uuid,
    company: &str,
    nib: &str,
    position: &str,
) -> Result<bool, AppError> {
    let made = sqlx::query!(
        "INSERT INTO company_request (id, person_id, company_name, nib, position, asked_at)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (person_id) WHERE decided_at IS NULL DO NOTHING",
        id,
        person,
        company,
        nib,
        position,
        now,
    )
    .execute(conn)
    .await?;
    Ok(made.rows_affected() == 1)
}

/// Companies of the home province with 2 to `most` vacancies, all of them open and owned by nobody; always the same
/// ones.
pub async fn some_companies(
    conn: &mut PgConnection,
    now: OffsetDateTime,
    most: i64,
    limit: i64,
) -> Result<Vec<Uuid>, AppError> {
    let ids = sqlx::query_scalar!(
        "SELECT v.company_id FROM vacancy v JOIN company c ON c.id = v.company_id
         WHERE v.province_code = $2 AND NOT v.government AND v.owner_id IS NULL
         GROUP BY v.company_id, c.name_key
         HAVING count(*) BETWEEN 2 AND $3 AND bool_and(v.closes_at > $1)
         ORDER BY count(*) DESC, c.name_key LIMIT $4",
        now,
        domain::jobs::HOME_PROVINCE,
        most,
        limit,
    );
    Ok(ids.fetch_all(conn).await?)
}
