//! The person who asks, and their language, read from the cookies of a request.

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
