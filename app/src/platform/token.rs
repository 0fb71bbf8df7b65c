//! Random tokens: made for a cookie, read from a request's cookie, and hashed for storage.

use axum::http::HeaderMap;
use axum::http::header::COOKIE;
use data_encoding::BASE64URL_NOPAD;
use sha2::{Digest, Sha256};

use super::{Cookie, Ids};

/// The SHA-256 hash under which a token is stored.
pub(crate) fn hash(token: &[u8]) -> [u8; 32] {
    Sha256::digest(token).into()
}

/// The value of a request's cookie.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let all = headers
        .get_all(COOKIE)
        .into_iter()
        .filter_map(|value| value.to_str().ok());
    all.flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(found, _)| *found == name)
        .map(|(_, value)| value)
}

/// The token in a request's cookie: 32 bytes, as base64url.
pub(super) fn token(headers: &HeaderMap, which: Cookie) -> Option<Vec<u8>> {
    let bytes = BASE64URL_NOPAD
        .decode(cookie(headers, which.name())?.as_bytes())
        .ok()?;
    (bytes.len() == 32).then_some(bytes)
}

/// A new random token, as raw bytes and as a cookie's value.
pub fn new_token(ids: Ids) -> (Vec<u8>, String) {
    let bytes: [u8; 32] = ids.bytes();
    (bytes.to_vec(), BASE64URL_NOPAD.encode(&bytes))
}
