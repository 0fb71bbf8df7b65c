//! Random histories of a group, checked after each event, and random answers checked against an audience.

use std::collections::BTreeMap;

use proptest::prelude::*;
use uuid::Uuid;

use super::{
    Answers, ApplicantKind, Audience, COUNTRIES, Placement, Refusal, Seating, Status, Step, Waiter,
};

const REGENCIES: [&str; 4] = ["35.02", "35.05", "35.73", "35.78"];

#[derive(Debug, Clone)]
enum Event {
    /// Somebody from this regency enrols.
    Enrol(usize),
    /// The open enrolment with this number (modulo) is cancelled.
    Cancel(usize),
    /// The offer with this number (modulo) is confirmed.
    Confirm(usize),
    /// The offer with this number (modulo) runs out.
    Lapse(usize),
    /// The quotas are released.
    Release,
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        6 => (0..REGENCIES.len()).prop_map(Event::Enrol),
        2 => any::<usize>().prop_map(Event::Cancel),
        2 => any::<usize>().prop_map(Event::Confirm),
        1 => any::<usize>().prop_map(Event::Lapse),
        1 => Just(Event::Release),
    ]
}

/// One group, as the store keeps it: rows in the order of arrival.
#[derive(Debug)]
struct Group {
    seats: u32,
    quotas: BTreeMap<String, u32>,
    released: bool,
    rows: Vec<(Uuid, &'static str, Status)>,
}

impl Group {
    fn seating(&self) -> Seating {
        let mut held = BTreeMap::new();
        for (_, regency, _) in self.rows.iter().filter(|row| row.2.holds_seat()) {
            *held.entry((*regency).to_owned()).or_default() += 1;
        }
        Seating {
            seats: self.seats,
            quotas: self.quotas.clone(),
            released: self.released,
            held,
        }
    }

    fn waiting(&self) -> Vec<Waiter> {
        self.rows
            .iter()
            .filter(|row| row.2 == Status::Waiting)
            .map(|(id, regency, _)| Waiter {
                enrolment: *id,
                regency: (*regency).to_owned(),
            })
            .collect()
    }

    fn enrol(&mut self, regency: &'static str) {
        let seating = self.seating();
        let pool = seating.pool(regency);
        let before = self
            .waiting()
            .iter()
            .filter(|waiter| seating.pool(&waiter.regency) == pool)
            .count();
        let status = match seating.place(regency, u32::try_from(before).unwrap_or(u32::MAX)) {
            Placement::Seat => Status::Enrolled,
            Placement::Waiting => Status::Waiting,
        };
        let id = Uuid::from_u128(self.rows.len() as u128 + 1);
        self.rows.push((id, regency, status));
    }

    fn step(&mut self, wanted: &[Status], nth: usize, step: Step) {
        let mut rows: Vec<_> = self
            .rows
            .iter_mut()
            .filter(|row| wanted.contains(&row.2))
            .collect();
        if !rows.is_empty() {
            let index = nth % rows.len();
            let row = &mut rows[index];
            row.2 = row.2.after(step).unwrap();
        }
    }

    /// Promotes as the store does, and checks that it passed over nobody who waits for the same seats.
    fn promote(&mut self) {
        let before = self.seating();
        let list = self.waiting();
        let offers = before.clone().promote(&list);
        for (index, waiter) in list.iter().enumerate() {
            if offers.contains(&waiter.enrolment) {
                continue;
            }
            let pool = before.pool(&waiter.regency);
            let passed = list[index + 1..].iter().any(|later| {
                offers.contains(&later.enrolment) && before.pool(&later.regency) == pool
            });
            assert!(!passed, "{waiter:?} was passed over");
        }
        for row in &mut self.rows {
            if offers.contains(&row.0) {
                row.2 = row.2.after(Step::Offer).unwrap();
            }
        }
    }

    fn check(&self) {
        let seating = self.seating();
        let held: u32 = seating.held.values().sum();
        assert!(held <= self.seats, "{held} seats held of {}", self.seats);
        if !self.released {
            for (regency, quota) in &self.quotas {
                let own = seating.held.get(regency).copied().unwrap_or_default();
                assert!(own <= *quota, "{own} of {quota} in {regency}");
            }
            let shared: u32 = seating
                .held
                .iter()
                .filter(|(regency, _)| !self.quotas.contains_key(*regency))
                .map(|(_, count)| count)
                .sum();
            assert!(
                self.quotas.is_empty() || shared <= self.seats - self.quotas.values().sum::<u32>()
            );
        }
        // No seat is free for a person who waits.
        for waiter in self.waiting() {
            assert_eq!(seating.free_for(&waiter.regency), 0, "{waiter:?}");
        }
    }
}

fn quotas(seats: u32) -> impl Strategy<Value = BTreeMap<String, u32>> {
    prop::collection::btree_map(0..REGENCIES.len(), 1..=seats.max(1), 0..3).prop_map(
        move |chosen| {
            let mut left = seats;
            chosen
                .into_iter()
                .filter_map(|(regency, wanted)| {
                    let quota = wanted.min(left);
                    left -= quota;
                    (quota > 0).then(|| (REGENCIES[regency].to_owned(), quota))
                })
                .collect()
        },
    )
}

fn answers() -> impl Strategy<Value = Answers> {
    let country = prop::option::of(prop::sample::select(COUNTRIES.to_vec()));
    let regency = prop::option::of(prop::sample::select(REGENCIES.to_vec()));
    (
        prop::sample::select(ApplicantKind::ALL.to_vec()),
        country,
        prop::option::of(1970..=2026_i32),
        regency,
        any::<bool>(),
    )
        .prop_map(|(kind, country, return_year, regency, adult)| Answers {
            kind,
            country: country.map(str::to_owned),
            return_year,
            regency: regency.map(str::to_owned),
            adult,
        })
}

fn audience() -> impl Strategy<Value = Audience> {
    let some = |codes: &'static [&'static str]| {
        prop::sample::subsequence(codes, 0..=codes.len())
            .prop_map(|codes| codes.into_iter().map(str::to_owned).collect::<Vec<_>>())
    };
    (
        prop::sample::subsequence(ApplicantKind::ALL.to_vec(), 1..=ApplicantKind::ALL.len()),
        some(&COUNTRIES),
        prop::option::of(0..60_i32),
        some(&REGENCIES),
    )
        .prop_map(
            |(kinds, countries, return_within_years, regencies)| Audience {
                kinds,
                countries,
                return_within_years,
                regencies,
            },
        )
}

proptest! {
    #[test]
    fn a_country_condition_only_takes_out_those_of_other_countries(
        rule in audience(),
        answers in answers(),
    ) {
        let anywhere = Audience { countries: vec![], ..rule.clone() };
        let without = anywhere.refusals(&answers, 2026);
        let with = rule.refusals(&answers, 2026);
        let rest: Vec<Refusal> =
            with.iter().copied().filter(|reason| *reason != Refusal::OtherCountry).collect();
        prop_assert_eq!(&rest, &without);
        let elsewhere = answers.country.as_ref().is_none_or(|code| !rule.countries.contains(code));
        let asked = rule.kinds.contains(&answers.kind)
            && !rule.kinds.contains(&ApplicantKind::Resident)
            && matches!(answers.kind, ApplicantKind::Returned | ApplicantKind::Family);
        prop_assert_eq!(
            with.contains(&Refusal::OtherCountry),
            asked && elsewhere && !rule.countries.is_empty()
        );
    }

    #[test]
    fn any_history_keeps_capacity_quota_and_order(
        (seats, quotas) in (0..8_u32).prop_flat_map(|seats| (Just(seats), quotas(seats))),
        events in prop::collection::vec(event(), 0..80),
    ) {
        let mut group = Group { seats, quotas, released: false, rows: vec![] };
        for event in events {
            match event {
                Event::Enrol(regency) => group.enrol(REGENCIES[regency]),
                Event::Cancel(nth) => group.step(
                    &[Status::Enrolled, Status::Waiting, Status::Offered], nth, Step::Cancel),
                Event::Confirm(nth) => group.step(&[Status::Offered], nth, Step::Confirm),
                Event::Lapse(nth) => group.step(&[Status::Offered], nth, Step::Lapse),
                Event::Release => group.released = true,
            }
            group.promote();
            group.check();
        }
    }

    #[test]
    fn without_quota_seats_go_in_the_order_of_arrival(seats in 0..20_u32, people in 0..60_usize) {
        let mut group = Group { seats, quotas: BTreeMap::new(), released: false, rows: vec![] };
        for nth in 0..people {
            group.enrol(REGENCIES[nth % REGENCIES.len()]);
        }
        let seated = group.rows.iter().take_while(|row| row.2 == Status::Enrolled).count();
        prop_assert_eq!(seated, people.min(seats as usize));
        prop_assert!(group.rows[seated..].iter().all(|row| row.2 == Status::Waiting));
    }
}
