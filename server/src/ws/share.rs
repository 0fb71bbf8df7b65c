//! The part of the database's connections that sockets may use: pages have the others, whatever sockets ask.

use std::ops::{Deref, DerefMut};
use std::time::Duration;

use app::base::error::AppError;
use sqlx::pool::PoolConnection;
use sqlx::{PgConnection, PgPool, Postgres};
use tokio::sync::{AcquireError, Semaphore, SemaphorePermit};
use tokio::time::timeout;

/// Most connections that sockets use at a time, of the sixteen that a process has.
const MOST: usize = 6;
/// Most that guests use of these: they make their cookies themselves, and a stranger may have many networks.
const OF_GUESTS: usize = 4;
/// How long a socket waits for one: as long as the pool lets a page wait.
const PATIENCE: Duration = Duration::from_secs(5);

/// The share of all sockets.
#[derive(Debug)]
pub struct Share {
    all: Semaphore,
    guests: Semaphore,
}

/// A connection out of the share. Its holder must not wait for a socket's reader: others need it.
#[derive(Debug)]
pub struct Connection<'a> {
    conn: PoolConnection<Postgres>,
    _places: (Option<SemaphorePermit<'a>>, SemaphorePermit<'a>),
}

impl Default for Share {
    fn default() -> Self {
        Share {
            all: Semaphore::new(MOST),
            guests: Semaphore::new(OF_GUESTS),
        }
    }
}

impl Share {
    /// A connection when one is free.
    ///
    /// # Errors
    /// [`AppError::Unavailable`] when none gets free in time; the database's.
    pub async fn connection(
        &self,
        pool: &PgPool,
        is_guest: bool,
    ) -> Result<Connection<'_>, AppError> {
        let places = async {
            let guest = match is_guest {
                true => Some(self.guests.acquire().await?),
                false => None,
            };
            Ok::<_, AcquireError>((guest, self.all.acquire().await?))
        };
        let Ok(Ok(places)) = timeout(PATIENCE, places).await else {
            tracing::warn!("sockets ask for more than their share of the database's connections");
            return Err(AppError::Unavailable);
        };
        Ok(Connection {
            conn: pool.acquire().await?,
            _places: places,
        })
    }
}

impl Deref for Connection<'_> {
    type Target = PgConnection;

    fn deref(&self) -> &PgConnection {
        &self.conn
    }
}

impl DerefMut for Connection<'_> {
    fn deref_mut(&mut self) -> &mut PgConnection {
        &mut self.conn
    }
}
