//! How many connections each network has, and which of them is ended for a new one.

use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use app::platform::network_of;
use axum::Error;
use axum::body::{Body, Bytes, HttpBody};
use hyper::body::{Frame, SizeHint};
use tokio_util::sync::CancellationToken;

/// The connections of all networks.
#[derive(Debug, Default)]
pub struct Places(Mutex<Held>);

#[derive(Debug, Default)]
struct Held {
    networks: HashMap<Vec<u8>, Lines>,
    /// Increases whenever a connection becomes idle.
    turn: u64,
}

/// The connections of one network.
#[derive(Debug, Default)]
struct Lines {
    count: usize,
    /// The connections without an open request, in the order in which they became idle.
    idle: BTreeMap<u64, CancellationToken>,
}

/// The place of one connection, and the count of its requests.
#[derive(Debug)]
pub struct Place {
    network: Vec<u8>,
    places: Arc<Places>,
    /// Cancelled when the place was given to another connection: this one is to end.
    pub lost: CancellationToken,
    begun: AtomicUsize,
    open: AtomicUsize,
    /// Its number in the order of the idle connections.
    silent: AtomicU64,
}

impl Places {
    /// Takes a place. When the network has the most that it may, the connection that has been idle longest loses its
    /// place; `None` when no connection is idle.
    pub fn take(self: &Arc<Self>, peer: IpAddr, most: usize) -> Option<Arc<Place>> {
        let (network, mut held) = (network_of(peer), self.lock());
        let turn = held.next_turn();
        let lines = held.networks.entry(network.clone()).or_default();
        if lines.count < most {
            lines.count += 1;
        } else {
            lines.idle.pop_first()?.1.cancel();
        }
        let lost = CancellationToken::new();
        lines.idle.insert(turn, lost.clone());
        drop(held);
        Some(Arc::new(Place {
            network,
            places: self.clone(),
            lost,
            begun: AtomicUsize::new(0),
            open: AtomicUsize::new(0),
            silent: AtomicU64::new(turn),
        }))
    }

    /// Takes the lock, also a poisoned one: the data is consistent at every moment, also when a holder panicked.
    fn lock(&self) -> MutexGuard<'_, Held> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Held {
    fn next_turn(&mut self) -> u64 {
        self.turn += 1;
        self.turn
    }
}

impl Place {
    /// Begins a request. It ends when its answer has gone out, or when it was given up.
    pub fn begin(self: &Arc<Self>) -> Begun {
        self.begun.fetch_add(1, Ordering::Relaxed);
        let mut held = self.places.lock();
        if self.open.fetch_add(1, Ordering::Relaxed) == 0
            && let Some(lines) = held.networks.get_mut(&self.network)
        {
            lines.idle.remove(&self.silent.load(Ordering::Relaxed));
        }
        Begun(self.clone())
    }

    /// How many requests the connection has had, and how many of them are open.
    pub fn so_far(&self) -> (usize, usize) {
        (
            self.begun.load(Ordering::Relaxed),
            self.open.load(Ordering::Relaxed),
        )
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut held = self.places.lock();
        if let Some(lines) = held.networks.get_mut(&self.network)
            && !self.lost.is_cancelled()
        {
            lines.idle.remove(&self.silent.load(Ordering::Relaxed));
            lines.count -= 1;
            if lines.count == 0 {
                held.networks.remove(&self.network);
            }
        }
    }
}

/// An open request.
#[derive(Debug)]
pub struct Begun(Arc<Place>);

impl Begun {
    /// Wraps the body of the answer, so that the request ends when the body has been sent.
    pub fn until_sent(self, body: Body) -> Body {
        Body::new(Sent { body, _begun: self })
    }
}

impl Drop for Begun {
    fn drop(&mut self) {
        let place = &self.0;
        let mut held = place.places.lock();
        if place.open.fetch_sub(1, Ordering::Relaxed) == 1 && !place.lost.is_cancelled() {
            let turn = held.next_turn();
            place.silent.store(turn, Ordering::Relaxed);
            if let Some(lines) = held.networks.get_mut(&place.network) {
                lines.idle.insert(turn, place.lost.clone());
            }
        }
    }
}

/// The body of an answer, and its request.
struct Sent {
    body: Body,
    _begun: Begun,
}

impl HttpBody for Sent {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PEER: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

    #[test]
    fn the_line_that_is_silent_for_the_longest_ends_for_a_new_one() {
        let places = Arc::new(Places::default());
        let take = || places.take(PEER, 3);
        let [first, second, third] = [take().unwrap(), take().unwrap(), take().unwrap()];
        let asked = first.begin();
        drop(second.begin());
        // In the order in which they became idle: the third, the second. The first has an open request.
        let fourth = take().unwrap();
        assert!(third.lost.is_cancelled() && !second.lost.is_cancelled());
        let _talks = fourth.begin();
        let fifth = take().unwrap();
        assert!(second.lost.is_cancelled() && !fourth.lost.is_cancelled());
        let _listens = fifth.begin();
        assert!(take().is_none(), "none is silent");
        assert_eq!(places.take([192, 0, 2, 1].into(), 1).map(drop), Some(()));
        drop(asked);
        assert!(take().is_some());
        assert!(first.lost.is_cancelled());
    }

    #[test]
    fn a_line_that_has_lost_its_place_takes_none_with_it() {
        let places = Arc::new(Places::default());
        let first = places.take(PEER, 1).unwrap();
        let second = places.take(PEER, 1).unwrap();
        // A request that came at the moment when the place was lost.
        drop(first.begin());
        drop(first);
        let held = second.begin();
        assert!(places.take(PEER, 1).is_none());
        drop((held, second));
        assert!(places.lock().networks.is_empty());
    }
}
