//! The body of a message: its form and its limit.

use super::wire::Refusal;
use crate::typed;

/// Longest message, in characters.
pub const BODY_MAX: usize = 4_000;

/// The one form in which a body is compared, sent and stored: [`typed::text`]. `Err` is [`Refusal::Required`] or
/// [`Refusal::TooLong`].
pub fn canonical(body: &str) -> Result<String, Refusal> {
    let text = typed::text(body);
    if text.is_empty() {
        return Err(Refusal::Required);
    }
    if text.chars().count() > BODY_MAX {
        return Err(Refusal::TooLong);
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn blanks_alone_are_nothing() {
        assert_eq!(canonical(" \r\n\t "), Err(Refusal::Required));
        for unseen in [
            "\u{0}\u{7}",
            "\u{200B}",
            "\u{3164}\u{2800}",
            "\u{AD}\n\u{FEFF}",
        ] {
            assert_eq!(canonical(unseen), Err(Refusal::Required), "{unseen:?}");
        }
    }

    #[test]
    fn lines_are_kept_and_controls_dropped() {
        assert_eq!(
            canonical(" satu\r\ndua\rtiga\u{0} "),
            Ok("satu\ndua\ntiga".into())
        );
    }

    #[test]
    fn the_limit_counts_characters() {
        assert!(canonical(&"é".repeat(BODY_MAX)).is_ok());
        assert_eq!(canonical(&"é".repeat(BODY_MAX + 1)), Err(Refusal::TooLong));
    }

    proptest! {
        #[test]
        fn canonical_is_stable(body in any::<String>()) {
            if let Ok(once) = canonical(&body) {
                prop_assert_eq!(canonical(&once), Ok(once.clone()));
                prop_assert_eq!(once.find('\0'), None);
            }
        }
    }
}
