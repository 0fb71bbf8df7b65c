//! Every way in which a counsellor gets a person's messages, or the queue's names, is in the audit trail.

use app::consultation::{LoadQueue, TakeTalk};
use axum::body::Body;
use axum::http::{Request, header};
use domain::accounts::Role;
use domain::consultation::wire::{ClientFrame, Cursor, PROTOCOL, ServerFrame};
use leptos::server_fn::ServerFn;
use uuid::Uuid;

use super::line::Line;
use super::{count, id_of, serve, start_as_guest};
use crate::support::{Browser, Portal};

const READS: &str = "SELECT count(*) FROM audit WHERE action = 'consultation.read'";
const DESK: &str = "/petugas/konsultasi";

#[tokio::test]
async fn who_opens_the_desk_is_in_the_audit_trail_once_however_the_queue_moves() {
    let portal = Portal::start().await;
    let (rina, mut desk) = portal.signed_in(Role::Counsellor, "Bu Rina").await;
    desk.get(DESK).await;
    start_as_guest(&mut portal.browser(), "Halo").await;
    for _ in 0..3 {
        let queue = Request::get(LoadQueue::url()).header(header::ACCEPT, "application/json");
        let queue = desk.send(queue.body(Body::empty()).unwrap()).await;
        assert!(queue.body.contains("Siti"), "{}", queue.body);
    }
    let looks = async || {
        sqlx::query_as::<_, (Uuid, Option<Uuid>, String)>(
            "SELECT actor, subject, object FROM audit WHERE action = 'consultation_desk.read'",
        )
        .fetch_all(portal.pool())
        .await
        .unwrap()
    };
    let look = || (rina, None, "consultation_desk".to_owned());
    assert_eq!(looks().await, [look()]);
    assert!(desk.get(DESK).await.page().contains("Siti"));
    assert_eq!(looks().await, [look(), look()]);

    let (_, mut admin) = portal.signed_in(Role::Admin, "Pak Kepala").await;
    let trail = admin.get("/petugas/audit").await.page();
    for words in ["Antrean dan riwayat konsultasi", "Beberapa orang"] {
        assert!(trail.contains(words), "{trail}");
    }
}

#[tokio::test]
async fn who_asks_for_the_queue_without_the_desk_is_in_the_audit_trail_once_in_a_while() {
    let portal = Portal::start().await;
    let (_, mut desk) = portal.signed_in(Role::Counsellor, "Bu Rina").await;
    let (_, mut other) = portal.signed_in(Role::Counsellor, "Pak Joko").await;
    let looks = "SELECT count(*) FROM audit WHERE action = 'consultation_desk.read'";
    let asks = async |desk: &mut Browser| {
        let queue = Request::get(LoadQueue::url()).header(header::ACCEPT, "application/json");
        let queue = desk.send(queue.body(Body::empty()).unwrap()).await;
        assert_eq!(queue.status, 200);
    };
    for (minutes, rows) in [(0, 1), (14, 1), (2, 2)] {
        portal.clock().advance(time::Duration::minutes(minutes));
        asks(&mut desk).await;
        assert_eq!(count(&portal, looks).await, rows);
    }
    asks(&mut other).await;
    assert_eq!(count(&portal, looks).await, 3, "a look covers one's own");
}

#[tokio::test]
async fn a_socket_that_says_to_have_read_everything_is_in_the_audit_trail() {
    let portal = Portal::start().await;
    let address = serve(portal.router.clone()).await;
    let (_, mut desk) = portal.signed_in(Role::Counsellor, "Bu Rina").await;
    let talk = id_of(&start_as_guest(&mut portal.browser(), "Halo").await);
    desk.call(TakeTalk::url(), &[("conversation", &talk.to_string())])
        .await;
    // The socket connects again a minute later, and again an hour later.
    for (minutes, reads) in [(0, 1), (1, 1), (60, 2)] {
        portal.clock().advance(time::Duration::minutes(minutes));
        greeted(&address, &desk.cookies(), talk, i64::MAX).await;
        assert_eq!(
            count(&portal, READS).await,
            reads,
            "after {minutes} minutes"
        );
    }
}

#[tokio::test]
async fn words_that_a_socket_gives_a_counsellor_are_in_the_audit_trail() {
    let portal = Portal::start().await;
    let address = serve(portal.router.clone()).await;
    let (_, mut desk) = portal.signed_in(Role::Counsellor, "Bu Rina").await;
    let talk = id_of(&start_as_guest(&mut portal.browser(), "Halo").await);
    let taken = desk
        .call(TakeTalk::url(), &[("conversation", &talk.to_string())])
        .await;
    assert_eq!(taken.status, 200);
    // Seq 1 is the guest's message, seq 2 the entry that a counsellor took the conversation.
    for (seq, gives, reads) in [(0, true, 1), (1, true, 2), (2, false, 2)] {
        let mut line = greeted(&address, &desk.cookies(), talk, seq).await;
        if gives {
            given(&mut line).await;
        }
        pinged(&mut line).await;
        assert_eq!(count(&portal, READS).await, reads, "from {seq}");
    }

    // A client that claims to have read everything, and then fetches from the beginning.
    let mut line = greeted(&address, &desk.cookies(), talk, 1_000_000).await;
    for after in [0, 0] {
        line.say(&ClientFrame::Fetch {
            conversation: talk,
            after,
        })
        .await;
        given(&mut line).await;
    }
    assert_eq!(count(&portal, READS).await, 3);
}

async fn greeted(address: &str, cookies: &str, conversation: Uuid, seq: i64) -> Line {
    let mut line = Line::open(address, cookies).await;
    line.say(&ClientFrame::Hello {
        protocol: PROTOCOL,
        epoch: None,
        cursors: vec![Cursor { conversation, seq }],
    })
    .await;
    while !matches!(line.next().await, ServerFrame::Welcome { .. }) {}
    line
}

/// Waits until a message, or the notice of a gap, has come.
async fn given(line: &mut Line) {
    while !matches!(
        line.next().await,
        ServerFrame::Gap { .. } | ServerFrame::Message { .. }
    ) {}
}

/// Waits until the server has worked off all earlier frames.
async fn pinged(line: &mut Line) {
    line.say(&ClientFrame::Ping).await;
    while line.next().await != ServerFrame::Pong {}
}
