//! The client of the socket as a reducer without I/O: events go in, effects come out.
//!
//! The host (a browser page, a test) owns the socket, the timers, the random numbers and the storage. It passes every
//! event to [`Core::step`] in order and carries out the effects in order. The core never reads a clock.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::backoff::delay_ms;
use super::body::canonical;
use super::wire::{
    CLOSE_BAD_FRAME, CLOSE_FORBIDDEN, CURSORS_MAX, ClientFrame, Cursor, PROTOCOL, Party, Refusal,
    ServerFrame, TalkState,
};

mod frames;
mod outbox;
mod talk;

pub use outbox::{Kept, Pending, PendingState};
pub use talk::{Delivery, Talk};

/// The state of the connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// No connection; the next try is still to come.
    Down,
    /// A connection is being made, or the greeting is unanswered.
    Opening,
    /// Connected.
    Up,
    /// The page is older (or newer) than the server, or the stored conversations were replaced: load the page anew.
    Stale,
    /// The server does not let this person in any more.
    Barred,
}

/// An event that the host passes to the core.
#[derive(Clone, Debug)]
pub enum Event {
    /// Connect: at the start, when the waiting time is over, or when the device reports that it is online again.
    Connect,
    /// The socket is open.
    Opened,
    /// A frame came.
    Frame(ServerFrame),
    /// The socket closed or could not be opened. `roll` is any random number.
    Closed { code: Option<u16>, roll: u32 },
    /// [`super::wire::BEAT_MS`] have passed.
    Beat,
    /// The page has shown the person the whole conversation.
    Seen { conversation: Uuid },
    /// The person types (the host reports it at most once in a few seconds).
    Typing { conversation: Uuid },
}

/// An act that the host has to carry out.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Open a socket.
    Connect,
    /// Wait so many milliseconds, then [`Event::Connect`]. This wait replaces an earlier one.
    ConnectAfter(u32),
    /// Send this frame.
    Send(ClientFrame),
    /// Close the socket; then [`Event::Closed`].
    Drop,
    /// Store this unsent message where it outlives the page.
    Keep(Kept),
    /// Delete the stored message: the server has it, or the person threw it away.
    Forget { conversation: Uuid, client_id: Uuid },
}

/// The core: the connection and its conversations.
#[derive(Clone, Debug)]
pub struct Core {
    epoch: Option<Uuid>,
    talks: BTreeMap<Uuid, Talk>,
    link: Link,
    attempt: u32,
    retry_after: u32,
    heard: bool,
    waiting: Option<i64>,
    queue_moves: u64,
    is_lost: bool,
}

impl Default for Core {
    fn default() -> Self {
        Self::new(None)
    }
}

impl Core {
    /// A core without conversations. `epoch` belongs to the page that shows their history, if any does.
    pub fn new(epoch: Option<Uuid>) -> Self {
        Self {
            epoch,
            talks: BTreeMap::new(),
            link: Link::Down,
            attempt: 0,
            retry_after: 0,
            heard: false,
            waiting: None,
            queue_moves: 0,
            is_lost: false,
        }
    }

    /// Follows a conversation whose messages up to `state.last_seq` the page already shows, with its `place` in the
    /// queue.
    pub fn follow(&mut self, state: TalkState, place: Option<i64>) {
        let mut talk = Talk::new(&state, state.last_seq);
        talk.place = place;
        self.talks.entry(state.conversation).or_insert(talk);
    }

    /// Puts this side's stored messages back into the outbox, in the order in which they were written.
    pub fn restore(&mut self, kept: Vec<Kept>) {
        // Inserts each message at its place: there are few, and the library's sort adds 1.5 kB to the phone's download.
        let mut sorted: Vec<Kept> = Vec::new();
        for one in kept {
            let at = sorted.partition_point(|other| {
                (other.order, other.client_id) <= (one.order, one.client_id)
            });
            sorted.insert(at, one);
        }
        for one in sorted {
            if let Some(talk) = self.talks.get_mut(&one.conversation)
                && talk.party == one.party
            {
                talk.outbox.restore(one);
            }
        }
    }

    /// The state of the connection.
    pub fn link(&self) -> Link {
        self.link
    }

    /// The conversations, by id.
    pub fn talks(&self) -> &BTreeMap<Uuid, Talk> {
        &self.talks
    }

    /// How many conversations wait in the queue, as the server last told a counsellor.
    pub fn waiting(&self) -> Option<i64> {
        self.waiting
    }

    /// How often the queue has changed. A counsellor's page loads the queue again at each change.
    pub fn queue_moves(&self) -> u64 {
        self.queue_moves
    }

    /// Whether a connection was lost, or could not be made, and is not back yet.
    pub fn is_lost(&self) -> bool {
        self.is_lost
    }

    /// Writes a message. `Err` when it can never be sent.
    pub fn submit(
        &mut self,
        conversation: Uuid,
        client_id: Uuid,
        body: &str,
    ) -> Result<Vec<Effect>, Refusal> {
        let body = canonical(body)?;
        let up = self.link == Link::Up;
        let talk = self
            .talks
            .get_mut(&conversation)
            .ok_or(Refusal::Forbidden)?;
        if !talk.may_write() {
            // A citizen can begin a new conversation with this text; a counsellor cannot send it anywhere.
            return Err(match talk.party {
                Party::Citizen => Refusal::Closed,
                Party::Counsellor => Refusal::Forbidden,
            });
        }
        let own = (conversation, talk.party);
        let mut effects = vec![Effect::Keep(talk.outbox.write(own, client_id, body))];
        if up {
            effects.extend(talk.outbox.unsent());
        }
        Ok(effects)
    }

    /// Throws away a refused message and returns its text.
    pub fn discard(&mut self, conversation: Uuid, client_id: Uuid) -> Option<(String, Effect)> {
        let body = self
            .talks
            .get_mut(&conversation)?
            .outbox
            .discard(client_id)?;
        Some((
            body,
            Effect::Forget {
                conversation,
                client_id,
            },
        ))
    }

    /// Takes one event and returns the effects for the host.
    pub fn step(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Connect if self.link == Link::Down => {
                self.link = Link::Opening;
                self.heard = true;
                vec![Effect::Connect]
            }
            Event::Connect => Vec::new(),
            Event::Opened => self.opened(),
            Event::Closed { code, roll } => self.closed(code, roll),
            Event::Beat => self.beat(),
            Event::Seen { conversation } => {
                let up = self.link == Link::Up;
                let frame = self
                    .talks
                    .get_mut(&conversation)
                    .and_then(|talk| talk.seen(conversation));
                frame.filter(|_| up).map(Effect::Send).into_iter().collect()
            }
            Event::Typing { conversation }
                if self.link == Link::Up && self.talks.contains_key(&conversation) =>
            {
                vec![Effect::Send(ClientFrame::Typing { conversation })]
            }
            Event::Typing { .. } => Vec::new(),
            Event::Frame(frame) => {
                self.heard = true;
                self.frame(frame)
            }
        }
    }

    fn opened(&mut self) -> Vec<Effect> {
        if self.link != Link::Opening {
            return vec![Effect::Drop];
        }
        vec![Effect::Send(ClientFrame::Hello {
            protocol: PROTOCOL,
            epoch: self.epoch,
            cursors: self.cursors(),
        })]
    }

    /// The cursors of a greeting, at most as many as the server takes: a counsellor's page that is open for days has
    /// followed more conversations than that. Conversations that may still change come first.
    fn cursors(&self) -> Vec<Cursor> {
        let mut cursors = Vec::new();
        for is_settled in [false, true] {
            for (id, talk) in &self.talks {
                let is_next = !talk.is_gone && talk.is_settled() == is_settled;
                if is_next && cursors.len() < CURSORS_MAX {
                    cursors.push(Cursor {
                        conversation: *id,
                        seq: talk.last(),
                    });
                }
            }
        }
        cursors
    }

    fn closed(&mut self, code: Option<u16>, roll: u32) -> Vec<Effect> {
        // No connection was open, so none is lost: the next try is planned already, or there is none.
        if matches!(self.link, Link::Down | Link::Stale | Link::Barred) {
            return Vec::new();
        }
        for talk in self.talks.values_mut() {
            talk.line_lost();
        }
        // Connecting again would help in neither case.
        let end = match code {
            Some(CLOSE_FORBIDDEN) => Some(Link::Barred),
            Some(CLOSE_BAD_FRAME) => Some(Link::Stale),
            _ => None,
        };
        if let Some(end) = end {
            self.link = end;
            return Vec::new();
        }
        self.link = Link::Down;
        self.is_lost = true;
        let wait = self
            .retry_after
            .saturating_add(delay_ms(self.attempt, roll));
        self.attempt = self.attempt.saturating_add(1);
        self.retry_after = 0;
        vec![Effect::ConnectAfter(wait)]
    }

    /// Pings, and drops a silent connection: in a mobile network a dead connection looks like a quiet one for minutes.
    fn beat(&mut self) -> Vec<Effect> {
        match self.link {
            Link::Up if self.heard => {
                self.heard = false;
                let mut effects = vec![Effect::Send(ClientFrame::Ping)];
                for (id, talk) in &mut self.talks {
                    effects.extend(talk.beat(*id));
                }
                effects
            }
            Link::Opening if self.heard => {
                self.heard = false;
                Vec::new()
            }
            Link::Up | Link::Opening => vec![Effect::Drop],
            Link::Down | Link::Stale | Link::Barred => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests;
