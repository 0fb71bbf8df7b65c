//! The person who asks, and their language, read from the cookies of a request.

use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::http::HeaderMap;
use axum::http::header::COOKIE;
use data_encoding::BASE64URL_NOPAD;
use sha2::{Digest, Sha256};
use time::OffsetDateTime;

use super::language::{chosen_lang, lang_of};
use super::session::{Viewer, find_session};
use super::visitors::Visitors;
use super::{Cookie, Ids, drafts};
use crate::base::error::AppError;
use crate::base::form::Draft;
use crate::base::text::Lang;

/// What one request brings along.
#[derive(Clone, Debug, Default)]
pub struct Visit {
    /// The address that is asked for: path and query.
    pub path: String,
    /// Language of the screen.
    pub lang: Lang,
    /// The signed-in person.
    pub viewer: Option<Viewer>,
    /// The browser's own token, where it has one: given with the first page, it ends with the browser.
    pub visitor: Option<Vec<u8>>,
    /// SHA-256 of the token that a browser keeps after somebody has signed in on it.
    pub device: Option<Vec<u8>>,
    /// Failed forms that wait for this page.
    pub drafts: Vec<Draft>,
    /// The network address that asks, where it is known.
    pub address: Option<IpAddr>,
    /// Somebody is signed in, or the browser has had the portal's token for a while.
    pub is_settled: bool,
    /// The account that the request is about, for security events.
    pub about: About,
}

/// The account that a request is about: the one that it names, else that of the person signed in. Clones share it.
#[derive(Clone, Debug, Default)]
pub struct About(Arc<Mutex<Option<String>>>);

impl About {
    /// From here on it is the account of this contact.
    pub fn name(&self, contact: &str) {
        *self.held() = Some(contact.to_owned());
    }

    /// The account's contact, where one is known.
    pub fn contact(&self) -> Option<String> {
        self.held().clone()
    }

    fn held(&self) -> MutexGuard<'_, Option<String>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Visit {
    /// What stands for the asking network.
    pub fn network(&self) -> Option<Vec<u8>> {
        self.address.map(network_of)
    }

    /// Those whom this browser is counted with where a limit is by network: what stands for them in its counter.
    ///
    /// Thousands of phones share a carrier's address, and a fair's guests its Wi-Fi. Were all of them one, a script that
    /// keeps no cookies would use up what is let through, and nobody there could register for an hour. So whatever has no
    /// token of the portal, or a new or made-up one, is counted apart and refuses its own kind alone. Whoever gathers
    /// tokens first can still use up the other count, which is what bounds the work of one network: twice a limit.
    pub fn crowd(&self) -> Option<Vec<u8>> {
        let network = self.network()?;
        Some(match self.is_settled {
            true => [&b"settled"[..], &network].concat(),
            false => network,
        })
    }
}

/// What stands for the network of an address. One subscriber has a whole /64 of IPv6.
pub fn network_of(address: IpAddr) -> Vec<u8> {
    match address.to_canonical() {
        IpAddr::V4(address) => address.octets().to_vec(),
        IpAddr::V6(address) => address.octets()[..8].to_vec(),
    }
}

/// SHA-256, as tokens are stored.
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

/// The browser's own token, where it has one.
pub fn visitor_of(headers: &HeaderMap) -> Option<Vec<u8>> {
    token(headers, Cookie::Visitor)
}

/// Reads the cookies of a request for the page at `path` (with its query).
///
/// # Errors
/// Database errors; a request without cookies asks the database nothing.
pub async fn load_visit(
    pool: &sqlx::PgPool,
    visitors: &Visitors,
    now: OffsetDateTime,
    headers: &HeaderMap,
    path: &str,
) -> Result<Visit, AppError> {
    let mut visit = Visit {
        path: path.to_owned(),
        lang: lang_of(headers),
        visitor: visitor_of(headers),
        device: token(headers, Cookie::Device).map(|token| hash(&token).to_vec()),
        is_settled: visitors.is_settled(headers, now),
        ..Visit::default()
    };
    let session = token(headers, Cookie::Session);
    if session.is_none() && visit.visitor.is_none() {
        return Ok(visit);
    }
    let mut conn = pool.acquire().await?;
    if let Some(token) = session
        && let Some(found) = find_session(&mut conn, now, &token, true).await?
    {
        visit.viewer = Some(found.viewer);
        visit.is_settled = true;
        // The account's language saves its owner from choosing again in each browser.
        visit.lang = chosen_lang(headers).or(found.lang).unwrap_or(visit.lang);
        found.contact.iter().for_each(|it| visit.about.name(it));
    }
    if let Some(visitor) = &visit.visitor {
        let person = visit.viewer.as_ref().map(|viewer| viewer.person_id);
        visit.drafts = drafts::load_drafts(&mut conn, now, visitor, person, path).await?;
    }
    Ok(visit)
}
