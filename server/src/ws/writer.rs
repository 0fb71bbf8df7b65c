//! The sending half of a socket: a bounded queue and a task that empties it, so that a slow reader delays nobody else.

use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::Duration;

use domain::consultation::wire::{CLOSE_SLOW, ServerFrame};
use futures::channel::mpsc;
use futures::stream::SplitSink;
use futures::{SinkExt, StreamExt};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

use super::line::Line;
use super::parts;

/// Frames that may wait for a slow reader; the rest stays in the database.
const QUEUE: usize = 32;
/// A reader that takes nothing for this long is slow.
const SLOW_AFTER: Duration = Duration::from_secs(8);
/// How long the close code may wait in the connection until the reader takes it.
const GRACE: Duration = Duration::from_secs(60);

/// The socket is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Over;

/// Sends frames to one reader.
pub struct Writer {
    /// Frames as text, which is their smallest form. tokio's queue is not used: it takes a kilobyte for each socket,
    /// even while it is empty.
    queue: mpsc::Sender<Box<str>>,
    /// Set to end the connection with this code, before the frames that still wait in the queue.
    close: Arc<AtomicU16>,
}

impl Writer {
    /// Returns the writer, and the future that its task runs.
    pub fn new(
        sink: SplitSink<Line, Message>,
    ) -> (Self, impl Future<Output = ()> + Send + 'static) {
        let (queue, frames) = mpsc::channel(QUEUE);
        let close = Arc::new(AtomicU16::new(0));
        (
            Self {
                queue,
                close: close.clone(),
            },
            write(sink, frames, close),
        )
    }

    /// Puts a frame into the queue. A reader that does not keep up is closed with [`CLOSE_SLOW`]; it reconnects and
    /// resumes from its cursors.
    pub async fn send(&mut self, frame: &ServerFrame) -> Result<(), Over> {
        let Ok(text) = serde_json::to_string(frame) else {
            return Err(Over);
        };
        match timeout(SLOW_AFTER, self.queue.feed(text.into())).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(Over),
            Err(_) => Err(self.close_slow()),
        }
    }

    /// Ends the connection of a reader that does not keep up.
    pub fn close_slow(&self) -> Over {
        tracing::info!("a reader does not keep up and is closed");
        self.close(CLOSE_SLOW)
    }

    /// Ends the connection with a code.
    pub fn close(&self, code: u16) -> Over {
        self.close.store(code, Ordering::Release);
        Over
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        // Sets the normal close code only if no other code was given.
        let _ = self.close.compare_exchange(
            0,
            CloseCode::Normal.into(),
            Ordering::AcqRel,
            Ordering::Acquire,
        );
    }
}

async fn write(
    mut sink: SplitSink<Line, Message>,
    mut frames: mpsc::Receiver<Box<str>>,
    close: Arc<AtomicU16>,
) {
    let code = || close.load(Ordering::Acquire);
    let all = async {
        while let Some(text) = frames.next().await {
            let is_slow = || code() == CLOSE_SLOW;
            // Boxed, so that the state of this rare work takes no memory in each waiting socket.
            let sent = Box::pin(parts::send(&mut sink, text.into(), is_slow)).await;
            if !matches!(sent, Ok(true)) {
                break;
            }
        }
        // The writer is dropped. All its frames were sent, except to a slow reader.
        sink.send(Message::Close(Some(CloseFrame {
            code: code().into(),
            reason: "".into(),
        })))
        .await
    };
    tokio::pin!(all);
    // A connection whose reader never takes anything again is cut in the end.
    loop {
        match timeout(GRACE, &mut all).await {
            Ok(_) => return,
            Err(_) if code() == 0 => {}
            Err(_) => return,
        }
    }
}
