use domain::accounts::Look;
use sqlx::PgConnection;
use time::Duration;
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

/// For so long a look that was noted covers the same look again: a screen that follows what it shows.
const LATELY: Duration = Duration::minutes(15);

/// Whether this officer's same look was noted a short while ago.
///
/// # Errors
/// Database errors.
pub async fn looked_lately(
    conn: &mut PgConnection,
    clock: &Clock,
    officer: &Viewer,
    look: Look,
    object: &str,
) -> Result<bool, AppError> {
    Ok(sqlx::query_scalar!(
        r#"SELECT EXISTS (
            SELECT FROM audit WHERE actor = $1 AND at > $2 AND action = $3 AND object = $4) AS "lately!""#,
        officer.person_id,
        clock.now() - LATELY,
        look.as_str(),
        object,
    )
    .fetch_one(conn)
    .await?)
}
