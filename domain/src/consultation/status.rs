//! The state of a conversation.

use serde::{Deserialize, Serialize};

/// The state of a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// In the queue; the citizen may already write.
    Waiting,
    /// A counsellor has it.
    Active,
    /// Over; both may still read it.
    Closed,
}
