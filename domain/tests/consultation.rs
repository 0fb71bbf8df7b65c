//! Two sides (and a second tab) talk over a line that drops, repeats, reorders, delays and breaks; whatever happens,
//! they end with the same messages in the same order, nothing acked is lost and nothing stands twice.

use proptest::prelude::*;

#[path = "consultation/world.rs"]
mod world;

use world::{Happening, World};

fn happening() -> impl Strategy<Value = Happening> {
    let end = || 0usize..3;
    let pick = || prop_oneof![3 => Just(0usize), 1 => 0usize..8];
    prop_oneof![
        4 => end().prop_map(|end| Happening::Write { end }),
        8 => (end(), pick(), prop::bool::weighted(0.1)).prop_map(|(end, pick, copy)| Happening::ToServer { end, pick, copy }),
        10 => (end(), pick(), prop::bool::weighted(0.1)).prop_map(|(end, pick, copy)| Happening::ToClient { end, pick, copy }),
        1 => (end(), pick()).prop_map(|(end, pick)| Happening::LoseUp { end, pick }),
        1 => (end(), pick()).prop_map(|(end, pick)| Happening::LoseDown { end, pick }),
        1 => (end(), any::<u32>()).prop_map(|(end, roll)| Happening::Cut { end, roll }),
        3 => end().prop_map(|end| Happening::Connect { end }),
        2 => end().prop_map(|end| Happening::Beat { end }),
        1 => end().prop_map(|end| Happening::Reopen { end }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn all_sides_agree_whatever_the_line_does(happenings in prop::collection::vec(happening(), 1..200)) {
        let mut world = World::new();
        for happening in happenings {
            world.happen(happening);
            world.check_always()?;
        }
        world.calm();
        world.check_in_the_end()?;
    }

    /// On a line that only delays (as TCP does), everyone's words keep the order in which they were written.
    #[test]
    fn own_words_keep_their_order(writers in prop::collection::vec(0usize..3, 1..60), cuts in prop::collection::vec(0usize..3, 0..6)) {
        let mut world = World::new();
        let mut cuts = cuts.into_iter();
        for (turn, end) in writers.into_iter().enumerate() {
            world.happen(Happening::Connect { end });
            world.happen(Happening::Write { end });
            world.happen(Happening::ToServer { end, pick: 0, copy: false });
            world.happen(Happening::ToClient { end, pick: 0, copy: false });
            if let (0, Some(cut)) = (turn % 7, cuts.next()) {
                world.happen(Happening::Cut { end: cut, roll: 1 });
            }
        }
        world.calm();
        world.check_in_the_end()?;
        for end in &world.ends {
            let own: Vec<_> = world.server.log.iter().map(|m| m.client_id).filter(|id| end.written.contains(id)).collect();
            let mut sorted = own.clone();
            sorted.sort();
            prop_assert_eq!(own, sorted);
        }
    }
}
