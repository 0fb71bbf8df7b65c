//! What every service needs on the server: the pool, the clock, who is asking, limits, the audit trail.

mod audit;
mod clock;
mod cookies;
mod db;
mod drafts;
mod events;
mod fanout;
mod files;
mod ids;
mod language;
mod limits;
mod mailer;
mod person;
mod seal;
mod sent;
mod service;
mod session;
mod settings;
mod token;
mod visit;
mod visitors;

use std::future::Future;
use std::sync::Arc;

use axum::http::header::USER_AGENT;
use axum::http::request::Parts;
use leptos::prelude::*;
use sqlx::PgPool;
use time::OffsetDateTime;
use tracing::Instrument;

pub use crate::base::response::{done, moved, set_status};
pub use audit::{Actor, Changed, accessed_lately, audit, audit_change};
pub use clock::Clock;
pub use cookies::{clear_site_data, cookie_line, give_cookie, take_cookie};
pub(crate) use db::internal;
pub use db::{connect, migrator};
pub use drafts::{forget_draft, forget_drafts, keep_draft, load_drafts, sweep_drafts};
pub use events::{Doer, Events, NotedEvent, newest_events, sweep_events};
pub use fanout::{CHANNEL, Fanout, Nats};
pub use files::{Bucket, Files, Reading, Writing};
pub use ids::Ids;
pub use language::lang_of;
pub use limits::{allow, count_uses, forget_uses, sweep_limits};
pub use mailer::{
    Channel, Message, WaitingMessage, deliver_due, deliver_soon, enqueue, forget_messages_to,
    sweep_outbox, waiting_messages,
};
pub use person::{lock_person, lock_viewer};
pub use seal::Seal;
pub use sent::{Claim, claim_form, keep_answer, release_form, sweep_sent_forms};
pub use service::{DeskCard, Job, PublicPage, Service};
pub use session::{Session, Viewer, end_session, load_viewer, start_session};
pub use settings::Settings;
pub(crate) use token::hash;
pub use token::{cookie, new_token};
pub use visit::{About, Visit, load_visit, network_of};
pub use visitors::{Visitors, visitor_of};

pub use crate::base::cookie::{Cookie, LANG_KEPT_FOR};
use crate::base::error::AppError;
use crate::base::page::{PageContext, ViewerSummary};
use domain::accounts::Role;

/// What the process holds for all its requests.
#[derive(Clone)]
pub struct Platform {
    /// Connections to the one database.
    pub pool: PgPool,
    /// The time.
    pub clock: Clock,
    /// Randomness: identifiers, codes, tokens.
    pub ids: Ids,
    /// How this portal is set up.
    pub settings: Arc<Settings>,
    /// The tokens of browsers.
    pub visitors: Visitors,
    /// Security events on their way to the database.
    pub events: Events,
    /// What carries words to the other processes.
    pub fanout: Fanout,
    /// What people have uploaded.
    pub files: Files,
    /// The services that the portal is made of.
    pub services: &'static [&'static Service],
}

/// The platform of the request that is being served. Ask before the first `.await`.
pub fn platform() -> Arc<Platform> {
    expect_context::<Arc<Platform>>()
}

/// The request's visit: who asks, in which language.
pub fn visit() -> Visit {
    use_context::<Parts>()
        .and_then(|parts| parts.extensions.get::<Visit>().cloned())
        .unwrap_or_default()
}

/// How the browser names itself; empty when it does not.
pub fn user_agent() -> String {
    let parts = use_context::<Parts>();
    let name = parts
        .as_ref()
        .and_then(|parts| parts.headers.get(USER_AGENT)?.to_str().ok());
    name.unwrap_or_default().to_owned()
}

/// The signed-in person, or [`AppError::Unauthenticated`].
pub fn require_person() -> Result<Viewer, AppError> {
    visit().viewer.ok_or(AppError::Unauthenticated)
}

/// The signed-in person in one of the roles; another role is [`AppError::Forbidden`].
pub fn require(roles: &[Role]) -> Result<Viewer, AppError> {
    let viewer = require_person()?;
    if roles.contains(&viewer.role) {
        Ok(viewer)
    } else {
        Err(AppError::Forbidden)
    }
}

/// Runs a write in a task of its own, so that a client that leaves does not cut it in the middle.
///
/// # Errors
/// What the task returns; a task that panics is [`AppError::Internal`].
pub async fn in_task<T, F>(work: F) -> Result<T, AppError>
where
    T: Send + 'static,
    F: Future<Output = Result<T, AppError>> + Send + 'static,
{
    // What the task logs belongs to the request that it is for.
    tokio::spawn(work.in_current_span())
        .await
        .unwrap_or_else(|error| Err(db::internal(&error)))
}

/// Runs work that keeps a core busy where it holds no other request up.
///
/// # Errors
/// What the work returns, and a panic in it, as [`AppError::Internal`].
pub async fn in_blocking_task<T, E, F>(work: F) -> Result<T, AppError>
where
    T: Send + 'static,
    E: std::error::Error + Send + 'static,
    F: FnOnce() -> Result<T, E> + Send + 'static,
{
    match tokio::task::spawn_blocking(work).await {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(error)) => Err(db::internal(&error)),
        Err(error) => Err(db::internal(&error)),
    }
}

/// What the page that is being rendered must know of its request. Ask before the first `.await`.
pub fn page_context() -> PageContext {
    let visit = visit();
    let platform = use_context::<Arc<Platform>>();
    let person = visit.viewer.as_ref().map(|viewer| viewer.person_id);
    PageContext {
        path: visit.path,
        seal: Seal::new(Ids, visit.visitor.as_deref(), person).text(),
        lang: visit.lang,
        viewer: visit.viewer.map(|viewer| ViewerSummary {
            name: viewer.name,
            role: viewer.role,
        }),
        now: platform
            .as_ref()
            .map_or(OffsetDateTime::UNIX_EPOCH, |p| p.clock.now()),
        demo: platform.as_ref().is_some_and(|p| p.settings.demo),
        base_url: platform
            .map(|p| p.settings.base_url.clone())
            .unwrap_or_default(),
        drafts: visit.drafts,
    }
}
