//! One socket: the frames that its client sends, and the news that it gets.

mod greet;
mod news;
mod received;

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use app::base::error::AppError;
use app::consultation::Participant;
use app::platform::Viewer;
use axum::http::HeaderValue;
use domain::consultation::wire::{
    BEAT_MS, CLOSE_BAD_FRAME, CLOSE_FORBIDDEN, ClientFrame, Party, ServerFrame,
};
use futures::StreamExt;
use futures::stream::{SplitSink, SplitStream};
use tokio::time::{Instant, sleep_until, timeout};
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::{Error, Message};
use uuid::Uuid;

use super::hub::Hub;
use super::line::Line;
use super::subscriber::Subscriber;
use super::writer::{Over, Writer};

/// A client that sends nothing for this long is gone. It pings every [`BEAT_MS`], and takes a connection for dead when
/// it receives nothing for two of these. But browsers run the timers of a hidden page only once a minute, and a page
/// that waits in the background must not lose its connection for that.
const SILENT: Duration = Duration::from_secs(90);
const _: () = assert!(SILENT.as_millis() > 60_000 + BEAT_MS as u128);
/// How long a client may take to greet; the portal's own client greets at once.
const GREETING: Duration = Duration::from_secs(10);
/// A client that has not asked for the rest of a conversation for this long is not reading.
const SLOW_AFTER: Duration = Duration::from_secs(20);
/// How long the client may take to notice that the socket ends.
const CLOSING: Duration = Duration::from_secs(1);

/// The participant at the other end, and what the upgrade request says about them.
pub struct Guest {
    pub participant: Participant,
    /// The counsellor, whose reads are in the audit trail.
    pub viewer: Option<Viewer>,
    /// The contact of a signed-in person, and the address of the request: for security events.
    pub contact: Option<String>,
    pub address: Option<IpAddr>,
    /// The cookies of the upgrade request; only for a signed-in person.
    pub cookies: Option<HeaderValue>,
    /// The network of the request, where that is known.
    pub network: Option<Vec<u8>>,
}

/// Why a socket ends.
#[derive(Debug)]
enum End {
    /// The connection is over; the writer has the close code.
    Over,
    /// The database is unavailable just now; the cause is in the log.
    Fault,
}

impl From<Over> for End {
    fn from(_: Over) -> Self {
        Self::Over
    }
}

impl From<AppError> for End {
    fn from(_: AppError) -> Self {
        Self::Fault
    }
}

impl From<sqlx::Error> for End {
    fn from(error: sqlx::Error) -> Self {
        AppError::from(error).into()
    }
}

/// One conversation on this socket.
#[derive(Clone, Copy, Debug)]
struct Place {
    party: Party,
    /// The last `seq` that was put into the writer's queue.
    cursor: i64,
    /// Messages after this `seq` were sent by this socket; the earlier ones were on the page.
    from: i64,
    /// There are more messages, and the client has yet to ask for them.
    behind: bool,
}

struct Socket {
    hub: Arc<Hub>,
    guest: Box<Guest>,
    subscriber: Arc<Subscriber>,
    /// The subscriber's number.
    number: i64,
    writer: Writer,
    places: HashMap<Uuid, Place>,
    /// Since when the client could ask for more messages and has not.
    behind_since: Option<Instant>,
    typed_at: Option<Instant>,
    pings: u32,
}

/// Serves a socket to its end.
pub async fn serve(
    hub: Arc<Hub>,
    (sink, mut stream): (SplitSink<Line, Message>, SplitStream<Line>),
    guest: Box<Guest>,
) {
    let (writer, work) = Writer::new(sink);
    let writing = tokio::spawn(work);
    if guest.participant.is_nobody() {
        writer.close(CLOSE_FORBIDDEN);
        drop(writer);
    } else if let Some((number, subscriber)) = hub.join(subscriber(&guest)) {
        let mut socket = Socket {
            hub: hub.clone(),
            guest,
            subscriber,
            number,
            writer,
            places: HashMap::new(),
            behind_since: None,
            typed_at: None,
            pings: 0,
        };
        socket.serve(&mut stream).await;
        hub.leave(number);
    } else {
        writer.close(CloseCode::Again.into());
        drop(writer);
    }
    // Sends the rest of the queue and the close code. Frames that still come are read and thrown away: closing with
    // unread bytes would reset the connection, and the reader would never see the code.
    let rest = async { while let Some(Ok(_)) = stream.next().await {} };
    tokio::pin!(writing, rest);
    tokio::select! {
        // This branch also runs when the writer's task panicked, which drops the connection.
        _ = &mut writing => {
            let _ = timeout(CLOSING, rest).await;
        }
        () = &mut rest => {
            let _ = writing.await;
        }
    }
}

fn subscriber(guest: &Guest) -> Subscriber {
    Subscriber::new(
        &guest.participant,
        guest.viewer.is_some(),
        guest.network.clone(),
    )
}

async fn slow(since: Option<Instant>) {
    if let Some(since) = since {
        sleep_until(since + SLOW_AFTER).await;
    }
}

async fn turn(held: &Option<(Box<ClientFrame>, Instant)>) {
    if let Some((_, at)) = held {
        sleep_until(*at).await;
    }
}

impl Socket {
    /// Serves the socket. A fault of the database ends the connection: the client keeps the messages that were not
    /// acked, reconnects and sends them again in their order.
    async fn serve(
        &mut self,
        stream: &mut (impl StreamExt<Item = Result<Message, Error>> + Unpin),
    ) {
        if let Err(End::Fault) = self.talk(stream).await {
            let goodbye = ServerFrame::Goodbye {
                retry_after: self.hub.retry_after(),
            };
            if self.writer.send(&goodbye).await.is_ok() {
                self.writer.close(CloseCode::Again.into());
            }
        }
    }

    async fn talk(
        &mut self,
        stream: &mut (impl StreamExt<Item = Result<Message, Error>> + Unpin),
    ) -> Result<(), End> {
        let stop = self.hub.stop.clone();
        let subscriber = self.subscriber.clone();
        let (who, mut greeted) = (subscriber.who(), false);
        // A frame that waits until the rate allows it. Meanwhile nothing more is read, so that a client's excess frames
        // stay with the client.
        let mut held: Option<(Box<ClientFrame>, Instant)> = None;
        loop {
            let silence = if greeted { SILENT } else { GREETING };
            tokio::select! {
                next = timeout(silence, stream.next()), if held.is_none() => match next {
                    Ok(Some(Ok(Message::Text(text)))) => {
                        let frame = Box::new(self.read(&text, greeted)?);
                        greeted = true;
                        match self.hub.paces.take(&who, subscriber.network.as_deref(), Instant::now()) {
                            Ok(()) => Box::pin(self.frame(*frame)).await?,
                            Err(free) => held = Some((frame, free)),
                        }
                    }
                    Ok(Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_)))) => {}
                    Ok(Some(Ok(Message::Binary(_)))) => return Err(self.writer.close(CLOSE_BAD_FRAME).into()),
                    Ok(Some(Ok(Message::Close(_)) | Err(_)) | None) | Err(_) => return Err(End::Over),
                },
                () = turn(&held), if held.is_some() => {
                    let now = Instant::now();
                    match (held.take(), self.hub.paces.take(&who, subscriber.network.as_deref(), now)) {
                        (Some((frame, _)), Err(free)) => held = Some((frame, free)),
                        // Boxed, so that the state of a rare call does not take memory in each waiting socket.
                        (Some((frame, _)), Ok(())) => Box::pin(self.frame(*frame)).await?,
                        (None, _) => {}
                    }
                }
                () = subscriber.bell.notified() => Box::pin(self.news(subscriber.take())).await?,
                () = slow(self.behind_since), if self.behind_since.is_some() => {
                    return Err(self.writer.close_slow().into());
                }
                () = stop.cancelled() => {
                    let retry_after = self.hub.retry_after();
                    self.writer.send(&ServerFrame::Goodbye { retry_after }).await?;
                    return Err(self.writer.close(CloseCode::Restart.into()).into());
                }
            }
        }
    }

    /// Parses a frame of this protocol. `hello` comes exactly once, as the first frame.
    fn read(&self, text: &str, greeted: bool) -> Result<ClientFrame, End> {
        serde_json::from_str(text)
            .ok()
            .filter(|frame| greeted != matches!(frame, ClientFrame::Hello { .. }))
            .ok_or_else(|| self.writer.close(CLOSE_BAD_FRAME).into())
    }
}
