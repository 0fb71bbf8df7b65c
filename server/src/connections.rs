//! Takes connections, and ends those that keep a place without asking for anything: the rest of a request's head that
//! comes a byte a second, or never, and a line that stays open behind an answer.

use std::collections::HashMap;
use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::pin::pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use app::platform::network_of;
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

/// How long a connection may go without asking, and how many there may be.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// From the connection to the end of its first request's head.
    pub first_head: Duration,
    /// From an answer to the end of the next request's head. Longer than what proxies keep a line for (nginx and the
    /// large load balancers: 60 s): one that the portal ends first costs the request that is just being sent on it.
    pub next_head: Duration,
    /// How long what was sent may stay untaken. Only a peer that takes nothing at all is meant.
    pub untaken: Duration,
    /// Connections of one network; none behind proxies, since all are theirs. A mobile carrier has thousands of people
    /// behind one address.
    pub of_network: Option<usize>,
}

impl Limits {
    /// Those of a portal behind so many trusted proxies.
    pub fn behind(trusted_proxies: usize) -> Limits {
        Limits {
            first_head: Duration::from_secs(20),
            next_head: Duration::from_secs(75),
            untaken: Duration::from_secs(60),
            of_network: (trusted_proxies == 0).then_some(8192),
        }
    }
}

/// After an error that is no connection's, such as too many open files.
const PAUSE: Duration = Duration::from_secs(1);
/// A proxy that is gone does not say so; over HTTP/2 it is asked.
const ASK_EVERY: Duration = Duration::from_secs(30);

/// Serves until `stop`, and then until every request that had begun has ended.
pub async fn serve(listener: TcpListener, router: Router, limits: Limits, stop: CancellationToken) {
    let router: Router = router.with_state(());
    let (places, tasks) = (Arc::new(Places::default()), TaskTracker::new());
    while let Some(accepted) = stop.run_until_cancelled(listener.accept()).await {
        match accepted {
            Ok((line, peer)) => {
                let most = limits.of_network.unwrap_or(usize::MAX);
                // A connection over the limit is closed; its peer may come again.
                if let Some(place) = places.take(peer.ip(), most) {
                    let served = connection(line, peer, router.clone(), limits, stop.clone());
                    tasks.spawn(async move {
                        served.await;
                        drop(place);
                    });
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
    stop: CancellationToken,
) {
    // A frame of a talk goes out as it is written, not when the one before it was answered. Where a line cannot be set
    // so, it is about to break.
    let _ = line.set_nodelay(true);
    let untaken = u32::try_from(limits.untaken.as_millis()).unwrap_or(u32::MAX);
    let _ = set_tcp_user_timeout(&line, untaken);

    let work = Arc::new(Work::default());
    let counted = work.clone();
    let service = service_fn(move |request: Request<Incoming>| {
        let (router, work) = (router.clone(), counted.begin());
        async move {
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(ConnectInfo(peer));
            let answer: Result<Response, Infallible> = router.oneshot(request).await;
            drop(work);
            answer
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
        .keep_alive_interval(ASK_EVERY)
        .keep_alive_timeout(ASK_EVERY)
        .enable_connect_protocol();
    let mut served = pin!(builder.serve_connection_with_upgrades(TokioIo::new(line), service));
    let (mut seen, mut patience, mut is_stopping) = (0, limits.first_head, false);
    loop {
        tokio::select! {
            // A line that breaks is nobody's loss.
            _ = served.as_mut() => return,
            () = stop.cancelled(), if !is_stopping => {
                is_stopping = true;
                served.as_mut().graceful_shutdown();
            }
            () = sleep(patience) => {
                let (begun, open) = work.so_far();
                match begun {
                    // Not one request in all this time, or not even the bytes that say which protocol it is.
                    0 => return,
                    // HTTP/1 is ended by its own timer; over HTTP/2 nothing else looks.
                    begun if begun == seen && open == 0 => served.as_mut().graceful_shutdown(),
                    begun => seen = begun,
                }
                patience = limits.next_head;
            }
        }
    }
}

/// How many requests a connection has had, and how many of them are not answered.
#[derive(Debug, Default)]
struct Work {
    begun: AtomicUsize,
    open: AtomicUsize,
}

/// A request that is not answered, or was given up.
struct Begun(Arc<Work>);

impl Work {
    fn begin(self: &Arc<Self>) -> Begun {
        self.begun.fetch_add(1, Ordering::Relaxed);
        self.open.fetch_add(1, Ordering::Relaxed);
        Begun(self.clone())
    }

    fn so_far(&self) -> (usize, usize) {
        (
            self.begun.load(Ordering::Relaxed),
            self.open.load(Ordering::Relaxed),
        )
    }
}

impl Drop for Begun {
    fn drop(&mut self) {
        self.0.open.fetch_sub(1, Ordering::Relaxed);
    }
}

/// How many connections each network has.
#[derive(Debug, Default)]
struct Places(Mutex<HashMap<Vec<u8>, usize>>);

/// One connection's place.
#[derive(Debug)]
struct Place {
    network: Vec<u8>,
    places: Arc<Places>,
}

impl Places {
    /// A place; `None` where the network has as many as it may.
    fn take(self: &Arc<Self>, peer: IpAddr, most: usize) -> Option<Place> {
        let network = network_of(peer);
        let mut taken = self.lock();
        let count = taken.entry(network.clone()).or_default();
        (*count < most).then(|| {
            *count += 1;
            Place {
                network,
                places: self.clone(),
            }
        })
    }

    /// The counts are consistent at every moment, also when a holder panicked.
    fn lock(&self) -> MutexGuard<'_, HashMap<Vec<u8>, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.places.lock();
        if let Some(count) = taken.get_mut(&self.network) {
            *count -= 1;
            if *count == 0 {
                taken.remove(&self.network);
            }
        }
    }
}
