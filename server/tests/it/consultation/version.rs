//! Tabs of another version: opened before an upgrade, or kept open after one was taken back.

use domain::consultation::wire::{CLOSE_BAD_FRAME, ClientFrame, PROTOCOL, ServerFrame};
use futures::{SinkExt, StreamExt};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::{Message, client::IntoClientRequest};

use super::{PATIENCE, serve, start_as_guest};
use crate::support::Portal;

/// Says one thing on a fresh socket; what the server answers, and its close code.
async fn say(address: &str, cookies: &str, words: String) -> (Vec<ServerFrame>, Option<u16>) {
    let stream = TcpStream::connect(address).await.unwrap();
    let url = format!("ws://{address}/ws/konsultasi");
    let mut request = url.into_client_request().unwrap();
    let headers = request.headers_mut();
    headers.insert("cookie", cookies.parse().unwrap());
    headers.insert("origin", format!("http://{address}").parse().unwrap());
    let (mut socket, _) = tokio_tungstenite::client_async(request, stream)
        .await
        .unwrap();
    socket.send(Message::text(words)).await.unwrap();
    let mut frames = Vec::new();
    let ended = async {
        while let Some(Ok(message)) = socket.next().await {
            match message {
                Message::Text(text) => frames.push(serde_json::from_str(&text).unwrap()),
                Message::Close(frame) => return frame.map(|frame| frame.code.into()),
                _ => {}
            }
        }
        None
    };
    let code = timeout(PATIENCE, ended).await.unwrap();
    (frames, code)
}

#[tokio::test]
async fn another_version_is_told_the_servers_and_closed_with_4400() {
    let portal = Portal::start().await;
    let address = serve(portal.router.clone()).await;
    let mut guest = portal.browser();
    start_as_guest(&mut guest, "Halo").await;
    for protocol in [PROTOCOL - 1, PROTOCOL + 1] {
        let hello = ClientFrame::Hello {
            protocol,
            epoch: None,
            cursors: Vec::new(),
        };
        let hello = serde_json::to_string(&hello).unwrap();
        let (frames, code) = say(&address, &guest.cookies(), hello).await;
        assert!(
            matches!(
                frames[..],
                [ServerFrame::Welcome {
                    protocol: PROTOCOL,
                    ..
                }]
            ),
            "{frames:?}"
        );
        assert_eq!(code, Some(CLOSE_BAD_FRAME));
    }
}

#[tokio::test]
async fn a_greeting_that_cannot_be_read_is_closed_with_4400() {
    let portal = Portal::start().await;
    let address = serve(portal.router.clone()).await;
    let mut guest = portal.browser();
    start_as_guest(&mut guest, "Halo").await;
    for words in [r#"{"greeting":{"protocol":2}}"#, r#""ping""#, "halo"] {
        let (frames, code) = say(&address, &guest.cookies(), words.to_owned()).await;
        assert_eq!(
            (frames, code),
            (Vec::new(), Some(CLOSE_BAD_FRAME)),
            "{words}"
        );
    }
}
