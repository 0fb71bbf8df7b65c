//! A guest's name, and the token that opens a guest's conversation for as long as it is valid.

use time::{Duration, OffsetDateTime};

use crate::typed;

/// Random bytes in a guest's token; only their SHA-256 is stored.
pub const TOKEN_BYTES: usize = 32;
/// How long a guest may come back after the last message of the conversation.
pub const GOOD_FOR: Duration = Duration::days(30);
/// How long a guest's conversation is kept after its last message. After [`GOOD_FOR`] only its counsellor can read it;
/// the office keeps it as long again, to answer for the advice that it gave. It is kept no longer, because a guest has
/// no account with which to download or delete it.
pub const KEPT_FOR: Duration = Duration::days(60);
/// Longest name a guest leaves, in characters.
pub const NAME_MAX: usize = 60;

/// Whether a token still opens a conversation whose last message came at `last_at`.
///
/// The time runs from the last message, not from the start, so that an answer after weeks can still be read. It ends,
/// so that nobody finds old conversations on a shared phone for ever.
pub fn still_good(last_at: OffsetDateTime, now: OffsetDateTime) -> bool {
    now - last_at < GOOD_FOR
}

/// A guest's name as it is shown, cleaned by [`typed::name`]. `Err` is a text key.
pub fn name(raw: &str) -> Result<String, &'static str> {
    typed::needed(typed::name(raw)?, NAME_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    #[test]
    fn thirty_days_from_the_last_word() {
        let last = datetime!(2026-03-01 10:00 UTC);
        assert!(still_good(last, datetime!(2026-03-31 09:59 UTC)));
        assert!(!still_good(last, datetime!(2026-03-31 10:00 UTC)));
        // A server whose clock was set back must not lock a guest out.
        assert!(still_good(last, datetime!(2026-02-01 10:00 UTC)));
    }

    #[test]
    fn nothing_goes_that_a_guest_can_still_read() {
        assert!(KEPT_FOR > GOOD_FOR);
    }

    #[test]
    fn names_are_tidied() {
        assert_eq!(
            name("  Siti \u{200B} Aminah\u{0} \n"),
            Ok("Siti Aminah".into())
        );
        for unseen in [" \u{0} \n", "\u{3164}", "\u{200D}\u{2800}"] {
            assert_eq!(name(unseen), Err("required"), "{unseen:?}");
        }
        assert_eq!(name("Siti\nAminah"), Err("line_break"));
        assert_eq!(name(&"a".repeat(NAME_MAX)), Ok("a".repeat(NAME_MAX)));
        assert_eq!(name(&"a".repeat(NAME_MAX + 1)), Err("too_long"));
    }
}
