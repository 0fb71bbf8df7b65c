//! The stable address of a vacancy.

/// Characters of the short id: Crockford's base 32, in which no two characters look alike.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Most characters of the words before the short id in the address.
const MAX_WORDS: usize = 60;

/// Characters of the short id.
const ID_LENGTH: usize = 10;

/// Ten characters that are computed from the source and its id alone, so that a vacancy keeps its address over every
/// import and on every machine (50 bits of FNV-1a).
pub fn short_id(source: &str, source_id: &str) -> String {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in source.bytes().chain([0]).chain(source_id.bytes()) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    // The low bits of FNV are the weakest, so the top bits are mixed in.
    let mut bits = hash ^ (hash >> 32);
    let mut out = String::with_capacity(ID_LENGTH);
    for _ in 0..ID_LENGTH {
        out.push(char::from(ALPHABET[(bits & 31) as usize]));
        bits >>= 5;
    }
    out
}

/// `staf-akuntansi-di-maju-jaya-…`: title and employer in lower-case ASCII, then the short id.
pub fn slug(title: &str, employer: &str, short_id: &str) -> String {
    let mut out = String::new();
    for c in title.chars().chain([' ']).chain(employer.chars()) {
        if out.len() >= MAX_WORDS {
            break;
        }
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    let words = out.trim_end_matches('-');
    if words.is_empty() {
        short_id.to_owned()
    } else {
        format!("{words}-{short_id}")
    }
}

/// The short id of an address that was passed on: with other words before it, in upper or lower case, with the
/// punctuation of a sentence around it. `None` when the address does not end in a short id.
pub fn handed_on(address: &str) -> Option<String> {
    let address = address.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    let id = address.rsplit('-').next()?.to_ascii_lowercase();
    let is_id = id.len() == ID_LENGTH && id.bytes().all(|byte| ALPHABET.contains(&byte));
    is_id.then_some(id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_address_stays_the_same_for_ever() {
        let id = short_id("maganghub", "01996095-03c1-4866-805a-a90ca69e2edd");
        assert_eq!(
            id,
            short_id("maganghub", "01996095-03c1-4866-805a-a90ca69e2edd")
        );
        assert_ne!(
            id,
            short_id("karirhub", "01996095-03c1-4866-805a-a90ca69e2edd")
        );
        assert_eq!(
            slug("Staf  Akuntansi (S1)", "PT. Maju/Jaya", "abc"),
            "staf-akuntansi-s1-pt-maju-jaya-abc"
        );
        assert_eq!(slug("会計", "株式会社", "abc"), "abc");
    }

    #[test]
    fn an_address_that_was_handed_on_still_leads_to_its_vacancy() {
        for address in [
            "penjahit-cv-maju-0123456789",
            "0123456789",
            "PENJAHIT-CV-MAJU-0123456789",
            "tukang-jahit-0123456789.",
            "penjahit-0123456789).",
            "penjahit-0123456789,",
            "penjahit-0123456789>",
            "“penjahit-0123456789”",
            "'penjahit-0123456789'",
            "penjahit-0123456789\u{a0}",
            "penjahit-0123456789\u{200b}",
        ] {
            assert_eq!(
                handed_on(address).as_deref(),
                Some("0123456789"),
                "{address:?}"
            );
        }
        assert_eq!(
            handed_on("Penjahit-ABCDEFGHJK").as_deref(),
            Some("abcdefghjk")
        );
        for address in [
            "",
            ".",
            "penjahit",
            "penjahit-012345678",
            "penjahit-01234567890",
            "penjahit-012345678l",
            "-",
        ] {
            assert_eq!(handed_on(address), None, "{address:?}");
        }
    }

    proptest! {
        #[test]
        fn the_id_is_found_in_every_address(title in ".*", employer in ".*", id in ".*") {
            let id = short_id("karirhub", &id);
            prop_assert_eq!(handed_on(&slug(&title, &employer, &id)), Some(id));
        }

        #[test]
        fn any_title_gives_a_plain_address(title in ".*", employer in ".*", id in ".*") {
            let slug = slug(&title, &employer, &short_id("karirhub", &id));
            prop_assert!(slug.len() <= MAX_WORDS + 12);
            prop_assert!(slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
            prop_assert!(!slug.starts_with('-') && !slug.contains("--"));
        }
    }
}
