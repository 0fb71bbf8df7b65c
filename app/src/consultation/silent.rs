//! Gives the conversations of silent counsellors back to the queue, where each keeps its turn.

use domain::consultation::queue::{SILENT_AFTER, is_silent};

use super::{hints, store};
use crate::base::error::AppError;
use crate::platform::Platform;

/// Gives back every conversation whose citizen has waited too long for an answer. Run by the worker.
///
/// # Errors
/// Database errors: conversations that were given back before stay so.
pub async fn give_back_silent(p: &Platform) -> Result<(), AppError> {
    let now = p.clock.now();
    let mut conn = p.pool.acquire().await?;
    // Selects by clock time, which is never shorter than opening time; `is_silent` decides by opening time.
    let candidates = store::unanswered(&mut conn, now - SILENT_AFTER).await?;
    if candidates.is_empty() {
        return Ok(());
    }
    let calendar = store::calendar(&mut conn).await?;
    for one in candidates {
        if is_silent(&calendar, one.unanswered_since, one.held_since, now)
            && store::take_away(&mut conn, now, one.conversation, one.last_seq).await?
        {
            hints::ring();
        }
    }
    Ok(())
}
