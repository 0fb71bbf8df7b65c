//! Own messages that are not in the sequence yet.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::super::wire::{ClientFrame, Party, Refusal};
use super::Effect;

/// A message in the outbox as storage keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// The conversation.
    pub conversation: Uuid,
    /// Whose words they are: one browser may know both sides of a conversation. What was kept before this was noted is a
    /// citizen's.
    #[serde(default = "citizen")]
    pub party: Party,
    /// The same at every resend: the server knows the message by it.
    pub client_id: Uuid,
    /// Its turn among the writer's unsent messages.
    pub order: u64,
    /// The words.
    pub body: String,
}

fn citizen() -> Party {
    Party::Citizen
}

/// How far an own message that is not yet in the sequence has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PendingState {
    /// Not acked.
    Waiting,
    /// Committed as `seq`; what comes before it is still on its way.
    Sent { seq: i64 },
    /// Never going to be accepted.
    Refused(Refusal),
}

/// An own message that is not yet in the sequence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    /// What storage keeps of it.
    pub kept: Kept,
    /// How far it has come.
    pub state: PendingState,
    /// Beats since it was last put on the line; none when it is not on this line.
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

    /// Takes a refused message out; one that may still arrive stays.
    pub(super) fn discard(&mut self, client_id: Uuid) -> Option<String> {
        let at = self.0.iter().position(|pending| {
            pending.kept.client_id == client_id && matches!(pending.state, PendingState::Refused(_))
        })?;
        Some(self.0.remove(at).kept.body)
    }

    /// Everything that is not on the line, put on the line in order.
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

    /// What stayed unanswered for a whole beat counts as not on the line any more.
    pub(super) fn beat(&mut self) {
        for pending in &mut self.0 {
            pending.on_line = pending.on_line.and_then(|beats| (beats == 0).then_some(1));
        }
    }

    /// The server has it as `seq`; its words, when it was in here.
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

    /// The sequence holds this message now; whether it was in here.
    pub(super) fn arrived(&mut self, client_id: Uuid) -> bool {
        let was = self.holds(client_id);
        self.0.retain(|pending| pending.kept.client_id != client_id);
        was
    }

    /// Acked messages leave once the sequence holds them.
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
