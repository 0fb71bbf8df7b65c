//! One socket: what its client says, and what it is told.

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

/// A client that is silent for this long is gone. It pings every [`BEAT_MS`], and itself takes a line for dead on which
/// it hears nothing for two of these; but browsers let the timers of a hidden page run only once a minute, and a page
/// that waits in the background must not lose its line for that.
const SILENT: Duration = Duration::from_secs(90);
const _: () = assert!(SILENT.as_millis() > 60_000 + BEAT_MS as u128);
/// A client greets at once.
const GREETING: Duration = Duration::from_secs(10);
/// A client that has not asked for the rest of a conversation for this long does not read.
const SLOW_AFTER: Duration = Duration::from_secs(20);
/// How long the other side may take to see that it is over.
const CLOSING: Duration = Duration::from_secs(1);

/// Who is at the other end.
pub struct Guest {
    pub participant: Participant,
    /// The counsellor, whose reads are in the audit trail.
    pub viewer: Option<Viewer>,
    /// The contact of a signed-in person, and the address that asks: for security events.
    pub contact: Option<String>,
    pub address: Option<IpAddr>,
    /// The cookies of the upgrade, of a signed-in person.
    pub cookies: Option<HeaderValue>,
    /// The network that asked for it, where that is known.
    pub network: Option<Vec<u8>>,
}

/// Why a socket ends.
#[derive(Debug)]
enum End {
    /// The writer knows.
    Over,
    /// The database cannot serve just now; it is in the log.
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
    /// Last `seq` that was put into the queue.
    cursor: i64,
    /// What is after this was given by this socket; what is not was on the page.
    from: i64,
    /// There is more, and the client has yet to ask for it.
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
    /// Since when the client could ask for more and has not.
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
    // The rest of the queue and the close code. What still comes is read and thrown away: closing over unread bytes
    // would reset the line, and the reader would never see the code.
    let rest = async { while let Some(Ok(_)) = stream.next().await {} };
    tokio::pin!(writing, rest);
    tokio::select! {
        // A task that panicked has dropped the line.
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
    /// A fault of the database ends the connection: the client keeps what was not acked, comes back and sends it again
    /// in its order.
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
        // A frame that waits for its turn; behind it nothing is read, so that what a client has too much stays with it.
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
                        // Boxed, since the state of a rare call must not take room in each waiting socket.
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

    /// A frame of this protocol in its turn: one `hello`, first.
    fn read(&self, text: &str, greeted: bool) -> Result<ClientFrame, End> {
        serde_json::from_str(text)
            .ok()
            .filter(|frame| greeted != matches!(frame, ClientFrame::Hello { .. }))
            .ok_or_else(|| self.writer.close(CLOSE_BAD_FRAME).into())
    }
}
