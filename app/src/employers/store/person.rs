//! Exports and erases an employer's data.

use serde_json::Value;
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::base::error::AppError;

/// The requests, companies and vacancies of a person.
pub async fn export(conn: &mut PgConnection, person: Uuid) -> Result<Value, AppError> {
    let data = sqlx::query_scalar!(
        r#"SELECT jsonb_build_object(
               'requests', (SELECT coalesce(jsonb_agg(jsonb_build_object('company', company_name, 'nib', nib,
                                'position', position, 'asked_at', asked_at, 'refusal', refusal) ORDER BY asked_at), '[]')
                            FROM company_request WHERE person_id = $1),
               'companies', (SELECT coalesce(jsonb_agg(c.name ORDER BY c.name), '[]')
                             FROM company_owner o JOIN company c ON c.id = o.company_id WHERE o.person_id = $1),
               'written_vacancies', (SELECT coalesce(jsonb_agg(opening ORDER BY sent_at), '[]')
                                     FROM vacancy_draft WHERE owner_id = $1),
               'vacancies', (SELECT coalesce(jsonb_agg(slug ORDER BY slug), '[]') FROM vacancy WHERE owner_id = $1)) AS "data!""#,
        person
    )
    .fetch_one(conn)
    .await?;
    Ok(data)
}

/// Locks the person's vacancies until the end of the transaction: nobody applies for them meanwhile.
pub async fn hold_vacancies(conn: &mut PgConnection, person: Uuid) -> Result<(), AppError> {
    sqlx::query_scalar!(
        "SELECT id FROM vacancy WHERE owner_id = $1 ORDER BY id FOR NO KEY UPDATE",
        person
    )
    .fetch_all(conn)
    .await?;
    Ok(())
}

/// Removes the person from companies and vacancies. Vacancies that the person wrote here close; for imported ones,
/// people apply at the source again.
pub async fn erase(
    conn: &mut PgConnection,
    now: OffsetDateTime,
    person: Uuid,
) -> Result<(), AppError> {
    sqlx::query!(
        "UPDATE vacancy SET withdrawn_at = $2, updated_at = $2
         WHERE owner_id = $1 AND source = 'portal' AND withdrawn_at IS NULL AND closes_at > $2",
        person,
        now,
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "UPDATE vacancy SET owner_id = NULL WHERE owner_id = $1",
        person
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!("DELETE FROM vacancy_draft WHERE owner_id = $1", person)
        .execute(&mut *conn)
        .await?;
    sqlx::query!("DELETE FROM company_request WHERE person_id = $1", person)
        .execute(&mut *conn)
        .await?;
    sqlx::query!("DELETE FROM company_owner WHERE person_id = $1", person)
        .execute(conn)
        .await?;
    Ok(())
}
