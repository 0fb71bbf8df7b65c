//! Limits by account, device and network address.

use data_encoding::BASE64URL_NOPAD;
use domain::accounts::{Contact, Limit, limits};
use sha2::{Digest, Sha256};
use sqlx::PgConnection;
use time::OffsetDateTime;

use super::store;
use crate::error::AppError;
use crate::platform::{Visit, allow, forget_limit};

/// Counts one use under each limit that has somebody to count.
///
/// # Errors
/// [`AppError::RateLimited`]; database errors.
pub(super) async fn count(
    conn: &mut PgConnection,
    now: OffsetDateTime,
    uses: &[(Limit, Option<&[u8]>)],
) -> Result<(), AppError> {
    for (limit, who) in uses {
        if let Some(who) = who {
            allow(conn, now, &key(limit, who), limit.window, limit.max).await?;
        }
    }
    Ok(())
}

/// Counts one asking for a code to this contact.
///
/// # Errors
/// [`AppError::RateLimited`]; database errors.
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
/// [`AppError::RateLimited`]; database errors.
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

/// Counts by network and device, and by account: a browser that the account knows by itself, the others together.
async fn count_for(
    conn: &mut PgConnection,
    now: OffsetDateTime,
    visit: &Visit,
    contact: &Contact,
    [by_network, by_device]: [Limit; 2],
    known: Limit,
    stranger: Limit,
) -> Result<(), AppError> {
    let network = visit.network();
    let account = contact.as_str().as_bytes();
    let (by_account, who) = match &visit.device {
        Some(device) if store::is_known_device(conn, now, contact, device).await? => {
            (known, [account, device].concat())
        }
        _ => (stranger, account.to_vec()),
    };
    let uses = [
        (by_network, network.as_deref()),
        (by_device, visit.visitor.as_deref()),
        (by_account, Some(&who[..])),
    ];
    count(conn, now, &uses).await
}

/// Forgets what was counted for one of the limit's keys.
///
/// # Errors
/// Database errors.
pub(super) async fn clear(
    conn: &mut PgConnection,
    limit: Limit,
    who: &[u8],
) -> Result<(), AppError> {
    forget_limit(conn, &key(&limit, who)).await
}

/// Hashed, so that the counters are no list of addresses and numbers.
fn key(limit: &Limit, who: &[u8]) -> String {
    format!(
        "{}:{}",
        limit.name,
        BASE64URL_NOPAD.encode(&Sha256::digest(who))
    )
}
