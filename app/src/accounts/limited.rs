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
    let network = visit.network();
    let (known, who) = account(conn, now, visit, contact).await?;
    let by_account = if known {
        limits::CODE_KNOWN
    } else {
        limits::CODE_CONTACT
    };
    let uses = [
        (limits::CODE_ADDRESS, network.as_deref()),
        (limits::CODE_DEVICE, device(visit)),
        (by_account, Some(&who[..])),
    ];
    count(conn, now, &uses).await
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
    let network = visit.network();
    let (known, who) = account(conn, now, visit, contact).await?;
    let by_account = if known {
        limits::SIGN_IN_KNOWN
    } else {
        limits::SIGN_IN_ACCOUNT
    };
    let uses = [
        (limits::SIGN_IN_ADDRESS, network.as_deref()),
        (limits::SIGN_IN_DEVICE, device(visit)),
        (by_account, Some(&who[..])),
    ];
    count(conn, now, &uses).await
}

/// Whether the account of this contact knows the browser, and who is counted for it: the account on this browser, or
/// the account on all that it does not know.
async fn account(
    conn: &mut PgConnection,
    now: OffsetDateTime,
    visit: &Visit,
    contact: &Contact,
) -> Result<(bool, Vec<u8>), AppError> {
    let account = contact.as_str().as_bytes().to_vec();
    match &visit.device {
        Some(device) if store::is_known_device(conn, now, contact, device).await? => {
            Ok((true, [account, device.clone()].concat()))
        }
        _ => Ok((false, account)),
    }
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

/// The device that asks: the browser's own token, where it has one.
pub(super) fn device(visit: &Visit) -> Option<&[u8]> {
    visit.visitor.as_deref()
}

/// Hashed, so that the counters are no list of addresses and numbers.
fn key(limit: &Limit, who: &[u8]) -> String {
    format!(
        "{}:{}",
        limit.name,
        BASE64URL_NOPAD.encode(&Sha256::digest(who))
    )
}
