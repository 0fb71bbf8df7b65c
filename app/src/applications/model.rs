//! Data of applications that the server sends to the pages.

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

/// The person's own profile, and the choices of its form.
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
    /// The code of the error for an attempt to apply; none when the person can apply.
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

/// The data of the pages for applying.
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

/// A step in the history of an application.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    pub status: Status,
    pub actor: Actor,
    pub note: Option<String>,
    #[serde(with = "time::serde::timestamp")]
    pub at: OffsetDateTime,
}

/// The state of an application for a reader who has its code; it names no person and no company.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ByCode {
    pub title: String,
    pub status: Status,
    #[serde(with = "time::serde::timestamp")]
    pub moved_at: OffsetDateTime,
    /// Oldest first, without notes.
    pub steps: Vec<Taken>,
    /// Whether the reader is the applicant.
    pub own: bool,
}

/// The profile, CV and letter of an application.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Papers {
    pub named: NamedProfile,
    pub cv: Option<Cv>,
    pub letter: Option<String>,
}

/// One of the person's own applications.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentView {
    pub sent: Sent,
    pub papers: Papers,
    /// Oldest first.
    pub steps: Vec<Taken>,
    /// The steps that the person can take now.
    pub open: Vec<Step>,
}
