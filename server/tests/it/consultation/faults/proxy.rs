//! A proxy with faults: passes bytes on late, cuts every connection, or drops bytes silently.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpSocket, TcpStream};
use tokio::sync::watch;
use tokio::task::AbortHandle;
use tokio::time::sleep;

/// The size of the socket buffers in bytes; small, so that the server notices a slow reader soon.
const BUFFER: u32 = 16 * 1024;

/// The proxy before one server.
pub struct Proxy {
    address: String,
    line: Arc<Line>,
    accepting: AbortHandle,
}

struct Line {
    to: String,
    delay_ms: AtomicU32,
    /// Counts the cuts: a cut ends the connections that were opened at a lower count.
    cuts: watch::Sender<u64>,
    /// Connections that were opened at this count or a lower one drop all bytes.
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

    /// From now on, every read takes this long to pass, in each direction.
    pub fn delay(&self, millis: u32) {
        self.line.delay_ms.store(millis, Ordering::Relaxed);
    }

    /// Ends every connection; returns whether there was one.
    pub fn cut(&self) -> bool {
        let carries = self.line.cuts.receiver_count() > 0;
        self.line.cuts.send_modify(|count| *count += 1);
        carries
    }

    /// Drops all bytes on the current connections from now on, without closing them, so that neither side notices.
    /// Returns whether there was a connection.
    pub fn swallow(&self) -> bool {
        let carries = self.line.cuts.receiver_count() > 0;
        let now = *self.line.cuts.borrow();
        self.line.swallowed.send_replace(now);
        // Gives new connections a higher count, so that they work.
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
    // The proxy closes the connection when the server refuses it, as a server does that is down.
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
