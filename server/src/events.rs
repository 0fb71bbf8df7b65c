//! Notes security events (sign-ins, refusals, limits) by the answers to requests. One layer around pages, server
//! functions and handlers does this, so that no service has to. Only the origin layer, which answers before the person
//! is known, and sockets note events by themselves.

use app::accounts::api::{ConfirmRegistration, SignIn};
use app::base::error::AppError;
use app::platform::{Doer, Visit};
use axum::extract::{MatchedPath, Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::Response;
use domain::accounts::SecurityEvent;
use leptos::server_fn::ServerFn;

use crate::state::AppState;
use crate::visit::client_address;

/// The result of a server function; the answer to a form without JavaScript does not show it.
#[derive(Clone, Debug)]
pub struct Outcome(pub Option<AppError>);

/// The codes of errors of a person who has not proved who they are.
const NOT_PROVED: [&str; 4] = [
    "sign_in_failed",
    "password_wrong",
    "code_wrong",
    "code_dead",
];

/// Notes the security event that an answer shows, if any.
pub async fn watch(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let (path, place) = (request.uri().path().to_owned(), place(&request));
    let visit = request.extensions().get::<Visit>().cloned();
    let response = next.run(request).await;
    if let Some(kind) = kind(&path, &response) {
        let visit = visit.unwrap_or_default();
        let contact = visit.about.contact();
        let doer = Doer {
            contact: contact.as_deref(),
            address: visit.address,
            place: &place,
        };
        let platform = &state.platform;
        platform.events.note(platform.clock.now(), kind, doer);
    }
    response
}

fn kind(path: &str, response: &Response) -> Option<SecurityEvent> {
    let outcome = response.extensions().get::<Outcome>();
    let signs_in = [SignIn::url(), ConfirmRegistration::url()].contains(&path);
    match outcome.map(|outcome| &outcome.0) {
        Some(None) if signs_in => Some(SecurityEvent::SignInAllowed),
        Some(Some(AppError::Forbidden)) => Some(SecurityEvent::Refused),
        Some(Some(AppError::RateLimited)) => Some(SecurityEvent::Limited),
        Some(Some(AppError::Invalid(fields)))
            if fields.iter().any(|it| NOT_PROVED.contains(&&*it.code)) =>
        {
            Some(SecurityEvent::SignInFailed)
        }
        _ => match response.status() {
            StatusCode::FORBIDDEN => Some(SecurityEvent::Refused),
            StatusCode::TOO_MANY_REQUESTS => Some(SecurityEvent::Limited),
            _ => None,
        },
    }
}

/// Notes a request that does not come from the portal's own pages.
pub fn foreign_origin(state: &AppState, request: &Request) {
    let platform = &state.platform;
    let doer = Doer {
        contact: None,
        address: client_address(request, platform.settings.trusted_proxies),
        place: &place(request),
    };
    let now = platform.clock.now();
    platform
        .events
        .note(now, SecurityEvent::ForeignOrigin, doer);
}

/// The request's method and the pattern of its route, without anything that a person typed.
fn place(request: &Request) -> String {
    let route = request.extensions().get::<MatchedPath>();
    let route = route.map_or("(none)", |route| route.as_str());
    format!("{} {route}", request.method())
}
