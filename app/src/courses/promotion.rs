//! The job that offers free seats to the waiting list, ends offers that ran out, and tells the people concerned.

use time::OffsetDateTime;
use uuid::Uuid;

use super::messages::tell;
use super::store;
use crate::base::error::AppError;
use crate::platform::Platform;

/// Brings every cohort up to date whose offers ran out, whose seats are free for somebody who waits, or whose first day
/// has come; then deletes answers that were never sent. Each cohort has its own transaction: one that fails does not
/// stop the others, and the next run tries it again.
///
/// # Errors
/// Database errors of the job itself; otherwise the error of the last cohort that failed.
pub async fn settle_due(platform: &Platform) -> Result<(), AppError> {
    let now = platform.clock.now();
    let due = store::due(&mut *platform.pool.acquire().await?, now).await?;
    let mut failed = Ok(());
    for cohort in due {
        if let Err(error) = settle_one(platform, cohort, now).await {
            failed = Err(error);
        }
    }
    store::purge_answers(&mut *platform.pool.acquire().await?, now).await?;
    failed
}

async fn settle_one(
    platform: &Platform,
    cohort: Uuid,
    now: OffsetDateTime,
) -> Result<(), AppError> {
    let mut tx = platform.pool.begin().await?;
    let notices = store::settle(&mut tx, cohort, now).await?;
    tell(&mut tx, platform, &notices, now).await?;
    Ok(tx.commit().await?)
}
