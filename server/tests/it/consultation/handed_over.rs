//! A message whose ack its counsellor missed, sent again after the conversation was handed over.

use app::consultation::{HandOver, Say, TakeTalk};
use domain::accounts::Role;
use domain::consultation::wire::{ClientFrame, PROTOCOL, Refusal, ServerFrame};
use leptos::server_fn::ServerFn;
use uuid::Uuid;

use super::line::Line;
use super::{count, id_of, new_id, serve, start_as_guest};
use crate::support::Portal;

#[tokio::test]
async fn words_said_before_a_hand_over_are_acked_after_it_and_others_refused() {
    let portal = Portal::start().await;
    let address = serve(portal.router.clone()).await;
    let (_, mut rina) = portal.signed_in(Role::Counsellor, "Bu Rina").await;
    let (joko, _) = portal.signed_in(Role::Counsellor, "Pak Joko").await;
    let talk = id_of(&start_as_guest(&mut portal.browser(), "Halo").await);
    let id = talk.to_string();
    rina.call(TakeTalk::url(), &[("conversation", &id)]).await;
    let mut line = Line::open(&address, &rina.cookies()).await;
    line.say(&ClientFrame::Hello {
        protocol: PROTOCOL,
        epoch: None,
        cursors: vec![],
    })
    .await;
    let (said, late) = (new_id(), new_id());
    let first = answer(&mut line, talk, said, "Bawa kontraknya.").await;
    assert!(matches!(first, ServerFrame::Ack { .. }), "{first:?}");
    let to = [("conversation", &*id), ("to", &joko.to_string())];
    assert_eq!(rina.call(HandOver::url(), &to).await.status, 200);

    let again = answer(&mut line, talk, said, "Bawa kontraknya.").await;
    assert_eq!(again, first);
    for (client_id, words, code) in [
        (late, "Dan paspornya.", Refusal::Forbidden),
        (said, "Dan paspornya.", Refusal::Conflict),
    ] {
        let refused = ServerFrame::Refused {
            conversation: talk,
            client_id,
            code,
        };
        assert_eq!(answer(&mut line, talk, client_id, words).await, refused);
    }
    // Another counsellor cannot learn a message from its client id.
    let mut other = portal.signed_in(Role::Counsellor, "Bu Sari").await.1;
    let client_id = said.to_string();
    let say = [
        ("conversation", &*id),
        ("client_id", &client_id),
        ("seen", "1"),
        ("body", "Bawa kontraknya."),
    ];
    assert_eq!(other.call(Say::url(), &say).await.status, 404);
    // The page without JavaScript sends its form a second time.
    assert_eq!(rina.call(Say::url(), &say).await.status, 200);
    let said = "SELECT count(*) FROM conversation_message WHERE body LIKE '%kontraknya%' OR body LIKE '%paspornya%'";
    assert_eq!(count(&portal, said).await, 1);
}

/// Sends a message; returns the server's ack or refusal.
async fn answer(line: &mut Line, conversation: Uuid, client_id: Uuid, words: &str) -> ServerFrame {
    line.say(&ClientFrame::Send {
        conversation,
        client_id,
        body: words.to_owned(),
    })
    .await;
    loop {
        let frame = line.next().await;
        if matches!(frame, ServerFrame::Ack { .. } | ServerFrame::Refused { .. }) {
            return frame;
        }
    }
}
