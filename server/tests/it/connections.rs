//! Connections that hold a place without asking for anything: the portal closes them, and no others.

mod peers;

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use domain::consultation::wire::{ClientFrame, PROTOCOL, ServerFrame};
use server::connections::{Limits, serve};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{interval, timeout};
use tokio_util::sync::CancellationToken;

use crate::consultation::line::Line;
use crate::consultation::start_as_guest;
use crate::support::Portal;

/// A time limit that is longer than any step takes on a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(60);

fn short() -> Limits {
    Limits {
        first_head: Duration::from_millis(300),
        next_head: Duration::from_millis(600),
        ..Limits::behind(0)
    }
}

/// Serves a router with these limits until the token is cancelled.
pub async fn served(router: &Router, limits: Limits) -> (SocketAddr, CancellationToken) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (address, stop) = (listener.local_addr().unwrap(), CancellationToken::new());
    tokio::spawn(serve(listener, router.clone(), limits, stop.clone()));
    (address, stop)
}

/// Reads until the other side has closed the connection; returns what came.
async fn rest(line: &mut TcpStream) -> String {
    let mut said = Vec::new();
    // A connection that is reset during a write has ended too.
    let _ = timeout(PATIENCE, line.read_to_end(&mut said))
        .await
        .expect("the line stays open");
    String::from_utf8_lossy(&said).into_owned()
}

/// Reads one answer from a connection that stays open.
async fn answer(line: &mut TcpStream) -> String {
    let mut said = Vec::new();
    let whole = async {
        while !said.ends_with(b"ok") {
            let mut piece = [0; 1024];
            let read = line.read(&mut piece).await.unwrap();
            assert!(
                read > 0,
                "the line has ended: {}",
                String::from_utf8_lossy(&said)
            );
            said.extend(&piece[..read]);
        }
    };
    timeout(PATIENCE, whole).await.unwrap();
    String::from_utf8(said).unwrap()
}

/// The head of a form whose body is sent after the portal has begun to read it.
const HALF_A_FORM: &[u8] = b"POST /bahasa HTTP/1.1\r\nhost: portal.test\r\nsec-fetch-site: same-origin\r\n\
    connection: close\r\nexpect: 100-continue\r\ncontent-type: application/x-www-form-urlencoded\r\n\
    content-length: 7\r\n\r\n";

const ASKED: &[u8] = b"GET /healthz HTTP/1.1\r\nhost: portal.test\r\n\r\n";

#[tokio::test]
async fn a_head_that_never_ends_is_not_waited_for() {
    let portal = Portal::start().await;
    let (address, _stop) = served(&portal.router, short()).await;
    for begun in [
        &b""[..],
        // The beginning of neither protocol yet.
        b"PRI",
        b"GET / HTTP/1.1\r\nhost: portal.test\r\nx-a: ",
        // HTTP/2 without a request.
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0",
    ] {
        let mut line = TcpStream::connect(address).await.unwrap();
        line.write_all(begun).await.unwrap();
        rest(&mut line).await;
    }
}

#[tokio::test]
async fn a_head_that_comes_byte_by_byte_is_not_waited_for() {
    let portal = Portal::start().await;
    let (address, _stop) = served(&portal.router, short()).await;
    // First on a new connection, then after an answer.
    for before in [&b""[..], ASKED] {
        let mut line = TcpStream::connect(address).await.unwrap();
        if !before.is_empty() {
            line.write_all(before).await.unwrap();
            assert!(answer(&mut line).await.starts_with("HTTP/1.1 200"));
        }
        line.write_all(b"GET / HTTP/1.1\r\nx-a: ").await.unwrap();
        let (mut reading, mut writing) = line.into_split();
        let drip = async {
            let mut beat = interval(Duration::from_millis(20));
            loop {
                beat.tick().await;
                if writing.write_all(b"a").await.is_err() {
                    std::future::pending::<()>().await;
                }
            }
        };
        let mut said = Vec::new();
        let ended = timeout(PATIENCE, reading.read_to_end(&mut said));
        tokio::select! {
            ended = ended => drop(ended.expect("the line stays open")),
            () = drip => {}
        }
    }
}

#[tokio::test]
async fn a_line_that_asks_no_more_is_ended() {
    let portal = Portal::start().await;
    let (address, _stop) = served(&portal.router, short()).await;
    let mut line = TcpStream::connect(address).await.unwrap();
    for _ in 0..2 {
        line.write_all(ASKED).await.unwrap();
        answer(&mut line).await;
    }
    assert_eq!(rest(&mut line).await, "");
}

#[tokio::test]
async fn what_is_under_way_is_not_cut() {
    let portal = Portal::start().await;
    let (address, _stop) = served(&portal.router, short()).await;
    let mut guest = portal.browser();
    start_as_guest(&mut guest, "Halo").await;
    let mut talk = Line::open(&address.to_string(), &guest.cookies()).await;
    talk.say(&ClientFrame::Hello {
        protocol: PROTOCOL,
        epoch: None,
        cursors: vec![],
    })
    .await;
    while !matches!(talk.next().await, ServerFrame::Welcome { .. }) {}
    // Half of a form's body, after the whole head.
    let mut form = TcpStream::connect(address).await.unwrap();
    let head = "POST /bahasa HTTP/1.1\r\nhost: portal.test\r\nsec-fetch-site: same-origin\r\nconnection: close\r\n\
                content-type: application/x-www-form-urlencoded\r\ncontent-length: 7\r\n\r\nlan";
    form.write_all(head.as_bytes()).await.unwrap();
    // Meanwhile idle connections reach every time limit.
    for asked in [&b""[..], ASKED, b"", ASKED] {
        let mut silent = TcpStream::connect(address).await.unwrap();
        silent.write_all(asked).await.unwrap();
        rest(&mut silent).await;
    }
    form.write_all(b"g=en").await.unwrap();
    let answered = rest(&mut form).await;
    assert!(answered.starts_with("HTTP/1.1 303"), "{answered}");
    talk.say(&ClientFrame::Ping).await;
    while !matches!(talk.next().await, ServerFrame::Pong) {}
}

#[tokio::test]
async fn a_network_has_so_many_lines_and_gets_them_back() {
    let portal = Portal::start().await;
    let limits = Limits {
        of_network: Some(2),
        ..Limits::behind(0)
    };
    let (address, _stop) = served(&portal.router, limits).await;
    let mut first = TcpStream::connect(address).await.unwrap();
    let mut second = TcpStream::connect(address).await.unwrap();
    for line in [&mut first, &mut second] {
        line.write_all(ASKED).await.unwrap();
        answer(line).await;
    }
    // The connection that has been idle longest is closed for the new one.
    first.write_all(ASKED).await.unwrap();
    answer(&mut first).await;
    let mut third = TcpStream::connect(address).await.unwrap();
    third.write_all(ASKED).await.unwrap();
    answer(&mut third).await;
    assert_eq!(rest(&mut second).await, "");
    // When both connections are in use, the portal closes the new one instead.
    for line in [&mut first, &mut third] {
        line.write_all(HALF_A_FORM).await.unwrap();
        let mut go_on = [0; 25];
        line.read_exact(&mut go_on).await.unwrap();
    }
    let mut fourth = TcpStream::connect(address).await.unwrap();
    // The portal closes it at once, so a request on it gets no answer.
    let _ = fourth.write_all(ASKED).await;
    assert_eq!(rest(&mut fourth).await, "");
    third.write_all(b"lang=en").await.unwrap();
    assert!(rest(&mut third).await.starts_with("HTTP/1.1 303"));
    drop(first);
    peers::until_free(address).await;
    // Behind a proxy all connections come from the proxy, so this limit is off.
    assert_eq!(Limits::behind(1).of_network, None);
}

#[tokio::test]
async fn a_portal_that_stops_ends_its_silent_lines_and_answers_the_others() {
    let portal = Portal::start().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (address, stop) = (listener.local_addr().unwrap(), CancellationToken::new());
    let router = portal.router.clone();
    let serving = tokio::spawn(serve(listener, router, Limits::behind(0), stop.clone()));
    let mut idle = TcpStream::connect(address).await.unwrap();
    idle.write_all(ASKED).await.unwrap();
    answer(&mut idle).await;
    let mut form = TcpStream::connect(address).await.unwrap();
    form.write_all(HALF_A_FORM).await.unwrap();
    // After these 25 bytes, the "100 Continue", the portal has begun to read the form.
    let mut go_on = [0; 25];
    form.read_exact(&mut go_on).await.unwrap();
    stop.cancel();
    assert_eq!(rest(&mut idle).await, "");
    form.write_all(b"lang=en").await.unwrap();
    assert!(rest(&mut form).await.starts_with("HTTP/1.1 303"));
    timeout(PATIENCE, serving).await.unwrap().unwrap();
    assert!(TcpStream::connect(address).await.is_err());
}
