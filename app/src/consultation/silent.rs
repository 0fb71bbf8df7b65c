//! What a silent counsellor has in hand goes back to the queue, where it keeps its turn.

use domain::consultation::queue::{SILENT_AFTER, is_silent};

use super::{hints, store};
use crate::base::error::AppError;
use crate::platform::Platform;

/// Gives back every conversation whose citizen has waited too long for a word. Run by the worker.
///
/// # Errors
/// Database errors: what was given back before stays so.
pub async fn give_back_silent(p: &Platform) -> Result<(), AppError> {
    let now = p.clock.now();
    let mut conn = p.pool.acquire().await?;
    // Opening time passes no faster than time.
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
