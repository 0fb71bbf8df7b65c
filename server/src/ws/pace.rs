//! How fast one person may ask by sockets, however many they open and however often they come back; and how fast all
//! guests of one network may, since a guest who drops the cookie is another guest.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;
use uuid::Uuid;

/// A page's own requests stay far below this pace: a message read, somebody typing, the rest of a talk fifty messages
/// at a time.
const EVERY: Duration = Duration::from_millis(200);
/// So many frames may come at once: an outbox that was filled without a line, the catching up of a long talk.
const AT_ONCE: u32 = 300;

/// The signed-in person, or the hash of a guest's cookie.
pub type Who = (Option<Uuid>, Option<Vec<u8>>);

/// The frames of all guests of one network: five hundred a second. A carrier has thousands of phones behind one address.
/// The 4096 sockets that its guests may hold ping 273 times a second ([`BEAT_MS`]), which leaves 227 for what people do:
/// a frame of each socket every 18 seconds.
///
/// [`BEAT_MS`]: domain::consultation::wire::BEAT_MS
const NETWORK_EVERY: Duration = Duration::from_millis(2);
/// So many of them may come at once: all come back behind a restart, greet, and send what has waited.
const NETWORK_AT_ONCE: u32 = 8192;

/// When each person's frames would have come one after another in their pace, and those of each network's guests: ahead
/// of now is what they have used up.
#[derive(Debug, Default)]
pub struct Paces(Mutex<Used>);

#[derive(Debug, Default)]
struct Used {
    people: HashMap<Who, Instant>,
    networks: HashMap<Box<[u8]>, Instant>,
}

impl Paces {
    /// Takes a turn, or says when the next one may be free. The caller waits until then, so no frame is lost. The network
    /// counts for guests only: none of them must hold up the signed-in people of a carrier.
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
            // Many wait for this one: they look again in their own pace, not all of them at each turn.
            let all = all.map_err(|free| free.max(now + EVERY))?;
            used.networks.insert(network.into(), all);
        }
        used.people.insert(who.clone(), own);
        Ok(())
    }

    /// Forgets those who have everything before them again.
    pub fn forget(&self, now: Instant) {
        let mut used = self.lock();
        used.people.retain(|_, used| *used > now);
        used.networks.retain(|_, used| *used > now);
    }

    fn lock(&self) -> MutexGuard<'_, Used> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What is used up with one more turn, or when that is free.
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
        // Asking again and again costs nothing.
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
