//! When a vacancy is open, and by how much a demonstration shifts a dump's dates.

use time::{Date, Duration, OffsetDateTime, Time, UtcOffset};

use crate::format::WIB;

/// A vacancy without a deadline stays open this many days from its publication.
pub const OPEN_DAYS_WITHOUT_DEADLINE: i64 = 60;

/// After a demonstration's load the earliest deadline of a dump is this many days ahead (docs/decisions/0004).
const DEMO_LEAD_DAYS: i64 = 28;

/// The last second of a day in WIB, as UTC: a deadline given as a day includes that day.
pub fn end_of_day_wib(day: Date) -> OffsetDateTime {
    let last = Time::MIDNIGHT - Duration::SECOND;
    day.with_time(last)
        .assume_offset(WIB)
        .to_offset(UtcOffset::UTC)
}

/// When the vacancy closes: at its deadline, else [`OPEN_DAYS_WITHOUT_DEADLINE`] after its publication.
pub fn closes_at(deadline: Option<OffsetDateTime>, published: OffsetDateTime) -> OffsetDateTime {
    deadline.unwrap_or_else(|| published.saturating_add(Duration::days(OPEN_DAYS_WITHOUT_DEADLINE)))
}

/// The days by which a demonstration shifts every date of one dump, so that nothing in it is closed
/// at the load: its earliest deadline lands [`DEMO_LEAD_DAYS`] after `today`; a dump without
/// deadlines has its last publication land on `today`. A dump without any date is not shifted.
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
    use time::macros::{date, datetime};

    #[test]
    fn a_deadline_day_is_open_to_its_end_in_wib() {
        assert_eq!(
            end_of_day_wib(date!(2026 - 11 - 24)),
            datetime!(2026-11-24 16:59:59 UTC)
        );
    }

    #[test]
    fn without_a_deadline_it_closes_sixty_days_after_publication() {
        let published = datetime!(2026-01-01 03:00 UTC);
        assert_eq!(closes_at(None, published), datetime!(2026-03-02 03:00 UTC));
        let deadline = datetime!(2026-01-05 16:59:59 UTC);
        assert_eq!(closes_at(Some(deadline), published), deadline);
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
