//! Own messages that are not in the sequence yet.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::super::wire::{ClientFrame, Party, Refusal};
use super::Effect;

/// A message of the outbox, as the browser stores it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// The conversation.
    pub conversation: Uuid,
    /// The side that wrote it: one browser may know both sides of a conversation. A message stored before this field
    /// existed is a citizen's.
    #[serde(default = "citizen")]
    pub party: Party,
    /// Stays the same at every resend, so that the server recognises the message.
    pub client_id: Uuid,
    /// Its place among the writer's unsent messages.
    pub order: u64,
    /// The text.
    pub body: String,
}

fn citizen() -> Party {
    Party::Citizen
}

/// The state of an own message that is not yet in the sequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PendingState {
    /// Not acked.
    Waiting,
    /// Committed as `seq`; messages before it are still on their way.
    Sent { seq: i64 },
    /// Refused for good.
    Refused(Refusal),
}

/// An own message that is not yet in the sequence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    /// The stored part.
    pub kept: Kept,
    /// Its state.
    pub state: PendingState,
    /// Beats since it was last sent on this connection; none when it has to be sent.
    on_line: Option<u8>,
}

/// The outbox of one conversation, in the order of writing.
#[derive(Clone, Debug, Default)]
pub(super) struct Outbox(Vec<Pending>);

impl Outbox {
    pub(super) fn pending(&self) -> &[Pending] {
        &self.0
    }

    pub(super) fn write(
        &mut self,
        (conversation, party): (Uuid, Party),
        client_id: Uuid,
        body: String,
    ) -> Kept {
        let order = self.0.last().map_or(0, |pending| pending.kept.order + 1);
        let kept = Kept {
            conversation,
            party,
            client_id,
            order,
            body,
        };
        self.restore(kept.clone());
        kept
    }

    pub(super) fn restore(&mut self, kept: Kept) {
        if !self.holds(kept.client_id) {
            self.0.push(Pending {
                kept,
                state: PendingState::Waiting,
                on_line: None,
            });
        }
    }

    /// Removes a refused message and returns its text. A message that may still arrive stays.
    pub(super) fn discard(&mut self, client_id: Uuid) -> Option<String> {
        let at = self.0.iter().position(|pending| {
            pending.kept.client_id == client_id && matches!(pending.state, PendingState::Refused(_))
        })?;
        Some(self.0.remove(at).kept.body)
    }

    /// Sends every message that waits and is not on its way, in order.
    pub(super) fn unsent(&mut self) -> Vec<Effect> {
        let waiting = |pending: &&mut Pending| {
            pending.state == PendingState::Waiting && pending.on_line.is_none()
        };
        self.0
            .iter_mut()
            .filter(waiting)
            .map(|pending| {
                pending.on_line = Some(0);
                let Kept {
                    conversation,
                    client_id,
                    body,
                    ..
                } = pending.kept.clone();
                Effect::Send(ClientFrame::Send {
                    conversation,
                    client_id,
                    body,
                })
            })
            .collect()
    }

    pub(super) fn line_lost(&mut self) {
        self.0.iter_mut().for_each(|pending| pending.on_line = None);
    }

    /// Marks a message for sending again when no answer came for a whole beat.
    pub(super) fn beat(&mut self) {
        for pending in &mut self.0 {
            pending.on_line = pending.on_line.and_then(|beats| (beats == 0).then_some(1));
        }
    }

    /// Notes that the server has the message as `seq`. Returns its text, if it was in the outbox.
    pub(super) fn sent(&mut self, client_id: Uuid, seq: i64) -> Option<String> {
        let pending = self
            .0
            .iter_mut()
            .find(|pending| pending.kept.client_id == client_id)?;
        pending.state = PendingState::Sent { seq };
        Some(pending.kept.body.clone())
    }

    pub(super) fn refused(&mut self, client_id: Uuid, code: Refusal) {
        let waiting = |pending: &&mut Pending| {
            pending.kept.client_id == client_id && pending.state == PendingState::Waiting
        };
        if let Some(pending) = self.0.iter_mut().find(waiting) {
            pending.state = PendingState::Refused(code);
        }
    }

    /// Removes a message that the sequence holds now. Returns whether it was in the outbox.
    pub(super) fn arrived(&mut self, client_id: Uuid) -> bool {
        let was = self.holds(client_id);
        self.0.retain(|pending| pending.kept.client_id != client_id);
        was
    }

    /// Removes the acked messages up to `last`: the sequence holds them.
    pub(super) fn tidy(&mut self, last: i64) {
        self.0
            .retain(|pending| !matches!(pending.state, PendingState::Sent { seq } if seq <= last));
    }

    fn holds(&self, client_id: Uuid) -> bool {
        self.0
            .iter()
            .any(|pending| pending.kept.client_id == client_id)
    }
}
