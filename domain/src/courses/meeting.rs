//! The meetings of a group, and meetings that overlap.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

/// One meeting, in UTC. It is over at the moment in which it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meeting {
    pub starts_at: OffsetDateTime,
    pub ends_at: OffsetDateTime,
}

impl Meeting {
    /// Whether both go on at the same moment. A meeting that begins when the other ends does not overlap it.
    pub fn overlaps(self, other: Meeting) -> bool {
        self.starts_at < other.ends_at && other.starts_at < self.ends_at
    }
}

/// The meetings of `held` that overlap one of `wanted`, in their order.
pub fn clashing(wanted: &[Meeting], held: &[Meeting]) -> Vec<Meeting> {
    let clashes = |one: &Meeting| wanted.iter().any(|other| one.overlaps(*other));
    held.iter().copied().filter(clashes).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use time::Duration;
    use time::macros::datetime;

    use super::*;

    const MONDAY: OffsetDateTime = datetime!(2026-08-17 00:00 UTC);

    /// A meeting that begins so many minutes after Monday's midnight and takes so many.
    fn meeting(from: i64, minutes: i64) -> Meeting {
        let starts_at = MONDAY + Duration::minutes(from);
        Meeting {
            starts_at,
            ends_at: starts_at + Duration::minutes(minutes),
        }
    }

    /// A meeting in three weeks of minutes, so that some go on over midnight and over the end of a week.
    fn any_meeting() -> impl Strategy<Value = Meeting> {
        (0_i64..3 * 7 * 1440, 1_i64..2 * 1440).prop_map(|(from, minutes)| meeting(from, minutes))
    }

    #[test]
    fn what_follows_on_another_is_no_clash() {
        let morning = meeting(8 * 60, 120);
        assert!(!morning.overlaps(meeting(10 * 60, 120)));
        assert!(morning.overlaps(meeting(10 * 60 - 1, 120)));
        assert!(
            !morning.overlaps(meeting(8 * 60 + 1440, 120)),
            "a day later"
        );
        // A meeting from before midnight into the next day.
        let night = meeting(23 * 60, 120);
        assert!(night.overlaps(meeting(1440, 30)));
        assert!(!night.overlaps(meeting(1500, 30)));
    }

    #[test]
    fn the_same_hour_in_three_cities_is_named_twice() {
        let hour = meeting(8 * 60, 60);
        assert_eq!(
            clashing(&[hour], &[hour, meeting(0, 60), hour]),
            [hour, hour]
        );
    }

    proptest! {
        #[test]
        fn two_overlap_where_a_minute_belongs_to_both(one in any_meeting(), other in any_meeting()) {
            let minutes = (one.ends_at - one.starts_at).whole_minutes();
            let shared = (0..minutes).any(|minute| {
                let at = one.starts_at + Duration::minutes(minute);
                other.starts_at <= at && at < other.ends_at
            });
            prop_assert_eq!(one.overlaps(other), shared);
            prop_assert_eq!(other.overlaps(one), shared);
            prop_assert!(one.overlaps(one));
        }

        #[test]
        fn whoever_holds_nothing_of_the_hour_clashes_with_nothing(
            wanted in prop::collection::vec(any_meeting(), 0..6),
            held in prop::collection::vec(any_meeting(), 0..6),
        ) {
            let found = clashing(&wanted, &held);
            for meeting in &held {
                let clashes = wanted.iter().any(|other| meeting.overlaps(*other));
                prop_assert_eq!(found.contains(meeting), clashes);
            }
            prop_assert_eq!(found.is_empty(), clashing(&held, &wanted).is_empty());
        }
    }
}
