//! What the socket carries: one tagged enum each way, shared by the server and the client. What the client says has its
//! tag as the only key (`{"send":{…}}`), what the server says has it among the fields (`{"is":"ack",…}`): each is what
//! the phone reads and writes with the least code.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use super::message::{Kind, Message, Party, SILENT};
use super::state::{Outcome, Status};

/// Version of this protocol. A peer that speaks another one is asked to load the page anew.
pub const PROTOCOL: u16 = 2;
/// Largest frame either side accepts, in bytes.
pub const FRAME_MAX: usize = 64 * 1024;
/// Most conversations one `hello` may name.
pub const CURSORS_MAX: usize = 64;
/// Most messages in one `gap` frame.
pub const GAP_MESSAGES_MAX: usize = 50;
/// Most bytes of message bodies in one `gap` frame; JSON may double them, which still fits [`FRAME_MAX`].
pub const GAP_BYTES_MAX: usize = 24 * 1024;
/// How often a client pings, in milliseconds; two silent intervals mean to it that the line is dead. The server waits
/// longer, since a hidden page pings less often (`ws/socket` there).
pub const BEAT_MS: u32 = 15_000;
/// Close code for a reader that does not keep up; it may come back at once and resumes from its cursors.
pub const CLOSE_SLOW: u16 = 4408;
/// Close code for a peer that may not use the socket (signed out, no conversation).
pub const CLOSE_FORBIDDEN: u16 = 4403;
/// Close code for a frame that is no frame of this protocol: the page is of another version and has to be loaded anew.
pub const CLOSE_BAD_FRAME: u16 = 4400;

/// How far one side has everything, gap-free.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    /// The conversation.
    pub conversation: Uuid,
    /// Last `seq` that was applied; 0 for nothing yet.
    pub seq: i64,
}

/// What the server knows of one conversation of this socket's person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TalkState {
    /// The conversation.
    pub conversation: Uuid,
    /// Which side the person of this socket is on.
    pub party: Party,
    /// The citizen's name.
    pub citizen: String,
    /// The name of the counsellor who has it.
    pub counsellor: Option<String>,
    /// Code of the topic.
    pub topic: String,
    /// Where it stands.
    pub status: Status,
    /// Outcome, once it is closed.
    pub outcome: Option<Outcome>,
    /// Last `seq` given out.
    pub last_seq: i64,
    /// How far the person of this socket has read.
    pub own_read: i64,
    /// How far the other side has read.
    pub peer_read: i64,
    /// The other side is connected; a server of before says nothing of it.
    #[serde(default)]
    pub peer_here: bool,
}

/// What a client says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClientFrame {
    /// First frame of every connection.
    Hello {
        /// [`PROTOCOL`] of the client.
        protocol: u16,
        /// The epoch its cursors belong to; none on a first visit.
        epoch: Option<Uuid>,
        /// Where to resume.
        cursors: Vec<Cursor>,
    },
    /// A new message, or one whose ack has not come.
    Send {
        conversation: Uuid,
        client_id: Uuid,
        body: String,
    },
    /// Everything up to `upto` was shown to the person.
    Read { conversation: Uuid, upto: i64 },
    /// Give me what comes after `after`.
    Fetch { conversation: Uuid, after: i64 },
    /// The person is typing (not guaranteed).
    Typing { conversation: Uuid },
    /// Are you there?
    Ping,
}

/// What the server says.
/// `wire_read` reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum ServerFrame {
    /// Answer to `hello`.
    Welcome {
        /// [`PROTOCOL`] of the server.
        protocol: u16,
        /// Changes when the stored conversations were replaced (a restore): old cursors are void then.
        epoch: Uuid,
        /// The conversations this socket follows.
        talks: Vec<TalkState>,
    },
    /// Your message is committed.
    Ack {
        conversation: Uuid,
        client_id: Uuid,
        seq: i64,
        at: i64,
    },
    /// Your message is not accepted and never will be.
    Refused {
        conversation: Uuid,
        client_id: Uuid,
        code: Refusal,
    },
    /// Something was said.
    Message {
        conversation: Uuid,
        message: Message,
    },
    /// What comes after a cursor, in order; more is there when `last_seq` is beyond the last of them.
    Gap {
        conversation: Uuid,
        messages: Vec<Message>,
        last_seq: i64,
    },
    /// A side has read up to here.
    Read {
        conversation: Uuid,
        party: Party,
        upto: i64,
    },
    /// A side is connected, or is not any more (not guaranteed).
    Presence {
        conversation: Uuid,
        party: Party,
        is_here: bool,
    },
    /// The other side is typing (not guaranteed).
    Typing { conversation: Uuid, party: Party },
    /// A conversation became this person's.
    Opened { talk: TalkState },
    /// A conversation is no longer this person's.
    Gone { conversation: Uuid },
    /// The citizen's place in the queue, from 1 (not guaranteed).
    Place { conversation: Uuid, place: i64 },
    /// For counsellors: how many wait (not guaranteed).
    Waiting { count: i64 },
    /// Yes, I am here.
    Pong,
    /// The server is about to close; come back after so many milliseconds.
    Goodbye { retry_after: u32 },
}

/// Why a message is refused for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// Nothing but blanks.
    Required,
    /// Longer than [`super::body::BODY_MAX`].
    TooLong,
    /// The conversation is over.
    Closed,
    /// Not (or no longer) a member of the conversation.
    Forbidden,
    /// The same `client_id` was used for other words.
    Conflict,
    /// More messages in a minute than a person writes.
    TooMany,
}

impl Refusal {
    /// Text key of the refusal.
    pub fn code(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::TooLong => "too_long",
            Self::Closed => "talk_closed",
            Self::Forbidden => "talk_forbidden",
            Self::Conflict => "talk_conflict",
            Self::TooMany => "talk_too_many",
        }
    }
}

/// Takes from the front of `messages` what fits one `gap` frame; at least one, so that a reader always gets on.
pub fn one_gap(mut messages: Vec<Message>) -> Vec<Message> {
    let mut bytes = 0;
    let fits = messages
        .iter()
        .take(GAP_MESSAGES_MAX)
        .take_while(|message| {
            bytes += message.body.len() + message.name.len();
            bytes <= GAP_BYTES_MAX
        })
        .count();
    messages.truncate(fits.max(1));
    messages
}

#[cfg(test)]
#[path = "wire_tests.rs"]
mod tests;
