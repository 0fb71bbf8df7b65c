//! Frames and requests that no page of the portal sends: the portal refuses them, and nobody else is affected.

use domain::consultation::wire::{CLOSE_BAD_FRAME, ClientFrame, FRAME_MAX, PROTOCOL, ServerFrame};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{Error, handshake::client::Response};

use super::line::Line;
use super::{count, id_of, new_id, serve, start_as_guest};
use crate::support::Portal;

#[tokio::test]
async fn a_frame_above_the_limit_ends_its_socket_unread() {
    let portal = Portal::start().await;
    let address = serve(portal.router.clone()).await;
    let mut guest = portal.browser();
    let talk = id_of(&start_as_guest(&mut guest, "Halo").await);
    // A frame may have blanks around it, so that only its length can be at fault here.
    let ping = serde_json::to_string(&ClientFrame::Ping).unwrap();
    let padded = |bytes: usize| format!("{ping}{}", " ".repeat(bytes - ping.len()));

    let mut line = greeted(&address, &guest.cookies()).await;
    line.write(&padded(FRAME_MAX)).await;
    assert_eq!(line.next().await, ServerFrame::Pong);
    line.write(&padded(FRAME_MAX + 1)).await;
    let (frames, code) = line.rest().await;
    assert_eq!(frames, []);
    assert_ne!(
        code,
        Some(CLOSE_BAD_FRAME),
        "the page would say that it is old"
    );

    // The portal still serves other people, and the guest.
    let mut line = greeted(&address, &guest.cookies()).await;
    line.say(&ClientFrame::Send {
        conversation: talk,
        client_id: new_id(),
        body: "Masih ada?".to_owned(),
    })
    .await;
    while !matches!(line.next().await, ServerFrame::Ack { .. }) {}
    let words = "SELECT count(*) FROM conversation_message";
    assert_eq!(count(&portal, words).await, 2);
}

#[tokio::test]
async fn another_site_s_page_gets_no_socket_with_the_visitor_s_cookies() {
    let portal = Portal::start().await;
    let address = serve(portal.router.clone()).await;
    let mut guest = portal.browser();
    start_as_guest(&mut guest, "Rahasia saya").await;
    let own = format!("http://{address}");
    for (origin, site, status) in [
        ("https://evil.example", None, 403),
        ("https://evil.example", Some("cross-site"), 403),
        (own.as_str(), Some("same-site"), 403),
        (own.as_str(), Some("same-origin"), 101),
    ] {
        let answer = knock(&address, &guest.cookies(), origin, site).await;
        assert_eq!(answer.status(), status, "{origin} {site:?}");
    }
}

/// Asks for a socket and returns the HTTP answer.
async fn knock(address: &str, cookies: &str, origin: &str, site: Option<&str>) -> Response {
    let url = format!("ws://{address}/ws/konsultasi");
    let mut request = url.into_client_request().unwrap();
    let headers = request.headers_mut();
    headers.insert("cookie", cookies.parse().unwrap());
    headers.insert("origin", origin.parse().unwrap());
    if let Some(site) = site {
        headers.insert("sec-fetch-site", site.parse().unwrap());
    }
    let stream = TcpStream::connect(address).await.unwrap();
    match tokio_tungstenite::client_async(request, stream).await {
        Ok((_, answer)) => answer,
        Err(Error::Http(answer)) => *answer,
        Err(other) => panic!("no answer: {other}"),
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
    while !matches!(line.next().await, ServerFrame::Welcome { .. }) {}
    line
}
