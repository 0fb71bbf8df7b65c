//! How many conversations a person may begin, because each stands in the queue before other people's, and how many
//! sockets they may hold.

use app::consultation::{EndTalk, StartTalk};
use app::platform::Settings;
use axum::body::Body;
use axum::http::{Request, header};
use domain::accounts::Role;
use domain::consultation::wire::{ClientFrame, PROTOCOL, Refusal, ServerFrame};
use leptos::server_fn::ServerFn;

use super::line::Line;
use super::{count, field, id_of, new_id, serve, start_as_guest};
use crate::support::{Answer, Portal};

fn behind_a_proxy(settings: &mut Settings) {
    settings.trusted_proxies = 1;
}

/// Begins a conversation from this address without a cookie, as a script does.
async fn start_from(portal: &Portal, address: &str) -> Answer {
    let form = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("client_id", &new_id().to_string())
        .append_pair("name", "Siti")
        .append_pair("topic", "other")
        .append_pair("body", "Halo")
        .finish();
    let request = Request::post(StartTalk::url())
        .header(header::ACCEPT, "application/json")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .header("x-forwarded-for", address)
        .body(Body::from(form));
    portal.browser().send(request.unwrap()).await
}

#[tokio::test]
async fn a_script_that_keeps_no_cookie_does_not_fill_the_queue() {
    let portal = Portal::start_with(behind_a_proxy).await;
    for _ in 0..200 {
        assert_eq!(start_from(&portal, "203.0.113.9").await.status, 200);
    }
    assert_eq!(start_from(&portal, "203.0.113.9").await.status, 429);
    assert_eq!(start_from(&portal, "203.0.113.10").await.status, 200);
    // The limit's counters do not hold the addresses themselves.
    let named = "SELECT count(*) FROM rate_limit WHERE key LIKE '%203.0%'";
    assert_eq!(count(&portal, named).await, 0);
    portal.clock().advance(time::Duration::HOUR);
    assert_eq!(start_from(&portal, "203.0.113.9").await.status, 200);
}

#[tokio::test]
async fn one_guest_begins_six_talks_in_an_hour() {
    let portal = Portal::start().await;
    let mut guest = portal.browser();
    for _ in 0..6 {
        let talk = start_as_guest(&mut guest, "Halo").await;
        let id = id_of(&talk).to_string();
        guest
            .submit(&talk, EndTalk::url(), &[("conversation", &id)])
            .await;
    }
    let client_id = field(&guest.get("/konsultasi").await.body, "client_id");
    let fields = [
        ("client_id", client_id.as_str()),
        ("name", "Siti"),
        ("topic", "other"),
        ("body", "Halo"),
    ];
    assert_eq!(guest.call(StartTalk::url(), &fields).await.status, 429);
}

#[tokio::test]
async fn one_person_and_one_guest_hold_sixteen_sockets_each() {
    let portal = Portal::start().await;
    let address = serve(portal.router.clone()).await;
    let (mut guest, mut other) = (portal.browser(), portal.browser());
    start_as_guest(&mut guest, "Halo").await;
    start_as_guest(&mut other, "Halo").await;
    let (_, person) = portal.signed_in(Role::Citizen, "Budi").await;
    for (who, cookies) in [("guest", guest.cookies()), ("person", person.cookies())] {
        let mut held = Vec::new();
        for _ in 0..16 {
            held.push(greeted(&address, &cookies).await);
        }
        let more = Line::open(&address, &cookies).await;
        assert_eq!(more.rest().await, (vec![], Some(1013)), "{who}");
        greeted(&address, &other.cookies()).await;
    }
}

async fn greeted(address: &str, cookies: &str) -> Line {
    let mut line = Line::open(address, cookies).await;
    line.say(&ClientFrame::Hello {
        protocol: PROTOCOL,
        epoch: None,
        cursors: vec![],
    })
    .await;
    let welcome = line.next().await;
    assert!(
        matches!(welcome, ServerFrame::Welcome { .. }),
        "{welcome:?}"
    );
    line
}

#[tokio::test]
async fn a_limit_that_a_message_on_a_socket_reaches_is_noted() {
    let portal = Portal::start_with(behind_a_proxy).await;
    let address = serve(portal.router.clone()).await;
    let mut guest = portal.browser();
    let conversation = id_of(&start_as_guest(&mut guest, "Halo").await);
    // Sets the conversation as if 300 more messages had come in this minute.
    sqlx::query("UPDATE conversation SET last_seq = 301")
        .execute(portal.pool())
        .await
        .unwrap();
    let mut line = greeted(&address, &guest.cookies()).await;
    line.say(&ClientFrame::Send {
        conversation,
        client_id: new_id(),
        body: "Masih ada?".to_owned(),
    })
    .await;
    let code = loop {
        if let ServerFrame::Refused { code, .. } = line.next().await {
            break code;
        }
    };
    assert_eq!(code, Refusal::TooMany);
    portal.platform.events.write(portal.pool()).await.unwrap();
    let noted: Vec<(String, String, String, String)> =
        sqlx::query_as("SELECT kind, account, network, place FROM security_event")
            .fetch_all(portal.pool())
            .await
            .unwrap();
    let expected = ["limited", "", "192.0.2.1", "message on a socket"].map(str::to_owned);
    let [kind, account, network, place] = expected;
    assert_eq!(noted, [(kind, account, network, place)]);
}
