//! The connection: greeting, silence, waiting, close.

use super::*;

#[test]
fn greets_with_its_cursor_and_epoch() {
    let mut core = Core::new(Some(EPOCH));
    core.follow(state(3), None);
    core.step(Event::Connect);
    let hello = ClientFrame::Hello {
        protocol: PROTOCOL,
        epoch: Some(EPOCH),
        cursors: vec![Cursor {
            conversation: TALK,
            seq: 3,
        }],
    };
    assert_eq!(core.step(Event::Opened), [Effect::Send(hello)]);
}

#[test]
fn what_the_greeting_promised_and_the_line_lost_is_asked_for() {
    let mut core = Core::new(Some(EPOCH));
    core.follow(state(3), None);
    core.step(Event::Connect);
    core.step(Event::Opened);
    assert_eq!(core.step(welcome(5)), []);
    assert_eq!(
        core.step(Event::Beat),
        [Effect::Send(ClientFrame::Ping), fetch(3)]
    );
}

#[test]
fn a_silent_line_is_dropped_and_a_live_one_is_not() {
    let mut core = connected();
    let ping = Effect::Send(ClientFrame::Ping);
    assert_eq!(core.step(Event::Beat), std::slice::from_ref(&ping));
    core.step(Event::Frame(ServerFrame::Pong));
    assert_eq!(core.step(Event::Beat), [ping]);
    assert_eq!(core.step(Event::Beat), [Effect::Drop]);
    core.step(closed(None));
    core.step(Event::Connect);
    assert_eq!(core.step(Event::Beat), []);
    assert_eq!(
        core.step(Event::Beat),
        [Effect::Drop],
        "a connection that never opens is given up"
    );
}

#[test]
fn waits_longer_after_each_failure_and_at_least_as_told() {
    let mut core = connected();
    core.step(Event::Frame(ServerFrame::Goodbye { retry_after: 4_000 }));
    let [Effect::ConnectAfter(told)] = core.step(closed(Some(1012)))[..] else {
        panic!("does not come back")
    };
    assert!((4_500..=5_000).contains(&told), "{told}");
    let mut longest = 0;
    for roll in [29_500; 8] {
        core.step(Event::Connect);
        let [Effect::ConnectAfter(wait)] = core.step(Event::Closed { code: None, roll })[..] else {
            panic!("gave up")
        };
        longest = longest.max(wait);
    }
    assert_eq!(longest, 30_000);
}

#[test]
fn a_goodbye_in_place_of_a_welcome_is_heeded() {
    let mut core = Core::new(Some(EPOCH));
    core.follow(state(3), None);
    core.step(Event::Connect);
    core.step(Event::Opened);
    core.step(Event::Frame(ServerFrame::Goodbye { retry_after: 9_000 }));
    let wait = core.step(closed(Some(1013)));
    assert!(
        matches!(wait[..], [Effect::ConnectAfter(9_500..=10_000)]),
        "{wait:?}"
    );
}

#[test]
fn a_device_that_says_twice_that_it_is_offline_waits_once() {
    let mut core = connected();
    let wait = core.step(closed(None));
    assert!(matches!(wait[..], [Effect::ConnectAfter(500..=1000)]));
    assert_eq!(core.step(closed(None)), []);
    core.step(Event::Connect);
    let wait = core.step(Event::Closed {
        code: None,
        roll: u32::MAX,
    });
    assert!(
        matches!(wait[..], [Effect::ConnectAfter(..=2000)]),
        "{wait:?}"
    );
}

#[test]
fn a_page_of_another_protocol_or_epoch_says_so_and_keeps_its_outbox() {
    for (protocol, epoch) in [(PROTOCOL + 1, EPOCH), (PROTOCOL, id(78))] {
        let mut core = Core::new(Some(EPOCH));
        core.follow(state(3), None);
        core.submit(TALK, id(1), "halo").unwrap();
        core.step(Event::Connect);
        core.step(Event::Opened);
        let frame = ServerFrame::Welcome {
            protocol,
            epoch,
            talks: vec![state(3)],
        };
        assert_eq!(core.step(Event::Frame(frame)), [Effect::Drop]);
        assert_eq!(core.step(closed(None)), []);
        assert_eq!(core.link(), Link::Stale);
        assert_eq!(core.step(Event::Connect), []);
        assert_eq!(core.talks()[&TALK].outbox().len(), 1);
    }
}

/// A server that cannot read the greeting reports it by the close code alone.
#[test]
fn a_page_that_the_server_does_not_understand_says_so_and_keeps_its_outbox() {
    let mut greeting = Core::new(Some(EPOCH));
    greeting.follow(state(3), None);
    greeting.step(Event::Connect);
    greeting.step(Event::Opened);
    for mut core in [greeting, connected()] {
        core.submit(TALK, id(1), "halo").unwrap();
        assert_eq!(core.step(closed(Some(CLOSE_BAD_FRAME))), []);
        assert_eq!(core.link(), Link::Stale);
        assert_eq!(core.step(Event::Connect), []);
        assert_eq!(core.step(Event::Beat), []);
        assert_eq!(core.talks()[&TALK].outbox()[0].kept.body, "halo");
    }
}

#[test]
fn who_is_turned_away_does_not_knock_again() {
    let mut core = connected();
    assert_eq!(core.step(closed(Some(CLOSE_FORBIDDEN))), []);
    assert_eq!(core.link(), Link::Barred);
}

#[test]
fn a_talk_that_is_handed_over_appears_and_one_that_is_taken_away_ends() {
    let mut core = connected();
    let other = id(10);
    let opened = TalkState {
        conversation: other,
        party: Party::Counsellor,
        ..state(2)
    };
    assert_eq!(
        core.step(Event::Frame(ServerFrame::Opened { talk: opened })),
        []
    );
    let messages = vec![
        message(1, Party::Citizen, id(1), "a"),
        message(2, Party::Citizen, id(2), "b"),
    ];
    let gap = ServerFrame::Gap {
        conversation: other,
        messages,
        last_seq: 2,
    };
    core.step(Event::Frame(gap));
    assert_eq!(core.talks()[&other].last(), 2);
    core.step(Event::Frame(ServerFrame::Gone {
        conversation: other,
    }));
    assert!(core.talks()[&other].is_gone);
}

/// Only the server knows whether it got the messages before the conversation went to another counsellor.
#[test]
fn words_without_an_ack_are_asked_about_when_their_talk_is_taken_away() {
    let mut told = Core::new(Some(EPOCH));
    told.follow(state(3), None);
    told.step(Event::Connect);
    told.step(Event::Opened);
    let mut greeted = told.clone();
    told.step(welcome(3));
    let gone = Event::Frame(ServerFrame::Gone { conversation: TALK });
    let nothing_left = Event::Frame(ServerFrame::Welcome {
        protocol: PROTOCOL,
        epoch: EPOCH,
        talks: Vec::new(),
    });
    let refused = Event::Frame(ServerFrame::Refused {
        conversation: TALK,
        client_id: id(2),
        code: Refusal::Forbidden,
    });
    for (core, end) in [(&mut told, gone), (&mut greeted, nothing_left)] {
        for n in [1, 2] {
            core.submit(TALK, id(n), "halo").unwrap();
        }
        assert_eq!(core.step(end), [send(1, "halo"), send(2, "halo")]);
        let states = |core: &Core| {
            let outbox = core.talks()[&TALK].outbox().iter();
            outbox.map(|pending| pending.state).collect::<Vec<_>>()
        };
        assert_eq!(states(core), [PendingState::Waiting; 2]);
        // Only others may read the messages between 3 and 9.
        assert_eq!(core.step(ack(1, 9)), [forget(1)]);
        core.step(refused.clone());
        assert_eq!(states(core), [PendingState::Refused(Refusal::Forbidden)]);
    }
}

#[test]
fn a_desk_that_has_seen_more_talks_than_a_greeting_may_name_comes_back() {
    let mut core = connected();
    let many = 2 * CURSORS_MAX as u128;
    // All are closed, except the first, which is taken away, and the last, which stays open.
    let (taken, open) = (id(100), id(100 + many));
    for conversation in (100..=100 + many).map(id) {
        let status = if conversation == open || conversation == taken {
            Status::Active
        } else {
            Status::Closed
        };
        let talk = TalkState {
            conversation,
            party: Party::Counsellor,
            status,
            ..state(0)
        };
        core.step(Event::Frame(ServerFrame::Opened { talk }));
    }
    core.step(Event::Frame(ServerFrame::Gone {
        conversation: taken,
    }));
    core.step(closed(None));
    core.step(Event::Connect);
    let [Effect::Send(ClientFrame::Hello { cursors, .. })] = &core.step(Event::Opened)[..] else {
        panic!("does not greet")
    };
    assert_eq!(cursors.len(), CURSORS_MAX);
    let names = |id| cursors.iter().any(|cursor| cursor.conversation == id);
    assert!(names(TALK) && names(open) && !names(taken));
    let named: Vec<_> = cursors.iter().map(|cursor| cursor.conversation).collect();
    let talks = named.iter().filter(|id| **id != TALK).map(|id| TalkState {
        conversation: *id,
        party: Party::Counsellor,
        status: core.talks()[id].status,
        ..state(0)
    });
    core.step(Event::Frame(ServerFrame::Welcome {
        protocol: PROTOCOL,
        epoch: EPOCH,
        talks: talks.collect(),
    }));
    let gone = core.talks().iter().filter(|(_, talk)| talk.is_gone);
    assert_eq!(gone.map(|(id, _)| *id).collect::<Vec<_>>(), [TALK, taken]);
}
