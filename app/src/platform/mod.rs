//! The parts that every service needs on the server: the pool, the clock, the visit, limits, the audit trail.

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

/// The state that a process shares between its requests.
#[derive(Clone)]
pub struct Platform {
    /// Connections to the one database.
    pub pool: PgPool,
    /// The clock.
    pub clock: Clock,
    /// Randomness: identifiers, codes, tokens.
    pub ids: Ids,
    /// The settings of this portal.
    pub settings: Arc<Settings>,
    /// Gives browsers their tokens and checks them.
    pub visitors: Visitors,
    /// Security events that wait to be written to the database.
    pub events: Events,
    /// The carrier of notifications and signals to the other processes.
    pub fanout: Fanout,
    /// Uploaded files.
    pub files: Files,
    /// The services of the portal.
    pub services: &'static [&'static Service],
}

/// The platform of the request that is being served. Call it before the first `.await`.
pub fn platform() -> Arc<Platform> {
    expect_context::<Arc<Platform>>()
}

/// The visit of the request: the person, the language and the browser.
pub fn visit() -> Visit {
    use_context::<Parts>()
        .and_then(|parts| parts.extensions.get::<Visit>().cloned())
        .unwrap_or_default()
}

/// The `User-Agent` of the browser; empty when it sends none.
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

/// Runs a write in a task of its own, so that it is not cut off in the middle when the client disconnects.
///
/// # Errors
/// The error of the task; a panic in it is [`AppError::Internal`].
pub async fn in_task<T, F>(work: F) -> Result<T, AppError>
where
    T: Send + 'static,
    F: Future<Output = Result<T, AppError>> + Send + 'static,
{
    // The task's log lines belong to the request that started it.
    tokio::spawn(work.in_current_span())
        .await
        .unwrap_or_else(|error| Err(db::internal(&error)))
}

/// Runs work that keeps a core busy on a blocking thread, so that it delays no other request.
///
/// # Errors
/// An error of the work, or a panic in it, as [`AppError::Internal`].
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

/// The context of the page that is being rendered, made from its request. Call it before the first `.await`.
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
