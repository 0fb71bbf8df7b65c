//! The participant who sends a request: a signed-in person, or a guest by the cookie of this browser.

use axum::http::request::Parts;
use axum::http::{HeaderMap, Method};
use data_encoding::BASE64URL_NOPAD;
use domain::accounts::Role;
use domain::consultation::guest::{KEPT_FOR, TOKEN_BYTES};
use leptos::prelude::use_context;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::base::error::AppError;
use crate::platform::{Cookie, Ids, Viewer, cookie, give_cookie, new_token, visit};

/// A participant: a person, a guest's cookie, or both on one browser.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Participant {
    /// The signed-in person.
    pub person: Option<Uuid>,
    /// SHA-256 of the guest's cookie.
    pub guest: Option<Vec<u8>>,
}

impl Participant {
    /// A person, and the guest's cookie that came along. Ignores a counsellor's cookie: a counsellor who asks as a
    /// guest in one window and answers in another of the same browser would otherwise answer as the guest.
    pub fn new(viewer: Option<&Viewer>, headers: &HeaderMap) -> Self {
        let is_counsellor = viewer.is_some_and(|viewer| viewer.role == Role::Counsellor);
        let token = token(headers).filter(|_| !is_counsellor);
        Self {
            person: viewer.map(|viewer| viewer.person_id),
            guest: token.map(|token| hash(&token)),
        }
    }

    /// Whether the request has neither a person nor a guest.
    pub fn is_nobody(&self) -> bool {
        self.person.is_none() && self.guest.is_none()
    }
}

/// The participant of this request.
pub(super) fn participant() -> Participant {
    let headers = use_context::<Parts>().map(|parts| parts.headers);
    Participant::new(visit().viewer.as_ref(), &headers.unwrap_or_default())
}

/// The participant of this request; a browser without any gets a guest's cookie with the answer.
pub(super) fn participant_or_guest(ids: Ids) -> Participant {
    let mut participant = participant();
    if participant.is_nobody() {
        let (bytes, token) = new_token(ids);
        participant.guest = Some(hash(&bytes));
        give_cookie(Cookie::Guest, &token, Some(KEPT_FOR));
    } else {
        keep_guest(&participant);
    }
    participant
}

/// Renews the cookie of a returning guest for its full time. The time of a conversation runs from its last message, and
/// the cookie must not end before it.
pub(super) fn keep_guest(participant: &Participant) {
    let parts = use_context::<Parts>()
        .filter(|_| participant.person.is_none() && participant.guest.is_some());
    if let Some(token) =
        parts.and_then(|parts| cookie(&parts.headers, Cookie::Guest.name()).map(str::to_owned))
    {
        give_cookie(Cookie::Guest, &token, Some(KEPT_FOR));
    }
}

/// Whether this request opens a page: it comes neither from a page that is awake, nor from a browser that prefetches.
/// Call this before the first `.await`.
pub(super) fn is_page() -> bool {
    use_context::<Parts>().is_some_and(|parts| {
        parts.method == Method::GET
            && !parts.uri.path().starts_with("/api/")
            && !parts.headers.contains_key("sec-purpose")
    })
}

/// The error for a conversation that this participant does not find. Unauthenticated: a person whose session has ended,
/// or who never signed in here, may find it after signing in. Not found: a signed-in person, and a guest, who has no
/// account and whose time may be over. It does not tell whether the conversation exists. Call this before the first
/// `.await`.
pub(super) fn missing(participant: &Participant) -> AppError {
    let had_session = use_context::<Parts>()
        .is_some_and(|parts| cookie(&parts.headers, Cookie::Session.name()).is_some());
    if participant.person.is_some() || (participant.guest.is_some() && !had_session) {
        AppError::NotFound
    } else {
        AppError::Unauthenticated
    }
}

fn token(headers: &HeaderMap) -> Option<Vec<u8>> {
    let bytes = BASE64URL_NOPAD
        .decode(cookie(headers, Cookie::Guest.name())?.as_bytes())
        .ok()?;
    (bytes.len() == TOKEN_BYTES).then_some(bytes)
}

/// The hash of a token that nobody holds.
pub(super) fn nobody(ids: Ids) -> Vec<u8> {
    hash(&new_token(ids).0)
}

fn hash(token: &[u8]) -> Vec<u8> {
    Sha256::digest(token).to_vec()
}
