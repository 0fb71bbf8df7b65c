//! Whoever writes something of their own holds their row meanwhile, so that nothing is kept of a person who is erased or
//! signed out in that very moment.

use sqlx::PgConnection;
use uuid::Uuid;

use super::Viewer;
use crate::base::error::AppError;

/// Holds the person's row until the end of the transaction: one at a time changes what is theirs. Take it before every
/// other lock.
///
/// # Errors
/// [`AppError::Unauthenticated`] for an erased person; database errors.
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

/// The same of the person who asks, whose session must not have ended since the request came.
///
/// # Errors
/// [`AppError::Unauthenticated`]; database errors.
pub async fn lock_viewer(conn: &mut PgConnection, viewer: &Viewer) -> Result<(), AppError> {
    lock_person(&mut *conn, viewer.person_id).await?;
    // A statement of its own: what was waited for has ended sessions, too.
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
