//! The data of accounts that the server sends to the browser. None of it is secret to the person who gets it.

use domain::accounts::Role;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

/// Version of the privacy notice that registration shows. Change it whenever the notice's meaning changes.
pub const NOTICE_VERSION: &str = "2026-12-01";

/// The kinds of contacts that a code can be sent to.
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
    /// Mobile number, as people write it.
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
    /// Whether it is the session of this request.
    pub here: bool,
    /// The browser's name, where it is known.
    pub browser: Option<String>,
    /// The system's name, where it is known.
    pub system: Option<String>,
    /// When the person signed in.
    #[serde(with = "time::serde::timestamp")]
    pub created_at: OffsetDateTime,
    /// When it was last used, exact to five minutes.
    #[serde(with = "time::serde::timestamp")]
    pub last_seen_at: OffsetDateTime,
}

/// One record of the audit trail.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AuditEntry {
    /// When it was done.
    #[serde(with = "time::serde::timestamp")]
    pub at: OffsetDateTime,
    /// The person who did it.
    pub actor: Actor,
    /// The person's role at that time; none for a command, and for a role that this version does not know.
    pub actor_role: Option<Role>,
    /// What was done, such as `roster.read`.
    pub action: String,
    /// The person, or people, whose data or account it was.
    pub subject: Subject,
    /// The record that was read, such as `cohort:<id>`; for a change of an account, the role.
    pub object: String,
}

/// The person who did what an audit record tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Actor {
    /// A person: an officer by the name of that time, anybody else by today's name.
    Person(String),
    /// A person whose name is no longer known.
    Erased,
    /// A person who typed a command on the portal's machine.
    Command,
}

/// The person, or people, whose data or account an audit record is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// One person.
    Person(String),
    /// One person, whose account has since been erased.
    Erased,
    /// Several people at once.
    Several,
}

/// A page of the audit trail.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AuditPage {
    /// Newest first.
    pub entries: Vec<AuditEntry>,
    /// The number of the record before which the next page begins; none on the last page.
    pub next: Option<i64>,
    /// The person whose records were requested, where one was named.
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
    /// When it was put into the outbox.
    #[serde(with = "time::serde::timestamp")]
    pub at: OffsetDateTime,
}
