//! Data that the server sends to the pages. The data of the socket is in `domain::consultation::wire`.

use domain::consultation::client::Core;
use domain::consultation::state::Status;
use domain::consultation::wire::{Message, TalkState};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

/// Whether counsellors answer now, and until or from when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenState {
    /// Whether counsellors answer now.
    pub is_open: bool,
    /// Time of the next change, UTC; none when no opening is known.
    #[serde(with = "time::serde::timestamp::option")]
    pub changes_at: Option<OffsetDateTime>,
    /// The holiday, if one is the reason today.
    pub holiday: Option<String>,
}

/// One day of the week and its shifts, such as `08.00–12.00`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayHours {
    /// 1 Monday … 7 Sunday.
    pub weekday: u8,
    /// The shifts in order.
    pub shifts: Vec<String>,
}

/// A citizen's own conversation in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnTalk {
    /// The conversation.
    pub id: Uuid,
    /// Code of the topic.
    pub topic: String,
    /// Its state.
    pub status: Status,
    /// The name that a guest has left; none for a signed-in person's conversation.
    pub guest: Option<String>,
    /// Time of its last message.
    #[serde(with = "time::serde::timestamp")]
    pub last_at: OffsetDateTime,
    /// Whether it has an answer that was not read.
    pub unread: bool,
}

/// The data of `/konsultasi`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StartView {
    /// Whether counsellors answer now.
    pub opening: OpenState,
    /// The opening hours of the week.
    pub week: Vec<DayHours>,
    /// The number of waiting conversations.
    pub waiting: i64,
    /// The participant's conversations, latest first.
    pub own: Vec<OwnTalk>,
    /// The id of the first message, so that sending it twice stores it once.
    pub client_id: Uuid,
}

/// One conversation with its latest messages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TalkView {
    /// Its state; `last_seq` is that of the last message of `history`.
    pub talk: TalkState,
    /// The latest messages, in order.
    pub history: Vec<Message>,
    /// The id of the next message, so that sending it twice stores it once.
    pub client_id: Uuid,
}

impl TalkView {
    /// The `seq` before which older messages are found, if there are any.
    pub fn earlier(&self) -> Option<i64> {
        self.history
            .first()
            .map(|message| message.seq)
            .filter(|first| *first > 1)
    }
}

/// The data of `/konsultasi/{id}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TalkPageView {
    /// The conversation.
    pub view: TalkView,
    /// The epoch of the history; a restore of the database changes it.
    pub epoch: Uuid,
    /// Place in the queue, from 1.
    pub place: Option<i64>,
    /// Whether counsellors answer now.
    pub opening: OpenState,
    /// Whether this is the end of the conversation, with the composer; otherwise it is an older part.
    pub is_end: bool,
}

/// Somebody in the queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueEntry {
    /// The conversation.
    pub id: Uuid,
    /// The citizen's name.
    pub citizen: String,
    /// Code of the topic.
    pub topic: String,
    /// The time at which its wait began.
    #[serde(with = "time::serde::timestamp")]
    pub queued_at: OffsetDateTime,
    /// The number of its messages.
    pub messages: i64,
}

/// Another counsellor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Colleague {
    /// The person.
    pub id: Uuid,
    /// Their name.
    pub name: String,
    /// Whether they can take one more.
    pub has_room: bool,
}

/// A closed conversation in a counsellor's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskEntry {
    /// The conversation.
    pub id: Uuid,
    /// The citizen's name.
    pub citizen: String,
    /// Code of the topic.
    pub topic: String,
    /// Code of the outcome.
    pub outcome: String,
    /// Time of its last message.
    #[serde(with = "time::serde::timestamp")]
    pub last_at: OffsetDateTime,
}

/// The data of `/petugas/konsultasi`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskView {
    /// The epoch of the histories; a restore of the database changes it.
    pub epoch: Uuid,
    /// The conversations the counsellor has.
    pub talks: Vec<TalkView>,
    /// The queue.
    pub queue: Vec<QueueEntry>,
    /// Colleagues for a hand-over.
    pub colleagues: Vec<Colleague>,
    /// Conversations that were closed lately.
    pub closed: Vec<DeskEntry>,
}

/// The client core of a page that shows these conversations, the same on the server and at hydration.
pub(super) fn core_of<'a>(
    epoch: Uuid,
    talks: impl IntoIterator<Item = &'a TalkView>,
    place: Option<i64>,
) -> Core {
    let mut core = Core::new(Some(epoch));
    for view in talks {
        core.follow(view.talk.clone(), place);
    }
    core
}
