//! Decides who gets a seat, from the counts of one group, read under the lock on its row.

use std::collections::BTreeMap;

use uuid::Uuid;

/// The place of a new enrolment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Placement {
    Seat,
    Waiting,
}

/// A person in the waiting list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiter {
    pub enrolment: Uuid,
    pub regency: String,
}

/// The seats of one group.
///
/// A quota sets seats aside for one regency; residents of all other regencies share the rest. Until the release date
/// each of these pools is served by itself, in the order of arrival. From then on free seats go to the whole waiting
/// list in the order of arrival, so that no seat stays empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seating {
    pub seats: u32,
    /// Seats set aside, by regency; empty where there is no quota.
    pub quotas: BTreeMap<String, u32>,
    /// Whether the quotas have been released.
    pub released: bool,
    /// Seats held (enrolled or offered), by regency of residence.
    pub held: BTreeMap<String, u32>,
}

impl Seating {
    /// A group without quotas needs only its total; the regency does not matter.
    pub fn without_quota(seats: u32, taken: u32) -> Self {
        Self {
            seats,
            quotas: BTreeMap::new(),
            released: true,
            held: BTreeMap::from([(String::new(), taken)]),
        }
    }

    fn by_pool(&self) -> bool {
        !self.released && !self.quotas.is_empty()
    }

    /// The pool that a resident of this regency draws from: its own quota, or `None` for the shared seats.
    pub fn pool<'a>(&self, regency: &'a str) -> Option<&'a str> {
        (self.by_pool() && self.quotas.contains_key(regency)).then_some(regency)
    }

    /// Seats of that pool.
    fn limit(&self, pool: Option<&str>) -> u32 {
        match pool {
            Some(regency) => self.quotas.get(regency).copied().unwrap_or_default(),
            None if self.by_pool() => self.seats.saturating_sub(self.quotas.values().sum()),
            None => self.seats,
        }
    }

    fn held_in(&self, pool: Option<&str>) -> u32 {
        self.held
            .iter()
            .filter(|(regency, _)| !self.by_pool() || self.pool(regency) == pool)
            .map(|(_, count)| count)
            .sum()
    }

    /// Free seats for a resident of this regency, without regard to the waiting list.
    pub fn free_for(&self, regency: &str) -> u32 {
        let pool = self.pool(regency);
        let total: u32 = self.held.values().sum();
        let in_pool = self.limit(pool).saturating_sub(self.held_in(pool));
        in_pool.min(self.seats.saturating_sub(total))
    }

    /// Gives a newcomer a seat only if one is free and nobody who came earlier waits for it. `waiting_before` counts
    /// the people who wait in the newcomer's pool.
    pub fn place(&self, regency: &str, waiting_before: u32) -> Placement {
        if waiting_before == 0 && self.free_for(regency) > 0 {
            Placement::Seat
        } else {
            Placement::Waiting
        }
    }

    /// Gives the free seats to the waiting list, first come first served within each pool. Returns the enrolments that
    /// get an offer, in order. `waiting` is in the order of arrival.
    pub fn promote(&mut self, waiting: &[Waiter]) -> Vec<Uuid> {
        let mut offers = Vec::new();
        for waiter in waiting {
            if self.free_for(&waiter.regency) > 0 {
                *self.held.entry(waiter.regency.clone()).or_default() += 1;
                offers.push(waiter.enrolment);
            }
        }
        offers
    }

    /// The place in the waiting list, from 1. Counts people who came earlier and wait for the same seats.
    pub fn waiting_place<'a>(
        &self,
        regency: &str,
        earlier: impl IntoIterator<Item = &'a str>,
    ) -> usize {
        let pool = self.pool(regency);
        1 + earlier
            .into_iter()
            .filter(|other| self.pool(other) == pool)
            .count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(seats: u32, quotas: &[(&str, u32)], held: &[(&str, u32)]) -> Seating {
        let map =
            |pairs: &[(&str, u32)]| pairs.iter().map(|(k, v)| ((*k).to_owned(), *v)).collect();
        Seating {
            seats,
            quotas: map(quotas),
            released: false,
            held: map(held),
        }
    }

    fn waiters(regencies: &[&str]) -> Vec<Waiter> {
        regencies
            .iter()
            .zip(1..)
            .map(|(regency, n)| Waiter {
                enrolment: Uuid::from_u128(n),
                regency: (*regency).to_owned(),
            })
            .collect()
    }

    #[test]
    fn without_a_quota_the_last_seat_is_the_last() {
        assert_eq!(
            Seating::without_quota(20, 19).place("35.05", 0),
            Placement::Seat
        );
        assert_eq!(
            Seating::without_quota(20, 20).place("35.05", 0),
            Placement::Waiting
        );
    }

    #[test]
    fn a_newcomer_does_not_pass_somebody_who_waits() {
        assert_eq!(
            Seating::without_quota(20, 19).place("35.05", 1),
            Placement::Waiting
        );
    }

    #[test]
    fn seats_set_aside_stay_free_for_their_regency() {
        let group = group(10, &[("35.05", 6)], &[("35.78", 4)]);
        assert_eq!(group.place("35.78", 0), Placement::Waiting);
        assert_eq!(group.place("35.73", 0), Placement::Waiting);
        assert_eq!(group.place("35.05", 0), Placement::Seat);
    }

    #[test]
    fn a_regency_cannot_take_more_than_its_quota() {
        let group = group(10, &[("35.05", 6)], &[("35.05", 6)]);
        assert_eq!(group.place("35.05", 0), Placement::Waiting);
        assert_eq!(group.free_for("35.78"), 4);
    }

    #[test]
    fn promotion_takes_each_pool_in_order() {
        let mut group = group(4, &[("35.05", 2)], &[("35.05", 1), ("35.78", 2)]);
        let list = waiters(&["35.78", "35.05", "35.05"]);
        assert_eq!(group.promote(&list), vec![Uuid::from_u128(2)]);
    }

    #[test]
    fn after_the_release_the_whole_list_is_served_in_order() {
        let mut group = group(4, &[("35.05", 2)], &[("35.05", 1), ("35.78", 2)]);
        group.released = true;
        let list = waiters(&["35.78", "35.05"]);
        assert_eq!(group.promote(&list), vec![Uuid::from_u128(1)]);
    }

    #[test]
    fn the_place_counts_only_those_who_wait_for_the_same_seats() {
        let mut group = group(4, &[("35.05", 2)], &[]);
        assert_eq!(group.waiting_place("35.05", ["35.78", "35.05"]), 2);
        assert_eq!(group.waiting_place("35.73", ["35.78", "35.05"]), 2);
        group.released = true;
        assert_eq!(group.waiting_place("35.05", ["35.78", "35.05"]), 3);
    }
}
