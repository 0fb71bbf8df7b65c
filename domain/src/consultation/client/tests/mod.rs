use super::*;
use crate::consultation::state::Status;
use crate::consultation::wire::{Kind, Message};

const TALK: Uuid = Uuid::from_u128(9);
const EPOCH: Uuid = Uuid::from_u128(77);

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

fn state(last_seq: i64) -> TalkState {
    TalkState {
        conversation: TALK,
        party: Party::Citizen,
        citizen: "Siti".into(),
        counsellor: Some("Bu Rina".into()),
        topic: "find_work".into(),
        status: Status::Active,
        outcome: None,
        last_seq,
        own_read: last_seq,
        peer_read: 0,
        peer_here: false,
    }
}

fn message(seq: i64, party: Party, client_id: Uuid, body: &str) -> Message {
    Message {
        seq,
        party,
        name: "Bu Rina".into(),
        client_id,
        kind: Kind::Text,
        body: body.into(),
        at: 0,
    }
}

fn heard(seq: i64) -> Event {
    let message = message(
        seq,
        Party::Counsellor,
        id(1000 + seq.unsigned_abs() as u128),
        "halo",
    );
    Event::Frame(ServerFrame::Message {
        conversation: TALK,
        message,
    })
}

fn welcome(last_seq: i64) -> Event {
    Event::Frame(ServerFrame::Welcome {
        protocol: PROTOCOL,
        epoch: EPOCH,
        talks: vec![state(last_seq)],
    })
}

fn closed(code: Option<u16>) -> Event {
    Event::Closed { code, roll: 7 }
}

/// A core that follows one conversation of three messages and is connected.
fn connected() -> Core {
    let mut core = Core::new(Some(EPOCH));
    core.follow(state(3), None);
    assert_eq!(core.step(Event::Connect), [Effect::Connect]);
    core.step(Event::Opened);
    assert_eq!(core.step(welcome(3)), []);
    assert_eq!(core.link(), Link::Up);
    core
}

fn shown(core: &Core) -> Vec<i64> {
    core.talks()[&TALK]
        .messages()
        .iter()
        .map(|message| message.seq)
        .collect()
}

fn fetch(after: i64) -> Effect {
    Effect::Send(ClientFrame::Fetch {
        conversation: TALK,
        after,
    })
}

fn send(n: u128, body: &str) -> Effect {
    Effect::Send(ClientFrame::Send {
        conversation: TALK,
        client_id: id(n),
        body: body.into(),
    })
}

fn ack(n: u128, seq: i64) -> Event {
    Event::Frame(ServerFrame::Ack {
        conversation: TALK,
        client_id: id(n),
        seq,
        at: 5,
    })
}

fn forget(n: u128) -> Effect {
    Effect::Forget {
        conversation: TALK,
        client_id: id(n),
    }
}

mod line;
mod talk;
