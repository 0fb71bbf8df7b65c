//! Where a conversation stands, and who may move it.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::message::{Kind, Party};
pub use super::status::Status;

/// What came of a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The question was answered.
    Answered,
    /// Sent on to vacancies.
    ToVacancies,
    /// Sent on to a course.
    ToTraining,
    /// Sent on to an office or a desk of the one-stop service.
    ToOffice,
    /// Sent on to the complaint desk.
    ToComplaint,
    /// The citizen did not answer any more.
    NoReply,
    /// The citizen ended it.
    EndedByCitizen,
}

/// What a conversation is about; decides nothing, tells the counsellor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    /// Finding work here.
    FindWork,
    /// Wanting to work abroad.
    GoAbroad,
    /// Being abroad now.
    Abroad,
    /// Having come back.
    Returned,
    /// Courses and certificates.
    Training,
    /// Wage, contract and other rights at work.
    Rights,
    /// Anything else.
    Other,
}

/// Gives a plain enum its stored names.
macro_rules! stored {
    ($name:ident { $($variant:ident = $text:literal),+ $(,)? }) => {
        impl $name {
            /// Every one, in the order in which it is offered.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name under which it is stored; also its text key.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }

            /// The one of a stored name.
            pub fn parse(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.as_str() == name)
            }
        }
    };
}

stored!(Status { Waiting = "waiting", Active = "active", Closed = "closed" });
stored!(Outcome {
    Answered = "answered",
    ToVacancies = "to_vacancies",
    ToTraining = "to_training",
    ToOffice = "to_office",
    ToComplaint = "to_complaint",
    NoReply = "no_reply",
    EndedByCitizen = "ended_by_citizen",
});
stored!(Topic {
    FindWork = "find_work",
    GoAbroad = "go_abroad",
    Abroad = "abroad",
    Returned = "returned",
    Training = "training",
    Rights = "rights",
    Other = "other",
});

/// A conversation as the rules see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Where it stands.
    pub status: Status,
    /// Who has it; only while it is active, and kept after it is closed.
    pub counsellor: Option<Uuid>,
}

/// What somebody wants to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// A counsellor takes it out of the queue.
    Take { by: Uuid },
    /// The counsellor gives it back to the queue.
    GiveBack { by: Uuid },
    /// The portal gives it back because the counsellor is silent.
    TakeAway,
    /// The counsellor hands it to a colleague.
    Transfer { by: Uuid, to: Uuid },
    /// The counsellor ends it.
    Close { by: Uuid, outcome: Outcome },
    /// The citizen ends it.
    End,
}

/// Why an act is refused; the code is a text key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// It is over already.
    Closed,
    /// Somebody else was quicker.
    Taken,
    /// It is not this counsellor's.
    NotYours,
    /// A counsellor cannot hand over to themselves.
    ToSelf,
    /// This outcome is the citizen's to give.
    WrongOutcome,
    /// The counsellor it would be handed to holds as many as one can.
    Full,
}

impl Refused {
    /// Text key.
    pub fn code(self) -> &'static str {
        match self {
            Self::Closed => "talk_closed",
            Self::Taken => "talk_taken",
            Self::NotYours => "talk_not_yours",
            Self::ToSelf => "talk_to_self",
            Self::WrongOutcome => "talk_wrong_outcome",
            Self::Full => "talk_their_hands_full",
        }
    }
}

/// What follows from an act: the new standing and the message that tells both sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// Where it stands now.
    pub standing: Standing,
    /// The kind of the message that records it.
    pub kind: Kind,
    /// Whose act it is.
    pub party: Party,
    /// The outcome, when it is closed.
    pub outcome: Option<Outcome>,
}

/// The one place that decides how a conversation moves.
pub fn step(now: Standing, act: Act) -> Result<Step, Refused> {
    if now.status == Status::Closed {
        return Err(Refused::Closed);
    }
    let held_by = |who: Uuid| now.status == Status::Active && now.counsellor == Some(who);
    let to = |status, counsellor, kind, party, outcome| {
        Ok(Step {
            standing: Standing { status, counsellor },
            kind,
            party,
            outcome,
        })
    };
    match act {
        Act::Take { .. } if now.status == Status::Active => Err(Refused::Taken),
        Act::Take { by } => to(
            Status::Active,
            Some(by),
            Kind::Taken,
            Party::Counsellor,
            None,
        ),
        Act::GiveBack { by } | Act::Transfer { by, .. } | Act::Close { by, .. } if !held_by(by) => {
            Err(Refused::NotYours)
        }
        Act::TakeAway if now.status != Status::Active => Err(Refused::NotYours),
        Act::GiveBack { .. } | Act::TakeAway => to(
            Status::Waiting,
            None,
            Kind::Returned,
            Party::Counsellor,
            None,
        ),
        Act::Transfer { by, to: other } if by == other => Err(Refused::ToSelf),
        Act::Transfer { to: other, .. } => to(
            Status::Active,
            Some(other),
            Kind::Transferred,
            Party::Counsellor,
            None,
        ),
        Act::Close {
            outcome: Outcome::EndedByCitizen,
            ..
        } => Err(Refused::WrongOutcome),
        Act::Close { by, outcome } => to(
            Status::Closed,
            Some(by),
            Kind::Closed,
            Party::Counsellor,
            Some(outcome),
        ),
        Act::End => to(
            Status::Closed,
            now.counsellor,
            Kind::Closed,
            Party::Citizen,
            Some(Outcome::EndedByCitizen),
        ),
    }
}

/// Whether `party` may write words now. The citizen may from the first moment, so that nothing has to be said
/// twice; a counsellor only once it is theirs (who is a counsellor's own is checked in the query).
pub fn may_write(status: Status, party: Party) -> bool {
    match status {
        Status::Waiting => party == Party::Citizen,
        Status::Active => true,
        Status::Closed => false,
    }
}

#[cfg(test)]
#[path = "state_tests.rs"]
mod tests;
