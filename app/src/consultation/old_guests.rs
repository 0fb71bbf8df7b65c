//! Deletes guests' conversations after a time: guests have no account with which they would be deleted.

use domain::consultation::guest::KEPT_FOR;

use super::{hints, store};
use crate::base::error::AppError;
use crate::platform::Platform;

/// Deletes guests' conversations whose last message is older than [`KEPT_FOR`]. Run by the worker.
pub async fn delete_old_guests(p: &Platform) -> Result<(), AppError> {
    let mut conn = p.pool.acquire().await?;
    if store::delete_guest_talks(&mut conn, p.clock.now() - KEPT_FOR).await? > 0 {
        hints::ring();
    }
    Ok(())
}
