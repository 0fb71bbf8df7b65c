//! The visit: the person, the language and the browser of a request, read from its headers.

use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::http::HeaderMap;
use time::OffsetDateTime;

use super::Cookie;
use super::drafts;
use super::language::{chosen_lang, lang_of};
use super::session::{Viewer, find_session};
use super::token::{hash, token};
use super::visitors::{Visitors, visitor_of};
use crate::base::draft::Draft;
use crate::base::error::AppError;
use crate::base::text::Lang;

/// One request: its page, language, person and browser.
#[derive(Clone, Debug, Default)]
pub struct Visit {
    /// The requested address: path and query.
    pub path: String,
    /// Language of the screen.
    pub lang: Lang,
    /// The signed-in person.
    pub viewer: Option<Viewer>,
    /// The browser's own token, where it has one. It is given with the first page and ends when the browser closes.
    pub visitor: Option<Vec<u8>>,
    /// SHA-256 of the token that a browser keeps after somebody has signed in on it.
    pub device: Option<Vec<u8>>,
    /// Failed forms that this page shows again.
    pub drafts: Vec<Draft>,
    /// The network address of the client, where it is known.
    pub address: Option<IpAddr>,
    /// Somebody is signed in, or the browser has had the portal's token for a while.
    pub is_settled: bool,
    /// The account that the request is about, for security events.
    pub about: About,
}

/// The account that a request is about: the one that it names, else that of the signed-in person. Clones share the
/// value.
#[derive(Clone, Debug, Default)]
pub struct About(Arc<Mutex<Option<String>>>);

impl About {
    /// Sets the account to that of this contact.
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
    /// The bytes that stand for the client's network.
    pub fn network(&self) -> Option<Vec<u8>> {
        self.address.map(network_of)
    }

    /// The group that this browser is counted in where a limit is by network, as the bytes of its counter.
    ///
    /// Thousands of phones share a carrier's address, and the visitors of a fair share its Wi-Fi. If all of them were
    /// one group, a script that keeps no cookies would use up the limit, and nobody there could register for an hour.
    /// So browsers without a token of the portal, or with a new or forged one, are a group of their own. A script that
    /// collects tokens first can still use up the other group's limit, so one network can cause at most twice the
    /// limit.
    pub fn crowd(&self) -> Option<Vec<u8>> {
        let network = self.network()?;
        Some(match self.is_settled {
            true => [&b"settled"[..], &network].concat(),
            false => network,
        })
    }
}

/// The bytes that stand for the network of an address. One customer of a provider has a whole IPv6 /64.
pub fn network_of(address: IpAddr) -> Vec<u8> {
    match address.to_canonical() {
        IpAddr::V4(address) => address.octets().to_vec(),
        IpAddr::V6(address) => address.octets()[..8].to_vec(),
    }
}

/// Reads the cookies of a request for the page at `path` (with its query).
///
/// # Errors
/// Database errors; a request without cookies needs no database.
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
        // Uses the account's language, so that its owner need not choose again in each browser.
        visit.lang = chosen_lang(headers).or(found.lang).unwrap_or(visit.lang);
        found.contact.iter().for_each(|it| visit.about.name(it));
    }
    if let Some(visitor) = &visit.visitor {
        let person = visit.viewer.as_ref().map(|viewer| viewer.person_id);
        visit.drafts = drafts::load_drafts(&mut conn, now, visitor, person, path).await?;
    }
    Ok(visit)
}
