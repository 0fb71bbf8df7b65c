//! The portal's periodic work, each minute. One task does every step on its own, so that a step that fails is logged
//! and tried again while the others go on.

use std::sync::Arc;
use std::time::Duration;

use app::base::error::AppError;
use app::jobs::upkeep::keep_up;
use app::platform::{
    Platform, deliver_due, sweep_drafts, sweep_events, sweep_limits, sweep_outbox, sweep_sent_forms,
};
use tokio_util::sync::CancellationToken;

/// Runs until the portal stops.
pub async fn run(platform: Arc<Platform>, stop: CancellationToken) {
    let mut minute = tokio::time::interval(Duration::from_secs(60));
    minute.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    while stop.run_until_cancelled(minute.tick()).await.is_some() {
        once(&platform).await;
    }
}

/// Keeps the job board up to date until the portal stops. It is a task of its own, because on a large board it may take
/// minutes.
pub async fn keep_board(platform: Arc<Platform>, stop: CancellationToken) {
    let mut minute = tokio::time::interval(Duration::from_secs(60));
    minute.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    while stop.run_until_cancelled(minute.tick()).await.is_some() {
        // Work that is interrupted is rolled back, and done after the next start.
        if let Some(kept) = stop.run_until_cancelled(keep_up(&platform.pool)).await {
            report("board", kept);
        }
    }
}

/// Writes security events soon after they were noted, until the portal stops.
pub async fn write_events(platform: Arc<Platform>, stop: CancellationToken) {
    let mut soon = tokio::time::interval(Duration::from_secs(2));
    soon.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    while stop.run_until_cancelled(soon.tick()).await.is_some() {
        report(
            "writing events",
            platform.events.write(&platform.pool).await,
        );
    }
}

/// Does one round of all work that is due. Tests call it under a moved clock.
pub async fn once(platform: &Platform) {
    report("drafts", drafts(platform).await);
    report("limits", limits(platform).await);
    report("events", events(platform).await);
    for job in platform.services.iter().flat_map(|service| service.jobs) {
        report(job.name, (job.run)(platform).await);
    }
    // The outbox is last, so that messages of the other steps are sent in the same round.
    report("outbox", outbox(platform).await);
}

async fn drafts(platform: &Platform) -> Result<(), AppError> {
    let (mut conn, now) = (platform.pool.acquire().await?, platform.clock.now());
    sweep_drafts(&mut conn, now).await?;
    sweep_sent_forms(&mut conn, now).await
}

async fn limits(platform: &Platform) -> Result<(), AppError> {
    sweep_limits(&mut *platform.pool.acquire().await?, platform.clock.now()).await
}

async fn events(platform: &Platform) -> Result<(), AppError> {
    sweep_events(&mut *platform.pool.acquire().await?, platform.clock.now()).await
}

/// Sends the messages that failed before, and deletes those that are no longer needed.
async fn outbox(platform: &Platform) -> Result<(), AppError> {
    deliver_due(platform).await?;
    sweep_outbox(&mut *platform.pool.acquire().await?, platform.clock.now()).await
}

fn report(step: &str, result: Result<(), AppError>) {
    if let Err(error) = result {
        tracing::error!(step, %error, "a worker's step failed and will be tried again");
    }
}
