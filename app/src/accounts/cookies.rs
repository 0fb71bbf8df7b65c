//! What a browser holds of its person: given at signing in, taken away at signing out.

use domain::accounts::{DEVICE_KNOWN_FOR, Lifetime, Role};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::base::error::AppError;
use crate::platform::{
    Cookie, Ids, Session, Visit, clear_site_data, end_session, forget_drafts, give_cookie, hash,
    new_token, take_cookie,
};

/// Gives the browser its session. An officer's cookie ends with the browser, too; the others' outlast it, because
/// phones close browsers all the time.
pub(super) fn give_session(session: &Session, role: Role) {
    let age = (!role.is_officer()).then(|| Lifetime::of(role).absolute);
    give_cookie(Cookie::Session, &session.token, age);
}

/// What this browser is known by, for as long as cookies last; the first time it is given a name. It opens nothing.
pub(super) fn know_browser(ids: Ids, visit: &Visit) -> Vec<u8> {
    if let Some(device) = &visit.device {
        return device.clone();
    }
    let (bytes, token) = new_token(ids);
    give_cookie(Cookie::Device, &token, Some(DEVICE_KNOWN_FOR));
    hash(&bytes).to_vec()
}

/// Ends the session that this browser had before `person` comes in on it; of somebody else nothing stays that was typed.
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

/// Takes the session away from this browser, and with it all that would show the next person who holds the phone whose
/// it was: forms that came back, a guest's consultations, and what the browser has kept of the pages it saw.
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
