//! What applying exchanges between the pages and the server.

use domain::applications::{Actor, CvKind, Profile, Status, Step};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::jobs::model::RegionChoices;

/// An uploaded CV, without its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cv {
    pub kind: CvKind,
    /// Size in bytes.
    pub bytes: i64,
    #[serde(with = "time::serde::timestamp")]
    pub uploaded_at: OffsetDateTime,
}

/// A profile with the name of its place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedProfile {
    pub profile: Profile,
    /// The place as people call it; empty where none is given.
    pub place_name: String,
}

/// The own profile and what its form offers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyProfile {
    pub named: NamedProfile,
    pub cv: Option<Cv>,
    pub regions: RegionChoices,
}

/// The vacancy that somebody applies for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    pub slug: String,
    pub title: String,
    pub company: String,
    pub place: String,
    #[serde(with = "time::serde::timestamp")]
    pub closes_at: OffsetDateTime,
    pub applying: Applying,
}

/// Whether the person can apply.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Applying {
    /// Yes.
    Open,
    /// The vacancy takes no applications any more.
    Closed,
    /// The employer has no account here.
    AtSource,
    /// It is the person's own vacancy.
    Own,
    /// The person has applied already.
    Applied {
        code: String,
        #[serde(with = "time::serde::timestamp")]
        sent_at: OffsetDateTime,
    },
}

impl Applying {
    /// The code of what an attempt to apply is told; none when it may go on.
    pub fn refusal(&self) -> Option<&'static str> {
        match self {
            Applying::Open => None,
            Applying::Closed => Some("vacancy_closed"),
            Applying::AtSource => Some("apply_at_source"),
            Applying::Own => Some("own_vacancy"),
            Applying::Applied { .. } => Some("already_applied"),
        }
    }
}

/// What the pages of applying need.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApplyView {
    pub target: Target,
    pub name: String,
    /// E-mail address and phone number, as people write them.
    pub contacts: Vec<String>,
    pub mine: MyProfile,
}

/// An application in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    pub code: String,
    pub status: Status,
    pub slug: String,
    pub title: String,
    pub company: String,
    pub place: String,
    #[serde(with = "time::serde::timestamp")]
    pub sent_at: OffsetDateTime,
    #[serde(with = "time::serde::timestamp")]
    pub moved_at: OffsetDateTime,
}

/// A step that was taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    pub status: Status,
    pub actor: Actor,
    pub note: Option<String>,
    #[serde(with = "time::serde::timestamp")]
    pub at: OffsetDateTime,
}

/// Where an application stands, for whoever holds its code: nothing that names a person or a company.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ByCode {
    pub title: String,
    pub status: Status,
    #[serde(with = "time::serde::timestamp")]
    pub moved_at: OffsetDateTime,
    /// Oldest first, without notes.
    pub steps: Vec<Taken>,
    /// Whether it is the reader's own.
    pub own: bool,
}

/// What was sent with an application.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Papers {
    pub named: NamedProfile,
    pub cv: Option<Cv>,
    pub letter: Option<String>,
}

/// One of the own applications.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentView {
    pub sent: Sent,
    pub papers: Papers,
    /// Oldest first.
    pub steps: Vec<Taken>,
    /// What the person can do now.
    pub open: Vec<Step>,
}
