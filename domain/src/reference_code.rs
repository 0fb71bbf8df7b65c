//! The reference code with which people can ask about something that they sent, by telephone or at `/status`.
//!
//! Eight of thirty characters are 39 bits: too many to find a code by chance within the limits of `/status`, too few
//! for a secret that opens personal data.

use crate::typed;

/// Letters and digits that people do not confuse when they read them aloud or copy them by hand.
pub const ALPHABET: &[u8; 30] = b"23456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The number of characters of a code.
pub const LENGTH: usize = 8;

/// Reads a typed code: letters in upper or lower case, digits of any script, spaces and dashes anywhere, punctuation
/// around it. `None` if the text cannot be a code.
pub fn typed(text: &str) -> Option<String> {
    let code = typed::code(text);
    let known = code.bytes().all(|byte| ALPHABET.contains(&byte));
    (known && code.len() == LENGTH).then_some(code)
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
            "“K7M4-QX2P”.",
            "<k7m4\u{ad}qx2p>,",
            "\u{200b}K7M4—QX2P\u{feff}",
            "Ｋ７Ｍ４−ＱＸ２Ｐ",
            "K٧M٤QX۲P",
            "*K7M4QX2P*\0",
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
