//! Rules of the courses: eligibility, seats, the waiting list and completion.
//!
//! Invariants, kept by these rules under the lock on the group's row and by the constraints of the schema: a group
//! never has more seats taken than it offers; one regency never has more than its quota before the quota is released;
//! within a pool, seats go in the order of arrival.

mod attendance;
mod audience;
mod form;
mod meeting;
mod seats;
mod status;
mod window;

#[cfg(test)]
mod properties;

pub use attendance::{Attendance, COMPLETION_PERCENT};
pub use audience::{Answers, ApplicantKind, Audience, COUNTRIES, EARLIEST_RETURN_YEAR, Refusal};
pub use form::{AnswerForm, OUTSIDE, return_years};
pub use meeting::{Meeting, clashing};
pub use seats::{Placement, Seating, Waiter};
pub use status::{Status, Step};
pub use window::{CONFIRM_HOURS, Window, WindowState};

use serde::{Deserialize, Serialize};

/// The two catalogues: `/pemberdayaan` for returned workers, `/pelatihan` for people who prepare for work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stream {
    Empowerment,
    Training,
}

impl Stream {
    /// The value stored in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Empowerment => "empowerment",
            Self::Training => "training",
        }
    }

    /// The stable address of the catalogue.
    pub fn path(self) -> &'static str {
        match self {
            Self::Empowerment => "/pemberdayaan",
            Self::Training => "/pelatihan",
        }
    }

    /// Reads a stored value; `None` for anything else.
    pub fn parse(code: &str) -> Option<Self> {
        [Self::Empowerment, Self::Training]
            .into_iter()
            .find(|stream| stream.code() == code)
    }
}

/// The topic of a programme; the catalogue filters by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    Money,
    Business,
    Trade,
    Group,
    Family,
    Departure,
    Certification,
}

impl Topic {
    pub const ALL: [Self; 7] = [
        Self::Money,
        Self::Business,
        Self::Trade,
        Self::Group,
        Self::Family,
        Self::Departure,
        Self::Certification,
    ];

    /// The value stored in the database and used in addresses.
    pub fn code(self) -> &'static str {
        match self {
            Self::Money => "money",
            Self::Business => "business",
            Self::Trade => "trade",
            Self::Group => "group",
            Self::Family => "family",
            Self::Departure => "departure",
            Self::Certification => "certification",
        }
    }

    /// Reads a stored value; `None` for anything else.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|topic| topic.code() == code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_can_be_read_back() {
        for topic in Topic::ALL {
            assert_eq!(Topic::parse(topic.code()), Some(topic));
        }
        for stream in [Stream::Empowerment, Stream::Training] {
            assert_eq!(Stream::parse(stream.code()), Some(stream));
        }
        assert_eq!(Topic::parse("Money"), None);
        assert_eq!(Stream::parse(""), None);
    }
}
