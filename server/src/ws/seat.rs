//! What the hub leaves for one socket, and the bell that says so. It is bounded by the conversations the socket
//! follows: hints of one conversation fall together.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use app::consultation::Asker;
use app::consultation::store::{Hint, Murmur};
use domain::consultation::wire::Party;
use tokio::sync::Notify;
use uuid::Uuid;

use super::pace::Who;

/// Fleeting words that may wait; older ones are worth nothing.
const MURMURS_MAX: usize = 32;

/// One socket's place in the hub.
#[derive(Debug, Default)]
pub struct Seat {
    /// The signed-in person.
    pub person: Option<Uuid>,
    /// Of who is not signed in: the hash of the guest's cookie.
    guest: Option<Vec<u8>>,
    /// Where it comes from, where that is known.
    pub network: Option<Box<[u8]>>,
    /// A counsellor is told of the queue, and of every conversation that becomes theirs.
    pub is_counsellor: bool,
    /// Rung when there is news.
    pub bell: Notify,
    news: Mutex<News>,
    follows: Mutex<HashSet<Uuid>>,
}

/// What a socket has not looked at yet.
#[derive(Debug, Default)]
pub struct News {
    /// The last `seq` that was heard of.
    pub heard: HashMap<Uuid, i64>,
    /// Hints may have been lost: look at everything.
    pub look: bool,
    /// Fleeting words, oldest first.
    pub murmurs: Vec<Murmur>,
    /// Sides of followed conversations that came or went.
    pub presence: HashMap<(Uuid, Party), bool>,
    /// Places in the queue of followed conversations.
    pub places: HashMap<Uuid, i64>,
    /// Length of the queue, for counsellors.
    pub waiting: Option<i64>,
}

impl Seat {
    pub fn new(asker: &Asker, is_counsellor: bool, network: Option<Vec<u8>>) -> Self {
        let guest = asker.guest.clone().filter(|_| asker.person.is_none());
        Self {
            person: asker.person,
            guest,
            is_counsellor,
            network: network.map(Vec::into_boxed_slice),
            ..Self::default()
        }
    }

    /// Whether it is the same person's, or the same guest's.
    pub fn is_of_same(&self, other: &Seat) -> bool {
        (self.person, &self.guest) == (other.person, &other.guest)
    }

    /// The person or guest whose pace it goes by.
    pub fn who(&self) -> Who {
        (self.person, self.guest.clone())
    }

    /// From now on hints of this conversation are for this socket.
    pub fn follow(&self, conversation: Uuid) {
        lock(&self.follows).insert(conversation);
    }

    pub fn unfollow(&self, conversation: Uuid) {
        lock(&self.follows).remove(&conversation);
    }

    pub fn follows(&self, conversation: Uuid) -> bool {
        lock(&self.follows).contains(&conversation)
    }

    /// Takes what has come since the last time.
    pub fn take(&self) -> News {
        std::mem::take(&mut *lock(&self.news))
    }

    /// Leaves a hint; `holder` is the counsellor who has the conversation.
    pub fn hint(&self, hint: Hint, holder: Option<Uuid>) {
        let is_theirs = self.is_counsellor && holder.is_some() && holder == self.person;
        if is_theirs || self.follows(hint.conversation) {
            let heard = &mut lock(&self.news).heard;
            let seq = heard.entry(hint.conversation).or_default();
            *seq = hint.seq.max(*seq);
            self.bell.notify_one();
        }
    }

    /// Leaves a fleeting word.
    pub fn murmur(&self, murmur: Murmur) {
        let (Murmur::Read { conversation, .. } | Murmur::Typing { conversation, .. }) = murmur;
        if self.follows(conversation) {
            let murmurs = &mut lock(&self.news).murmurs;
            if murmurs.len() == MURMURS_MAX {
                murmurs.remove(0);
            }
            murmurs.push(murmur);
            self.bell.notify_one();
        }
    }

    /// Leaves who is connected in a conversation by now.
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

    /// The queue has moved.
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

    /// Hints may have been lost.
    pub fn look(&self) {
        lock(&self.news).look = true;
        self.bell.notify_one();
    }
}

/// What is under these locks is whole at every moment, also when a holder panicked.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TALK: Uuid = Uuid::from_u128(1);
    const ME: Uuid = Uuid::from_u128(2);

    fn guest() -> Seat {
        Seat::new(&Asker::default(), false, None)
    }

    fn mine(is_counsellor: bool) -> Seat {
        let asker = Asker {
            person: Some(ME),
            guest: None,
        };
        Seat::new(&asker, is_counsellor, None)
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
        let seat = guest();
        seat.hint(hint(1), None);
        assert!(seat.take().heard.is_empty(), "not followed");
        seat.follow(TALK);
        for seq in [3, 5, 4] {
            seat.hint(hint(seq), None);
        }
        assert_eq!(seat.take().heard, HashMap::from([(TALK, 5)]));
        assert!(seat.take().heard.is_empty());
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
    fn the_newest_murmurs_are_kept() {
        let seat = guest();
        seat.follow(TALK);
        for upto in 0..100 {
            let party = domain::consultation::wire::Party::Citizen;
            seat.murmur(Murmur::Read {
                conversation: TALK,
                party,
                upto,
            });
        }
        let murmurs = seat.take().murmurs;
        assert_eq!(murmurs.len(), MURMURS_MAX);
        assert!(matches!(
            murmurs.last(),
            Some(Murmur::Read { upto: 99, .. })
        ));
    }
}
