//! How fast one person may ask by sockets, however many they open and however often they come back.

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

/// When each person's frames would have come one after another in their pace: ahead of now is what they have used up.
#[derive(Debug, Default)]
pub struct Paces(Mutex<HashMap<Who, Instant>>);

impl Paces {
    /// Takes a turn, or says when the next one is free. The caller waits until then, so no frame is lost.
    pub fn take(&self, who: &Who, now: Instant) -> Result<(), Instant> {
        let mut paces = self.lock();
        let used = paces.get(who).map_or(now, |used| now.max(*used));
        let next = used + EVERY;
        let free = next.checked_sub(EVERY * AT_ONCE);
        match free.filter(|free| *free > now) {
            Some(free) => Err(free),
            None => {
                paces.insert(who.clone(), next);
                Ok(())
            }
        }
    }

    /// Forgets those who have everything before them again.
    pub fn forget(&self, now: Instant) {
        self.lock().retain(|_, used| *used > now);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Who, Instant>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guest(name: u8) -> Who {
        (None, Some(vec![name]))
    }

    #[test]
    fn a_burst_is_taken_and_then_one_frame_at_a_time() {
        let (paces, now) = (Paces::default(), Instant::now());
        for _ in 0..AT_ONCE {
            assert_eq!(paces.take(&guest(1), now), Ok(()));
        }
        assert_eq!(paces.take(&guest(1), now), Err(now + EVERY));
        // Asking again and again costs nothing.
        assert_eq!(paces.take(&guest(1), now), Err(now + EVERY));
        assert_eq!(paces.take(&guest(1), now + EVERY), Ok(()));
        assert_eq!(paces.take(&guest(1), now + EVERY), Err(now + 2 * EVERY));
        assert_eq!(paces.take(&guest(2), now), Ok(()), "another's pace");
    }

    #[test]
    fn whoever_comes_back_has_not_a_new_burst() {
        let (paces, now) = (Paces::default(), Instant::now());
        for _ in 0..AT_ONCE {
            assert_eq!(paces.take(&guest(1), now), Ok(()));
        }
        paces.forget(now + EVERY);
        assert!(paces.take(&guest(1), now).is_err());
        paces.forget(now + EVERY * AT_ONCE);
        assert!(paces.lock().is_empty());
    }
}
