//! One entry of a conversation, and its party.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::status::Status;

/// The two sides of a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Party {
    /// The person who seeks advice, signed in or a guest.
    Citizen,
    /// The counsellor who answers.
    Counsellor,
}

impl Party {
    /// The other side.
    pub fn peer(self) -> Self {
        match self {
            Self::Citizen => Self::Counsellor,
            Self::Counsellor => Self::Citizen,
        }
    }

    /// The name under which it is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Citizen => "citizen",
            Self::Counsellor => "counsellor",
        }
    }

    /// The party of a stored name.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Citizen, Self::Counsellor]
            .into_iter()
            .find(|party| party.as_str() == name)
    }
}

/// The kind of a message: text, or a change of the conversation's state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A text that one side wrote.
    Text,
    /// A counsellor took the conversation.
    Taken,
    /// It went back to the queue.
    Returned,
    /// Another counsellor has it now.
    Transferred,
    /// It is over.
    Closed,
}

impl Kind {
    const ALL: [Self; 5] = [
        Self::Text,
        Self::Taken,
        Self::Returned,
        Self::Transferred,
        Self::Closed,
    ];

    /// The name under which it is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Taken => "taken",
            Self::Returned => "returned",
            Self::Transferred => "transferred",
            Self::Closed => "closed",
        }
    }

    /// The kind of a stored name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// The state a conversation is in after this message, when the message changes it.
    pub fn leads_to(self) -> Option<Status> {
        match self {
            Self::Text => None,
            Self::Taken | Self::Transferred => Some(Status::Active),
            Self::Returned => Some(Status::Waiting),
            Self::Closed => Some(Status::Closed),
        }
    }
}

/// The body of a [`Kind::Returned`] message when the portal took the conversation from a silent counsellor.
pub const SILENT: &str = "silent";

/// One entry of a conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Place in the conversation, from 1.
    pub seq: i64,
    /// The side that wrote it or acted.
    pub party: Party,
    /// The name shown beside it (the counsellor's or the citizen's).
    pub name: String,
    /// The id that the writer's client gave it.
    pub client_id: Uuid,
    /// Text, or a change of state.
    pub kind: Kind,
    /// The text. For a change of state it is empty, or the name or code that the change concerns.
    pub body: String,
    /// The time at which the server stored it, in milliseconds since 1970 UTC.
    pub at: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stored_names_read_back() {
        for kind in Kind::ALL {
            assert_eq!(Kind::parse(kind.as_str()), Some(kind));
        }
        for party in [Party::Citizen, Party::Counsellor] {
            assert_eq!(Party::parse(party.as_str()), Some(party));
            assert_eq!(party.peer().peer(), party);
        }
        assert_eq!(Kind::parse("sung"), None);
        assert_eq!(Party::parse(""), None);
    }
}
