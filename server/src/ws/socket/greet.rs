//! The greeting: it tells from which messages on the client resumes.

use app::consultation::store;
use app::platform::{accessed_lately, audit};
use domain::accounts::Access;
use domain::consultation::state::Status;
use domain::consultation::wire::{
    CLOSE_BAD_FRAME, CURSORS_MAX, Cursor, PROTOCOL, Party, ServerFrame, TalkState,
};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{End, Place, Socket};

impl Socket {
    pub(super) async fn hello(
        &mut self,
        protocol: u16,
        epoch: Option<Uuid>,
        cursors: &[Cursor],
    ) -> Result<(), End> {
        let platform = self.hub.platform.clone();
        let hub = self.hub.clone();
        let mut conn = hub.connection(&self.subscriber).await?;
        let current = store::epoch(&mut conn).await?;
        let is_stale = protocol != PROTOCOL || epoch.is_some_and(|epoch| epoch != current);
        if is_stale || cursors.len() > CURSORS_MAX {
            // This frame tells the client that it has to load the page again.
            let stale = ServerFrame::Welcome {
                protocol: PROTOCOL,
                epoch: current,
                talks: Vec::new(),
            };
            self.writer.send(&stale).await?;
            return Err(self.writer.close(CLOSE_BAD_FRAME).into());
        }
        let named: Vec<Uuid> = cursors.iter().map(|cursor| cursor.conversation).collect();
        // Follows the hints first and reads the state second: a change between the two is reported twice, never missed.
        named.iter().for_each(|id| self.subscriber.follow(*id));
        let (now, at_desk) = (platform.clock.now(), self.guest.viewer.is_some());
        let talks = store::states(&mut conn, &self.guest.participant, now, &named, at_desk).await?;
        let foreign = named
            .iter()
            .filter(|id| talks.iter().all(|talk| talk.conversation != **id));
        foreign.for_each(|id| self.subscriber.unfollow(*id));
        for talk in &talks {
            let cursor = cursors
                .iter()
                .find(|cursor| cursor.conversation == talk.conversation);
            self.open(&mut conn, talk, cursor.map_or(0, |cursor| cursor.seq))
                .await?;
        }
        self.enter(&mut conn).await?;
        if at_desk || talks.iter().any(|talk| talk.status == Status::Waiting) {
            self.subscriber
                .queue(&store::queue_places(&mut conn).await?);
        }
        drop(conn);
        let ids: Vec<Uuid> = talks.iter().map(|talk| talk.conversation).collect();
        self.writer
            .send(&ServerFrame::Welcome {
                protocol: PROTOCOL,
                epoch: current,
                talks,
            })
            .await?;
        for id in ids {
            self.catch_up(id).await?;
        }
        Ok(())
    }

    /// Stores that this side is connected, so that the other sides see it.
    pub(super) async fn enter(&self, conn: &mut PgConnection) -> Result<(), End> {
        let place = self.hub.presence.place(self.number);
        let talks: Vec<_> = self
            .places
            .iter()
            .map(|(id, place)| (*id, place.party))
            .collect();
        if let Some(counsellor) = &self.guest.viewer {
            store::enter_desk(conn, place, counsellor.person_id).await?;
        }
        Ok(store::enter(conn, &self.hub.platform.fanout, place, &talks).await?)
    }

    /// Makes this socket follow the conversation. The audit trail gets an entry when a counsellor is given messages
    /// that the page had not shown. It also gets one when no page has shown the conversation lately, because the cursor
    /// is only what the client claims.
    pub(super) async fn open(
        &mut self,
        conn: &mut PgConnection,
        talk: &TalkState,
        cursor: i64,
    ) -> Result<(), End> {
        let id = talk.conversation;
        if talk.party == Party::Counsellor
            && (cursor < talk.last_seq || !self.has_read_lately(conn, id).await?)
        {
            self.note_read(conn, id).await?;
        }
        self.subscriber.follow(id);
        self.places.insert(
            id,
            Place {
                party: talk.party,
                cursor,
                from: cursor,
                behind: false,
            },
        );
        Ok(())
    }

    async fn has_read_lately(
        &self,
        conn: &mut PgConnection,
        conversation: Uuid,
    ) -> Result<bool, End> {
        let Some(officer) = &self.guest.viewer else {
            return Ok(true);
        };
        let (clock, object) = (&self.hub.platform.clock, object(conversation));
        Ok(accessed_lately(conn, clock, officer, Access::Consultation, &object).await?)
    }

    /// Writes into the audit trail that a counsellor reads messages that no page of theirs has shown.
    pub(super) async fn note_read(
        &self,
        conn: &mut PgConnection,
        conversation: Uuid,
    ) -> Result<(), End> {
        if let Some(officer) = &self.guest.viewer {
            let subject = store::citizen(conn, conversation).await?;
            audit(
                conn,
                &self.hub.platform.clock,
                officer,
                Access::Consultation,
                &object(conversation),
                subject,
            )
            .await?;
        }
        Ok(())
    }
}

/// The name of a conversation in the audit trail.
fn object(conversation: Uuid) -> String {
    format!("conversation:{conversation}")
}
