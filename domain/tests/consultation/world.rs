//! A model of the server, three clients with their storage, and the line between them.

use std::collections::BTreeSet;

use domain::consultation::client::{Core, Effect, Event, Kept, Link};
use domain::consultation::state::Status;
use domain::consultation::wire::{
    ClientFrame, Kind, Message, PROTOCOL, Party, ServerFrame, TalkState, one_gap,
};
use proptest::prelude::*;
use uuid::Uuid;

const TALK: Uuid = Uuid::from_u128(9);
const EPOCH: Uuid = Uuid::from_u128(77);
/// The citizen, the counsellor, and the citizen's second tab.
const SIDES: [Party; 3] = [Party::Citizen, Party::Counsellor, Party::Citizen];

/// The server as the protocol describes it.
#[derive(Default)]
pub struct Server {
    pub log: Vec<Message>,
}

impl Server {
    fn state(&self, party: Party) -> TalkState {
        TalkState {
            conversation: TALK,
            party,
            citizen: "Siti".into(),
            counsellor: Some("Bu Rina".into()),
            topic: "find_work".into(),
            status: Status::Active,
            outcome: None,
            last_seq: self.log.len() as i64,
            own_read: 0,
            peer_read: 0,
            peer_here: false,
        }
    }

    fn gap(&self, after: i64) -> ServerFrame {
        let after = (after.max(0) as usize).min(self.log.len());
        let messages = one_gap(self.log[after..].to_vec());
        ServerFrame::Gap {
            conversation: TALK,
            messages,
            last_seq: self.log.len() as i64,
        }
    }

    /// Commits a message, or finds it; the answer, and the message when it is new.
    fn commit(
        &mut self,
        party: Party,
        client_id: Uuid,
        body: String,
    ) -> (ServerFrame, Option<Message>) {
        let found = self
            .log
            .iter()
            .find(|m| m.party == party && m.client_id == client_id)
            .cloned();
        let message = found.clone().unwrap_or_else(|| {
            let seq = self.log.len() as i64 + 1;
            let name = if party == Party::Citizen {
                "Siti"
            } else {
                "Bu Rina"
            };
            Message {
                seq,
                party,
                name: name.into(),
                client_id,
                kind: Kind::Text,
                body,
                at: seq,
            }
        });
        if found.is_none() {
            self.log.push(message.clone());
        }
        let ack = ServerFrame::Ack {
            conversation: TALK,
            client_id,
            seq: message.seq,
            at: message.at,
        };
        (ack, found.is_none().then_some(message))
    }
}

/// One client, its line and its storage.
#[derive(Default)]
pub struct End {
    core: Core,
    up: Vec<ClientFrame>,
    down: Vec<ServerFrame>,
    storage: Vec<Kept>,
    pub written: BTreeSet<Uuid>,
    acked: BTreeSet<Uuid>,
}

pub struct World {
    pub server: Server,
    pub ends: [End; 3],
    next_id: u128,
}

#[derive(Clone, Debug)]
pub enum Happening {
    Write {
        end: usize,
    },
    ToServer {
        end: usize,
        pick: usize,
        copy: bool,
    },
    ToClient {
        end: usize,
        pick: usize,
        copy: bool,
    },
    LoseUp {
        end: usize,
        pick: usize,
    },
    LoseDown {
        end: usize,
        pick: usize,
    },
    Cut {
        end: usize,
        roll: u32,
    },
    Connect {
        end: usize,
    },
    Beat {
        end: usize,
    },
    /// The page dies and is opened again; only storage survives.
    Reopen {
        end: usize,
    },
}

impl World {
    pub fn new() -> Self {
        let mut world = Self {
            server: Server::default(),
            ends: Default::default(),
            next_id: 0,
        };
        for end in 0..3 {
            world.reopen(end);
        }
        world
    }

    fn reopen(&mut self, end: usize) {
        let one = &mut self.ends[end];
        one.up.clear();
        one.down.clear();
        one.core = Core::new(Some(EPOCH));
        // The page that is opened shows nothing, so that every message passes through the core.
        one.core.follow(
            TalkState {
                last_seq: 0,
                ..self.server.state(SIDES[end])
            },
            None,
        );
        one.core.restore(one.storage.clone());
    }

    fn carry_out(&mut self, end: usize, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Connect => {
                    let next = self.ends[end].core.step(Event::Opened);
                    self.carry_out(end, next);
                }
                Effect::ConnectAfter(_) => {}
                Effect::Send(frame) => self.ends[end].up.push(frame),
                Effect::Drop => self.cut(end, 3),
                Effect::Keep(kept) => self.ends[end].storage.push(kept),
                Effect::Forget { client_id, .. } => {
                    let one = &mut self.ends[end];
                    one.storage.retain(|kept| kept.client_id != client_id);
                    one.acked.insert(client_id);
                }
            }
        }
    }

    fn cut(&mut self, end: usize, roll: u32) {
        let one = &mut self.ends[end];
        one.up.clear();
        one.down.clear();
        if one.core.link() != Link::Down {
            let next = one.core.step(Event::Closed { code: None, roll });
            self.carry_out(end, next);
        }
    }

    fn serve(&mut self, end: usize, frame: ClientFrame) {
        let party = SIDES[end];
        match frame {
            ClientFrame::Hello { cursors, .. } => {
                let talks = vec![self.server.state(party)];
                self.ends[end].down.push(ServerFrame::Welcome {
                    protocol: PROTOCOL,
                    epoch: EPOCH,
                    talks,
                });
                let gap = self.server.gap(cursors[0].seq);
                self.ends[end].down.push(gap);
            }
            ClientFrame::Send {
                client_id, body, ..
            } => {
                let (ack, new) = self.server.commit(party, client_id, body);
                self.ends[end].down.push(ack);
                for other in (0..3).filter(|other| *other != end) {
                    if let (Some(message), true) =
                        (&new, self.ends[other].core.link() != Link::Down)
                    {
                        let message = message.clone();
                        self.ends[other].down.push(ServerFrame::Message {
                            conversation: TALK,
                            message,
                        });
                    }
                }
            }
            ClientFrame::Fetch { after, .. } => {
                let gap = self.server.gap(after);
                self.ends[end].down.push(gap);
            }
            ClientFrame::Ping => self.ends[end].down.push(ServerFrame::Pong),
            ClientFrame::Read { .. } | ClientFrame::Typing { .. } => {}
        }
    }

    pub fn happen(&mut self, happening: Happening) {
        match happening {
            Happening::Write { end } => {
                self.next_id += 1;
                let client_id = Uuid::from_u128(self.next_id);
                let words = format!("kata {}", self.next_id);
                let Ok(effects) = self.ends[end].core.submit(TALK, client_id, &words) else {
                    panic!("an open talk takes words");
                };
                self.ends[end].written.insert(client_id);
                self.carry_out(end, effects);
            }
            Happening::ToServer { end, pick, copy } => {
                if let Some(frame) = take(&mut self.ends[end].up, pick, copy) {
                    self.serve(end, frame);
                }
            }
            Happening::ToClient { end, pick, copy } => {
                if let Some(frame) = take(&mut self.ends[end].down, pick, copy) {
                    let effects = self.ends[end].core.step(Event::Frame(frame));
                    self.carry_out(end, effects);
                }
            }
            Happening::LoseUp { end, pick } => drop(take(&mut self.ends[end].up, pick, false)),
            Happening::LoseDown { end, pick } => drop(take(&mut self.ends[end].down, pick, false)),
            Happening::Cut { end, roll } => self.cut(end, roll),
            Happening::Connect { end } => {
                let effects = self.ends[end].core.step(Event::Connect);
                self.carry_out(end, effects);
            }
            Happening::Beat { end } => {
                let effects = self.ends[end].core.step(Event::Beat);
                self.carry_out(end, effects);
            }
            Happening::Reopen { end } => self.reopen(end),
        }
    }

    /// A good line again: everyone reconnects and everything arrives.
    pub fn calm(&mut self) {
        for end in 0..3 {
            self.cut(end, 1);
            self.happen(Happening::Connect { end });
        }
        while let Some(end) =
            (0..3).find(|end| !self.ends[*end].up.is_empty() || !self.ends[*end].down.is_empty())
        {
            self.happen(Happening::ToServer {
                end,
                pick: 0,
                copy: false,
            });
            self.happen(Happening::ToClient {
                end,
                pick: 0,
                copy: false,
            });
        }
    }

    pub fn check_always(&self) -> Result<(), TestCaseError> {
        for end in &self.ends {
            let shown = end.core.talks()[&TALK].messages();
            prop_assert_eq!(shown, &self.server.log[..shown.len()]);
            let pending: BTreeSet<_> = end.core.talks()[&TALK]
                .outbox()
                .iter()
                .map(|p| p.kept.client_id)
                .collect();
            let twice = shown
                .iter()
                .find(|message| pending.contains(&message.client_id));
            prop_assert_eq!(twice, None);
            for client_id in &end.acked {
                prop_assert!(
                    self.server
                        .log
                        .iter()
                        .any(|message| message.client_id == *client_id)
                );
            }
        }
        Ok(())
    }

    pub fn check_in_the_end(&self) -> Result<(), TestCaseError> {
        self.check_always()?;
        for end in &self.ends {
            prop_assert_eq!(end.core.link(), Link::Up);
            prop_assert_eq!(end.core.talks()[&TALK].messages(), &self.server.log[..]);
            prop_assert!(end.core.talks()[&TALK].outbox().is_empty());
            prop_assert!(end.storage.is_empty());
            for client_id in &end.written {
                prop_assert_eq!(
                    self.server
                        .log
                        .iter()
                        .filter(|message| message.client_id == *client_id)
                        .count(),
                    1
                );
            }
        }
        Ok(())
    }
}

/// Takes (or repeats) any frame on the line: not the oldest only, so that frames overtake each other.
fn take<T: Clone>(line: &mut Vec<T>, pick: usize, copy: bool) -> Option<T> {
    let at = pick.checked_rem(line.len())?;
    Some(if copy {
        line[at].clone()
    } else {
        line.remove(at)
    })
}
