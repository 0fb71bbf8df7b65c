//! Locks on a person's row. A transaction that writes a person's data takes the lock first, so that it stores nothing
//! for a person who is erased or signed out at the same time.

use sqlx::PgConnection;
use uuid::Uuid;

use super::Viewer;
use crate::base::error::AppError;

/// Locks the person's row until the end of the transaction, so that only one transaction at a time changes the person's
/// data. Take this lock before every other.
///
/// # Errors
/// [`AppError::Unauthenticated`] for an erased person.
pub async fn lock_person(conn: &mut PgConnection, person: Uuid) -> Result<(), AppError> {
    sqlx::query_scalar!(
        "SELECT id FROM person WHERE id = $1 AND deleted_at IS NULL FOR NO KEY UPDATE",
        person
    )
    .fetch_optional(conn)
    .await?
    .map(|_| ())
    .ok_or(AppError::Unauthenticated)
}

/// Locks the row of the signed-in person, and checks that the session has not ended since the request came.
///
/// # Errors
/// [`AppError::Unauthenticated`].
pub async fn lock_viewer(conn: &mut PgConnection, viewer: &Viewer) -> Result<(), AppError> {
    lock_person(&mut *conn, viewer.person_id).await?;
    // A statement of its own, so that it sees sessions that were ended while this one waited for the lock.
    sqlx::query_scalar!(
        "SELECT id FROM session WHERE id = $1 AND person_id = $2 AND revoked_at IS NULL",
        viewer.session_id,
        viewer.person_id,
    )
    .fetch_optional(conn)
    .await?
    .map(|_| ())
    .ok_or(AppError::Unauthenticated)
}
