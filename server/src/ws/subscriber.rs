//! A subscriber collects the news that the hub has for one socket, and wakes the socket. Its memory is bounded by the
//! conversations that the socket follows: hints of one conversation are merged.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use app::consultation::Participant;
use app::consultation::store::{Hint, Signal};
use domain::consultation::wire::Party;
use tokio::sync::Notify;
use uuid::Uuid;

use super::pace::Who;

/// Signals that may wait; older ones are worth nothing.
const SIGNALS_MAX: usize = 32;

/// A socket that follows conversations.
#[derive(Debug, Default)]
pub struct Subscriber {
    /// The signed-in person, if any.
    pub person: Option<Uuid>,
    /// The hash of the guest's cookie, when nobody is signed in.
    guest: Option<Vec<u8>>,
    /// The network of the client, where that is known.
    pub network: Option<Box<[u8]>>,
    /// A counsellor gets news of the queue, and of every conversation that is assigned to them.
    pub is_counsellor: bool,
    /// Wakes the socket when there is news.
    pub bell: Notify,
    news: Mutex<News>,
    follows: Mutex<HashSet<Uuid>>,
}

/// News that the socket has not read yet.
#[derive(Debug, Default)]
pub struct News {
    /// The newest `seq` of each conversation that has a hint.
    pub heard: HashMap<Uuid, i64>,
    /// Hints may have been lost: the socket reads everything from the database.
    pub look: bool,
    /// Signals, oldest first.
    pub signals: Vec<Signal>,
    /// Sides of followed conversations that connected (`true`) or disconnected (`false`).
    pub presence: HashMap<(Uuid, Party), bool>,
    /// Places in the queue of followed conversations.
    pub places: HashMap<Uuid, i64>,
    /// Length of the queue, for counsellors.
    pub waiting: Option<i64>,
}

impl Subscriber {
    pub fn new(participant: &Participant, is_counsellor: bool, network: Option<Vec<u8>>) -> Self {
        let guest = participant
            .guest
            .clone()
            .filter(|_| participant.person.is_none());
        Self {
            person: participant.person,
            guest,
            is_counsellor,
            network: network.map(Vec::into_boxed_slice),
            ..Self::default()
        }
    }

    /// Whether both subscribers belong to the same person, or to the same guest.
    pub fn is_of_same(&self, other: &Subscriber) -> bool {
        (self.person, &self.guest) == (other.person, &other.guest)
    }

    /// The person or guest whose rate this socket uses.
    pub fn who(&self) -> Who {
        (self.person, self.guest.clone())
    }

    /// Makes this socket receive the hints of the conversation.
    pub fn follow(&self, conversation: Uuid) {
        lock(&self.follows).insert(conversation);
    }

    pub fn unfollow(&self, conversation: Uuid) {
        lock(&self.follows).remove(&conversation);
    }

    pub fn follows(&self, conversation: Uuid) -> bool {
        lock(&self.follows).contains(&conversation)
    }

    /// Takes the news that came since the last call.
    pub fn take(&self) -> News {
        std::mem::take(&mut *lock(&self.news))
    }

    /// Stores a hint for the socket. `holder` is the counsellor to whom the conversation is assigned.
    pub fn hint(&self, hint: Hint, holder: Option<Uuid>) {
        let is_theirs = self.is_counsellor && holder.is_some() && holder == self.person;
        if is_theirs || self.follows(hint.conversation) {
            let heard = &mut lock(&self.news).heard;
            let seq = heard.entry(hint.conversation).or_default();
            *seq = hint.seq.max(*seq);
            self.bell.notify_one();
        }
    }

    /// Stores a signal for the socket.
    pub fn signal(&self, signal: Signal) {
        let (Signal::Read { conversation, .. } | Signal::Typing { conversation, .. }) = signal;
        if self.follows(conversation) {
            let signals = &mut lock(&self.news).signals;
            if signals.len() == SIGNALS_MAX {
                signals.remove(0);
            }
            signals.push(signal);
            self.bell.notify_one();
        }
    }

    /// Stores for the socket which sides of a conversation are connected now.
    pub fn presence(&self, conversation: Uuid, here: &[(Uuid, Party)]) {
        if self.follows(conversation) {
            let presence = &mut lock(&self.news).presence;
            for party in [Party::Citizen, Party::Counsellor] {
                let side = (conversation, party);
                presence.insert(side, here.contains(&side));
            }
            self.bell.notify_one();
        }
    }

    /// Stores the new places in the queue for the socket.
    pub fn queue(&self, places: &[(Uuid, i64)]) {
        let mut news = lock(&self.news);
        let follows = lock(&self.follows);
        news.places.extend(
            places
                .iter()
                .filter(|(id, _)| follows.contains(id))
                .copied(),
        );
        if self.is_counsellor {
            news.waiting = i64::try_from(places.len()).ok();
        }
        if self.is_counsellor || !news.places.is_empty() {
            self.bell.notify_one();
        }
    }

    /// Makes the socket read everything from the database, since hints may have been lost.
    pub fn look(&self) {
        lock(&self.news).look = true;
        self.bell.notify_one();
    }
}

/// Takes a lock, also a poisoned one: the data is consistent at every moment, also when a holder panicked.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TALK: Uuid = Uuid::from_u128(1);
    const ME: Uuid = Uuid::from_u128(2);

    fn guest() -> Subscriber {
        Subscriber::new(&Participant::default(), false, None)
    }

    fn mine(is_counsellor: bool) -> Subscriber {
        let participant = Participant {
            person: Some(ME),
            guest: None,
        };
        Subscriber::new(&participant, is_counsellor, None)
    }

    fn hint(seq: i64) -> Hint {
        Hint {
            conversation: TALK,
            seq,
            moved: false,
        }
    }

    #[test]
    fn hints_fall_together_and_never_go_back() {
        let subscriber = guest();
        subscriber.hint(hint(1), None);
        assert!(subscriber.take().heard.is_empty(), "not followed");
        subscriber.follow(TALK);
        for seq in [3, 5, 4] {
            subscriber.hint(hint(seq), None);
        }
        assert_eq!(subscriber.take().heard, HashMap::from([(TALK, 5)]));
        assert!(subscriber.take().heard.is_empty());
    }

    #[test]
    fn a_counsellor_hears_of_what_becomes_theirs() {
        let counsellor = mine(true);
        counsellor.hint(hint(1), Some(ME));
        assert_eq!(counsellor.take().heard.len(), 1);
        counsellor.hint(hint(2), Some(Uuid::from_u128(3)));
        mine(false).hint(hint(2), Some(ME));
        assert!(counsellor.take().heard.is_empty());
    }

    #[test]
    fn the_newest_signals_are_kept() {
        let subscriber = guest();
        subscriber.follow(TALK);
        for upto in 0..100 {
            let party = domain::consultation::wire::Party::Citizen;
            subscriber.signal(Signal::Read {
                conversation: TALK,
                party,
                upto,
            });
        }
        let signals = subscriber.take().signals;
        assert_eq!(signals.len(), SIGNALS_MAX);
        assert!(matches!(
            signals.last(),
            Some(Signal::Read { upto: 99, .. })
        ));
    }
}
