//! Messages that are shown, pending or read.

use super::*;

#[test]
fn a_hole_is_fetched_once_and_nothing_shown_until_it_is_filled() {
    let mut core = connected();
    assert_eq!(core.step(heard(5)), [fetch(3)]);
    assert_eq!(core.step(heard(6)), []);
    assert!(shown(&core).is_empty());
    let messages = vec![
        message(4, Party::Counsellor, id(4), "a"),
        message(5, Party::Counsellor, id(5), "b"),
    ];
    let gap = ServerFrame::Gap {
        conversation: TALK,
        messages,
        last_seq: 6,
    };
    assert_eq!(core.step(Event::Frame(gap)), [fetch(5)]);
    core.step(heard(6));
    core.step(heard(5));
    assert_eq!(shown(&core), [4, 5, 6]);
}

#[test]
fn pending_then_sent_then_read() {
    let mut core = connected();
    let effects = core.submit(TALK, id(1), " halo ").unwrap();
    assert!(
        matches!(&effects[0], Effect::Keep(kept) if kept.body == "halo" && kept.conversation == TALK)
    );
    assert_eq!(effects[1], send(1, "halo"));
    assert_eq!(core.talks()[&TALK].outbox()[0].state, PendingState::Waiting);
    assert_eq!(core.step(ack(1, 4)), [forget(1)]);
    assert!(core.talks()[&TALK].outbox().is_empty());
    assert_eq!(shown(&core), [4]);
    assert_eq!(core.talks()[&TALK].delivery(4), Delivery::Sent);
    core.step(Event::Frame(ServerFrame::Read {
        conversation: TALK,
        party: Party::Counsellor,
        upto: 4,
    }));
    assert_eq!(core.talks()[&TALK].delivery(4), Delivery::Read);
}

#[test]
fn an_ack_beyond_a_hole_shows_the_message_once_after_it() {
    let mut core = connected();
    core.submit(TALK, id(1), "halo").unwrap();
    assert_eq!(core.step(ack(1, 5)), [forget(1), fetch(3)]);
    assert_eq!(
        core.talks()[&TALK].outbox()[0].state,
        PendingState::Sent { seq: 5 }
    );
    let messages = vec![
        message(4, Party::Counsellor, id(4), "a"),
        message(5, Party::Citizen, id(1), "halo"),
    ];
    core.step(Event::Frame(ServerFrame::Gap {
        conversation: TALK,
        messages,
        last_seq: 5,
    }));
    assert_eq!(shown(&core), [4, 5]);
    assert!(core.talks()[&TALK].outbox().is_empty());
}

#[test]
fn resends_the_same_ids_in_order_after_the_line_was_lost() {
    let mut core = connected();
    core.submit(TALK, id(2), "satu").unwrap();
    let wait = core.step(closed(Some(1006)));
    assert!(
        matches!(wait[..], [Effect::ConnectAfter(500..=1000)]),
        "{wait:?}"
    );
    let offline = core.submit(TALK, id(1), "dua").unwrap();
    assert!(matches!(offline[..], [Effect::Keep(_)]), "{offline:?}");
    core.step(Event::Connect);
    core.step(Event::Opened);
    // The first message was committed, but its ack was lost.
    assert_eq!(core.step(welcome(4)), [send(2, "satu"), send(1, "dua")]);
    assert_eq!(core.step(ack(2, 4)), [forget(2)]);
    assert_eq!(core.step(ack(1, 5)), [forget(1)]);
    assert_eq!(shown(&core), [4, 5]);
}

#[test]
fn the_kept_outbox_comes_back_in_order() {
    let mut core = Core::new(None);
    core.follow(state(3), None);
    let first = core.submit(TALK, id(8), "satu").unwrap();
    let second = core.submit(TALK, id(7), "dua").unwrap();
    let kept: Vec<Kept> = [&second[0], &first[0]]
        .into_iter()
        .filter_map(|effect| {
            if let Effect::Keep(kept) = effect {
                Some(kept)
            } else {
                None
            }
        })
        .map(|kept| serde_json::from_str(&serde_json::to_string(kept).unwrap()).unwrap())
        .collect();
    let mut reborn = Core::new(None);
    reborn.follow(state(3), None);
    reborn.restore(kept.clone());
    reborn.restore(kept);
    reborn.step(Event::Connect);
    reborn.step(Event::Opened);
    assert_eq!(reborn.step(welcome(3)), [send(8, "satu"), send(7, "dua")]);
}

#[test]
fn what_one_side_has_kept_is_not_said_by_the_other() {
    let mut guest = Core::new(None);
    guest.follow(state(3), None);
    let effects = guest.submit(TALK, id(1), "halo").unwrap();
    let [Effect::Keep(kept)] = &effects[..] else {
        panic!("nothing to keep")
    };
    let mut of_before = serde_json::to_value(kept).unwrap();
    of_before.as_object_mut().unwrap().remove("party");
    let kept = [kept.clone(), serde_json::from_value(of_before).unwrap()];
    for kept in kept {
        for (party, held) in [(Party::Counsellor, 0), (Party::Citizen, 1)] {
            let mut core = Core::new(None);
            core.follow(TalkState { party, ..state(3) }, None);
            core.restore(vec![kept.clone()]);
            assert_eq!(core.talks()[&TALK].outbox().len(), held);
        }
    }
}

#[test]
fn a_refused_message_can_be_taken_back() {
    let mut core = connected();
    core.submit(TALK, id(1), "halo").unwrap();
    assert_eq!(
        core.discard(TALK, id(1)),
        None,
        "one that may still arrive cannot"
    );
    let refused = ServerFrame::Refused {
        conversation: TALK,
        client_id: id(1),
        code: Refusal::TooMany,
    };
    core.step(Event::Frame(refused));
    assert_eq!(
        core.talks()[&TALK].outbox()[0].state,
        PendingState::Refused(Refusal::TooMany)
    );
    assert_eq!(core.discard(TALK, id(1)), Some(("halo".into(), forget(1))));
}

#[test]
fn a_closed_talk_takes_no_words() {
    let mut core = connected();
    let mut end = message(4, Party::Counsellor, id(4), "answered");
    end.kind = Kind::Closed;
    core.step(Event::Frame(ServerFrame::Message {
        conversation: TALK,
        message: end,
    }));
    assert_eq!(core.talks()[&TALK].status, Status::Closed);
    assert_eq!(core.submit(TALK, id(1), "halo"), Err(Refusal::Closed));
    assert_eq!(core.submit(id(5), id(1), "halo"), Err(Refusal::Forbidden));
}

#[test]
fn a_counsellor_has_no_way_to_send_words_for_a_talk_that_is_over_or_gone() {
    let talk = TalkState {
        party: Party::Counsellor,
        ..state(3)
    };
    let mut ended = Core::new(None);
    ended.follow(
        TalkState {
            status: Status::Closed,
            ..talk.clone()
        },
        None,
    );
    let mut taken = Core::new(None);
    taken.follow(talk, None);
    taken.step(Event::Connect);
    taken.step(Event::Opened);
    taken.step(Event::Frame(ServerFrame::Welcome {
        protocol: PROTOCOL,
        epoch: EPOCH,
        talks: Vec::new(),
    }));
    for mut core in [ended, taken] {
        assert_eq!(core.submit(TALK, id(1), "halo"), Err(Refusal::Forbidden));
    }
}

#[test]
fn what_was_seen_is_told_again_when_the_server_has_not_heard() {
    let mut core = connected();
    core.step(heard(4));
    assert_eq!(core.talks()[&TALK].unseen(), 1);
    assert!(core.talks()[&TALK].is_unread());
    let read = Effect::Send(ClientFrame::Read {
        conversation: TALK,
        upto: 4,
    });
    assert_eq!(
        core.step(Event::Seen { conversation: TALK }),
        std::slice::from_ref(&read)
    );
    assert_eq!(core.step(Event::Seen { conversation: TALK }), []);
    assert_eq!(core.talks()[&TALK].unseen(), 0);
    assert!(!core.talks()[&TALK].is_unread());
    core.step(closed(None));
    core.step(Event::Connect);
    core.step(Event::Opened);
    assert_eq!(core.step(welcome(3)), [read]);
}

#[test]
fn what_another_tab_has_read_meanwhile_is_read_here_too() {
    let mut core = connected();
    core.step(heard(4));
    core.step(closed(None));
    core.step(Event::Connect);
    core.step(Event::Opened);
    assert_eq!(core.step(welcome(4)), []);
    assert_eq!(core.talks()[&TALK].unseen(), 0);
    assert_eq!(core.step(Event::Seen { conversation: TALK }), []);
}

#[test]
fn whether_the_other_side_is_here_is_known_only_on_a_line() {
    let mut core = connected();
    let here = |core: &Core| core.talks()[&TALK].peer_here;
    assert_eq!(here(&core), Some(false));
    let says = |party, is_here| {
        Event::Frame(ServerFrame::Presence {
            conversation: TALK,
            party,
            is_here,
        })
    };
    core.step(says(Party::Counsellor, true));
    core.step(Event::Frame(ServerFrame::Typing {
        conversation: TALK,
        party: Party::Counsellor,
    }));
    core.step(says(Party::Citizen, false));
    assert_eq!(here(&core), Some(true), "this client is no other side");
    core.step(says(Party::Counsellor, false));
    assert_eq!(here(&core), Some(false));
    assert!(
        !core.talks()[&TALK].peer_typing,
        "who is gone does not type"
    );
    core.step(closed(None));
    assert_eq!(here(&core), None);
    core.step(Event::Connect);
    core.step(Event::Opened);
    let mut state = state(3);
    state.peer_here = true;
    core.step(Event::Frame(ServerFrame::Welcome {
        protocol: PROTOCOL,
        epoch: EPOCH,
        talks: vec![state],
    }));
    assert_eq!(here(&core), Some(true));
}

#[test]
fn words_are_on_their_way_until_they_are_acked_or_refused() {
    let mut core = connected();
    let is_sending = |core: &Core| core.talks()[&TALK].is_sending();
    assert!(!is_sending(&core));
    core.submit(TALK, id(1), "halo").unwrap();
    core.submit(TALK, id(2), "lagi").unwrap();
    core.step(ack(1, 4));
    assert!(is_sending(&core), "the second is still out");
    // The same holds without a connection, which may come back.
    core.step(closed(None));
    assert!(is_sending(&core));
    core.step(Event::Connect);
    core.step(Event::Opened);
    core.step(welcome(4));
    core.step(Event::Frame(ServerFrame::Refused {
        conversation: TALK,
        client_id: id(2),
        code: Refusal::Closed,
    }));
    assert!(!is_sending(&core));
}
