//! Stores in the database which sockets of this process are open, so that the other side sees it from any process.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use app::base::error::AppError;
use app::consultation::store::{self, Place};
use app::platform::Platform;
use tokio::sync::Notify;
use tokio::time::{MissedTickBehavior, interval, sleep};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// How often this process stores that it is alive. A process that does not for three of these times counts as dead.
const ALIVE_EVERY: Duration = Duration::from_secs(10);
/// A phone that changes its radio cell, or a page that is loaded again, reconnects within this time; nobody is told
/// that it was gone.
const GRACE: Duration = Duration::from_secs(2);

/// The presence of this process and its sockets.
pub(super) struct Presence {
    process: Uuid,
    /// Subscribers whose sockets have ended and that still have rows.
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

    /// Notes that a socket has ended. It is stored a little later, together with others that end meanwhile.
    pub(super) fn left(&self, subscriber: i64) {
        self.lefts(|left| left.push(subscriber));
        self.bell.notify_one();
    }

    /// Keeps the rows until the portal stops. `look` makes every socket read everything from the database.
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
        // Tries again to store the ended sockets that could not be stored before.
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

    /// Removes this process from the database, after all sockets have said goodbye.
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
