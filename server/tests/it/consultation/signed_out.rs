//! A socket ends when the session that opened it ends.

use app::consultation::{Say, TakeTalk};
use domain::accounts::Role;
use domain::consultation::wire::{CLOSE_FORBIDDEN, ClientFrame, PROTOCOL, ServerFrame};
use leptos::server_fn::ServerFn;
use uuid::Uuid;

use super::line::Line;
use super::{count, id_of, new_id, serve, start_as_guest};
use crate::support::{Browser, Portal};

#[tokio::test]
async fn signing_out_elsewhere_closes_the_socket_with_4403() {
    let portal = Portal::start().await;
    let address = serve(portal.router.clone()).await;
    let (person, browser) = portal.signed_in(Role::Citizen, "Siti").await;
    let mut line = Line::open(&address, &browser.cookies()).await;
    let hello = ClientFrame::Hello {
        protocol: PROTOCOL,
        epoch: None,
        cursors: Vec::new(),
    };
    line.say(&hello).await;
    assert!(matches!(line.next().await, ServerFrame::Welcome { .. }));
    // Sends more pings than the portal accepts between two checks of the session.
    for _ in 0..8 {
        line.say(&ClientFrame::Ping).await;
        assert_eq!(line.next().await, ServerFrame::Pong);
    }
    sign_out(&portal, person).await;
    for _ in 0..8 {
        line.say(&ClientFrame::Ping).await;
    }
    let (_, code) = line.rest().await;
    assert_eq!(code, Some(CLOSE_FORBIDDEN));
}

#[tokio::test]
async fn an_ended_session_says_and_hears_nothing_more() {
    let portal = Portal::start().await;
    let address = serve(portal.router.clone()).await;
    let (person, mut desk) = portal.signed_in(Role::Counsellor, "Bu Rina").await;
    let mut guest = portal.browser();
    let talk = start_as_guest(&mut guest, "Halo").await;
    let id = id_of(&talk);
    let taken = desk
        .call(TakeTalk::url(), &[("conversation", &id.to_string())])
        .await;
    assert_eq!(taken.status, 200);
    let mut speaks = greeted(&address, &desk).await;
    let hears = greeted(&address, &desk).await;

    sign_out(&portal, person).await;
    let before = count(&portal, "SELECT count(*) FROM conversation_message").await;
    let send = ClientFrame::Send {
        conversation: id,
        client_id: new_id(),
        body: "Setelah keluar".to_owned(),
    };
    speaks.say(&send).await;
    let (frames, code) = speaks.rest().await;
    assert_eq!(code, Some(CLOSE_FORBIDDEN));
    assert!(
        !frames
            .iter()
            .any(|frame| matches!(frame, ServerFrame::Ack { .. }))
    );
    assert_eq!(
        count(&portal, "SELECT count(*) FROM conversation_message").await,
        before
    );

    let say = [
        ("conversation", id.to_string()),
        ("client_id", new_id().to_string()),
        ("seen", "2".to_owned()),
        ("body", "Masih di sana?".to_owned()),
    ];
    let say = say.each_ref().map(|(name, value)| (*name, value.as_str()));
    guest.submit(&talk, Say::url(), &say).await;
    let (frames, code) = hears.rest().await;
    assert_eq!(code, Some(CLOSE_FORBIDDEN));
    let heard = |frame: &ServerFrame| {
        matches!(frame, ServerFrame::Message { .. } | ServerFrame::Gap { .. })
    };
    assert!(!frames.iter().any(heard), "{frames:?}");
}

#[tokio::test]
async fn a_page_that_only_lies_open_lets_its_session_grow_idle() {
    let portal = Portal::start().await;
    let address = serve(portal.router.clone()).await;
    let (_, desk) = portal.signed_in(Role::Counsellor, "Bu Rina").await;
    let mut line = Line::open(&address, &desk.cookies()).await;
    let hello = ClientFrame::Hello {
        protocol: PROTOCOL,
        epoch: None,
        cursors: Vec::new(),
    };
    line.say(&hello).await;
    for _ in 0..8 {
        line.say(&ClientFrame::Ping).await;
    }
    portal.clock().advance(time::Duration::hours(5));
    for _ in 0..8 {
        line.say(&ClientFrame::Ping).await;
    }
    for _ in 0..16 {
        while line.next().await != ServerFrame::Pong {}
    }
    portal.clock().advance(time::Duration::hours(4));
    for _ in 0..8 {
        line.say(&ClientFrame::Ping).await;
    }
    assert_eq!(line.rest().await.1, Some(CLOSE_FORBIDDEN));
}

/// A counsellor's socket that has received its conversation.
async fn greeted(address: &str, desk: &Browser) -> Line {
    let mut line = Line::open(address, &desk.cookies()).await;
    line.say(&ClientFrame::Hello {
        protocol: PROTOCOL,
        epoch: None,
        cursors: Vec::new(),
    })
    .await;
    while !matches!(line.next().await, ServerFrame::Gap { .. }) {}
    line
}

async fn sign_out(portal: &Portal, person: Uuid) {
    sqlx::query("UPDATE session SET revoked_at = now() WHERE person_id = $1")
        .bind(person)
        .execute(portal.pool())
        .await
        .unwrap();
}
