//! Takes connections, and ends those that keep a place without sending a request: those that send a request's head very
//! slowly or never finish it, and those that stay open after an answer.

mod places;

use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::response::Response;
use http::Request;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use rustix::net::sockopt::set_tcp_user_timeout;
use tokio::net::{TcpListener, TcpStream};
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt;

use places::{Place, Places};

/// How long a connection may go without a request, and how many connections there may be.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// From the connection to the end of its first request's head.
    pub first_head: Duration,
    /// From an answer to the end of the next request's head. This is longer than proxies keep a connection (nginx and
    /// the large load balancers: 60 s), because a connection that the portal ends first loses the request that the
    /// proxy is just sending on it.
    pub next_head: Duration,
    /// How long sent bytes may stay unacknowledged. This ends only a peer that takes nothing at all.
    pub untaken: Duration,
    /// How often an HTTP/2 connection gets a ping, and how long the answer may take: a proxy that is gone does not
    /// close its connections.
    pub ask_every: Duration,
    /// Most connections of one network; no limit behind proxies, because all connections are theirs. A mobile operator
    /// has thousands of people behind one address.
    pub of_network: Option<usize>,
}

impl Limits {
    /// The limits of a portal behind this number of trusted proxies.
    pub fn behind(trusted_proxies: usize) -> Limits {
        Limits {
            first_head: Duration::from_secs(20),
            next_head: Duration::from_secs(75),
            untaken: Duration::from_secs(60),
            ask_every: Duration::from_secs(30),
            of_network: (trusted_proxies == 0).then_some(8192),
        }
    }
}

/// How long the last answer may take to go out on a connection whose place was given to another.
const LEAVING: Duration = Duration::from_secs(5);
/// The pause after an error that no single connection has caused, such as too many open files.
const PAUSE: Duration = Duration::from_secs(1);

/// Serves until `stop`, and then until every request that has begun is answered.
pub async fn serve(listener: TcpListener, router: Router, limits: Limits, stop: CancellationToken) {
    let router: Router = router.with_state(());
    let (places, tasks) = (Arc::new(Places::default()), TaskTracker::new());
    while let Some(accepted) = stop.run_until_cancelled(listener.accept()).await {
        match accepted {
            Ok((line, peer)) => {
                let most = limits.of_network.unwrap_or(usize::MAX);
                // A connection over the limit is closed when no other connection is idle; its peer may try again.
                if let Some(place) = places.take(peer.ip(), most) {
                    let router = router.clone();
                    tasks.spawn(connection(line, peer, router, limits, place, stop.clone()));
                }
            }
            Err(error) if is_of_one_peer(&error) => {}
            Err(error) => {
                tracing::error!(%error, "no connection can be taken just now");
                stop.run_until_cancelled(sleep(PAUSE)).await;
            }
        }
    }
    drop(listener);
    tasks.close();
    tasks.wait().await;
}

fn is_of_one_peer(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(
        error.kind(),
        ConnectionAborted | ConnectionRefused | ConnectionReset
    )
}

async fn connection(
    line: TcpStream,
    peer: SocketAddr,
    router: Router,
    limits: Limits,
    place: Arc<Place>,
    stop: CancellationToken,
) {
    // Sends a frame of a conversation as soon as it is written, without waiting for the acknowledgement of the frame
    // before. If an option cannot be set, the connection is about to break.
    let _ = line.set_nodelay(true);
    let untaken = u32::try_from(limits.untaken.as_millis()).unwrap_or(u32::MAX);
    let _ = set_tcp_user_timeout(&line, untaken);

    let counted = place.clone();
    let service = service_fn(move |request: Request<Incoming>| {
        let (router, begun) = (router.clone(), counted.begin());
        async move {
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(ConnectInfo(peer));
            let answer: Result<Response, Infallible> = router.oneshot(request).await;
            answer.map(|answer| answer.map(|body| begun.until_sent(body)))
        }
    });
    let mut builder = Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.next_head);
    builder
        .http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(limits.ask_every)
        .keep_alive_timeout(limits.ask_every)
        .enable_connect_protocol();
    let mut served = pin!(builder.serve_connection_with_upgrades(TokioIo::new(line), service));
    let (mut seen, mut patience) = (0, limits.first_head);
    let (mut is_stopping, mut is_lost) = (false, false);
    loop {
        tokio::select! {
            // A connection that breaks needs no handling.
            _ = served.as_mut() => return,
            () = stop.cancelled(), if !is_stopping => {
                is_stopping = true;
                served.as_mut().graceful_shutdown();
            }
            () = place.lost.cancelled(), if !is_lost => {
                is_lost = true;
                if place.so_far().0 == 0 {
                    return;
                }
                // An answer may still be on its way, and a request that came at the same moment is answered.
                served.as_mut().graceful_shutdown();
                patience = LEAVING;
            }
            () = sleep(patience) => {
                let (begun, open) = place.so_far();
                match begun {
                    // There was no request in all this time, or not even the bytes that tell the protocol.
                    0 => return,
                    _ if is_lost && open == 0 => return,
                    // HTTP/1 connections are ended by their own timer; HTTP/2 connections have only this one.
                    begun if begun == seen && open == 0 => served.as_mut().graceful_shutdown(),
                    begun => seen = begun,
                }
                patience = if is_lost { LEAVING } else { limits.next_head };
            }
        }
    }
}
