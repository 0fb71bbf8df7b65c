//! The wait before a client connects again.

/// Shortest wait, in milliseconds.
pub const FLOOR_MS: u32 = 500;
/// Longest wait, in milliseconds.
pub const CEILING_MS: u32 = 30_000;

/// Full jitter: a random wait between [`FLOOR_MS`] and a bound that doubles from 1 s to [`CEILING_MS`] with each failed
/// `attempt` (from 0). The wait is spread over the whole range, so that thousands of phones that lost the same server
/// do not return in the same second. `roll` is the caller's random number.
pub fn delay_ms(attempt: u32, roll: u32) -> u32 {
    let bound = 1_000u32
        .saturating_mul(1u32.checked_shl(attempt).unwrap_or(u32::MAX))
        .min(CEILING_MS);
    FLOOR_MS + roll % (bound - FLOOR_MS + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn stays_in_range(attempt in any::<u32>(), roll in any::<u32>()) {
            prop_assert!((FLOOR_MS..=CEILING_MS).contains(&delay_ms(attempt, roll)));
        }
    }

    #[test]
    fn widens_with_each_attempt_and_spreads() {
        assert!((0..1_000).all(|roll| delay_ms(0, roll) <= 1_000));
        assert_eq!(
            (0..200_000).map(|roll| delay_ms(40, roll)).max(),
            Some(CEILING_MS)
        );
        let spread = (0..501)
            .map(|roll| delay_ms(0, roll))
            .collect::<std::collections::BTreeSet<_>>();
        assert_eq!(spread.len(), 501);
    }
}
