//! A bad line: passes bytes on, late; cuts every connection; swallows everything without a word.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpSocket, TcpStream};
use tokio::sync::watch;
use tokio::task::AbortHandle;
use tokio::time::sleep;

/// What the line keeps of what a reader does not take; small, so that a slow reader is felt soon.
const BUFFER: u32 = 16 * 1024;

/// The line to one server.
pub struct Proxy {
    address: String,
    line: Arc<Line>,
    accepting: AbortHandle,
}

struct Line {
    to: String,
    delay_ms: AtomicU32,
    /// Counts the cuts: connections of an earlier count are over.
    cuts: watch::Sender<u64>,
    /// Connections up to this count swallow what comes.
    swallowed: watch::Sender<u64>,
}

impl Proxy {
    pub async fn start(to: String) -> Proxy {
        let socket = TcpSocket::new_v4().unwrap();
        socket.set_send_buffer_size(BUFFER).unwrap();
        socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
        let listener = socket.listen(64).unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let line = Arc::new(Line {
            to,
            delay_ms: AtomicU32::new(0),
            cuts: watch::Sender::new(1),
            swallowed: watch::Sender::new(0),
        });
        let shared = line.clone();
        let accepting = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(carry(client, shared.clone()));
            }
        });
        Proxy {
            address,
            line,
            accepting: accepting.abort_handle(),
        }
    }

    pub fn address(&self) -> String {
        self.address.clone()
    }

    /// From now on everything takes so long in each direction.
    pub fn delay(&self, millis: u32) {
        self.line.delay_ms.store(millis, Ordering::Relaxed);
    }

    /// Ends every connection; whether there was one.
    pub fn cut(&self) -> bool {
        let carries = self.line.cuts.receiver_count() > 0;
        self.line.cuts.send_modify(|count| *count += 1);
        carries
    }

    /// Swallows what comes on the connections that there are; they stay open, and nobody is told. Whether there was one.
    pub fn swallow(&self) -> bool {
        let carries = self.line.cuts.receiver_count() > 0;
        let now = *self.line.cuts.borrow();
        self.line.swallowed.send_replace(now);
        // New connections are of a new count.
        self.line.cuts.send_modify(|count| *count += 1);
        carries
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.accepting.abort();
        self.cut();
    }
}

async fn carry(client: TcpStream, line: Arc<Line>) {
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(BUFFER).unwrap();
    let born = *line.cuts.borrow();
    // A server that is down refuses: so does the line.
    let Ok(server) = socket.connect(line.to.parse().unwrap()).await else {
        return;
    };
    let (client_in, client_out) = client.into_split();
    let (server_in, server_out) = server.into_split();
    let mut cuts = line.cuts.subscribe();
    tokio::select! {
        () = pass(client_in, server_out, &line, born) => {}
        () = pass(server_in, client_out, &line, born) => {}
        _ = cuts.wait_for(|count| *count > born && *line.swallowed.borrow() < born) => {}
    }
}

async fn pass(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, line: &Line, born: u64) {
    let mut buffer = vec![0; BUFFER as usize];
    loop {
        let Ok(count @ 1..) = from.read(&mut buffer).await else {
            return;
        };
        if *line.swallowed.borrow() >= born {
            continue;
        }
        sleep(Duration::from_millis(
            line.delay_ms.load(Ordering::Relaxed).into(),
        ))
        .await;
        if to.write_all(&buffer[..count]).await.is_err() {
            return;
        }
    }
}
