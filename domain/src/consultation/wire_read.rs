//! Reads a server's frame: first into one struct with every field that a frame may hold, then into the enum.
//!
//! Serde's derived code would have one reader for each variant, 22 kB of the phone's client; this is one reader.

use serde::Deserialize;
use serde::de::{Deserializer, Error};
use uuid::Uuid;

use super::wire::{Message, Party, Refusal, ServerFrame, TalkState};

/// The tag of a frame.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Is {
    Welcome,
    Ack,
    Refused,
    Message,
    Gap,
    Read,
    Presence,
    Typing,
    Opened,
    Gone,
    Place,
    Waiting,
    Pong,
    Goodbye,
}

/// Every field of every frame.
#[derive(Deserialize)]
struct Fields {
    is: Is,
    conversation: Option<Uuid>,
    client_id: Option<Uuid>,
    epoch: Option<Uuid>,
    party: Option<Party>,
    code: Option<Refusal>,
    message: Option<Message>,
    messages: Option<Vec<Message>>,
    talk: Option<TalkState>,
    talks: Option<Vec<TalkState>>,
    protocol: Option<i64>,
    seq: Option<i64>,
    at: Option<i64>,
    last_seq: Option<i64>,
    upto: Option<i64>,
    place: Option<i64>,
    count: Option<i64>,
    retry_after: Option<i64>,
    is_here: Option<bool>,
}

impl<'de> Deserialize<'de> for ServerFrame {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<ServerFrame, D::Error> {
        let fields = Fields::deserialize(from)?;
        read(fields)
            .ok_or_else(|| D::Error::custom("a field of the frame is missing or out of range"))
    }
}

fn read(fields: Fields) -> Option<ServerFrame> {
    let conversation = fields.conversation;
    Some(match fields.is {
        Is::Welcome => ServerFrame::Welcome {
            protocol: fields.protocol?.try_into().ok()?,
            epoch: fields.epoch?,
            talks: fields.talks?,
        },
        Is::Ack => ServerFrame::Ack {
            conversation: conversation?,
            client_id: fields.client_id?,
            seq: fields.seq?,
            at: fields.at?,
        },
        Is::Refused => ServerFrame::Refused {
            conversation: conversation?,
            client_id: fields.client_id?,
            code: fields.code?,
        },
        Is::Message => ServerFrame::Message {
            conversation: conversation?,
            message: fields.message?,
        },
        Is::Gap => ServerFrame::Gap {
            conversation: conversation?,
            messages: fields.messages?,
            last_seq: fields.last_seq?,
        },
        Is::Read => ServerFrame::Read {
            conversation: conversation?,
            party: fields.party?,
            upto: fields.upto?,
        },
        Is::Presence => ServerFrame::Presence {
            conversation: conversation?,
            party: fields.party?,
            is_here: fields.is_here?,
        },
        Is::Typing => ServerFrame::Typing {
            conversation: conversation?,
            party: fields.party?,
        },
        Is::Opened => ServerFrame::Opened { talk: fields.talk? },
        Is::Gone => ServerFrame::Gone {
            conversation: conversation?,
        },
        Is::Place => ServerFrame::Place {
            conversation: conversation?,
            place: fields.place?,
        },
        Is::Waiting => ServerFrame::Waiting {
            count: fields.count?,
        },
        Is::Pong => ServerFrame::Pong,
        Is::Goodbye => ServerFrame::Goodbye {
            retry_after: fields.retry_after?.try_into().ok()?,
        },
    })
}
