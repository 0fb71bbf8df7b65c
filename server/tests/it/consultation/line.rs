//! A bare socket, for frames that the portal's own client never sends.

use domain::consultation::wire::{ClientFrame, ServerFrame};
use futures::{SinkExt, StreamExt};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::{Message, client::IntoClientRequest};

use super::PATIENCE;

pub struct Line(WebSocketStream<TcpStream>);

impl Line {
    pub async fn open(address: &str, cookies: &str) -> Line {
        Line::open_from(address, cookies, "192.0.2.1").await
    }

    /// The same, of a client behind a proxy with this address.
    pub async fn open_from(address: &str, cookies: &str, from: &str) -> Line {
        let url = format!("ws://{address}/ws/konsultasi");
        let mut request = url.into_client_request().unwrap();
        let headers = request.headers_mut();
        headers.insert("cookie", cookies.parse().unwrap());
        headers.insert("origin", format!("http://{address}").parse().unwrap());
        headers.insert("x-forwarded-for", from.parse().unwrap());
        let stream = TcpStream::connect(address).await.unwrap();
        let opened = tokio_tungstenite::client_async(request, stream).await;
        Line(opened.unwrap().0)
    }

    pub async fn say(&mut self, frame: &ClientFrame) {
        self.write(&serde_json::to_string(frame).unwrap()).await;
    }

    pub async fn write(&mut self, words: &str) {
        self.0.send(Message::text(words)).await.unwrap();
    }

    /// The next frame.
    pub async fn next(&mut self) -> ServerFrame {
        loop {
            match timeout(PATIENCE, self.0.next()).await.unwrap() {
                Some(Ok(Message::Text(text))) => return serde_json::from_str(&text).unwrap(),
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                other => panic!("the socket has ended: {other:?}"),
            }
        }
    }

    /// All frames until the socket closes, and the close code.
    pub async fn rest(mut self) -> (Vec<ServerFrame>, Option<u16>) {
        let mut frames = Vec::new();
        let ended = async {
            while let Some(Ok(message)) = self.0.next().await {
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
}
