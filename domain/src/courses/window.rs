//! The times in which a person can enrol, cancel and confirm.

use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};

/// How long an offered seat is kept before the next person in the waiting list gets it, in hours.
pub const CONFIRM_HOURS: i64 = 48;

/// The dates of a group, in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    pub opens_at: OffsetDateTime,
    pub closes_at: OffsetDateTime,
    pub starts_at: OffsetDateTime,
    pub ends_at: OffsetDateTime,
}

/// The state of a group at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WindowState {
    NotYetOpen,
    Open,
    /// Enrolment has ended; freed seats still go to the waiting list.
    Closed,
    Running,
    Ended,
}

impl WindowState {
    /// The reason why nobody can enrol; none while enrolment is open.
    pub fn refusal(self) -> Option<&'static str> {
        match self {
            Self::Open => None,
            Self::NotYetOpen => Some("course_not_open"),
            Self::Closed | Self::Running | Self::Ended => Some("course_closed"),
        }
    }
}

impl Window {
    /// The state at a moment; each boundary belongs to the later state.
    pub fn state(&self, now: OffsetDateTime) -> WindowState {
        if now < self.opens_at {
            WindowState::NotYetOpen
        } else if now < self.closes_at {
            WindowState::Open
        } else if now < self.starts_at {
            WindowState::Closed
        } else if now < self.ends_at {
            WindowState::Running
        } else {
            WindowState::Ended
        }
    }

    /// The time until which an offer made now is kept: [`CONFIRM_HOURS`] from now, but not past the start of the
    /// course. `None` once the course has begun.
    pub fn offer_until(&self, now: OffsetDateTime) -> Option<OffsetDateTime> {
        (now < self.starts_at).then(|| (now + Duration::hours(CONFIRM_HOURS)).min(self.starts_at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    const WINDOW: Window = Window {
        opens_at: datetime!(2026-01-01 00:00 UTC),
        closes_at: datetime!(2026-02-01 00:00 UTC),
        starts_at: datetime!(2026-02-10 01:00 UTC),
        ends_at: datetime!(2026-02-15 09:00 UTC),
    };

    #[test]
    fn each_boundary_belongs_to_the_later_state() {
        let second = Duration::SECOND;
        for (at, before, after) in [
            (WINDOW.opens_at, WindowState::NotYetOpen, WindowState::Open),
            (WINDOW.closes_at, WindowState::Open, WindowState::Closed),
            (WINDOW.starts_at, WindowState::Closed, WindowState::Running),
            (WINDOW.ends_at, WindowState::Running, WindowState::Ended),
        ] {
            assert_eq!(WINDOW.state(at - second), before);
            assert_eq!(WINDOW.state(at), after);
        }
    }

    #[test]
    fn an_offer_is_kept_two_days_but_not_past_the_first_day() {
        let early = datetime!(2026-02-01 00:00 UTC);
        assert_eq!(
            WINDOW.offer_until(early),
            Some(datetime!(2026-02-03 00:00 UTC))
        );
        let late = datetime!(2026-02-09 12:00 UTC);
        assert_eq!(WINDOW.offer_until(late), Some(WINDOW.starts_at));
        assert_eq!(WINDOW.offer_until(WINDOW.starts_at), None);
    }
}
