//! The session's cookie, set and taken away.

use axum::http::header::{HeaderName, HeaderValue, SET_COOKIE};
use domain::accounts::{DEVICE_KNOWN_FOR, Lifetime, Role};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use sqlx::PgConnection;

use crate::consultation::take_guest_cookie;
use crate::error::AppError;
use crate::platform::{
    DEVICE_COOKIE, Ids, SESSION_COOKIE, Session, VISITOR_COOKIE, Visit, forget_drafts, hash,
    new_token,
};

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

/// What this browser is known by, for as long as cookies last; the first time it is given a name. It opens nothing.
pub(super) fn know_browser(ids: Ids, visit: &Visit) -> Vec<u8> {
    if let Some(device) = &visit.device {
        return device.clone();
    }
    let (bytes, token) = new_token(ids);
    let age = DEVICE_KNOWN_FOR.whole_seconds();
    header(
        SET_COOKIE,
        &format!("{DEVICE_COOKIE}={token}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age={age}"),
    );
    hash(&bytes).to_vec()
}

/// Takes the session away from this browser, and with it all that would show the next person who holds the phone whose
/// it was: forms that came back, a guest's consultations, and what the browser has kept of the pages it saw.
///
/// # Errors
/// Database errors.
pub(super) async fn take_session(conn: &mut PgConnection, visit: &Visit) -> Result<(), AppError> {
    if let Some(visitor) = &visit.visitor {
        forget_drafts(conn, visitor).await?;
    }
    take_guest_cookie();
    for cookie in [SESSION_COOKIE, VISITOR_COOKIE] {
        header(
            SET_COOKIE,
            &format!("{cookie}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0"),
        );
    }
    header(
        HeaderName::from_static("clear-site-data"),
        "\"cache\", \"storage\"",
    );
    Ok(())
}

fn header(name: HeaderName, value: &str) {
    if let (Some(response), Ok(value)) = (
        use_context::<ResponseOptions>(),
        HeaderValue::from_str(value),
    ) {
        response.append_header(name, value);
    }
}
