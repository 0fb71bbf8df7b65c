//! Tells the database which sockets of this process are open, so that the other side, on whatever process, sees it.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use app::base::error::AppError;
use app::consultation::store::{self, Place};
use app::platform::Platform;
use tokio::sync::Notify;
use tokio::time::{MissedTickBehavior, interval, sleep};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// How often this process says that it lives; one that is silent for three of these counts as dead.
const ALIVE_EVERY: Duration = Duration::from_secs(10);
/// A phone that changes masts, or a page that is loaded anew, is back within this: nobody is told that it was gone.
const GRACE: Duration = Duration::from_secs(2);

/// The presence of this process and its sockets.
pub(super) struct Presence {
    process: Uuid,
    /// Subscribers that are empty and still have rows.
    left: Mutex<Vec<i64>>,
    bell: Notify,
}

impl Presence {
    pub(super) fn new(platform: &Platform) -> Self {
        Self {
            process: platform.ids.uuid(platform.clock.now()),
            left: Mutex::default(),
            bell: Notify::new(),
        }
    }

    pub(super) fn place(&self, subscriber: i64) -> Place {
        Place {
            process: self.process,
            seat: subscriber,
        }
    }

    /// This socket is over; that is told a little later, with the others that end meanwhile.
    pub(super) fn left(&self, subscriber: i64) {
        self.lefts(|left| left.push(subscriber));
        self.bell.notify_one();
    }

    /// Until the portal stops. `look` has every socket look for itself.
    pub(super) async fn keep(
        &self,
        platform: &Platform,
        stop: &CancellationToken,
        look: impl Fn(),
    ) {
        let mut alive = interval(ALIVE_EVERY);
        alive.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let done = tokio::select! {
                () = stop.cancelled() => return,
                _ = alive.tick() => self.say_alive(platform, &look).await,
                () = self.bell.notified() => {
                    stop.run_until_cancelled(sleep(GRACE)).await;
                    self.tell_left(platform).await
                }
            };
            if let Err(error) = done {
                tracing::warn!(%error, "who is connected could not be stored; trying again");
            }
        }
    }

    async fn say_alive(&self, platform: &Platform, look: &impl Fn()) -> Result<(), AppError> {
        let mut conn = platform.pool.acquire().await?;
        if store::say_alive(&mut conn, &platform.fanout, self.process).await? {
            look();
        }
        drop(conn);
        // What could not be told before.
        self.tell_left(platform).await
    }

    async fn tell_left(&self, platform: &Platform) -> Result<(), AppError> {
        let subscribers = self.lefts(std::mem::take);
        if subscribers.is_empty() {
            return Ok(());
        }
        let told = async {
            let mut conn = platform.pool.acquire().await?;
            store::leave_all(&mut conn, &platform.fanout, self.process, &subscribers).await
        };
        let told = told.await;
        if told.is_err() {
            self.lefts(|left| left.extend(subscribers));
        }
        told
    }

    /// All sockets have said goodbye.
    pub(super) async fn farewell(&self, platform: &Platform) {
        let told = async {
            let mut conn = platform.pool.acquire().await?;
            store::forget(&mut conn, &platform.fanout, self.process).await
        };
        if let Err(error) = told.await {
            tracing::warn!(%error, "the others learn later that this process has ended");
        }
    }

    fn lefts<T>(&self, act: impl FnOnce(&mut Vec<i64>) -> T) -> T {
        act(&mut self.left.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
