//! The frames that a client sends after its greeting: messages, read marks, typing, pings.

use std::time::Duration;

use app::base::error::AppError;
use app::consultation::hints;
use app::consultation::store::{self, Sent, Signal};
use app::platform::{Doer, in_task, load_viewer};
use axum::http::HeaderMap;
use axum::http::header::COOKIE;
use domain::accounts::SecurityEvent;
use domain::consultation::wire::{CLOSE_FORBIDDEN, ClientFrame, Refusal, ServerFrame};
use tokio::time::Instant;
use uuid::Uuid;

use super::{End, Socket};

/// A typing signal is passed on at most this often.
const TYPING_EVERY: Duration = Duration::from_secs(3);
/// A socket that has nothing to say checks after every so many pings whether its session is still valid.
const PINGS_A_LOOK: u32 = 4;

impl Socket {
    pub(super) async fn frame(&mut self, frame: ClientFrame) -> Result<(), End> {
        match frame {
            ClientFrame::Hello { .. } | ClientFrame::Ping => {}
            // The page sends these by itself, without the person doing anything.
            ClientFrame::Fetch { .. } => self.must_stand(false).await?,
            ClientFrame::Send { .. } | ClientFrame::Read { .. } | ClientFrame::Typing { .. } => {
                self.must_stand(true).await?;
            }
        }
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
        let (hub, participant) = (self.hub.clone(), self.guest.participant.clone());
        let subscriber = self.subscriber.clone();
        let sent = in_task(async move {
            let mut conn = hub.connection(&subscriber).await?;
            store::send(
                &mut conn,
                &participant,
                hub.platform.clock.now(),
                conversation,
                client_id,
                &body,
            )
            .await
        });
        let (seq, at) = match sent.await? {
            Sent::Stored { seq, at, .. } => (seq, at),
            Sent::Refused(code) => {
                if code == Refusal::TooMany {
                    self.note_limit();
                }
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
            // The client builds its own message from the ack, so it is not sent again.
            Some(place) if place.cursor + 1 == seq => place.cursor = seq,
            Some(place) if place.cursor < seq => self.catch_up(conversation).await?,
            _ => {}
        }
        Ok(())
    }

    fn note_limit(&self) {
        let (platform, guest) = (&self.hub.platform, &self.guest);
        let doer = Doer {
            contact: guest.contact.as_deref(),
            address: guest.address,
            place: "message on a socket",
        };
        let now = platform.clock.now();
        platform.events.note(now, SecurityEvent::Limited, doer);
    }

    async fn has_read(&mut self, conversation: Uuid, upto: i64) -> Result<(), End> {
        let platform = self.hub.platform.clone();
        let (mut conn, now) = (
            self.hub.connection(&self.subscriber).await?,
            platform.clock.now(),
        );
        let moved =
            store::mark_read(&mut conn, &self.guest.participant, now, conversation, upto).await?;
        if let Some((party, upto)) = moved {
            store::signal(
                &mut conn,
                &platform.fanout,
                Signal::Read {
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
            let mut conn = self.hub.connection(&self.subscriber).await?;
            store::signal(
                &mut conn,
                &self.hub.platform.fanout,
                Signal::Typing {
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
        if self.pings.is_multiple_of(PINGS_A_LOOK) {
            self.must_stand(false).await?;
        }
        Ok(self.writer.send(&ServerFrame::Pong).await?)
    }

    /// Ends the socket when the session of the upgrade request has ended, also when somebody signed out in another tab:
    /// nothing is sent and nothing is read with such a session. An open page does not keep a session alive; only
    /// actions of the person do (`uses`).
    pub(super) async fn must_stand(&self, uses: bool) -> Result<(), End> {
        if self.still_stands(uses).await? {
            Ok(())
        } else {
            Err(self.writer.close(CLOSE_FORBIDDEN).into())
        }
    }

    async fn still_stands(&self, uses: bool) -> Result<bool, AppError> {
        let Some(person) = self.guest.participant.person else {
            return Ok(true);
        };
        let now = self.hub.platform.clock.now();
        let cookies = self.guest.cookies.clone().map(|cookies| (COOKIE, cookies));
        let headers = HeaderMap::from_iter(cookies);
        let mut conn = self.hub.connection(&self.subscriber).await?;
        let viewer = load_viewer(&mut conn, now, &headers, uses).await?;
        Ok(viewer.is_some_and(|viewer| viewer.person_id == person))
    }
}
