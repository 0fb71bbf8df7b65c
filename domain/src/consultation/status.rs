//! Where a conversation stands.

use serde::{Deserialize, Serialize};

/// Where a conversation stands.
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
