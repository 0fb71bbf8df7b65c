//! The states of an enrolment and the steps between them.

use serde::{Deserialize, Serialize};

/// The state of an enrolment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Holds a seat.
    Enrolled,
    /// In the waiting list.
    Waiting,
    /// Holds a seat that has to be confirmed in time.
    Offered,
    /// The person gave it up.
    Cancelled,
    /// The offer ran out, or the course began while the person still waited.
    Lapsed,
    /// Attended enough.
    Completed,
    /// Did not attend enough.
    NotCompleted,
}

/// A step that changes an enrolment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// A seat is offered to a person in the waiting list.
    Offer,
    /// The person takes the offered seat.
    Confirm,
    /// The offer ran out, or no seat can come any more.
    Lapse,
    /// The person gives up the seat, the offer or the place in the list.
    Cancel,
    /// The group is closed and the person attended enough.
    Complete,
    /// The group is closed and the person did not attend enough.
    Miss,
}

impl Status {
    pub const ALL: [Self; 7] = [
        Self::Enrolled,
        Self::Waiting,
        Self::Offered,
        Self::Cancelled,
        Self::Lapsed,
        Self::Completed,
        Self::NotCompleted,
    ];

    /// The value stored in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Enrolled => "enrolled",
            Self::Waiting => "waiting",
            Self::Offered => "offered",
            Self::Cancelled => "cancelled",
            Self::Lapsed => "lapsed",
            Self::Completed => "completed",
            Self::NotCompleted => "not_completed",
        }
    }

    /// Reads a stored value; `None` for anything else.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.code() == code)
    }

    /// Whether it takes one of the group's seats.
    pub fn holds_seat(self) -> bool {
        matches!(
            self,
            Self::Enrolled | Self::Offered | Self::Completed | Self::NotCompleted
        )
    }

    /// Whether it is open. A person has at most one open enrolment in a group.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Enrolled | Self::Waiting | Self::Offered)
    }

    /// The state after a step; `None` where the step is not possible. The schema's trigger `enrolment_guard` has the
    /// same rules.
    pub fn after(self, step: Step) -> Option<Self> {
        match (self, step) {
            (Self::Waiting, Step::Offer) => Some(Self::Offered),
            (Self::Offered, Step::Confirm) => Some(Self::Enrolled),
            (Self::Waiting | Self::Offered, Step::Lapse) => Some(Self::Lapsed),
            (Self::Enrolled | Self::Waiting | Self::Offered, Step::Cancel) => Some(Self::Cancelled),
            (Self::Enrolled, Step::Complete) => Some(Self::Completed),
            (Self::Enrolled, Step::Miss) => Some(Self::NotCompleted),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STEPS: [Step; 6] = [
        Step::Offer,
        Step::Confirm,
        Step::Lapse,
        Step::Cancel,
        Step::Complete,
        Step::Miss,
    ];

    #[test]
    fn a_closed_enrolment_never_changes() {
        for status in Status::ALL.into_iter().filter(|status| !status.is_open()) {
            for step in STEPS {
                assert_eq!(status.after(step), None, "{status:?} {step:?}");
            }
        }
    }

    #[test]
    fn an_open_enrolment_can_always_be_cancelled() {
        for status in Status::ALL.into_iter().filter(|status| status.is_open()) {
            assert_eq!(status.after(Step::Cancel), Some(Status::Cancelled));
        }
    }

    #[test]
    fn a_seat_is_reached_from_the_list_by_an_offer_only() {
        for step in STEPS {
            let next = Status::Waiting.after(step);
            assert!(next != Some(Status::Enrolled), "{step:?}");
        }
        assert_eq!(
            Status::Waiting
                .after(Step::Offer)
                .and_then(|s| s.after(Step::Confirm)),
            Some(Status::Enrolled)
        );
    }

    #[test]
    fn codes_can_be_read_back() {
        for status in Status::ALL {
            assert_eq!(Status::parse(status.code()), Some(status));
        }
        assert_eq!(Status::parse("gone"), None);
    }
}
