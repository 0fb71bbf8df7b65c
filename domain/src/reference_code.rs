//! The code under which a person can ask about what they have sent, by telephone or at `/status`.
//!
//! Eight of thirty characters are 39 bits: too many to hit one by chance within the limits of `/status`, too few for a
//! secret that opens what is personal.

/// Letters and digits that are not mistaken for each other when read aloud or copied by hand.
pub const ALPHABET: &[u8; 30] = b"23456789ABCDEFGHJKMNPQRSTVWXYZ";

/// How many characters a code has.
pub const LENGTH: usize = 8;

/// The code that was typed: in letters of any size, with spaces and dashes wherever they help. `None` when no code looks
/// like that.
pub fn typed(text: &str) -> Option<String> {
    let code: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && !is_dash(*c))
        .map(|c| c.to_ascii_uppercase())
        // A whole pasted page is read no further than it takes to see that it is no code.
        .take(LENGTH + 1)
        .collect();
    let known = code.bytes().all(|byte| ALPHABET.contains(&byte));
    (known && code.len() == LENGTH).then_some(code)
}

/// The hyphen of the keyboard, and what phones and word processors make of it.
fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{ad}' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn case_spaces_and_dashes_are_forgiven() {
        for text in [
            "K7M4QX2P",
            "k7m4qx2p",
            " K7M4-qx2p ",
            "K 7 M 4 – Q X 2 P",
            "K7M4\u{a0}QX2P\n",
        ] {
            assert_eq!(typed(text).as_deref(), Some("K7M4QX2P"), "{text:?}");
        }
    }

    #[test]
    fn what_no_code_looks_like_is_none() {
        for text in [
            "",
            "K7M4QX2",
            "K7M4QX2PZ",
            "K7M4QX2O",
            "K7M4QX20",
            "K7M4QX2Ⓟ",
            "KODE K7M4QX2P",
            "K7M4QX2\0",
        ] {
            assert_eq!(typed(text), None, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn anything_can_be_typed(text in "\\PC*") {
            if let Some(code) = typed(&text) {
                prop_assert!(code.bytes().all(|byte| ALPHABET.contains(&byte)));
                prop_assert_eq!(typed(&code), Some(code));
            }
        }
    }
}
