//! When a counsellor's office has ended, nobody may read the conversations any more that were closed under it.

use app::accounts::officers::remove_officer;
use app::consultation::{CloseTalk, Say, TakeTalk};
use domain::accounts::Role;
use domain::consultation::wire::{ClientFrame, Cursor, PROTOCOL, ServerFrame};
use leptos::server_fn::ServerFn;

use super::line::Line;
use super::{count, id_of, new_id, serve, signed_in_again, start_as_guest};
use crate::support::Portal;

#[tokio::test]
async fn a_removed_officer_reads_no_closed_talk_through_a_socket() {
    let portal = Portal::start().await;
    let address = serve(portal.router.clone()).await;
    let (officer, mut desk) = portal.signed_in(Role::Counsellor, "Bu Rina").await;
    let (mut first, mut second) = (portal.browser(), portal.browser());
    let closed = id_of(&start_as_guest(&mut first, "Rahasia saya").await);
    let held = id_of(&start_as_guest(&mut second, "Rahasia kedua").await);
    for talk in [closed, held] {
        let taken = desk
            .call(TakeTalk::url(), &[("conversation", &talk.to_string())])
            .await;
        assert_eq!(taken.status, 200);
    }
    let closing = [
        ("conversation", closed.to_string()),
        ("outcome", "answered".to_owned()),
    ];
    let closing = closing
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    assert_eq!(desk.call(CloseTalk::url(), &closing).await.status, 200);
    remove_officer(&portal.platform, &format!("{officer}@portal.test"))
        .await
        .unwrap();
    let active = "SELECT count(*) FROM conversation WHERE status = 'active'";
    assert_eq!(count(&portal, active).await, 0);

    let mut citizen = signed_in_again(&portal, officer).await;
    let mut line = Line::open(&address, &citizen.cookies()).await;
    let cursors = [closed, held].map(|conversation| Cursor {
        conversation,
        seq: 0,
    });
    line.say(&ClientFrame::Hello {
        protocol: PROTOCOL,
        epoch: None,
        cursors: cursors.to_vec(),
    })
    .await;
    for conversation in [closed, held] {
        line.say(&ClientFrame::Fetch {
            conversation,
            after: 0,
        })
        .await;
        line.say(&ClientFrame::Read {
            conversation,
            upto: 1,
        })
        .await;
        line.say(&ClientFrame::Send {
            conversation,
            client_id: new_id(),
            body: "Masih di sini".to_owned(),
        })
        .await;
    }
    line.say(&ClientFrame::Ping).await;
    let mut refused = 0;
    loop {
        match line.next().await {
            ServerFrame::Welcome { talks, .. } => assert_eq!(talks, []),
            ServerFrame::Refused { .. } => refused += 1,
            ServerFrame::Pong => break,
            other => panic!("a removed officer is told {other:?}"),
        }
    }
    assert_eq!(refused, 2);
    assert_eq!(
        count(&portal, "SELECT count(*) FROM conversation_read").await,
        0
    );
    let say = [
        ("conversation", closed.to_string()),
        ("client_id", new_id().to_string()),
        ("seen", "0".to_owned()),
        ("body", "Halo".to_owned()),
    ];
    let say = say.each_ref().map(|(name, value)| (*name, value.as_str()));
    assert_eq!(citizen.call(Say::url(), &say).await.status, 404);
    let page = citizen.get(&format!("/konsultasi/{closed}")).await;
    assert_eq!(page.status, 404);
}

#[tokio::test]
async fn a_counsellor_s_own_question_stays_theirs_when_the_office_ends() {
    let portal = Portal::start().await;
    let (officer, mut desk) = portal.signed_in(Role::Counsellor, "Bu Rina").await;
    let talk = start_as_guest(&mut desk, "Soal saya sendiri").await;
    remove_officer(&portal.platform, &format!("{officer}@portal.test"))
        .await
        .unwrap();
    let mut citizen = signed_in_again(&portal, officer).await;
    let page = citizen.get(&talk).await;
    assert_eq!(page.status, 200);
    assert!(page.page().contains("Soal saya sendiri"));
}
