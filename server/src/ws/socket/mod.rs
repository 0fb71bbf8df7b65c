//! One socket: what its client says, and what it is told.

mod greet;
mod news;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use app::consultation::store::{self, Murmur, Sent};
use app::consultation::{Asker, hints};
use app::error::AppError;
use app::platform::{Viewer, in_task, load_visit};
use axum::extract::ws::{Message, WebSocket, close_code};
use axum::http::header::COOKIE;
use axum::http::{HeaderMap, HeaderValue};
use domain::consultation::wire::{
    CLOSE_BAD_FRAME, CLOSE_FORBIDDEN, ClientFrame, Party, ServerFrame,
};
use futures::StreamExt;
use futures::stream::{SplitSink, SplitStream};
use tokio::time::{Instant, sleep_until, timeout};
use uuid::Uuid;

use super::hub::Hub;
use super::seat::Seat;
use super::writer::{Over, Writer};

/// A client pings every 15 s; one that is silent for this long is gone.
const SILENT: Duration = Duration::from_secs(60);
/// A client greets at once.
const GREETING: Duration = Duration::from_secs(10);
/// A client that has not asked for the rest of a conversation for this long does not read.
const SLOW_AFTER: Duration = Duration::from_secs(20);
/// Typing is told at most this often.
const TYPING_EVERY: Duration = Duration::from_secs(3);
/// At every so many pings it is looked whether the session still stands.
const PINGS_A_LOOK: u32 = 4;
/// How long the other side may take to see that it is over.
const CLOSING: Duration = Duration::from_secs(1);
/// When to come back after a fault of the database, in milliseconds.
const RETRY_AFTER: u32 = 1_000;

/// Who is at the other end.
pub struct Guest {
    pub asker: Asker,
    /// The counsellor, whose reads are in the audit trail.
    pub viewer: Option<Viewer>,
    /// The cookies of the upgrade, of a signed-in person.
    pub cookies: Option<HeaderValue>,
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
    /// There is more, and the client has yet to ask for it.
    behind: bool,
}

struct Socket {
    hub: Arc<Hub>,
    guest: Guest,
    seat: Arc<Seat>,
    /// The seat's number.
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
    (sink, mut stream): (SplitSink<WebSocket, Message>, SplitStream<WebSocket>),
    guest: Guest,
) {
    let (writer, work) = Writer::new(sink);
    let writing = tokio::spawn(work);
    if guest.asker.is_nobody() {
        writer.close(CLOSE_FORBIDDEN);
        drop(writer);
    } else if let Some((number, seat)) =
        hub.join(Seat::new(guest.asker.person, guest.viewer.is_some()))
    {
        let mut socket = Socket {
            hub: hub.clone(),
            guest,
            seat,
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
        writer.close(close_code::AGAIN);
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

async fn slow(since: Option<Instant>) {
    if let Some(since) = since {
        sleep_until(since + SLOW_AFTER).await;
    }
}

impl Socket {
    /// A fault of the database ends the connection: the client keeps what was not acked, comes back and sends it again
    /// in its order.
    async fn serve(
        &mut self,
        stream: &mut (impl StreamExt<Item = Result<Message, axum::Error>> + Unpin),
    ) {
        if let Err(End::Fault) = self.talk(stream).await {
            let goodbye = ServerFrame::Goodbye {
                retry_after: RETRY_AFTER,
            };
            if self.writer.send(&goodbye).await.is_ok() {
                self.writer.close(close_code::AGAIN);
            }
        }
    }

    async fn talk(
        &mut self,
        stream: &mut (impl StreamExt<Item = Result<Message, axum::Error>> + Unpin),
    ) -> Result<(), End> {
        let stop = self.hub.stop.clone();
        let seat = self.seat.clone();
        let mut greeted = false;
        loop {
            let silence = if greeted { SILENT } else { GREETING };
            tokio::select! {
                next = timeout(silence, stream.next()) => match next {
                    Ok(Some(Ok(Message::Text(text)))) => {
                        let frame = self.read(&text, greeted)?;
                        greeted = true;
                        // What a socket does now and then must not lie in each that waits.
                        Box::pin(self.frame(frame)).await?;
                    }
                    Ok(Some(Ok(Message::Ping(_) | Message::Pong(_)))) => {}
                    Ok(Some(Ok(Message::Binary(_)))) => return Err(self.writer.close(CLOSE_BAD_FRAME).into()),
                    Ok(Some(Ok(Message::Close(_)) | Err(_)) | None) | Err(_) => return Err(End::Over),
                },
                () = seat.bell.notified() => Box::pin(self.news(seat.take())).await?,
                () = slow(self.behind_since), if self.behind_since.is_some() => {
                    return Err(self.writer.close_slow().into());
                }
                () = stop.cancelled() => {
                    self.writer.send(&ServerFrame::Goodbye { retry_after: RETRY_AFTER }).await?;
                    return Err(self.writer.close(close_code::RESTART).into());
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

    async fn frame(&mut self, frame: ClientFrame) -> Result<(), End> {
        match frame {
            ClientFrame::Hello {
                protocol,
                epoch,
                cursors,
            } => self.hello(protocol, epoch, &cursors).await,
            ClientFrame::Send {
                conversation,
                client_id,
                body,
            } => self.said(conversation, client_id, body).await,
            ClientFrame::Read { conversation, upto } => self.has_read(conversation, upto).await,
            ClientFrame::Fetch {
                conversation,
                after,
            } => self.fetch(conversation, after).await,
            ClientFrame::Typing { conversation } => self.is_typing(conversation).await,
            ClientFrame::Ping => self.ping().await,
        }
    }

    async fn said(&mut self, conversation: Uuid, client_id: Uuid, body: String) -> Result<(), End> {
        let (platform, asker) = (self.hub.platform.clone(), self.guest.asker.clone());
        let sent = in_task(async move {
            let mut conn = platform.pool.acquire().await?;
            store::send(
                &mut conn,
                &asker,
                platform.clock.now(),
                conversation,
                client_id,
                &body,
            )
            .await
        });
        let (seq, at) = match sent.await? {
            Sent::Stored { seq, at, .. } => (seq, at),
            Sent::Refused(code) => {
                let refused = ServerFrame::Refused {
                    conversation,
                    client_id,
                    code,
                };
                return Ok(self.writer.send(&refused).await?);
            }
        };
        hints::ring();
        let at = i64::try_from(at.unix_timestamp_nanos() / 1_000_000).unwrap_or_default();
        self.writer
            .send(&ServerFrame::Ack {
                conversation,
                client_id,
                seq,
                at,
            })
            .await?;
        match self.places.get_mut(&conversation) {
            // The client makes the message from its ack.
            Some(place) if place.cursor + 1 == seq => place.cursor = seq,
            Some(place) if place.cursor < seq => self.catch_up(conversation).await?,
            _ => {}
        }
        Ok(())
    }

    async fn has_read(&mut self, conversation: Uuid, upto: i64) -> Result<(), End> {
        let platform = self.hub.platform.clone();
        let (mut conn, now) = (platform.pool.acquire().await?, platform.clock.now());
        let moved = store::mark_read(&mut conn, &self.guest.asker, now, conversation, upto).await?;
        if let Some((party, upto)) = moved {
            store::murmur(
                &mut conn,
                &platform.fanout,
                Murmur::Read {
                    conversation,
                    party,
                    upto,
                },
            )
            .await?;
        }
        Ok(())
    }

    async fn is_typing(&mut self, conversation: Uuid) -> Result<(), End> {
        let lately = self.typed_at.is_some_and(|at| at.elapsed() < TYPING_EVERY);
        if let (false, Some(place)) = (lately, self.places.get(&conversation)) {
            self.typed_at = Some(Instant::now());
            let mut conn = self.hub.platform.pool.acquire().await?;
            store::murmur(
                &mut conn,
                &self.hub.platform.fanout,
                Murmur::Typing {
                    conversation,
                    party: place.party,
                },
            )
            .await?;
        }
        Ok(())
    }

    async fn ping(&mut self) -> Result<(), End> {
        self.pings += 1;
        if self.pings.is_multiple_of(PINGS_A_LOOK) && !self.still_stands().await? {
            return Err(self.writer.close(CLOSE_FORBIDDEN).into());
        }
        Ok(self.writer.send(&ServerFrame::Pong).await?)
    }

    /// Whether the session of the upgrade is still good: signing out elsewhere ends this socket too.
    async fn still_stands(&self) -> Result<bool, AppError> {
        let Some(person) = self.guest.asker.person else {
            return Ok(true);
        };
        let platform = &self.hub.platform;
        let cookies = self.guest.cookies.clone().map(|cookies| (COOKIE, cookies));
        let headers = HeaderMap::from_iter(cookies);
        let visit = load_visit(&platform.pool, platform.clock.now(), &headers, "").await?;
        Ok(visit
            .viewer
            .is_some_and(|viewer| viewer.person_id == person))
    }
}
