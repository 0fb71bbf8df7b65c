//! The seal in a form: it ties the form to one rendering of its page, for one browser and one person.

use data_encoding::BASE64URL_NOPAD;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::Ids;

const NONCE: usize = 12;
const MARK: usize = 16;

/// The seal of one rendered page.
///
/// Nobody can make one for another browser: it holds a hash over the browser's own token, which pages of other sites
/// cannot read. It differs with each rendering, so that the size of a compressed page reveals nothing about it. It
/// names its person by a hash only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seal {
    nonce: [u8; NONCE],
    browser: [u8; MARK],
    person: [u8; MARK],
}

impl Seal {
    /// A new seal. Without a browser's token it proves nothing.
    pub fn new(ids: Ids, visitor: Option<&[u8]>, person: Option<Uuid>) -> Seal {
        let nonce = ids.bytes();
        Seal {
            nonce,
            browser: mark(b"form", visitor.unwrap_or_default(), &nonce),
            person: person_mark(person, &nonce),
        }
    }

    /// Parses the seal in a form's field.
    pub fn read(field: &str) -> Option<Seal> {
        let bytes = BASE64URL_NOPAD.decode(field.as_bytes()).ok()?;
        let (nonce, marks) = bytes.split_first_chunk()?;
        let (browser, person) = marks.split_first_chunk()?;
        Some(Seal {
            nonce: *nonce,
            browser: *browser,
            person: person.try_into().ok()?,
        })
    }

    /// The field's value.
    pub fn text(&self) -> String {
        BASE64URL_NOPAD.encode(&[&self.nonce[..], &self.browser, &self.person].concat())
    }

    /// Whether the page was given to the browser with this token.
    pub fn is_of_browser(&self, visitor: &[u8]) -> bool {
        let right = mark(b"form", visitor, &self.nonce);
        // Compares every byte, so that the time taken tells nothing about the hash.
        let differ = right
            .iter()
            .zip(&self.browser)
            .fold(0, |differ, (a, b)| differ | (a ^ b));
        !visitor.is_empty() && differ == 0
    }

    /// Whether the page was rendered for this person; `None` stands for a page without a signed-in person.
    pub fn is_of(&self, person: Option<Uuid>) -> bool {
        self.person == person_mark(person, &self.nonce)
    }

    /// The page's owner: the nonce and a hash of the person's id. A draft keeps it with the values typed on the page.
    pub fn owner(&self) -> Vec<u8> {
        [&self.nonce[..], &self.person].concat()
    }

    /// The nonce that identifies this rendering.
    pub fn nonce(&self) -> &[u8] {
        &self.nonce
    }
}

/// Whether a [`Seal::owner`] is this person.
pub(super) fn owner_is(owner: &[u8], person: Option<Uuid>) -> bool {
    owner
        .split_first_chunk::<NONCE>()
        .is_some_and(|(nonce, mark)| mark == person_mark(person, nonce))
}

/// The hash of a person's id. An id has at least 74 random bits, so that trying ids against the hash is hopeless.
fn person_mark(person: Option<Uuid>, nonce: &[u8; NONCE]) -> [u8; MARK] {
    mark(b"whose", person.unwrap_or_default().as_bytes(), nonce)
}

/// A hash over the three values. All lengths are fixed and the hash is truncated, so that nothing can be appended.
fn mark(purpose: &[u8], secret: &[u8], nonce: &[u8; NONCE]) -> [u8; MARK] {
    let hash = Sha256::new()
        .chain_update(purpose)
        .chain_update(secret)
        .chain_update(nonce)
        .finalize();
    let mut mark = [0; MARK];
    mark.copy_from_slice(&hash[..MARK]);
    mark
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seal_is_of_its_browser_and_its_person_only() {
        let (mine, other) = (Ids.bytes::<32>(), Ids.bytes::<32>());
        let (me, you) = (Uuid::from_u128(1), Uuid::from_u128(2));
        for (person, not) in [(Some(me), None), (Some(me), Some(you)), (None, Some(me))] {
            let seal = Seal::new(Ids, Some(&mine), person);
            let seal = Seal::read(&seal.text()).unwrap();
            assert!(seal.is_of_browser(&mine) && !seal.is_of_browser(&other));
            assert!(seal.is_of(person) && !seal.is_of(not));
            assert!(owner_is(&seal.owner(), person) && !owner_is(&seal.owner(), not));
        }
    }

    #[test]
    fn no_two_pages_have_one_seal() {
        let visitor = Ids.bytes::<32>();
        let seal = || Seal::new(Ids, Some(&visitor), None).text();
        assert_ne!(seal(), seal());
    }

    #[test]
    fn without_a_browsers_token_a_seal_proves_nothing() {
        let seal = Seal::new(Ids, None, None);
        assert!(!seal.is_of_browser(b""));
        for text in ["", "a", "☃", &"A".repeat(58), &"A".repeat(60)] {
            assert_eq!(Seal::read(text), None, "{text}");
        }
        assert!(!owner_is(b"", None));
    }
}
