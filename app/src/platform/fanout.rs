//! The carrier of notifications and signals between the portal's processes: Postgres itself, or NATS where it is set
//! up.

use std::sync::Arc;
use std::time::Duration;

use async_nats::connection::State;
use async_nats::{Client, ConnectOptions, Event, ServerAddr, Subscriber};
use sqlx::PgConnection;
use tokio::sync::watch;
use tokio::time::timeout;

use crate::base::error::AppError;

/// The channel of Postgres that every process listens on.
pub const CHANNEL: &str = "conversation";
/// The subject of the same messages in NATS.
const SUBJECT: &str = "portal.conversation";
/// A server that does not take a message within this time counts as unavailable.
const PATIENCE: Duration = Duration::from_secs(2);

/// The carrier of this portal. A lost message loses no data: the database stores what
/// notifications announce.
#[derive(Clone)]
pub enum Fanout {
    /// `NOTIFY`, on the connection that the caller works with.
    Postgres,
    /// A NATS server.
    Nats(Nats),
}

/// A connection to a NATS server. The client reconnects whenever it breaks.
#[derive(Clone)]
pub struct Nats {
    client: Client,
    connected: watch::Receiver<u64>,
}

impl Fanout {
    /// The carrier over the server of `NATS_URL` (`nats://user:password@host:4222`). The server need not answer yet.
    ///
    /// # Errors
    /// An address that cannot be parsed. The message does not repeat it, since it may hold a password.
    pub async fn nats(url: &str) -> Result<Fanout, &'static str> {
        const WRONG: &str =
            "NATS_URL is no address of a NATS server: write it as nats://user:password@host:4222.";
        let address: ServerAddr = url.parse().map_err(|_| WRONG)?;
        let (tell, connected) = watch::channel(0);
        let tell = Arc::new(tell);
        let options = ConnectOptions::new()
            .retry_on_initial_connect()
            .event_callback(move |event| {
                let tell = tell.clone();
                async move {
                    if matches!(event, Event::Connected | Event::SlowConsumer(_)) {
                        tell.send_modify(|times| *times += 1);
                    }
                    tracing::info!(%event, "nats");
                }
            });
        let client = options.connect(address).await.map_err(|_| WRONG)?;
        Ok(Fanout::Nats(Nats { client, connected }))
    }

    /// Sends a message that may be lost, such as a signal, to the other processes. While the NATS server is unavailable
    /// it is lost without an error: the caller's own work must not fail for it.
    pub async fn tell(&self, conn: &mut PgConnection, words: String) -> Result<(), AppError> {
        match self {
            Fanout::Postgres => {
                sqlx::query!("SELECT pg_notify($1, $2)", CHANNEL, words)
                    .fetch_one(conn)
                    .await?;
                Ok(())
            }
            Fanout::Nats(nats) => {
                if nats.tell(words).await.is_err() {
                    tracing::debug!("nats did not take something fleeting");
                }
                Ok(())
            }
        }
    }
}

impl Nats {
    /// Sends a notification to the server, and waits until the server has it.
    ///
    /// # Errors
    /// [`AppError::Unavailable`] when the server is not connected, or does not take it in time.
    pub async fn deliver(&self, words: String) -> Result<(), AppError> {
        self.tell(words).await?;
        let flushed = timeout(PATIENCE, self.client.flush()).await;
        flushed
            .ok()
            .and_then(Result::ok)
            .ok_or(AppError::Unavailable)
    }

    /// Queues a message in the client, where it is connected.
    async fn tell(&self, words: String) -> Result<(), AppError> {
        if self.client.connection_state() != State::Connected {
            return Err(AppError::Unavailable);
        }
        let left = timeout(PATIENCE, self.client.publish(SUBJECT, words.into())).await;
        left.ok().and_then(Result::ok).ok_or(AppError::Unavailable)
    }

    /// Subscribes to all messages from now on.
    ///
    /// # Errors
    /// [`AppError::Unavailable`] when the client has ended.
    pub async fn listen(&self) -> Result<Subscriber, AppError> {
        let subscribed = self.client.subscribe(SUBJECT).await;
        subscribed.map_err(|_| AppError::Unavailable)
    }

    /// Counts how often the client has connected or dropped messages. After each change the listener may have missed
    /// some.
    pub fn connected(&self) -> watch::Receiver<u64> {
        self.connected.clone()
    }
}
