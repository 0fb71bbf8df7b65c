//! Limits by account, device and network address.

use domain::accounts::{Contact, Limit, limits};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::store;
use crate::base::error::AppError;
use crate::platform::{Visit, count_uses};

/// Counts one request for a code to this contact.
///
/// # Errors
/// [`AppError::RateLimited`].
pub(super) async fn count_code(
    conn: &mut PgConnection,
    now: OffsetDateTime,
    visit: &Visit,
    contact: &Contact,
) -> Result<(), AppError> {
    let everywhere = [limits::CODE_ADDRESS, limits::CODE_DEVICE];
    let (known, stranger) = (limits::CODE_KNOWN, limits::CODE_CONTACT);
    count_for(conn, now, visit, contact, everywhere, known, stranger).await
}

/// Counts one try to sign in to the account of this contact.
///
/// # Errors
/// [`AppError::RateLimited`].
pub(super) async fn count_sign_in(
    conn: &mut PgConnection,
    now: OffsetDateTime,
    visit: &Visit,
    contact: &Contact,
) -> Result<(), AppError> {
    let everywhere = [limits::SIGN_IN_ADDRESS, limits::SIGN_IN_DEVICE];
    let (known, stranger) = (limits::SIGN_IN_KNOWN, limits::SIGN_IN_ACCOUNT);
    count_for(conn, now, visit, contact, everywhere, known, stranger).await
}

/// Counts by account, device and network, in this order. A use that one limit refuses is not counted under the limits
/// after it, so that a person who tries one account without end does not use up the limit that a carrier's other phones
/// share.
///
/// A browser that the account knows has its own counter for the account; all other browsers share one. A known browser
/// is not counted by network, so that others in its network cannot block it. A browser on which somebody else has
/// signed in before is not counted by network either: it is counted by the last person who signed in on it. An attacker
/// cannot make many such persons, because each needs a proved contact.
async fn count_for(
    conn: &mut PgConnection,
    now: OffsetDateTime,
    visit: &Visit,
    contact: &Contact,
    [by_network, by_device]: [Limit; 2],
    known: Limit,
    stranger: Limit,
) -> Result<(), AppError> {
    visit.about.name(contact.as_str());
    let account = contact.as_str().as_bytes();
    let last = match &visit.device {
        Some(device) => store::last_on_device(conn, now, device).await?,
        None => None,
    };
    let (shared, among) = match last {
        Some(person) => (by_device, Some(person.as_bytes().to_vec())),
        None => (by_network, visit.crowd()),
    };
    let (by_account, who, among) = match &visit.device {
        Some(device) if store::is_known_device(conn, now, contact, device).await? => {
            (known, [account, device].concat(), None)
        }
        _ => (stranger, account.to_vec(), among),
    };
    let uses = [
        (by_account, Some(&who[..])),
        (by_device, visit.visitor.as_deref()),
        (shared, among.as_deref()),
    ];
    count_uses(conn, now, &uses).await
}

/// Counts one check of a new password, since the check costs computing time. It counts by the person whose password it
/// is, else by the device, and by network.
///
/// # Errors
/// [`AppError::RateLimited`].
pub(super) async fn count_judged(
    conn: &mut PgConnection,
    now: OffsetDateTime,
    visit: &Visit,
    person: Option<Uuid>,
) -> Result<(), AppError> {
    let who = person.map(|person| person.as_bytes().to_vec());
    let who = who.or_else(|| visit.visitor.clone());
    let crowd = visit.crowd();
    let uses = [
        (limits::PASSWORD_JUDGED, who.as_deref()),
        (limits::PASSWORD_JUDGED_ADDRESS, crowd.as_deref()),
    ];
    count_uses(conn, now, &uses).await
}
