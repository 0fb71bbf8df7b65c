use domain::accounts::{Lifetime, Role, SESSION_KEPT_FOR};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::base::error::AppError;

/// A session as a person sees it.
#[derive(Debug)]
pub struct KeptSession {
    /// Its id.
    pub id: Uuid,
    /// The `User-Agent` of the browser.
    pub device: String,
    /// When the person signed in.
    pub created_at: OffsetDateTime,
    /// When it was last used, exact to five minutes.
    pub last_seen_at: OffsetDateTime,
}

/// The person's sessions that are still valid, the last used first.
pub async fn open_sessions(
    conn: &mut PgConnection,
    now: OffsetDateTime,
    person: Uuid,
    role: Role,
) -> Result<Vec<KeptSession>, AppError> {
    let lifetime = Lifetime::of(role);
    let sessions = sqlx::query_as!(
        KeptSession,
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

/// Every stored session of a person, ended or not.
pub async fn all_sessions(
    conn: &mut PgConnection,
    person: Uuid,
) -> Result<Vec<KeptSession>, AppError> {
    let sessions = sqlx::query_as!(
        KeptSession,
        "SELECT id, device, created_at, last_seen_at FROM session WHERE person_id = $1 ORDER BY created_at, id",
        person,
    )
    .fetch_all(conn)
    .await?;
    Ok(sessions)
}

/// Ends every session of a person but one.
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

/// Ends every session of everybody, and deletes every one-time code and every draft. Called for a restored database: it
/// still holds those that were ended, used or deleted after the backup was made.
pub async fn end_everything_open(
    conn: &mut PgConnection,
    now: OffsetDateTime,
) -> Result<(), AppError> {
    sqlx::query!(
        "UPDATE session SET revoked_at = $1 WHERE revoked_at IS NULL",
        now
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!("DELETE FROM one_time_code")
        .execute(&mut *conn)
        .await?;
    sqlx::query!("DELETE FROM form_draft").execute(conn).await?;
    Ok(())
}

/// Deletes the rows of sessions that ended long ago.
pub async fn sweep_sessions(conn: &mut PgConnection, now: OffsetDateTime) -> Result<(), AppError> {
    let since = now - SESSION_KEPT_FOR;
    sqlx::query!(
        "DELETE FROM session WHERE created_at <= $1 OR revoked_at <= $1",
        since
    )
    .execute(conn)
    .await?;
    Ok(())
}
