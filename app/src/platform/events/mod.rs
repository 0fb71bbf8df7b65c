//! Security events: sign-ins, refusals, reached limits and requests of other sites, kept for the operator. Noting one
//! costs the request a hash and a map lookup. The event is written a moment later, so that it can neither fail nor
//! delay the request.

mod store;
mod waiting;

use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use blake2::digest::consts::U16;
use blake2::digest::{FixedOutput, Key, KeyInit, Update};
use blake2::{Blake2b512, Blake2bMac, Digest};
use data_encoding::BASE64URL_NOPAD;
use domain::accounts::SecurityEvent;
use sqlx::PgPool;
use time::OffsetDateTime;

pub use store::{NotedEvent, newest_events, sweep_events};
use waiting::{Row, Waiting, hour_of};

use crate::base::error::AppError;

/// The number of characters that the column `place` holds.
const MOST_OF_PLACE: usize = 120;

/// A hash under the portal's own key: somebody who has only the database cannot tell whose it is, nor test contacts
/// against it.
type Keyed = Blake2bMac<U16>;

/// The security events of this process that wait to be written to the database.
#[derive(Clone)]
pub struct Events {
    key: Key<Keyed>,
    waiting: Arc<Mutex<Waiting>>,
}

/// The person and the place behind an event, as far as they are known.
#[derive(Clone, Copy, Debug, Default)]
pub struct Doer<'a> {
    /// The contact of the account that the request names or that is signed in. Only its hash is kept.
    pub contact: Option<&'a str>,
    /// The network address that the request came from.
    pub address: Option<IpAddr>,
    /// Method and pattern of the route.
    pub place: &'a str,
}

impl Events {
    /// Events whose accounts are hashed under this secret.
    pub fn new(secret: &[u8]) -> Events {
        Events {
            key: Blake2b512::digest(secret),
            waiting: Arc::new(Mutex::new(Waiting::default())),
        }
    }

    /// The hash that stands for the account of a contact.
    pub fn account(&self, contact: &str) -> String {
        let mut hash = <Keyed as KeyInit>::new(&self.key);
        Update::update(&mut hash, contact.as_bytes());
        BASE64URL_NOPAD.encode(&hash.finalize_fixed())
    }

    /// Notes an event; [`Events::write`] stores it.
    pub fn note(&self, now: OffsetDateTime, kind: SecurityEvent, doer: Doer<'_>) {
        let row = Row {
            hour: hour_of(now),
            kind,
            account: doer.contact.map(|it| self.account(it)).unwrap_or_default(),
            network: doer.address.map(network).unwrap_or_default(),
            place: doer.place.chars().take(MOST_OF_PLACE).collect(),
        };
        self.waiting().note(now, row);
    }

    /// Writes the events that were noted since the last call.
    ///
    /// # Errors
    /// Database errors: the events are then written by the next call.
    pub async fn write(&self, pool: &PgPool) -> Result<(), AppError> {
        let noted = self.waiting().take();
        if noted.is_empty() {
            return Ok(());
        }
        let written = store::write(pool, &noted).await;
        if written.is_err() {
            self.waiting().give_back(noted);
        }
        written
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A network as operators read it: the IPv4 address, or the IPv6 /64 that one customer of a provider has.
fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            let prefix = std::net::Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0);
            format!("{prefix}/64")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_is_the_same_under_one_key_alone() {
        let (one, other) = (Events::new(b"one"), Events::new(b"other"));
        let siti = one.account("siti@contoh.id");
        assert_eq!(siti, one.account("siti@contoh.id"));
        assert_ne!(siti, one.account("budi@contoh.id"));
        assert_ne!(siti, other.account("siti@contoh.id"));
        assert!(siti.len() == 22 && !siti.contains("siti"), "{siti}");
    }

    #[test]
    fn a_network_of_ipv6_is_what_one_subscriber_has() {
        for (address, kept) in [
            ("203.0.113.9", "203.0.113.9"),
            ("::ffff:203.0.113.9", "203.0.113.9"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ] {
            assert_eq!(network(address.parse().unwrap()), kept);
        }
    }
}
