use domain::accounts::{Contact, DEVICE_KNOWN_FOR};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::base::error::AppError;

/// Whether somebody signed in to the account of this contact on this browser before.
pub async fn is_known_device(
    conn: &mut PgConnection,
    now: OffsetDateTime,
    contact: &Contact,
    device: &[u8],
) -> Result<bool, AppError> {
    let known = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM known_device d JOIN person p ON p.id = d.person_id
             WHERE d.token_hash = $1 AND d.last_at > $2 AND (p.email = $3 OR p.phone = $4)) AS "known!""#,
        device,
        now - DEVICE_KNOWN_FOR,
        contact.email(),
        contact.phone(),
    )
    .fetch_one(conn)
    .await?;
    Ok(known)
}

/// The person who signed in last on this browser; none where nobody has.
pub async fn last_on_device(
    conn: &mut PgConnection,
    now: OffsetDateTime,
    device: &[u8],
) -> Result<Option<Uuid>, AppError> {
    let person = sqlx::query_scalar!(
        "SELECT person_id FROM known_device WHERE token_hash = $1 AND last_at > $2
         ORDER BY last_at DESC LIMIT 1",
        device,
        now - DEVICE_KNOWN_FOR,
    )
    .fetch_optional(conn)
    .await?;
    Ok(person)
}

/// Stores that a person has signed in on this browser.
pub async fn know_device(
    conn: &mut PgConnection,
    now: OffsetDateTime,
    person: Uuid,
    device: &[u8],
) -> Result<(), AppError> {
    sqlx::query!(
        "INSERT INTO known_device (token_hash, person_id, last_at) VALUES ($1, $2, $3)
         ON CONFLICT (token_hash, person_id) DO UPDATE SET last_at = $3",
        device,
        person,
        now,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Deletes browsers on which nobody has signed in for [`DEVICE_KNOWN_FOR`].
pub async fn sweep_devices(conn: &mut PgConnection, now: OffsetDateTime) -> Result<(), AppError> {
    sqlx::query!(
        "DELETE FROM known_device WHERE last_at <= $1",
        now - DEVICE_KNOWN_FOR
    )
    .execute(conn)
    .await?;
    Ok(())
}
