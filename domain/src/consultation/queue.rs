//! Who is next, and who can take one more.

use std::cmp::Ordering;

use time::{Duration, OffsetDateTime};
use uuid::Uuid;

/// Most conversations one counsellor holds at a time; more than this and nobody is answered in time.
pub const LOAD_CAP: i64 = 5;
/// How long a citizen may wait for a counsellor's word, in opening time, before the conversation goes back.
pub const SILENT_AFTER: Duration = Duration::minutes(30);

/// One conversation in the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// The conversation.
    pub conversation: Uuid,
    /// When it was begun. A conversation that comes back keeps this, and so its turn.
    pub queued_at: OffsetDateTime,
}

/// The order of the queue: who waits longest first; the id decides between equals so that every process and every
/// page counts alike. The queries order by `(queued_at, id)`, which is this.
pub fn order(a: &Waiting, b: &Waiting) -> Ordering {
    a.queued_at
        .cmp(&b.queued_at)
        .then(a.conversation.as_bytes().cmp(b.conversation.as_bytes()))
}

/// Place in the queue from 1; `None` when it does not wait.
pub fn place(queue: &[Waiting], conversation: Uuid) -> Option<usize> {
    let own = queue
        .iter()
        .find(|waiting| waiting.conversation == conversation)?;
    Some(
        1 + queue
            .iter()
            .filter(|other| order(other, own) == Ordering::Less)
            .count(),
    )
}

/// Whether a counsellor with `active` conversations may take another.
pub fn may_take(active: i64) -> bool {
    active < LOAD_CAP
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use time::macros::datetime;

    fn waiting(id: u128, minute: i64) -> Waiting {
        Waiting {
            conversation: Uuid::from_u128(id),
            queued_at: datetime!(2026-03-02 08:00 UTC) + Duration::minutes(minute),
        }
    }

    #[test]
    fn the_longest_waiting_is_first_and_equals_have_an_order() {
        let queue = [waiting(7, 5), waiting(2, 1), waiting(1, 5)];
        let place_of = |id| place(&queue, Uuid::from_u128(id));
        assert_eq!(
            (place_of(2), place_of(1), place_of(7), place_of(9)),
            (Some(1), Some(2), Some(3), None)
        );
    }

    #[test]
    fn the_cap_holds() {
        assert!(may_take(LOAD_CAP - 1));
        assert!(!may_take(LOAD_CAP));
    }

    proptest! {
        #[test]
        fn places_are_one_to_n_each_once(minutes in prop::collection::vec(0i64..5, 1..30)) {
            let queue: Vec<_> = minutes.iter().enumerate().map(|(i, m)| waiting(i as u128, *m)).collect();
            let mut places: Vec<_> = queue.iter().filter_map(|w| place(&queue, w.conversation)).collect();
            places.sort_unstable();
            prop_assert_eq!(places, (1..=queue.len()).collect::<Vec<_>>());
        }
    }
}
