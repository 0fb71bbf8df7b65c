//! Sends news to the client. Messages are read from the database from the cursor on, whatever gave the hint.

use app::consultation::store::{self, Signal};
use domain::consultation::wire::{GAP_MESSAGES_MAX, Party, ServerFrame, one_gap};
use tokio::time::Instant;
use uuid::Uuid;

use super::super::subscriber::News;
use super::{End, Place, Socket};

impl Socket {
    pub(super) async fn news(&mut self, news: News) -> Result<(), End> {
        let heard = news
            .heard
            .iter()
            .filter(|(id, seq)| self.lacks(**id, **seq))
            .map(|(id, _)| *id);
        let ids: Vec<Uuid> = heard.collect();
        if news.look || !ids.is_empty() {
            self.must_stand(false).await?;
        }
        if news.look {
            self.look_around().await?;
        } else {
            for id in ids {
                self.look(id).await?;
            }
        }
        // A greeting may have named a conversation of other people, and this socket followed it until that was known.
        let is_theirs = |signal: &Signal| {
            let (Signal::Read { conversation, .. } | Signal::Typing { conversation, .. }) = signal;
            self.places.contains_key(conversation)
        };
        let signals = news.signals.into_iter().filter(is_theirs);
        let signals = signals.map(|signal| match signal {
            Signal::Read {
                conversation,
                party,
                upto,
            } => ServerFrame::Read {
                conversation,
                party,
                upto,
            },
            Signal::Typing {
                conversation,
                party,
            } => ServerFrame::Typing {
                conversation,
                party,
            },
        });
        let places = news
            .places
            .into_iter()
            .filter(|(id, _)| self.places.contains_key(id))
            .map(|(conversation, place)| ServerFrame::Place {
                conversation,
                place,
            });
        let presence = news
            .presence
            .into_iter()
            .filter(|((id, party), _)| {
                self.places
                    .get(id)
                    .is_some_and(|place| place.party != *party)
            })
            .map(|((conversation, party), is_here)| ServerFrame::Presence {
                conversation,
                party,
                is_here,
            });
        let waiting = news.waiting.map(|count| ServerFrame::Waiting { count });
        let frames = signals.chain(presence).chain(places).chain(waiting);
        for frame in frames.collect::<Vec<_>>() {
            self.writer.send(&frame).await?;
        }
        Ok(())
    }

    /// Reads everything from the database, since hints may have been lost: the conversations that a counsellor has got
    /// meanwhile, the read marks of the others, and the queue.
    async fn look_around(&mut self) -> Result<(), End> {
        let hub = self.hub.clone();
        let (mut conn, now) = (
            hub.connection(&self.subscriber).await?,
            hub.platform.clock.now(),
        );
        let named: Vec<Uuid> = self.places.keys().copied().collect();
        let at_desk = self.guest.viewer.is_some();
        let talks = store::states(&mut conn, &self.guest.participant, now, &named, at_desk).await?;
        self.enter(&mut conn).await?;
        self.subscriber
            .queue(&store::queue_places(&mut conn).await?);
        drop(conn);
        let is_gone = |id: &Uuid| talks.iter().all(|talk| talk.conversation != *id);
        for id in named.into_iter().filter(is_gone) {
            self.gone(id).await?;
        }
        for talk in talks {
            let (conversation, upto) = (talk.conversation, talk.peer_read);
            self.look(conversation).await?;
            let party = talk.party.peer();
            let read = ServerFrame::Read {
                conversation,
                party,
                upto,
            };
            self.writer.send(&read).await?;
        }
        Ok(())
    }

    fn lacks(&self, conversation: Uuid, seq: i64) -> bool {
        self.places
            .get(&conversation)
            .is_none_or(|place| place.cursor < seq)
    }

    /// Checks one conversation: it may have news, or it may have been assigned to this counsellor.
    async fn look(&mut self, conversation: Uuid) -> Result<(), End> {
        if self.places.contains_key(&conversation) {
            return self.catch_up(conversation).await;
        }
        let hub = self.hub.clone();
        let (mut conn, now) = (
            hub.connection(&self.subscriber).await?,
            hub.platform.clock.now(),
        );
        let found = store::find(&mut conn, &self.guest.participant, now, conversation).await?;
        let Some(talk) = found else { return Ok(()) };
        self.open(&mut conn, &talk, 0).await?;
        self.enter(&mut conn).await?;
        drop(conn);
        self.writer.send(&ServerFrame::Opened { talk }).await?;
        self.catch_up(conversation).await
    }

    pub(super) async fn fetch(&mut self, conversation: Uuid, after: i64) -> Result<(), End> {
        let Some(place) = self.places.get(&conversation).copied() else {
            return Ok(());
        };
        let from = place.from.min(after);
        if from < place.from && place.party == Party::Counsellor {
            let hub = self.hub.clone();
            self.note_read(&mut *hub.connection(&self.subscriber).await?, conversation)
                .await?;
        }
        let place = Place {
            cursor: after,
            from,
            behind: false,
            ..place
        };
        self.places.insert(conversation, place);
        if !self.places.values().any(|place| place.behind) {
            self.behind_since = None;
        }
        self.catch_up(conversation).await
    }

    /// Sends the messages after the cursor in one frame. If there are more, the client asks for them when it has
    /// received this frame, so that frames do not pile up before a slow connection.
    pub(super) async fn catch_up(&mut self, conversation: Uuid) -> Result<(), End> {
        let place = self.places.get(&conversation).copied();
        let Some(place) = place.filter(|place| !place.behind) else {
            return Ok(());
        };
        let hub = self.hub.clone();
        let (mut conn, now) = (
            hub.connection(&self.subscriber).await?,
            hub.platform.clock.now(),
        );
        let limit = i64::try_from(GAP_MESSAGES_MAX + 1).unwrap_or(i64::MAX);
        let participant = &self.guest.participant;
        let messages = store::messages_after(
            &mut conn,
            participant,
            now,
            conversation,
            place.cursor,
            limit,
        )
        .await?;
        let Some(last_seq) = messages.last().map(|message| message.seq) else {
            let found = store::find(&mut conn, participant, now, conversation).await?;
            drop(conn);
            return if found.is_none() {
                self.gone(conversation).await
            } else {
                Ok(())
            };
        };
        drop(conn);
        let mut messages = one_gap(messages);
        let cursor = messages.last().map_or(place.cursor, |message| message.seq);
        let behind = cursor < last_seq;
        if behind {
            self.behind_since.get_or_insert_with(Instant::now);
        }
        self.places.insert(
            conversation,
            Place {
                cursor,
                behind,
                ..place
            },
        );
        let only = if messages.len() == 1 && !behind {
            messages.pop()
        } else {
            None
        };
        let frame = match only {
            Some(message) => ServerFrame::Message {
                conversation,
                message,
            },
            None => ServerFrame::Gap {
                conversation,
                messages,
                last_seq,
            },
        };
        Ok(self.writer.send(&frame).await?)
    }

    /// Stops following a conversation that is no longer this participant's.
    async fn gone(&mut self, conversation: Uuid) -> Result<(), End> {
        self.subscriber.unfollow(conversation);
        self.places.remove(&conversation);
        let place = self.hub.presence.place(self.number);
        let mut conn = self.hub.connection(&self.subscriber).await?;
        store::leave(&mut conn, &self.hub.platform.fanout, place, conversation).await?;
        drop(conn);
        Ok(self
            .writer
            .send(&ServerFrame::Gone { conversation })
            .await?)
    }
}
