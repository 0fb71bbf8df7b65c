//! The state of a conversation, and who may change it.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::message::{Kind, Party};
pub use super::status::Status;

/// The result of a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The question was answered.
    Answered,
    /// The citizen was sent on to vacancies.
    ToVacancies,
    /// The citizen was sent on to a course.
    ToTraining,
    /// The citizen was sent on to an office or a desk of the one-stop service.
    ToOffice,
    /// The citizen was sent on to the complaint desk.
    ToComplaint,
    /// The citizen did not answer any more.
    NoReply,
    /// The citizen ended it.
    EndedByCitizen,
}

/// The subject of a conversation. It informs the counsellor and decides nothing.
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
            /// Every value, in the order in which pages offer it.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name under which it is stored; also its text key.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }

            /// The value of a stored name.
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

/// The part of a conversation that the rules use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Its state.
    pub status: Status,
    /// The counsellor who has it: none in the queue, and kept after it is closed.
    pub counsellor: Option<Uuid>,
}

/// An act on a conversation.
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

/// The reason for refusing an act; the code is a text key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// It is over already.
    Closed,
    /// Another counsellor has taken it.
    Taken,
    /// This counsellor does not have it.
    NotYours,
    /// A counsellor cannot transfer it to themselves.
    ToSelf,
    /// Only the citizen can give this outcome.
    WrongOutcome,
    /// The colleague already has as many conversations as one counsellor may hold.
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

/// The result of an act: the new standing, and the message that tells both sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// The new state.
    pub standing: Standing,
    /// The kind of the message that records the act.
    pub kind: Kind,
    /// The side that acted.
    pub party: Party,
    /// The outcome, when it is closed.
    pub outcome: Option<Outcome>,
}

/// Applies an act to a conversation. No other code decides on its state.
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

/// Whether `party` may write a message now. The citizen may write from the first moment, so that they need not say
/// anything twice. A counsellor may write only while the conversation is active; the query checks that this counsellor
/// has it.
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
