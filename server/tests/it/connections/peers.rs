//! Peers that are gone, or that read nothing, without closing the connection.

use std::convert::Infallible;
use std::future::pending;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::routing::get;
use futures::stream;

use super::*;

/// Answers that do not end by themselves: one whose work never ends, one whose body never ends, one that stops halfway.
fn endless() -> Router {
    let piece = || Ok::<_, Infallible>(Bytes::from_static(&[b'x'; 64 * 1024]));
    let without_end = move || async move { Body::from_stream(stream::repeat_with(piece)) };
    let half = || async {
        let begun = stream::iter([Ok::<_, Infallible>("half of it ok")]);
        Body::from_stream(stream::StreamExt::chain(begun, stream::pending()))
    };
    Router::new()
        .route("/healthz", get(|| async { "ok" }))
        .route("/work", get(pending::<()>))
        .route("/flood", get(without_end))
        .route("/half", get(half))
}

fn ask(path: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nhost: portal.test\r\n\r\n").into_bytes()
}

/// Waits until the network may open a connection again: the portal first has to notice the end of another one.
pub async fn until_free(address: SocketAddr) {
    let again = async {
        loop {
            let mut line = TcpStream::connect(address).await.unwrap();
            let closing = [&ASKED[..ASKED.len() - 2], b"connection: close\r\n\r\n"].concat();
            if line.write_all(&closing).await.is_ok() && rest(&mut line).await.ends_with("ok") {
                return;
            }
        }
    };
    timeout(PATIENCE, again)
        .await
        .expect("the place stays taken");
}

#[tokio::test]
async fn a_peer_that_takes_nothing_of_an_answer_is_not_waited_for() {
    let limits = Limits {
        untaken: Duration::from_secs(1),
        of_network: Some(1),
        ..Limits::behind(0)
    };
    let (address, _stop) = served(&endless(), limits).await;
    let mut line = TcpStream::connect(address).await.unwrap();
    line.write_all(&ask("/flood")).await.unwrap();
    // The peer keeps the connection open and reads only these bytes.
    let mut begun = [0; 12];
    line.read_exact(&mut begun).await.unwrap();
    assert_eq!(&begun, b"HTTP/1.1 200");
    until_free(address).await;
    drop(line);
}

#[tokio::test]
async fn a_line_whose_answer_is_on_its_way_is_not_idle() {
    let limits = Limits {
        of_network: Some(1),
        ..Limits::behind(0)
    };
    let (address, _stop) = served(&endless(), limits).await;
    let mut line = TcpStream::connect(address).await.unwrap();
    line.write_all(&ask("/half")).await.unwrap();
    let mut said = vec![0; 0];
    while !String::from_utf8_lossy(&said).contains("half of it ok") {
        let mut piece = [0; 1024];
        let read = line.read(&mut piece).await.unwrap();
        assert!(read > 0, "the line has ended");
        said.extend(&piece[..read]);
    }
    let mut other = TcpStream::connect(address).await.unwrap();
    let _ = other.write_all(ASKED).await;
    assert_eq!(rest(&mut other).await, "");
    drop(line);
    until_free(address).await;
}

/// The beginning of HTTP/2: the preface, no settings, and `GET /work` on the first stream.
const WORK_OVER_HTTP2: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\
    \0\0\0\x04\0\0\0\0\0\
    \0\0\x14\x01\x05\0\0\0\x01\x82\x86\x04\x05/work\x41\x09localhost";

/// The type of each HTTP/2 frame, and whether it is an acknowledgement.
fn frames(mut said: &[u8]) -> Vec<(u8, bool)> {
    let mut frames = Vec::new();
    while let Some((head, more)) = said.split_first_chunk::<9>() {
        let length = u32::from_be_bytes([0, head[0], head[1], head[2]]) as usize;
        frames.push((head[3], head[4] & 1 == 1));
        said = more.get(length..).unwrap_or_default();
    }
    frames
}

#[tokio::test]
async fn a_peer_over_http2_that_answers_no_ping_is_not_waited_for() {
    let limits = Limits {
        ask_every: Duration::from_millis(200),
        ..Limits::behind(0)
    };
    let (address, _stop) = served(&endless(), limits).await;
    let mut line = TcpStream::connect(address).await.unwrap();
    line.write_all(WORK_OVER_HTTP2).await.unwrap();
    let mut said = Vec::new();
    let ended = timeout(PATIENCE, line.read_to_end(&mut said)).await;
    const PING: u8 = 6;
    assert!(frames(&said).contains(&(PING, false)), "{said:?}");
    assert!(ended.is_ok(), "the line stays open");
}
