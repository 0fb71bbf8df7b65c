//! The order of the queue, the most conversations of a counsellor, and the time after which a counsellor is silent.

use std::cmp::Ordering;

use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::hours::Calendar;

/// Most conversations that one counsellor holds at a time. With more, nobody is answered in time.
pub const LOAD_CAP: i64 = 5;
/// How long a citizen may wait for a counsellor's message, in opening time, before the conversation goes back to the
/// queue.
pub const SILENT_AFTER: Duration = Duration::minutes(30);

/// One conversation in the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// The conversation.
    pub conversation: Uuid,
    /// When it was begun. A conversation that comes back to the queue keeps this time, and so its place.
    pub queued_at: OffsetDateTime,
}

/// The order of the queue: the longest waiting comes first. The id decides between equal times, so that every process
/// and every page counts alike. The queries use the same order, `(queued_at, id)`.
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

/// Whether a counsellor is silent: the citizen's first message without an answer came at `unanswered_since`, and the
/// counsellor has had the conversation since `held_since`. Time in the queue does not count against this counsellor,
/// and time in which the office is closed counts against nobody.
pub fn is_silent(
    calendar: &Calendar,
    unanswered_since: OffsetDateTime,
    held_since: OffsetDateTime,
    now: OffsetDateTime,
) -> bool {
    calendar.open_time(unanswered_since.max(held_since), now) >= SILENT_AFTER
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::consultation::hours::Shift;
    use proptest::prelude::*;
    use time::macros::{datetime, time};

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

    #[test]
    fn silence_is_counted_from_when_it_was_taken_and_in_opening_time() {
        let shift = Shift {
            weekday: time::Weekday::Monday,
            opens: time!(08:00),
            closes: time!(12:00),
        };
        let calendar = Calendar::new([shift], Default::default());
        let asked = datetime!(2026-03-02 08:10 +7);
        let silent = |held, now| is_silent(&calendar, asked, held, now);
        let taken = datetime!(2026-03-02 11:45 +7);
        assert!(!silent(taken, datetime!(2026-03-02 12:00 +7)));
        assert!(!silent(taken, datetime!(2026-03-09 08:14 +7)), "closed");
        assert!(silent(taken, datetime!(2026-03-09 08:15 +7)));
        let before = datetime!(2026-03-02 08:00 +7);
        assert!(!silent(before, datetime!(2026-03-02 08:39 +7)));
        assert!(silent(before, datetime!(2026-03-02 08:40 +7)));
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
