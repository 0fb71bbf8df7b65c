use domain::accounts::Look;
use sqlx::PgConnection;
use uuid::Uuid;

use super::{Clock, Viewer};
use crate::error::AppError;

/// Notes that an officer has read a person's data. Call it in the transaction of the read.
///
/// `object` is `kind:id`, `subject` the person where it is one.
///
/// # Errors
/// [`AppError::Unavailable`] or [`AppError::Internal`]: then nothing must be shown.
pub async fn audit(
    conn: &mut PgConnection,
    clock: &Clock,
    officer: &Viewer,
    look: Look,
    object: &str,
    subject: Option<Uuid>,
) -> Result<(), AppError> {
    sqlx::query!(
        "INSERT INTO audit (at, actor, actor_role, action, subject, object) VALUES ($1, $2, $3, $4, $5, $6)",
        clock.now(),
        officer.person_id,
        officer.role.as_str(),
        look.as_str(),
        subject,
        object,
    )
    .execute(conn)
    .await?;
    Ok(())
}
