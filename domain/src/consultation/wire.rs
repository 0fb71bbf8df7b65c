//! The frames of the socket: one tagged enum in each direction, shared by the server and the client. A client's frame
//! has its tag as the only key (`{"send":{…}}`), a server's frame has its tag among the fields (`{"is":"ack",…}`): the
//! phone writes and reads these forms with the least code.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use super::message::{Kind, Message, Party, SILENT};
use super::state::{Outcome, Status};

/// Version of this protocol. A peer with another version is asked to load the page anew.
pub const PROTOCOL: u16 = 2;
/// Largest frame either side accepts, in bytes.
pub const FRAME_MAX: usize = 64 * 1024;
/// Most conversations one `hello` may name.
pub const CURSORS_MAX: usize = 64;
/// Most messages in one `gap` frame.
pub const GAP_MESSAGES_MAX: usize = 50;
/// Most bytes of message bodies in one `gap` frame; JSON may double them, which still fits [`FRAME_MAX`].
pub const GAP_BYTES_MAX: usize = 24 * 1024;
/// Time between two pings of a client, in milliseconds. After two intervals without a frame the client takes the
/// connection for dead. The server waits longer, because a hidden page pings less often (`ws/socket` in the server).
pub const BEAT_MS: u32 = 15_000;
/// Close code for a reader that does not keep up; it may come back at once and resumes from its cursors.
pub const CLOSE_SLOW: u16 = 4408;
/// Close code for a peer that may not use the socket (signed out, no conversation).
pub const CLOSE_FORBIDDEN: u16 = 4403;
/// Close code for a frame that this protocol does not know: the page is of another version and has to be loaded anew.
pub const CLOSE_BAD_FRAME: u16 = 4400;

/// The point up to which one side has all messages of a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    /// The conversation.
    pub conversation: Uuid,
    /// Last `seq` that was applied; 0 for nothing yet.
    pub seq: i64,
}

/// The server's state of one conversation, for the person of this socket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TalkState {
    /// The conversation.
    pub conversation: Uuid,
    /// The side of this socket's person.
    pub party: Party,
    /// The citizen's name.
    pub citizen: String,
    /// The name of the counsellor who has it.
    pub counsellor: Option<String>,
    /// Code of the topic.
    pub topic: String,
    /// Its state.
    pub status: Status,
    /// Outcome, once it is closed.
    pub outcome: Option<Outcome>,
    /// The highest `seq` in the conversation.
    pub last_seq: i64,
    /// The last `seq` that the person of this socket has read.
    pub own_read: i64,
    /// The last `seq` that the other side has read.
    pub peer_read: i64,
    /// The other side is connected. An older server does not send this field.
    #[serde(default)]
    pub peer_here: bool,
}

/// A frame from a client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClientFrame {
    /// First frame of every connection.
    Hello {
        /// [`PROTOCOL`] of the client.
        protocol: u16,
        /// The epoch its cursors belong to; none on a first visit.
        epoch: Option<Uuid>,
        /// The points at which to resume.
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
    /// Asks for the messages after `after`.
    Fetch { conversation: Uuid, after: i64 },
    /// The person is typing (not guaranteed).
    Typing { conversation: Uuid },
    /// Asks whether the server still answers.
    Ping,
}

/// A frame from the server. `wire_read` reads it.
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
    /// The client's message is committed.
    Ack {
        conversation: Uuid,
        client_id: Uuid,
        seq: i64,
        at: i64,
    },
    /// The client's message is refused for good.
    Refused {
        conversation: Uuid,
        client_id: Uuid,
        code: Refusal,
    },
    /// A new message.
    Message {
        conversation: Uuid,
        message: Message,
    },
    /// The messages after a cursor, in order. There are more when `last_seq` is beyond the last of them.
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
    /// For counsellors: how many conversations wait (not guaranteed).
    Waiting { count: i64 },
    /// Answer to `ping`.
    Pong,
    /// The server is about to close. The client waits at least `retry_after` milliseconds before it connects again.
    Goodbye { retry_after: u32 },
}

/// The reason for refusing a message for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// The body is blank.
    Required,
    /// Longer than [`super::body::BODY_MAX`].
    TooLong,
    /// The conversation is over.
    Closed,
    /// The person is not, or no longer, a participant of the conversation.
    Forbidden,
    /// The same `client_id` was used for another body.
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

/// Keeps the first of `messages` that fit one `gap` frame; at least one, so that a reader always makes progress.
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
