//! Moves applications: for their two sides, and for the portal when neither side acts.

use std::sync::Arc;

use domain::applications::{Actor, Step, StepError, silent_since};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::messages;
use super::store::{self, Locked};
use crate::base::error::AppError;
use crate::platform::{Platform, deliver_soon, in_task};

pub use super::store::Side;

/// Takes a step with the application of this code, and sends the messages about it. Continues when the client
/// disconnects.
///
/// # Errors
/// [`AppError::NotFound`] when this side may not see the application; [`AppError::Conflict`] with the code of a
/// [`StepError`].
pub async fn take(
    p: Arc<Platform>,
    code: String,
    side: Side,
    step: Step,
    note: Option<String>,
) -> Result<(), AppError> {
    in_task(async move {
        let now = p.clock.now();
        let mut tx = p.pool.begin().await?;
        let application = store::lock(&mut tx, &code, side)
            .await?
            .ok_or(AppError::NotFound)?;
        move_locked(&p, &mut tx, now, &application, side, step, note.as_deref()).await?;
        tx.commit().await?;
        deliver_soon(p.clone());
        Ok(())
    })
    .await
}

async fn move_locked(
    p: &Platform,
    conn: &mut PgConnection,
    now: OffsetDateTime,
    application: &Locked,
    side: Side,
    step: Step,
    note: Option<&str>,
) -> Result<(), AppError> {
    let actor = side.actor();
    let to = step
        .take(application.status, actor)
        .map_err(|error| AppError::conflict(StepError::code(error)))?;
    store::record(conn, now, application.id, to, actor, note).await?;
    messages::tell(p, conn, now, application, to, actor == Actor::Applicant).await
}

/// Tells the employer of an application that was just sent.
pub(super) async fn announce(
    p: &Platform,
    conn: &mut PgConnection,
    now: OffsetDateTime,
    code: &str,
) -> Result<(), AppError> {
    let Some(application) = store::lock(conn, code, Side::Portal).await? else {
        return Ok(());
    };
    messages::tell(p, conn, now, &application, application.status, true).await
}

/// Declines, with a note, the open applications to an employer who leaves, so that the applicants do not wait.
pub(crate) async fn decline_all_of(
    p: &Platform,
    conn: &mut PgConnection,
    employer: Uuid,
    note: &str,
) -> Result<(), AppError> {
    let (now, side) = (p.clock.now(), Side::Employer(employer));
    for code in store::unanswered_of(&mut *conn, employer).await? {
        if let Some(application) = store::lock(&mut *conn, &code, side).await?
            && !application.status.is_final()
        {
            move_locked(p, conn, now, &application, side, Step::Decline, Some(note)).await?;
        }
    }
    Ok(())
}

/// Closes every application that nobody has moved for sixty days. Run by the worker.
///
/// # Errors
/// Database errors: applications that were closed before stay closed.
pub async fn close_silent(p: &Platform) -> Result<(), AppError> {
    let now = p.clock.now();
    let mut conn = p.pool.acquire().await?;
    let codes = store::overdue(&mut conn, silent_since(now)).await?;
    drop(conn);
    for code in codes {
        let mut tx = p.pool.begin().await?;
        let Some(application) = store::lock(&mut tx, &code, Side::Portal).await? else {
            continue;
        };
        // Somebody may have moved it since the query.
        let silent = application.moved_at <= silent_since(now) && !application.status.is_final();
        if silent {
            move_locked(
                p,
                &mut tx,
                now,
                &application,
                Side::Portal,
                Step::Expire,
                None,
            )
            .await?;
            tx.commit().await?;
        }
    }
    Ok(())
}
