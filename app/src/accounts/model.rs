//! What of accounts crosses the wire. Nothing here is secret to the person who gets it.

use domain::accounts::Role;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

/// Version of the privacy notice that registration shows; raised with every change of its meaning.
pub const NOTICE_VERSION: &str = "2026-12-01";

/// Which contacts a code can reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reach {
    /// E-mail addresses.
    pub email: bool,
    /// Mobile numbers.
    pub phone: bool,
}

/// The own account.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MyAccount {
    /// Name as the person gave it.
    pub name: String,
    /// E-mail address.
    pub email: Option<String>,
    /// Mobile number as people write it.
    pub phone: Option<String>,
    /// What the person may do.
    pub role: Role,
    /// When the account was made.
    #[serde(with = "time::serde::timestamp")]
    pub created_at: OffsetDateTime,
}

/// One of the own sessions.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MySession {
    /// Its id.
    pub id: Uuid,
    /// Whether it is the one that asks.
    pub here: bool,
    /// The browser's name, where it is known.
    pub browser: Option<String>,
    /// The system's name, where it is known.
    pub system: Option<String>,
    /// When the person signed in.
    #[serde(with = "time::serde::timestamp")]
    pub created_at: OffsetDateTime,
    /// When it was last used, to five minutes.
    #[serde(with = "time::serde::timestamp")]
    pub last_seen_at: OffsetDateTime,
}

/// One record of the audit trail.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AuditEntry {
    /// When.
    #[serde(with = "time::serde::timestamp")]
    pub at: OffsetDateTime,
    /// The doer.
    pub actor: Actor,
    /// The role at that time; none for a command, and when this version does not know it.
    pub actor_role: Option<Role>,
    /// What was done, such as `roster.read`.
    pub action: String,
    /// The person, or people, whose data or account it was.
    pub subject: Subject,
    /// The record that was read, such as `cohort:<id>`; for a change of an account, the role.
    pub object: String,
}

/// The doer of what a record of the trail tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Actor {
    /// An officer by the name of that time, anybody else by that of today.
    Person(String),
    /// Somebody whose name is not known any more.
    Erased,
    /// Somebody who typed a command on the portal's machine.
    Command,
}

/// The person, or people, whose data or account a record of the trail is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// One person's.
    Person(String),
    /// One person's whose account was erased since.
    Erased,
    /// That of several people at once.
    Several,
}

/// A page of the audit trail.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AuditPage {
    /// Newest first.
    pub entries: Vec<AuditEntry>,
    /// Where the next page begins; none on the last.
    pub next: Option<i64>,
    /// The person that the records are about, where one person's were asked for.
    pub about: Option<Subject>,
}

/// A message in the demo's outbox.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OutboxEntry {
    /// Address or number.
    pub recipient: String,
    /// Subject.
    pub subject: String,
    /// Text.
    pub body: String,
    /// When it was written.
    #[serde(with = "time::serde::timestamp")]
    pub at: OffsetDateTime,
}
