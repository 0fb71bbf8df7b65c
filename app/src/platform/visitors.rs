//! The tokens of browsers. A token holds the time at which the portal gave it, signed with the portal's key. So a
//! browser cannot claim to be older than its first request to this portal.

use axum::http::HeaderMap;
use blake2::digest::consts::U16;
use blake2::digest::{FixedOutput, Key, KeyInit, Update};
use blake2::{Blake2b512, Blake2bMac, Digest};
use data_encoding::BASE64URL_NOPAD;
use domain::accounts::SETTLED_AFTER;
use time::OffsetDateTime;

use super::token::token;
use super::{Cookie, Ids};

type Keyed = Blake2bMac<U16>;

/// A token is 32 bytes: random bytes, seconds since 1970 (UTC), and the mark (a keyed hash) over both.
const RANDOM: usize = 12;
const SECONDS: usize = 4;

/// Gives browsers their tokens, and checks them.
#[derive(Clone)]
pub struct Visitors(Key<Keyed>);

impl Visitors {
    /// All processes of one portal use the same secret. A token that was made under another secret has no age.
    pub fn new(secret: &[u8]) -> Visitors {
        let key = Blake2b512::new_with_prefix(b"visitor").chain_update(secret);
        Visitors(key.finalize())
    }

    /// A new token, as raw bytes and as a cookie's value.
    pub fn give(&self, ids: Ids, now: OffsetDateTime) -> (Vec<u8>, String) {
        let seconds = u32::try_from(now.unix_timestamp()).unwrap_or_default();
        let mut token = ids.bytes::<RANDOM>().to_vec();
        token.extend(seconds.to_be_bytes());
        token.extend(self.mark(&token));
        let cookie = BASE64URL_NOPAD.encode(&token);
        (token, cookie)
    }

    /// Whether the browser has had its token for at least [`SETTLED_AFTER`].
    pub fn is_settled(&self, headers: &HeaderMap, now: OffsetDateTime) -> bool {
        visitor_of(headers)
            .and_then(|token| self.given_at(&token))
            .is_some_and(|at| at <= now - SETTLED_AFTER)
    }

    /// When the portal gave this token; none for a token that the portal did not make.
    fn given_at(&self, token: &[u8]) -> Option<OffsetDateTime> {
        let (given, mark) = token.split_at_checked(RANDOM + SECONDS)?;
        let right = self.mark(given);
        // Compares every byte, so that the time taken tells nothing about the mark.
        let differ = right
            .iter()
            .zip(mark)
            .fold(0, |differ, (a, b)| differ | (a ^ b));
        let seconds = u32::from_be_bytes(*given.last_chunk()?);
        (mark.len() == right.len() && differ == 0)
            .then(|| OffsetDateTime::from_unix_timestamp(seconds.into()).ok())
            .flatten()
    }

    fn mark(&self, given: &[u8]) -> [u8; 16] {
        let mut mark = <Keyed as KeyInit>::new(&self.0);
        Update::update(&mut mark, given);
        mark.finalize_fixed().into()
    }
}

/// The token that the browser sent, where it has one.
pub fn visitor_of(headers: &HeaderMap) -> Option<Vec<u8>> {
    token(headers, Cookie::Visitor)
}

#[cfg(test)]
mod tests {
    use time::Duration;
    use time::macros::datetime;

    use super::*;
    use crate::platform::Cookie;

    fn headers(cookie: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        let line = format!("{}={cookie}", Cookie::Visitor.name())
            .parse()
            .unwrap();
        headers.insert("cookie", line);
        headers
    }

    #[test]
    fn only_a_token_of_the_portal_has_an_age() {
        let (ours, others) = (Visitors::new(b"one"), Visitors::new(b"other"));
        let now = datetime!(2026-11-05 03:00 UTC);
        let (bytes, cookie) = ours.give(Ids, now);
        assert_eq!(bytes.len(), 32);
        assert_eq!(ours.given_at(&bytes), Some(now));
        let later = now + SETTLED_AFTER;
        assert!(ours.is_settled(&headers(&cookie), later));
        assert!(!ours.is_settled(&headers(&cookie), later - Duration::SECOND));
        assert!(!others.is_settled(&headers(&cookie), later));
        assert!(!ours.is_settled(&HeaderMap::new(), later));
        for byte in 0..32 {
            let mut forged = bytes.clone();
            forged[byte] ^= 1;
            assert_eq!(ours.given_at(&forged), None, "{byte}");
        }
        for length in [0, 4, 15, 16, 31] {
            assert_eq!(ours.given_at(&bytes[..length]), None, "{length}");
        }
    }
}
