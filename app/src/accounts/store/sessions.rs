use domain::accounts::{Lifetime, Role};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::error::AppError;

/// A session that still works.
#[derive(Debug)]
pub struct OpenSession {
    /// Its id.
    pub id: Uuid,
    /// How the browser names itself.
    pub device: String,
    /// When the person signed in.
    pub created_at: OffsetDateTime,
    /// When it was last used, to five minutes.
    pub last_seen_at: OffsetDateTime,
}

/// The person's sessions that still work, the last used first.
///
/// # Errors
/// Database errors.
pub async fn open_sessions(
    conn: &mut PgConnection,
    now: OffsetDateTime,
    person: Uuid,
    role: Role,
) -> Result<Vec<OpenSession>, AppError> {
    let lifetime = Lifetime::of(role);
    let sessions = sqlx::query_as!(
        OpenSession,
        "SELECT id, device, created_at, last_seen_at FROM session
         WHERE person_id = $1 AND revoked_at IS NULL AND last_seen_at > $2 AND created_at > $3
         ORDER BY last_seen_at DESC, id",
        person,
        now - lifetime.idle,
        now - lifetime.absolute,
    )
    .fetch_all(conn)
    .await?;
    Ok(sessions)
}

/// Ends every session of a person but one.
///
/// # Errors
/// Database errors.
pub async fn end_other_sessions(
    conn: &mut PgConnection,
    now: OffsetDateTime,
    person: Uuid,
    kept: Uuid,
) -> Result<(), AppError> {
    sqlx::query!(
        "UPDATE session SET revoked_at = $3 WHERE person_id = $1 AND id <> $2 AND revoked_at IS NULL",
        person,
        kept,
        now,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Ends every session of a person.
///
/// # Errors
/// Database errors.
pub async fn end_all_sessions(
    conn: &mut PgConnection,
    now: OffsetDateTime,
    person: Uuid,
) -> Result<(), AppError> {
    sqlx::query!(
        "UPDATE session SET revoked_at = $2 WHERE person_id = $1 AND revoked_at IS NULL",
        person,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}
