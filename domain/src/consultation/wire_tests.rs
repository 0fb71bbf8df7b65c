use super::super::body::BODY_MAX;
use super::*;

fn message(seq: i64, body: String) -> Message {
    Message {
        seq,
        party: Party::Citizen,
        name: "Siti".into(),
        client_id: Uuid::nil(),
        kind: Kind::Text,
        body,
        at: 0,
    }
}

#[test]
fn frames_are_tagged_and_read_back() {
    let frame = ClientFrame::Hello {
        protocol: PROTOCOL,
        epoch: None,
        cursors: vec![Cursor {
            conversation: Uuid::nil(),
            seq: 3,
        }],
    };
    let text = serde_json::to_string(&frame).unwrap();
    assert!(text.starts_with(r#"{"hello":{"protocol":2"#), "{text}");
    assert_eq!(serde_json::from_str::<ClientFrame>(&text).unwrap(), frame);
    assert!(serde_json::from_str::<ClientFrame>(r#"{"shout":{}}"#).is_err());
}

/// A server from before the upgrade sends no presence; its tabs must go on working.
#[test]
fn a_state_without_presence_is_read() {
    let text = r#"{"conversation":"00000000-0000-0000-0000-000000000009","party":"citizen","citizen":"Siti",
        "counsellor":null,"topic":"other","status":"waiting","outcome":null,"last_seq":1,"own_read":0,"peer_read":0}"#;
    let state: TalkState = serde_json::from_str(text).unwrap();
    assert!(!state.peer_here);
}

#[test]
fn the_widest_gap_fits_a_frame() {
    for body in [
        "\u{1F600}".repeat(BODY_MAX),
        "\"".repeat(BODY_MAX),
        "\n".repeat(BODY_MAX),
    ] {
        let messages = one_gap((1..=200).map(|seq| message(seq, body.clone())).collect());
        assert!(!messages.is_empty());
        let frame = ServerFrame::Gap {
            conversation: Uuid::nil(),
            messages,
            last_seq: 200,
        };
        assert!(serde_json::to_string(&frame).unwrap().len() <= FRAME_MAX);
    }
}

#[test]
fn one_gap_keeps_the_front_and_never_nothing() {
    let taken = one_gap((1..=200).map(|seq| message(seq, "ya".into())).collect());
    assert_eq!(
        taken.iter().map(|m| m.seq).collect::<Vec<_>>(),
        (1..=GAP_MESSAGES_MAX as i64).collect::<Vec<_>>()
    );
    assert_eq!(
        one_gap(vec![message(1, "x".repeat(GAP_BYTES_MAX + 1))]).len(),
        1
    );
    assert!(one_gap(Vec::new()).is_empty());
}

#[test]
fn each_frame_of_the_server_is_read_as_it_was_written() {
    let (conversation, client_id) = (Uuid::from_u128(1), Uuid::from_u128(2));
    let talk = TalkState {
        conversation,
        party: Party::Citizen,
        citizen: "Siti".into(),
        counsellor: Some("Dewi".into()),
        topic: "other".into(),
        status: Status::Active,
        outcome: None,
        last_seq: 4,
        own_read: 3,
        peer_read: 2,
        peer_here: true,
    };
    let frames = [
        ServerFrame::Welcome {
            protocol: PROTOCOL,
            epoch: client_id,
            talks: vec![talk.clone()],
        },
        ServerFrame::Ack {
            conversation,
            client_id,
            seq: 5,
            at: 6,
        },
        ServerFrame::Refused {
            conversation,
            client_id,
            code: Refusal::TooLong,
        },
        ServerFrame::Message {
            conversation,
            message: message(5, "ya".into()),
        },
        ServerFrame::Gap {
            conversation,
            messages: vec![message(5, "ya".into())],
            last_seq: 7,
        },
        ServerFrame::Read {
            conversation,
            party: Party::Counsellor,
            upto: 5,
        },
        ServerFrame::Presence {
            conversation,
            party: Party::Counsellor,
            is_here: false,
        },
        ServerFrame::Typing {
            conversation,
            party: Party::Counsellor,
        },
        ServerFrame::Opened { talk },
        ServerFrame::Gone { conversation },
        ServerFrame::Place {
            conversation,
            place: 2,
        },
        ServerFrame::Waiting { count: 3 },
        ServerFrame::Pong,
        ServerFrame::Goodbye { retry_after: 500 },
    ];
    for frame in frames {
        let text = serde_json::to_string(&frame).unwrap();
        assert!(text.starts_with(r#"{"is":""#), "{text}");
        assert_eq!(serde_json::from_str::<ServerFrame>(&text).unwrap(), frame);
    }
    for wrong in [
        r#"{"is":"ack"}"#,
        r#"{"is":"shout"}"#,
        r#"{"is":"goodbye","retry_after":-1}"#,
    ] {
        assert!(serde_json::from_str::<ServerFrame>(wrong).is_err());
    }
}
