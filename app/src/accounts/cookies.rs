//! The session's cookie, set and taken away.

use axum::http::header::{HeaderName, HeaderValue, SET_COOKIE};
use domain::accounts::{Lifetime, Role};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;

use crate::platform::{SESSION_COOKIE, Session};

/// Gives the browser its session. An officer's cookie ends with the browser, too; the others' outlast it, because
/// phones close browsers all the time.
pub(super) fn give_session(session: &Session, role: Role) {
    let age = match role.is_officer() {
        true => String::new(),
        false => format!("; Max-Age={}", Lifetime::of(role).absolute.whole_seconds()),
    };
    header(
        SET_COOKIE,
        &format!(
            "{SESSION_COOKIE}={}; Path=/; Secure; HttpOnly; SameSite=Lax{age}",
            session.token
        ),
    );
}

/// Takes the session's cookie away, and with it what the browser has kept of the pages it saw.
pub(super) fn take_session() {
    header(
        SET_COOKIE,
        &format!("{SESSION_COOKIE}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0"),
    );
    header(
        HeaderName::from_static("clear-site-data"),
        "\"cache\", \"storage\"",
    );
}

fn header(name: HeaderName, value: &str) {
    if let (Some(response), Ok(value)) = (
        use_context::<ResponseOptions>(),
        HeaderValue::from_str(value),
    ) {
        response.append_header(name, value);
    }
}
