//! The time in which a vacancy is open, and the days by which a demonstration shifts a dump's dates.

use time::{Date, Duration, OffsetDateTime, UtcOffset};

use crate::format::{WIB, date_in_wib};

/// A vacancy without a deadline stays open this many days from its publication.
pub const OPEN_DAYS_WITHOUT_DEADLINE: i64 = 60;

/// After a demonstration's load the earliest deadline of a dump is this many days ahead (docs/decisions/0004).
const DEMO_LEAD_DAYS: i64 = 28;

/// The end of a day in WIB, as UTC. A vacancy with that deadline is closed from then on.
pub fn end_of_day_wib(day: Date) -> OffsetDateTime {
    day.saturating_add(Duration::DAY)
        .midnight()
        .assume_offset(WIB)
        .to_offset(UtcOffset::UTC)
}

/// A deadline as it is stored: one in the last minute of a day in WIB (`23.59`) means the whole day.
pub fn whole_day(deadline: OffsetDateTime) -> OffsetDateTime {
    let local = deadline.to_offset(WIB);
    if (local.hour(), local.minute()) == (23, 59) {
        end_of_day_wib(local.date())
    } else {
        deadline
    }
}

/// The moment from which the vacancy is closed: its deadline, or else the end of the day that is
/// [`OPEN_DAYS_WITHOUT_DEADLINE`] after the day of its publication.
pub fn closes_at(deadline: Option<OffsetDateTime>, published: OffsetDateTime) -> OffsetDateTime {
    deadline.unwrap_or_else(|| {
        let open = Duration::days(OPEN_DAYS_WITHOUT_DEADLINE);
        end_of_day_wib(date_in_wib(published).saturating_add(open))
    })
}

/// The days by which a demonstration shifts every date of one dump, so that no vacancy in it is closed at the load: its
/// earliest deadline falls [`DEMO_LEAD_DAYS`] after `today`. In a dump without deadlines the last publication falls on
/// `today`. A dump without any date is not shifted.
pub fn demo_shift_days(
    earliest_deadline: Option<Date>,
    last_published: Option<Date>,
    today: Date,
) -> i32 {
    let days = match (earliest_deadline, last_published) {
        (Some(deadline), _) => (today - deadline).whole_days() + DEMO_LEAD_DAYS,
        (None, Some(published)) => (today - published).whole_days(),
        (None, None) => 0,
    };
    i32::try_from(days).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::{date_long, last_day_in_wib, until_wib};
    use proptest::prelude::*;
    use time::macros::{date, datetime};

    #[test]
    fn a_deadline_day_is_open_to_its_end_in_wib() {
        assert_eq!(
            end_of_day_wib(date!(2026 - 11 - 24)),
            datetime!(2026-11-24 17:00 UTC)
        );
        // The last possible date has an end too.
        assert!(end_of_day_wib(Date::MAX) > datetime!(9999-12-30 00:00 UTC));
    }

    #[test]
    fn the_last_minute_of_a_day_means_the_day() {
        let end = datetime!(2026-11-24 17:00 UTC);
        for (given, kept) in [
            (datetime!(2026-11-24 16:59 UTC), end),
            (datetime!(2026-11-24 16:59:59.999 UTC), end),
            (end, end),
            (
                datetime!(2026-11-24 16:58:59 UTC),
                datetime!(2026-11-24 16:58:59 UTC),
            ),
            (
                datetime!(2026-11-24 23:59 UTC),
                datetime!(2026-11-24 23:59 UTC),
            ),
        ] {
            assert_eq!(whole_day(given), kept);
        }
    }

    #[test]
    fn without_a_deadline_it_is_open_all_of_the_sixtieth_day_after_publication() {
        let published = datetime!(2026-01-01 03:00 UTC);
        assert_eq!(closes_at(None, published), datetime!(2026-03-02 17:00 UTC));
        // In WIB it is the second of January already.
        let late = datetime!(2026-01-01 17:00 UTC);
        assert_eq!(closes_at(None, late), datetime!(2026-03-03 17:00 UTC));
        let deadline = datetime!(2026-01-05 07:30 UTC);
        assert_eq!(closes_at(Some(deadline), published), deadline);
    }

    proptest! {
        /// A vacancy is open on the last day that its page names, to the last second.
        #[test]
        fn a_vacancy_is_open_on_all_of_the_day_that_its_page_names(published in 0_i64..4_000_000_000) {
            let published = OffsetDateTime::from_unix_timestamp(published).unwrap();
            let closes = closes_at(None, published);
            let named = last_day_in_wib(closes);
            prop_assert_eq!(until_wib(closes, false), date_long(named, false));
            prop_assert_eq!((named - date_in_wib(published)).whole_days(), OPEN_DAYS_WITHOUT_DEADLINE);
            prop_assert_eq!(date_in_wib(closes - Duration::SECOND), named);
            prop_assert_eq!(date_in_wib(closes), named.next_day().unwrap());
        }

        #[test]
        fn a_deadline_moves_to_the_end_of_its_minute_s_day_at_most(at in 0_i64..4_000_000_000) {
            let at = OffsetDateTime::from_unix_timestamp(at).unwrap();
            let kept = whole_day(at);
            prop_assert!(kept >= at && kept - at <= Duration::MINUTE);
            prop_assert_eq!(last_day_in_wib(kept), last_day_in_wib(at));
            prop_assert_eq!(whole_day(kept), kept);
        }
    }

    #[test]
    fn the_demo_shift_opens_the_whole_dump() {
        let today = date!(2026 - 11 - 24);
        let shift = demo_shift_days(
            Some(date!(2025 - 10 - 15)),
            Some(date!(2025 - 10 - 08)),
            today,
        );
        assert_eq!(
            date!(2025 - 10 - 15) + Duration::days(shift.into()),
            date!(2026 - 12 - 22)
        );
        assert_eq!(demo_shift_days(None, Some(date!(2026 - 11 - 20)), today), 4);
        assert_eq!(demo_shift_days(None, None, today), 0);
    }
}
