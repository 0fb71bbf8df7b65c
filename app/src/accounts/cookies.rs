//! Cookies of accounts: given when a person signs in, deleted when the person signs out.

use domain::accounts::{DEVICE_KNOWN_FOR, Lifetime, Role};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::base::error::AppError;
use crate::platform::{
    Cookie, Ids, Session, Visit, clear_site_data, end_session, forget_drafts, give_cookie, hash,
    new_token, take_cookie,
};

/// Gives the browser the cookie of its session. An officer's cookie also ends when the browser closes. The others' do
/// not, because phones close browsers all the time.
pub(super) fn give_session(session: &Session, role: Role) {
    let age = (!role.is_officer()).then(|| Lifetime::of(role).absolute);
    give_cookie(Cookie::Session, &session.token, age);
}

/// The hash of the browser's device token. A browser without one is given one for [`DEVICE_KNOWN_FOR`]. The token gives
/// access to nothing.
pub(super) fn know_browser(ids: Ids, visit: &Visit) -> Vec<u8> {
    if let Some(device) = &visit.device {
        return device.clone();
    }
    let (bytes, token) = new_token(ids);
    give_cookie(Cookie::Device, &token, Some(DEVICE_KNOWN_FOR));
    hash(&bytes).to_vec()
}

/// Ends the browser's previous session before `person` signs in on it. If that session was another person's, deletes
/// the drafts of the browser too.
pub(super) async fn leave_session(
    conn: &mut PgConnection,
    now: OffsetDateTime,
    visit: &Visit,
    person: Uuid,
) -> Result<(), AppError> {
    let Some(before) = &visit.viewer else {
        return Ok(());
    };
    end_session(conn, now, before.person_id, before.session_id).await?;
    match &visit.visitor {
        Some(visitor) if before.person_id != person => forget_drafts(conn, visitor).await,
        _ => Ok(()),
    }
}

/// Removes the session from this browser, with everything that would show its person to the next user of the phone:
/// drafts, access to a guest's conversations, and the browser's cache and storage.
pub(super) async fn take_session(conn: &mut PgConnection, visit: &Visit) -> Result<(), AppError> {
    if let Some(visitor) = &visit.visitor {
        forget_drafts(conn, visitor).await?;
    }
    for cookie in [Cookie::Session, Cookie::Visitor, Cookie::Guest] {
        take_cookie(cookie);
    }
    clear_site_data();
    Ok(())
}
