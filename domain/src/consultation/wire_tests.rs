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
    assert!(text.starts_with(r#"{"hello":{"protocol":1"#), "{text}");
    assert_eq!(serde_json::from_str::<ClientFrame>(&text).unwrap(), frame);
    assert!(serde_json::from_str::<ClientFrame>(r#"{"shout":{}}"#).is_err());
}

/// A server of before the upgrade says nothing of presence; its tabs must go on.
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
