//! The share of the database connections that sockets may use. The others stay free for pages, however much the sockets
//! need.

use std::ops::{Deref, DerefMut};
use std::time::Duration;

use app::base::error::AppError;
use sqlx::pool::PoolConnection;
use sqlx::{PgConnection, PgPool, Postgres};
use tokio::sync::{AcquireError, Semaphore, SemaphorePermit};
use tokio::time::timeout;

/// Most connections that sockets use at a time, of the sixteen of a process.
const MOST: usize = 6;
/// Most of these that guests use: they make their cookies themselves, and one stranger may have many networks.
const OF_GUESTS: usize = 4;
/// How long a socket waits for a connection: as long as the pool lets a page wait.
const PATIENCE: Duration = Duration::from_secs(5);

/// The share of all sockets.
#[derive(Debug)]
pub struct Share {
    all: Semaphore,
    guests: Semaphore,
}

/// A connection of the share. Its holder must not wait for the reader of a socket, since other sockets need the
/// connection.
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
    /// Waits for a free connection.
    ///
    /// # Errors
    /// [`AppError::Unavailable`] when no connection becomes free in time; errors of the database.
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
