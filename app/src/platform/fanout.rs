//! What carries words from one process to the others: Postgres itself, or NATS where that is set up.

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
/// The same in NATS.
const SUBJECT: &str = "portal.conversation";
/// A server that does not take words within this time counts as gone.
const PATIENCE: Duration = Duration::from_secs(2);

/// The carrier of this portal. Nothing that it carries is worth anything by itself: what it announces is stored.
#[derive(Clone)]
pub enum Fanout {
    /// `NOTIFY` on the connection of the work.
    Postgres,
    /// A NATS server.
    Nats(Nats),
}

/// A connection to a NATS server, made anew whenever it breaks.
#[derive(Clone)]
pub struct Nats {
    client: Client,
    connected: watch::Receiver<u64>,
}

impl Fanout {
    /// By the server of `NATS_URL` (`nats://user:password@host:4222`). It need not be there yet.
    ///
    /// # Errors
    /// An address that cannot be read. It is not repeated: it may hold a password.
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

    /// Tells the other processes something fleeting. A NATS server that is gone is no reason to end what is being done:
    /// then nobody hears it.
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
    /// Hands the words to the server, and waits until it has them.
    ///
    /// # Errors
    /// [`AppError::Unavailable`] when it is not there, or does not take them in time.
    pub async fn deliver(&self, words: String) -> Result<(), AppError> {
        self.tell(words).await?;
        let flushed = timeout(PATIENCE, self.client.flush()).await;
        flushed
            .ok()
            .and_then(Result::ok)
            .ok_or(AppError::Unavailable)
    }

    /// Leaves the words to be sent, where there is a line.
    async fn tell(&self, words: String) -> Result<(), AppError> {
        if self.client.connection_state() != State::Connected {
            return Err(AppError::Unavailable);
        }
        let left = timeout(PATIENCE, self.client.publish(SUBJECT, words.into())).await;
        left.ok().and_then(Result::ok).ok_or(AppError::Unavailable)
    }

    /// What is told from now on.
    ///
    /// # Errors
    /// [`AppError::Unavailable`] when the client has ended.
    pub async fn listen(&self) -> Result<Subscriber, AppError> {
        let subscribed = self.client.subscribe(SUBJECT).await;
        subscribed.map_err(|_| AppError::Unavailable)
    }

    /// Counts the times that the connection was made, or words were dropped: what was told before was not heard.
    pub fn connected(&self) -> watch::Receiver<u64> {
        self.connected.clone()
    }
}
