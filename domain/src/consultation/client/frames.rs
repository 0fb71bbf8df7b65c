//! Handles the server's frames.

use uuid::Uuid;

use super::super::wire::{Cursor, PROTOCOL, ServerFrame, TalkState};
use super::{Core, Effect, Link, Talk};

impl Core {
    pub(super) fn frame(&mut self, frame: ServerFrame) -> Vec<Effect> {
        match frame {
            ServerFrame::Welcome {
                protocol,
                epoch,
                talks,
            } => self.welcome(protocol, epoch, talks),
            // This frame may also come in place of a welcome.
            ServerFrame::Goodbye { retry_after } => {
                self.retry_after = retry_after;
                Vec::new()
            }
            _ if self.link != Link::Up => Vec::new(),
            ServerFrame::Ack {
                conversation,
                client_id,
                seq,
                at,
            } => self.with(conversation, |talk| {
                talk.acked(conversation, client_id, seq, at)
            }),
            ServerFrame::Refused {
                conversation,
                client_id,
                code,
            } => self.with(conversation, |talk| {
                talk.outbox.refused(client_id, code);
                Vec::new()
            }),
            ServerFrame::Message {
                conversation,
                message,
            } => self.with(conversation, |talk| talk.received(conversation, message)),
            ServerFrame::Gap {
                conversation,
                messages,
                last_seq,
            } => self.with(conversation, |talk| {
                talk.gap(conversation, messages, last_seq)
            }),
            ServerFrame::Read {
                conversation,
                party,
                upto,
            } => self.with(conversation, |talk| talk.read(party, upto)),
            ServerFrame::Presence {
                conversation,
                party,
                is_here,
            } => self.with(conversation, |talk| talk.present(party, is_here)),
            ServerFrame::Typing {
                conversation,
                party,
            } => self.with(conversation, |talk| talk.typed(party)),
            ServerFrame::Opened { talk } => {
                let conversation = talk.conversation;
                let known = self
                    .talks
                    .entry(conversation)
                    .or_insert_with(|| Talk::new(&talk, 0));
                known.update(&talk);
                Vec::new()
            }
            ServerFrame::Gone { conversation } => self.with(conversation, Talk::gone),
            ServerFrame::Place {
                conversation,
                place,
            } => self.with(conversation, |talk| talk.placed(place)),
            ServerFrame::Waiting { count } => {
                self.waiting = Some(count);
                self.queue_moves += 1;
                Vec::new()
            }
            ServerFrame::Pong => Vec::new(),
        }
    }

    fn welcome(&mut self, protocol: u16, epoch: Uuid, states: Vec<TalkState>) -> Vec<Effect> {
        if self.link != Link::Opening {
            return Vec::new();
        }
        if protocol != PROTOCOL || self.epoch.is_some_and(|own| own != epoch) {
            self.link = Link::Stale;
            return vec![Effect::Drop];
        }
        self.epoch = Some(epoch);
        self.link = Link::Up;
        self.attempt = 0;
        self.is_lost = false;
        let mut effects = Vec::new();
        // Checks only the conversations that the greeting named: the server need not answer for others. A named one
        // without an answer is not this person's any more.
        for Cursor { conversation, .. } in self.cursors() {
            if !states
                .iter()
                .any(|state| state.conversation == conversation)
            {
                effects.extend(self.with(conversation, Talk::gone));
            }
        }
        for state in states {
            let conversation = state.conversation;
            let talk = self
                .talks
                .entry(conversation)
                .or_insert_with(|| Talk::new(&state, 0));
            talk.update(&state);
            effects.extend(talk.outbox.unsent());
            effects.extend(talk.unread(conversation, state.own_read).map(Effect::Send));
        }
        effects
    }

    fn with(
        &mut self,
        conversation: Uuid,
        change: impl FnOnce(&mut Talk) -> Vec<Effect>,
    ) -> Vec<Effect> {
        self.talks
            .get_mut(&conversation)
            .map(change)
            .unwrap_or_default()
    }
}
