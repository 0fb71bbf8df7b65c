//! Rate limit for socket frames: of one person, however many sockets they open and however often they reconnect; and of
//! all guests of one network together, because a guest who drops the cookie becomes another guest.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;
use uuid::Uuid;

/// The time that one frame uses up: one person has five frames a second. A page sends far fewer: a message read,
/// typing, the rest of a conversation fifty messages at a time.
const EVERY: Duration = Duration::from_millis(200);
/// So many frames may come at once, for an outbox that was filled while offline, or for loading a long conversation.
const AT_ONCE: u32 = 300;

/// The signed-in person, or the hash of a guest's cookie.
pub type Who = (Option<Uuid>, Option<Vec<u8>>);

/// The time that one guest's frame uses up for its network: all its guests together have five hundred frames a second.
/// A mobile operator has thousands of phones behind one address. The 4096 sockets that its guests may hold ping 273
/// times a second ([`BEAT_MS`]). That leaves 227 frames a second for what people do: one frame of each socket every 18
/// seconds.
///
/// [`BEAT_MS`]: domain::consultation::wire::BEAT_MS
const NETWORK_EVERY: Duration = Duration::from_millis(2);
/// So many frames of one network may come at once: after a restart all guests reconnect, greet, and send the messages
/// that waited.
const NETWORK_AT_ONCE: u32 = 8192;

/// For each person, and for all guests of each network: the time at which their last frame would have come at the
/// allowed rate. The span from now to that time is used up.
#[derive(Debug, Default)]
pub struct Paces(Mutex<Used>);

#[derive(Debug, Default)]
struct Used {
    people: HashMap<Who, Instant>,
    networks: HashMap<Box<[u8]>, Instant>,
}

impl Paces {
    /// Counts one frame, or returns when the next one may be allowed. The caller waits until then, so no frame is lost.
    /// The network counts for guests only: guests must not delay the signed-in people of the same mobile operator.
    pub fn take(&self, who: &Who, network: Option<&[u8]>, now: Instant) -> Result<(), Instant> {
        let mut used = self.lock();
        let network = network.filter(|_| who.0.is_none());
        let own = next(used.people.get(who), now, EVERY, AT_ONCE)?;
        if let Some(network) = network {
            let all = next(
                used.networks.get(network),
                now,
                NETWORK_EVERY,
                NETWORK_AT_ONCE,
            );
            // Many guests wait for the same network. Each tries again at its own rate, so that not all of them try for
            // every frame.
            let all = all.map_err(|free| free.max(now + EVERY))?;
            used.networks.insert(network.into(), all);
        }
        used.people.insert(who.clone(), own);
        Ok(())
    }

    /// Forgets people and networks that have their full rate again.
    pub fn forget(&self, now: Instant) {
        let mut used = self.lock();
        used.people.retain(|_, used| *used > now);
        used.networks.retain(|_, used| *used > now);
    }

    fn lock(&self) -> MutexGuard<'_, Used> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Returns that time with one more frame; or, as an error, the time at which that frame is allowed.
fn next(
    used: Option<&Instant>,
    now: Instant,
    every: Duration,
    at_once: u32,
) -> Result<Instant, Instant> {
    let next = used.map_or(now, |used| now.max(*used)) + every;
    match next.checked_sub(every * at_once) {
        Some(free) if free > now => Err(free),
        _ => Ok(next),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guest(name: u8) -> Who {
        (None, Some(vec![name]))
    }

    /// The guest with this number, each with a cookie of their own.
    fn new_guest(number: u32) -> Who {
        (None, Some(number.to_be_bytes().to_vec()))
    }

    #[test]
    fn a_burst_is_taken_and_then_one_frame_at_a_time() {
        let (paces, now) = (Paces::default(), Instant::now());
        for _ in 0..AT_ONCE {
            assert_eq!(paces.take(&guest(1), None, now), Ok(()));
        }
        assert_eq!(paces.take(&guest(1), None, now), Err(now + EVERY));
        // A refused frame does not use up the rate.
        assert_eq!(paces.take(&guest(1), None, now), Err(now + EVERY));
        assert_eq!(paces.take(&guest(1), None, now + EVERY), Ok(()));
        assert_eq!(
            paces.take(&guest(1), None, now + EVERY),
            Err(now + 2 * EVERY)
        );
        assert_eq!(paces.take(&guest(2), None, now), Ok(()), "another's pace");
    }

    #[test]
    fn whoever_comes_back_has_not_a_new_burst() {
        let (paces, now) = (Paces::default(), Instant::now());
        for _ in 0..AT_ONCE {
            assert_eq!(paces.take(&guest(1), None, now), Ok(()));
        }
        paces.forget(now + EVERY);
        assert!(paces.take(&guest(1), None, now).is_err());
        paces.forget(now + EVERY * AT_ONCE);
        assert!(paces.lock().people.is_empty());
    }

    #[test]
    fn a_guest_with_a_new_cookie_has_not_a_new_pace() {
        let (paces, now) = (Paces::default(), Instant::now());
        let (here, there) = (Some(&b"here"[..]), Some(&b"there"[..]));
        for number in 0..NETWORK_AT_ONCE {
            assert_eq!(paces.take(&new_guest(number), here, now), Ok(()));
        }
        let late = new_guest(NETWORK_AT_ONCE);
        assert_eq!(paces.take(&late, here, now), Err(now + EVERY));
        assert_eq!(paces.take(&late, there, now), Ok(()), "another network");
        assert_eq!(paces.take(&late, None, now), Ok(()), "no network is known");
        let person = (Some(Uuid::from_u128(1)), None);
        assert_eq!(paces.take(&person, here, now), Ok(()), "a signed-in person");
        let later = now + NETWORK_EVERY;
        assert_eq!(paces.take(&new_guest(0), here, later), Ok(()));
        assert!(paces.take(&late, here, later).is_err(), "one turn each");
        paces.forget(later + NETWORK_EVERY * NETWORK_AT_ONCE);
        assert!(paces.lock().networks.is_empty());
    }

    #[test]
    fn whoever_waits_for_their_own_turn_uses_up_nothing_of_the_network_s() {
        let (paces, now) = (Paces::default(), Instant::now());
        let here = Some(&b"here"[..]);
        for _ in 0..AT_ONCE {
            assert_eq!(paces.take(&guest(1), here, now), Ok(()));
        }
        for _ in 0..NETWORK_AT_ONCE {
            assert!(paces.take(&guest(1), here, now).is_err());
        }
        assert_eq!(paces.take(&guest(2), here, now), Ok(()));
    }
}
