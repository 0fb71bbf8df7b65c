//! One conversation, as one client knows it.

use uuid::Uuid;

use super::super::state::{Outcome, Status, may_write};
use super::super::wire::{ClientFrame, Kind, Message, Party, TalkState};
use super::Effect;
use super::outbox::{Outbox, Pending, PendingState};

/// Whether the other side has read a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// Committed.
    Sent,
    /// The other side has read it.
    Read,
}

/// One conversation.
#[derive(Clone, Debug)]
pub struct Talk {
    /// The side of this client.
    pub party: Party,
    /// The citizen's name.
    pub citizen: String,
    /// The name of the counsellor who has it, kept after it is closed.
    pub counsellor: Option<String>,
    /// Code of the topic.
    pub topic: String,
    /// Its state.
    pub status: Status,
    /// Outcome, once it is closed.
    pub outcome: Option<Outcome>,
    /// Place in the queue, as the server last told it.
    pub place: Option<i64>,
    /// Whether the other side is connected; none while this client is not connected and cannot know.
    pub peer_here: Option<bool>,
    /// The other side was typing within the last beat.
    pub peer_typing: bool,
    /// It is not this person's any more; it stays readable until the person leaves the page.
    pub is_gone: bool,
    base: i64,
    messages: Vec<Message>,
    pub(super) outbox: Outbox,
    known: i64,
    asked: Option<i64>,
    own_read: i64,
    peer_read: i64,
}

impl Talk {
    /// A conversation whose messages up to `shown` are on the page already.
    pub(super) fn new(state: &TalkState, shown: i64) -> Self {
        Self {
            party: state.party,
            citizen: state.citizen.clone(),
            counsellor: state.counsellor.clone(),
            topic: state.topic.clone(),
            status: state.status,
            outcome: state.outcome,
            place: None,
            peer_here: Some(state.peer_here),
            peer_typing: false,
            is_gone: false,
            base: shown,
            messages: Vec::new(),
            outbox: Outbox::default(),
            known: state.last_seq,
            asked: None,
            own_read: state.own_read,
            peer_read: state.peer_read,
        }
    }

    /// Its state, with a `last_seq` of 0, as if none of its messages were shown.
    pub fn state(&self, conversation: Uuid) -> TalkState {
        TalkState {
            conversation,
            party: self.party,
            citizen: self.citizen.clone(),
            counsellor: self.counsellor.clone(),
            topic: self.topic.clone(),
            status: self.status,
            outcome: self.outcome,
            last_seq: 0,
            own_read: self.own_read,
            peer_read: self.peer_read,
            peer_here: self.peer_here.unwrap_or_default(),
        }
    }

    /// The messages that came after the page's own, in order and without holes.
    pub fn messages(&self) -> &[Message] {
        &self.messages
    }

    /// Own messages that are not in the sequence yet, in the order of writing.
    pub fn outbox(&self) -> &[Pending] {
        self.outbox.pending()
    }

    /// Whether own messages have no ack yet. They may still be refused if the conversation ends now.
    pub fn is_sending(&self) -> bool {
        let outbox = self.outbox().iter();
        outbox
            .map(|pending| pending.state)
            .any(|state| state == PendingState::Waiting)
    }

    /// The last `seq` with no message missing before it.
    pub fn last(&self) -> i64 {
        self.messages
            .last()
            .map_or(self.base, |message| message.seq)
    }

    /// Whether the other side has read an own message.
    pub fn delivery(&self, seq: i64) -> Delivery {
        if seq <= self.peer_read {
            Delivery::Read
        } else {
            Delivery::Sent
        }
    }

    /// Whether it holds messages that the person may not have seen yet.
    pub fn is_unread(&self) -> bool {
        self.last() > self.own_read
    }

    /// Messages of the other side that the person has not seen.
    pub fn unseen(&self) -> usize {
        self.messages
            .iter()
            .filter(|message| message.party != self.party && message.seq > self.own_read)
            .count()
    }

    /// Whether the person may write now.
    pub fn may_write(&self) -> bool {
        !self.is_gone && may_write(self.status, self.party)
    }

    /// Whether it is closed, all its messages are here, and none waits to be sent.
    pub(super) fn is_settled(&self) -> bool {
        self.status == Status::Closed && self.outbox().is_empty() && self.known <= self.last()
    }

    /// Takes the server's state of the conversation. The server sends the missing messages without being asked.
    pub(super) fn update(&mut self, state: &TalkState) {
        // The state belongs to `last_seq`. A client with later messages keeps the state that they gave.
        if state.last_seq >= self.last() {
            self.status = state.status;
            self.outcome = state.outcome;
            self.counsellor.clone_from(&state.counsellor);
        }
        self.is_gone = false;
        self.known = self.known.max(state.last_seq);
        self.asked = Some(self.last()).filter(|last| self.known > *last);
        // Another tab or device of this person may have read more.
        self.own_read = self.own_read.max(state.own_read);
        self.peer_read = self.peer_read.max(state.peer_read);
        self.peer_here = Some(state.peer_here);
    }

    pub(super) fn line_lost(&mut self) {
        self.asked = None;
        self.peer_here = None;
        self.peer_typing = false;
        self.outbox.line_lost();
    }

    /// Asks and sends again whatever had no answer for a whole beat.
    pub(super) fn beat(&mut self, conversation: Uuid) -> Vec<Effect> {
        self.peer_typing = false;
        self.asked = None;
        self.outbox.beat();
        let mut effects = self.catch_up(conversation);
        effects.extend(self.outbox.unsent());
        effects
    }

    /// Asks for the missing messages, unless they are being fetched already.
    pub(super) fn catch_up(&mut self, conversation: Uuid) -> Vec<Effect> {
        let after = self.last();
        if self.is_gone || self.known <= after || self.asked == Some(after) {
            return Vec::new();
        }
        self.asked = Some(after);
        vec![Effect::Send(ClientFrame::Fetch {
            conversation,
            after,
        })]
    }

    pub(super) fn acked(
        &mut self,
        conversation: Uuid,
        client_id: Uuid,
        seq: i64,
        at: i64,
    ) -> Vec<Effect> {
        self.known = self.known.max(seq);
        let mut effects = Vec::new();
        if let Some(body) = self.outbox.sent(client_id, seq) {
            effects.push(Effect::Forget {
                conversation,
                client_id,
            });
            if seq == self.last() + 1 {
                let name = self.own_name();
                self.push(Message {
                    seq,
                    party: self.party,
                    name,
                    client_id,
                    kind: Kind::Text,
                    body,
                    at,
                });
            }
            // No more messages come from a conversation that is gone.
            let last = if self.is_gone { i64::MAX } else { self.last() };
            self.outbox.tidy(last);
        }
        effects.extend(self.catch_up(conversation));
        effects
    }

    pub(super) fn received(&mut self, conversation: Uuid, message: Message) -> Vec<Effect> {
        let seq = message.seq;
        self.gap(conversation, vec![message], seq)
    }

    pub(super) fn gap(
        &mut self,
        conversation: Uuid,
        messages: Vec<Message>,
        last_seq: i64,
    ) -> Vec<Effect> {
        self.known = self.known.max(last_seq);
        let mut effects = Vec::new();
        for message in messages {
            effects.extend(self.apply(conversation, message));
        }
        self.outbox.tidy(self.last());
        effects.extend(self.catch_up(conversation));
        effects
    }

    pub(super) fn read(&mut self, party: Party, upto: i64) -> Vec<Effect> {
        let read = if party == self.party {
            &mut self.own_read
        } else {
            &mut self.peer_read
        };
        *read = upto.max(*read);
        Vec::new()
    }

    pub(super) fn present(&mut self, party: Party, is_here: bool) -> Vec<Effect> {
        if party != self.party {
            self.peer_here = Some(is_here);
            self.peer_typing &= is_here;
        }
        Vec::new()
    }

    pub(super) fn typed(&mut self, party: Party) -> Vec<Effect> {
        self.peer_typing = party != self.party;
        Vec::new()
    }

    pub(super) fn placed(&mut self, place: i64) -> Vec<Effect> {
        self.place = Some(place);
        Vec::new()
    }

    pub(super) fn gone(&mut self) -> Vec<Effect> {
        self.is_gone = true;
        self.outbox.tidy(i64::MAX);
        // Sends the unacked messages once more, because an ack may have been lost. The server knows by the ids which of
        // them it has, and refuses the rest.
        self.outbox.line_lost();
        self.outbox.unsent()
    }

    pub(super) fn seen(&mut self, conversation: Uuid) -> Option<ClientFrame> {
        self.is_unread().then(|| {
            let upto = self.last();
            self.own_read = upto;
            ClientFrame::Read { conversation, upto }
        })
    }

    /// Reports how far the person has read, if the server does not know it yet.
    pub(super) fn unread(&self, conversation: Uuid, server_knows: i64) -> Option<ClientFrame> {
        (self.own_read > server_knows).then_some(ClientFrame::Read {
            conversation,
            upto: self.own_read,
        })
    }

    fn own_name(&self) -> String {
        match self.party {
            Party::Citizen => self.citizen.clone(),
            Party::Counsellor => self.counsellor.clone().unwrap_or_default(),
        }
    }

    /// Adds the next message. Any other is a repetition, or comes again when the gap before it is fetched.
    fn apply(&mut self, conversation: Uuid, message: Message) -> Vec<Effect> {
        if message.seq != self.last() + 1 {
            return Vec::new();
        }
        let client_id = message.client_id;
        let own = message.party == self.party && self.outbox.arrived(client_id);
        self.push(message);
        own.then_some(Effect::Forget {
            conversation,
            client_id,
        })
        .into_iter()
        .collect()
    }

    fn push(&mut self, message: Message) {
        if let Some(status) = message.kind.leads_to() {
            self.status = status;
            self.place = None;
            match message.kind {
                Kind::Taken => self.counsellor = Some(message.name.clone()),
                Kind::Transferred => self.counsellor = Some(message.body.clone()),
                Kind::Closed => self.outcome = Outcome::parse(&message.body),
                Kind::Returned => self.counsellor = None,
                Kind::Text => {}
            }
        }
        self.peer_typing &= message.party == self.party;
        self.messages.push(message);
    }
}
