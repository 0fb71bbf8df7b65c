//! What crosses the wire for the pages. What the socket carries is in `domain::consultation::wire`.

use domain::consultation::client::Core;
use domain::consultation::state::Status;
use domain::consultation::wire::{Message, TalkState};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

/// Whether counsellors answer now, and until or from when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenState {
    /// Open now.
    pub is_open: bool,
    /// When that changes; none when no opening is known.
    #[serde(with = "time::serde::timestamp::option")]
    pub changes_at: Option<OffsetDateTime>,
    /// The holiday that is the reason today.
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
    /// Where it stands.
    pub status: Status,
    /// The name that a guest has left; none for what a signed-in person began.
    pub guest: Option<String>,
    /// Time of its last message.
    #[serde(with = "time::serde::timestamp")]
    pub last_at: OffsetDateTime,
    /// There is an answer that was not read.
    pub unread: bool,
}

/// What `/konsultasi` shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StartView {
    /// Now.
    pub opening: OpenState,
    /// The week.
    pub week: Vec<DayHours>,
    /// How many wait.
    pub waiting: i64,
    /// The participant's conversations, latest first.
    pub own: Vec<OwnTalk>,
    /// What the first message is called, so that sending twice is sending once.
    pub client_id: Uuid,
}

/// One conversation with its latest messages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TalkView {
    /// Where it stands; `last_seq` is that of the last message of `history`.
    pub talk: TalkState,
    /// The latest messages, in order.
    pub history: Vec<Message>,
    /// What the next message is called, so that sending twice is sending once.
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

/// What `/konsultasi/{id}` shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TalkPageView {
    /// The conversation.
    pub view: TalkView,
    /// To which restore the history belongs.
    pub epoch: Uuid,
    /// Place in the queue, from 1.
    pub place: Option<i64>,
    /// Now.
    pub opening: OpenState,
    /// Whether this is the end of the conversation, where one writes; else an older part of it.
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
    /// Since when.
    #[serde(with = "time::serde::timestamp")]
    pub queued_at: OffsetDateTime,
    /// How many messages are in it.
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

/// What `/petugas/konsultasi` shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskView {
    /// To which restore the histories belong.
    pub epoch: Uuid,
    /// The conversations the counsellor has.
    pub talks: Vec<TalkView>,
    /// Who waits.
    pub queue: Vec<QueueEntry>,
    /// To whom one can hand over.
    pub colleagues: Vec<Colleague>,
    /// What was closed lately.
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
