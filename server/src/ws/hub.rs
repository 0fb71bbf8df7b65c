//! All sockets of this process, the one listener for notifications of all processes, and the one task that sends them.

use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use app::base::error::AppError;
use app::consultation::hints;
use app::consultation::store::{self, Hint};
use app::platform::{CHANNEL, Fanout, Nats, Platform};
use futures::StreamExt;
use sqlx::postgres::PgListener;
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use uuid::Uuid;

use super::pace::Paces;
use super::presence::Presence;
use super::share::{Connection, Share};
use super::subscriber::Subscriber;

/// Messages that are stored within this time go into one notification.
const BATCH: Duration = Duration::from_millis(4);
/// How often the hub sends the stored hints that a process left when it died.
const LEFT_BEHIND: Duration = Duration::from_secs(2);
/// How often a process checks the database for changes by itself. A dead connection that reports no error, or a carrier
/// that loses notifications, delays a message by no more than this.
const LOOK: Duration = Duration::from_secs(10);
/// How far back such a check goes. A message has the time of the process that accepted it, taken before the commit.
/// That clock may be behind this one, even by more than the time between two checks.
const LOOK_BACK: Duration = Duration::from_secs(120);
/// The shortest wait of a client whose socket the portal ends, in milliseconds.
const RETRY_AFTER: u32 = 1_000;
/// How much each socket adds to the spread of these waits, and the widest spread, in milliseconds. A reconnection
/// (upgrade, session, greeting and its queries) takes about that much processor time.
const RETRY_SPREAD: u32 = 4;
const RETRY_SPREAD_MAX: u32 = 30_000;
/// The pause between two attempts to listen.
const PAUSE: Duration = Duration::from_millis(300);
/// Most NATS notifications that are handled together.
const HEARD_MAX: usize = 256;
/// Most sockets of one person, or of one guest: enough for tabs and devices, too few for a script.
const SUBSCRIBERS_MAX: usize = 16;

/// The sockets of this process.
pub struct Hub {
    pub(super) platform: Arc<Platform>,
    /// Cancelled when the portal stops: every socket says goodbye.
    pub(super) stop: CancellationToken,
    subscribers: Mutex<HashMap<i64, Arc<Subscriber>>>,
    next_subscriber: AtomicI64,
    /// Number of sockets at the last check. When all sockets end together, each still counts those that have already
    /// ended.
    crowd: AtomicU32,
    pub(super) presence: Presence,
    pub(super) paces: Paces,
    share: Share,
    tasks: TaskTracker,
}

impl Hub {
    /// A hub without sockets. [`Hub::run`] makes it receive and send notifications.
    pub fn new(platform: Arc<Platform>, stop: CancellationToken) -> Arc<Self> {
        Arc::new(Self {
            presence: Presence::new(&platform),
            platform,
            stop,
            subscribers: Mutex::default(),
            next_subscriber: AtomicI64::new(0),
            crowd: AtomicU32::new(0),
            paces: Paces::default(),
            share: Share::default(),
            tasks: TaskTracker::new(),
        })
    }

    /// Receives and sends notifications until the portal stops; then waits until every socket has said goodbye.
    pub async fn run(self: Arc<Self>) {
        tokio::join!(
            self.keep_listening(),
            self.keep_telling(),
            self.keep_looking(),
            self.presence
                .keep(&self.platform, &self.stop, || self.each(Subscriber::look))
        );
        self.tasks.close();
        self.tasks.wait().await;
        self.presence.farewell(&self.platform).await;
    }

    /// Registers the work, so that [`Hub::run`] waits for its end.
    pub(super) fn tracked<F: Future>(&self, work: F) -> impl Future<Output = F::Output> + use<F> {
        self.tasks.track_future(work)
    }

    /// A database connection for one socket. Its holder must not wait for the reader of a socket, since other sockets
    /// need the connection.
    pub(super) async fn connection(
        &self,
        subscriber: &Subscriber,
    ) -> Result<Connection<'_>, AppError> {
        let is_guest = subscriber.person.is_none();
        self.share.connection(&self.platform.pool, is_guest).await
    }

    /// Adds a subscriber. Returns `None` when this person or guest has the most sockets that one may have, or when the
    /// network has the most guest sockets. Only guests count for a network, because they make their cookies themselves;
    /// a guest must not shut out the signed-in people of the same mobile operator.
    pub(super) fn join(&self, subscriber: Subscriber) -> Option<(i64, Arc<Subscriber>)> {
        let mut subscribers = self.subscribers();
        let same = subscribers
            .values()
            .filter(|other| subscriber.is_of_same(other));
        if same.count() >= SUBSCRIBERS_MAX {
            return None;
        }
        let near = |other: &&Arc<Subscriber>| {
            other.person.is_none() && other.network == subscriber.network
        };
        let counts = subscriber.person.is_none() && subscriber.network.is_some();
        if counts
            && subscribers.values().filter(near).count()
                >= self.platform.settings.sockets_of_network
        {
            return None;
        }
        let number = self.next_subscriber.fetch_add(1, Ordering::Relaxed);
        let subscriber = Arc::new(subscriber);
        subscribers.insert(number, subscriber.clone());
        Some((number, subscriber))
    }

    pub(super) fn leave(&self, number: i64) {
        self.subscribers().remove(&number);
        self.presence.left(number);
    }

    /// When the client of a socket that ends together with the others is to reconnect, in milliseconds.
    pub(super) fn retry_after(&self) -> u32 {
        let crowd = self.count().max(self.crowd.load(Ordering::Relaxed));
        spread(crowd, u32::from_ne_bytes(self.platform.ids.bytes()))
    }

    fn count(&self) -> u32 {
        self.subscribers().len().try_into().unwrap_or(u32::MAX)
    }

    fn subscribers(&self) -> MutexGuard<'_, HashMap<i64, Arc<Subscriber>>> {
        self.subscribers
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn each(&self, act: impl Fn(&Subscriber)) {
        self.subscribers()
            .values()
            .for_each(|subscriber| act(subscriber));
    }

    async fn keep_listening(&self) {
        while !self.stop.is_cancelled() {
            let listening = async {
                match &self.platform.fanout {
                    Fanout::Postgres => self.listen().await,
                    Fanout::Nats(nats) => self.listen_to_nats(nats).await,
                }
            };
            if let Some(Err(error)) = self.stop.run_until_cancelled(listening).await {
                tracing::warn!(%error, "nobody tells what is new; trying again");
            }
            self.stop.run_until_cancelled(sleep(PAUSE)).await;
        }
    }

    async fn listen(&self) -> Result<(), AppError> {
        let mut listener = PgListener::connect_with(&self.platform.pool).await?;
        listener.listen(CHANNEL).await?;
        // Reads the notifications that came while no listener was connected.
        self.each(Subscriber::look);
        loop {
            let Some(first) = listener.try_recv().await? else {
                self.each(Subscriber::look);
                continue;
            };
            let mut heard = vec![first.payload().to_owned()];
            while let Some(next) = listener.next_buffered() {
                heard.push(next.payload().to_owned());
            }
            self.heard(&heard).await;
        }
    }

    async fn listen_to_nats(&self, nats: &Nats) -> Result<(), AppError> {
        let mut connected = nats.connected();
        let mut told = nats.listen().await?.ready_chunks(HEARD_MAX);
        self.each(Subscriber::look);
        loop {
            tokio::select! {
                made = connected.changed() => {
                    made.map_err(|_| AppError::Unavailable)?;
                    self.each(Subscriber::look);
                }
                some = told.next() => {
                    let some = some.ok_or(AppError::Unavailable)?;
                    let words = some.iter().map(|message| String::from_utf8_lossy(&message.payload).into_owned());
                    self.heard(&words.collect::<Vec<_>>()).await;
                }
            }
        }
    }

    /// Passes the notifications of all processes, also of this one, to the subscribers.
    async fn heard(&self, told: &[String]) {
        let (mut hints, mut moved) = (Vec::new(), Vec::new());
        for words in told {
            match store::parse_signal(words) {
                Some(signal) => self.each(|subscriber| subscriber.signal(signal)),
                None => {
                    hints.extend(store::parse_hints(words));
                    moved.extend(store::parse_presence(words));
                }
            }
        }
        let placed = async {
            self.hear(&hints).await?;
            self.see(moved).await
        };
        if let Err(error) = placed.await {
            tracing::warn!(%error, "hints could not be placed; every socket looks for itself");
            self.each(Subscriber::look);
        }
    }

    async fn hear(&self, hints: &[Hint]) -> Result<(), AppError> {
        if hints.is_empty() || self.subscribers().is_empty() {
            return Ok(());
        }
        let mut conn = self.platform.pool.acquire().await?;
        let ids: Vec<Uuid> = hints.iter().map(|hint| hint.conversation).collect();
        let holders = store::holders(&mut conn, &ids).await?;
        for hint in hints {
            let holder = holders.get(&hint.conversation).copied().flatten();
            self.each(|subscriber| subscriber.hint(*hint, holder));
        }
        if hints.iter().any(|hint| hint.moved) {
            let places = store::queue_places(&mut conn).await?;
            self.each(|subscriber| subscriber.queue(&places));
        }
        Ok(())
    }

    /// Tells the subscribers who is connected in these conversations after a participant came or went.
    async fn see(&self, mut conversations: Vec<Uuid>) -> Result<(), AppError> {
        conversations.retain(|id| {
            self.subscribers()
                .values()
                .any(|subscriber| subscriber.follows(*id))
        });
        if conversations.is_empty() {
            return Ok(());
        }
        let mut conn = self.platform.pool.acquire().await?;
        let here = store::who_is_here(&mut conn, &conversations).await?;
        for id in conversations {
            self.each(|subscriber| subscriber.presence(id, &here));
        }
        Ok(())
    }

    async fn keep_telling(&self) {
        let mut bell = hints::listen();
        loop {
            tokio::select! {
                () = self.stop.cancelled() => return,
                _ = bell.changed() => sleep(BATCH).await,
                () = sleep(LEFT_BEHIND) => {}
            }
            bell.mark_unchanged();
            if let Err(error) = self.tell().await {
                tracing::warn!(%error, "the other processes could not be told; the hints stay stored");
                if let Fanout::Nats(_) = self.platform.fanout {
                    // The sockets of this process can read the database without the carrier.
                    self.each(Subscriber::look);
                }
            }
        }
    }

    async fn keep_looking(&self) {
        // Changes that the last check found. A change stays in the range of the check for minutes, and is passed on once.
        let mut known = HashMap::new();
        while let Some(()) = self.stop.run_until_cancelled(sleep(LOOK)).await {
            self.crowd.store(self.count(), Ordering::Relaxed);
            self.paces.forget(Instant::now());
            let since = self.platform.clock.now() - LOOK_BACK;
            let looked = async {
                let mut conn = self.platform.pool.acquire().await?;
                let mut hints = store::changed_since(&mut conn, since).await?;
                drop(conn);
                let found = hints.iter().map(|hint| (hint.conversation, hint.seq));
                let found: HashMap<Uuid, i64> = found.collect();
                hints.retain(|hint| known.get(&hint.conversation) != Some(&hint.seq));
                self.hear(&hints).await?;
                Ok::<_, AppError>(found)
            };
            match looked.await {
                Ok(found) => known = found,
                Err(error) => tracing::warn!(%error, "what has changed could not be looked at"),
            }
        }
    }

    async fn tell(&self) -> Result<(), AppError> {
        let mut conn = self.platform.pool.acquire().await?;
        while store::tell_hints(&mut conn, &self.platform.fanout).await? {}
        Ok(())
    }
}

/// Spreads the reconnections over a time that grows with the number of sockets. `roll` is any random number.
fn spread(crowd: u32, roll: u32) -> u32 {
    let widest = crowd.saturating_mul(RETRY_SPREAD).min(RETRY_SPREAD_MAX);
    RETRY_AFTER + roll % (widest + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crowd_does_not_come_back_in_the_same_second() {
        assert_eq!(spread(0, 12_345), RETRY_AFTER);
        let mut seconds = [0; 64];
        for roll in 0..5_000_u32 {
            // Random numbers spread evenly over the whole range.
            seconds[spread(5_000, roll.wrapping_mul(858_993)) as usize / 1_000] += 1;
        }
        let most = seconds.iter().max().copied().unwrap_or_default();
        assert!(most <= 300, "{seconds:?}");
        assert!(spread(u32::MAX, u32::MAX) <= RETRY_AFTER + RETRY_SPREAD_MAX);
    }
}
