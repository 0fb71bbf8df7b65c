//! One socket: what its client says, and what it is told.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use app::consultation::store::{self, Murmur, Sent};
use app::consultation::{Asker, hints};
use app::error::AppError;
use app::platform::{Viewer, audit, in_task, load_visit};
use axum::extract::ws::{Message, WebSocket, close_code};
use axum::http::HeaderMap;
use domain::consultation::state::Status;
use domain::consultation::wire::{
    CLOSE_BAD_FRAME, CLOSE_FORBIDDEN, CURSORS_MAX, ClientFrame, Cursor, GAP_MESSAGES_MAX, PROTOCOL, Party, ServerFrame,
    TalkState, one_gap,
};
use futures::StreamExt;
use tokio::time::{Instant, timeout};
use uuid::Uuid;

use super::hub::Hub;
use super::seat::{News, Seat};
use super::writer::{Over, Writer};

/// A client pings every 15 s; one that is silent for this long is gone.
const SILENT: Duration = Duration::from_secs(60);
/// A client greets at once.
const GREETING: Duration = Duration::from_secs(10);
/// Typing is told at most this often.
const TYPING_EVERY: Duration = Duration::from_secs(3);
/// At every so many pings it is looked whether the session still stands.
const PINGS_A_LOOK: u32 = 4;
/// When to come back after a fault of the database, in milliseconds.
const RETRY_AFTER: u32 = 1_000;

/// Who is at the other end.
pub struct Guest {
    pub asker: Asker,
    /// The counsellor, whose reads are in the audit trail.
    pub viewer: Option<Viewer>,
    /// The cookies of the upgrade.
    pub cookies: HeaderMap,
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
    writer: Writer,
    places: HashMap<Uuid, Place>,
    typed_at: Option<Instant>,
    pings: u32,
}

/// Serves a socket to its end.
pub async fn serve(hub: Arc<Hub>, socket: WebSocket, guest: Guest) {
    let (sink, mut stream) = socket.split();
    let (writer, work) = Writer::new(sink);
    let writing = tokio::spawn(work);
    let person = guest.asker.person;
    if guest.asker.is_nobody() {
        writer.close(CLOSE_FORBIDDEN);
    } else if let Some((number, seat)) = hub.join(Seat::new(person, guest.viewer.is_some())) {
        let mut socket =
            Socket { hub: hub.clone(), guest, seat, writer, places: HashMap::new(), typed_at: None, pings: 0 };
        // However it ends, the writer knows the code.
        let _ = socket.talk(&mut stream).await;
        hub.leave(number);
        drop(socket);
    } else {
        writer.close(close_code::AGAIN);
    }
    // The rest of the queue, and the close code.
    let _ = writing.await;
}

impl Socket {
    async fn talk(&mut self, stream: &mut (impl StreamExt<Item = Result<Message, axum::Error>> + Unpin)) -> Result<(), Over> {
        let stop = self.hub.stop.clone();
        let mut silence = GREETING;
        loop {
            let seat = self.seat.clone();
            tokio::select! {
                next = timeout(silence, stream.next()) => match next {
                    Ok(Some(Ok(Message::Text(text)))) => {
                        let Ok(frame) = serde_json::from_str(&text) else { return Err(self.writer.close(CLOSE_BAD_FRAME)) };
                        let greeted = silence == SILENT;
                        if greeted == matches!(frame, ClientFrame::Hello { .. }) {
                            return Err(self.writer.close(CLOSE_BAD_FRAME));
                        }
                        silence = SILENT;
                        let done = self.frame(frame).await;
                        self.or_goodbye(done).await?;
                    }
                    Ok(Some(Ok(Message::Ping(_) | Message::Pong(_)))) => {}
                    Ok(Some(Ok(Message::Binary(_)))) => return Err(self.writer.close(CLOSE_BAD_FRAME)),
                    Ok(Some(Ok(Message::Close(_)) | Err(_)) | None) | Err(_) => return Err(Over),
                },
                () = seat.bell.notified() => {
                    let done = self.news(seat.take()).await;
                    self.or_goodbye(done).await?;
                }
                () = stop.cancelled() => {
                    self.writer.send(&ServerFrame::Goodbye { retry_after: RETRY_AFTER }).await?;
                    return Err(self.writer.close(close_code::RESTART));
                }
            }
        }
    }

    /// A fault of the database ends the connection: the client keeps what was not acked, comes back and sends it again
    /// in its order.
    async fn or_goodbye(&mut self, done: Result<Result<(), Over>, AppError>) -> Result<(), Over> {
        match done {
            Ok(done) => done,
            Err(_) => {
                self.writer.send(&ServerFrame::Goodbye { retry_after: RETRY_AFTER }).await?;
                Err(self.writer.close(close_code::AGAIN))
            }
        }
    }

    async fn frame(&mut self, frame: ClientFrame) -> Result<Result<(), Over>, AppError> {
        match frame {
            ClientFrame::Hello { protocol, epoch, cursors } => self.hello(protocol, epoch, &cursors).await,
            ClientFrame::Send { conversation, client_id, body } => self.said(conversation, client_id, body).await,
            ClientFrame::Read { conversation, upto } => self.has_read(conversation, upto).await,
            ClientFrame::Fetch { conversation, after } => {
                let Some(place) = self.places.get_mut(&conversation) else { return Ok(Ok(())) };
                *place = Place { cursor: after, behind: false, ..*place };
                self.catch_up(conversation).await
            }
            ClientFrame::Typing { conversation } => self.is_typing(conversation).await,
            ClientFrame::Ping => {
                self.pings += 1;
                if self.pings.is_multiple_of(PINGS_A_LOOK) && !self.still_stands().await? {
                    return Ok(Err(self.writer.close(CLOSE_FORBIDDEN)));
                }
                Ok(self.writer.send(&ServerFrame::Pong).await)
            }
        }
    }

    async fn hello(
        &mut self,
        protocol: u16,
        epoch: Option<Uuid>,
        cursors: &[Cursor],
    ) -> Result<Result<(), Over>, AppError> {
        let platform = self.hub.platform.clone();
        let mut conn = platform.pool.acquire().await?;
        let current = store::epoch(&mut conn).await?;
        if protocol != PROTOCOL || epoch.is_some_and(|epoch| epoch != current) || cursors.len() > CURSORS_MAX {
            let stale = ServerFrame::Welcome { protocol: PROTOCOL, epoch: current, talks: Vec::new() };
            let sent = self.writer.send(&stale).await;
            return Ok(sent.and(Err(self.writer.close(CLOSE_BAD_FRAME))));
        }
        let named: Vec<Uuid> = cursors.iter().map(|cursor| cursor.conversation).collect();
        // First the hints, then the state: what comes between is heard of twice, never not at all.
        named.iter().for_each(|id| self.seat.follow(*id));
        let now = platform.clock.now();
        let talks = store::states(&mut conn, &self.guest.asker, now, &named, self.guest.viewer.is_some()).await?;
        named.iter().filter(|id| !talks.iter().any(|talk| talk.conversation == **id)).for_each(|id| self.seat.unfollow(*id));
        for talk in &talks {
            let cursor = cursors.iter().find(|cursor| cursor.conversation == talk.conversation);
            self.open(&mut conn, talk, cursor.map_or(0, |cursor| cursor.seq)).await?;
        }
        let waits = talks.iter().any(|talk| talk.status == Status::Waiting);
        if waits || self.guest.viewer.is_some() {
            self.seat.queue(&store::queue_places(&mut conn).await?);
        }
        drop(conn);
        let ids: Vec<Uuid> = talks.iter().map(|talk| talk.conversation).collect();
        if let Err(over) = self.writer.send(&ServerFrame::Welcome { protocol: PROTOCOL, epoch: current, talks }).await {
            return Ok(Err(over));
        }
        for id in ids {
            if let Err(over) = self.catch_up(id).await? {
                return Ok(Err(over));
            }
        }
        Ok(Ok(()))
    }

    /// From now on this socket follows the conversation. A counsellor who is given words to read that the page had
    /// not shown is in the audit trail.
    async fn open(&mut self, conn: &mut sqlx::PgConnection, talk: &TalkState, cursor: i64) -> Result<(), AppError> {
        let id = talk.conversation;
        if let (Some(officer), 0, Party::Counsellor) = (&self.guest.viewer, cursor, talk.party) {
            let subject = store::citizen(conn, id).await?;
            let object = format!("conversation:{id}");
            audit(conn, &self.hub.platform.clock, officer, "consultation.read", &object, subject).await?;
        }
        self.seat.follow(id);
        self.places.insert(id, Place { party: talk.party, cursor, behind: false });
        Ok(())
    }

    async fn said(&mut self, conversation: Uuid, client_id: Uuid, body: String) -> Result<Result<(), Over>, AppError> {
        let (platform, asker) = (self.hub.platform.clone(), self.guest.asker.clone());
        let sent = in_task(async move {
            let mut conn = platform.pool.acquire().await?;
            store::send(&mut conn, &asker, platform.clock.now(), conversation, client_id, &body).await
        });
        let (seq, at) = match sent.await? {
            Sent::Refused(code) => {
                return Ok(self.writer.send(&ServerFrame::Refused { conversation, client_id, code }).await);
            }
            Sent::Stored { seq, at, .. } => (seq, at),
        };
        hints::ring();
        let at = i64::try_from(at.unix_timestamp_nanos() / 1_000_000).unwrap_or_default();
        let acked = self.writer.send(&ServerFrame::Ack { conversation, client_id, seq, at }).await;
        match self.places.get_mut(&conversation) {
            // The client makes the message from its ack.
            Some(place) if place.cursor + 1 == seq => place.cursor = seq,
            Some(place) if place.cursor < seq && acked.is_ok() => return self.catch_up(conversation).await,
            _ => {}
        }
        Ok(acked)
    }

    async fn has_read(&mut self, conversation: Uuid, upto: i64) -> Result<Result<(), Over>, AppError> {
        let platform = self.hub.platform.clone();
        let mut conn = platform.pool.acquire().await?;
        let moved = store::mark_read(&mut conn, &self.guest.asker, platform.clock.now(), conversation, upto).await?;
        if let Some((party, upto)) = moved {
            store::murmur(&mut conn, Murmur::Read { conversation, party, upto }).await?;
        }
        Ok(Ok(()))
    }

    async fn is_typing(&mut self, conversation: Uuid) -> Result<Result<(), Over>, AppError> {
        let lately = self.typed_at.is_some_and(|at| at.elapsed() < TYPING_EVERY);
        if let (false, Some(place)) = (lately, self.places.get(&conversation)) {
            self.typed_at = Some(Instant::now());
            let mut conn = self.hub.platform.pool.acquire().await?;
            store::murmur(&mut conn, Murmur::Typing { conversation, party: place.party }).await?;
        }
        Ok(Ok(()))
    }

    async fn still_stands(&self) -> Result<bool, AppError> {
        let Some(person) = self.guest.asker.person else { return Ok(true) };
        let platform = &self.hub.platform;
        let visit = load_visit(&platform.pool, platform.clock.now(), &self.guest.cookies, "").await?;
        Ok(visit.viewer.is_some_and(|viewer| viewer.person_id == person))
    }

    async fn news(&mut self, news: News) -> Result<Result<(), Over>, AppError> {
        let mut ids: Vec<Uuid> = news.heard.iter().filter(|(id, seq)| self.is_behind(**id, **seq)).map(|(id, _)| *id).collect();
        if news.look {
            ids = self.places.keys().copied().collect();
        }
        for id in ids {
            if let Err(over) = self.look(id).await? {
                return Ok(Err(over));
            }
        }
        let mut frames = Vec::new();
        for murmur in news.murmurs {
            match murmur {
                Murmur::Read { conversation, party, upto } => frames.push(ServerFrame::Read { conversation, party, upto }),
                Murmur::Typing { conversation, party } => frames.push(ServerFrame::Typing { conversation, party }),
            }
        }
        frames.extend(news.places.into_iter().map(|(conversation, place)| ServerFrame::Place { conversation, place }));
        frames.extend(news.waiting.map(|count| ServerFrame::Waiting { count }));
        for frame in frames {
            if let Err(over) = self.writer.send(&frame).await {
                return Ok(Err(over));
            }
        }
        Ok(Ok(()))
    }

    fn is_behind(&self, conversation: Uuid, seq: i64) -> bool {
        self.places.get(&conversation).is_none_or(|place| place.cursor < seq)
    }

    /// Something may be new in this conversation, or it has become this counsellor's.
    async fn look(&mut self, conversation: Uuid) -> Result<Result<(), Over>, AppError> {
        if self.places.contains_key(&conversation) {
            return self.catch_up(conversation).await;
        }
        let platform = self.hub.platform.clone();
        let mut conn = platform.pool.acquire().await?;
        let found = store::find(&mut conn, &self.guest.asker, platform.clock.now(), conversation).await?;
        let Some(talk) = found else { return Ok(Ok(())) };
        self.open(&mut conn, &talk, 0).await?;
        drop(conn);
        match self.writer.send(&ServerFrame::Opened { talk }).await {
            Ok(()) => self.catch_up(conversation).await,
            over => Ok(over),
        }
    }

    /// Sends what comes after the cursor: one frame. Of a longer rest the client asks for more when it has this, so
    /// that a slow line is never ahead of itself.
    async fn catch_up(&mut self, conversation: Uuid) -> Result<Result<(), Over>, AppError> {
        let Some(place) = self.places.get(&conversation).copied().filter(|place| !place.behind) else { return Ok(Ok(())) };
        let platform = self.hub.platform.clone();
        let mut conn = platform.pool.acquire().await?;
        let limit = i64::try_from(GAP_MESSAGES_MAX + 1).unwrap_or(i64::MAX);
        let (asker, now) = (&self.guest.asker, platform.clock.now());
        let messages = store::messages_after(&mut conn, asker, now, conversation, place.cursor, limit).await?;
        let Some(last_seq) = messages.last().map(|message| message.seq) else {
            let is_gone = store::find(&mut conn, asker, now, conversation).await?.is_none();
            drop(conn);
            return Ok(if is_gone { self.gone(conversation).await } else { Ok(()) });
        };
        drop(conn);
        let messages = one_gap(messages);
        let cursor = messages.last().map_or(place.cursor, |message| message.seq);
        self.places.insert(conversation, Place { cursor, behind: cursor < last_seq, ..place });
        let frame = match <[_; 1]>::try_from(messages) {
            Ok([message]) if cursor == last_seq => ServerFrame::Message { conversation, message },
            Ok(one) => ServerFrame::Gap { conversation, messages: one.into(), last_seq },
            Err(messages) => ServerFrame::Gap { conversation, messages, last_seq },
        };
        Ok(self.writer.send(&frame).await)
    }

    async fn gone(&mut self, conversation: Uuid) -> Result<(), Over> {
        self.seat.unfollow(conversation);
        self.places.remove(&conversation);
        self.writer.send(&ServerFrame::Gone { conversation }).await
    }
}
