//! Limits by account, device and network address.

use data_encoding::BASE64URL_NOPAD;
use domain::accounts::{Contact, Limit, limits};
use sha2::{Digest, Sha256};
use sqlx::PgConnection;
use time::OffsetDateTime;

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
    let uses = [
        (limits::CODE_ADDRESS, network.as_deref()),
        (limits::CODE_DEVICE, device(visit)),
        (limits::CODE_CONTACT, Some(contact.as_str().as_bytes())),
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
