use data_encoding::BASE64URL_NOPAD;
use domain::accounts::Limit;
use sha2::{Digest, Sha256};
use sqlx::PgConnection;
use time::{Duration, OffsetDateTime};

use crate::base::error::AppError;

/// Counts one use of `key` in the current window and checks it against `max`.
///
/// The counter is in Postgres, so that the limit holds across processes and restarts.
///
/// # Errors
/// [`AppError::RateLimited`] above `max`.
pub async fn allow(
    conn: &mut PgConnection,
    now: OffsetDateTime,
    key: &str,
    window: Duration,
    max: i32,
) -> Result<(), AppError> {
    let seconds = window.whole_seconds().max(1);
    let start = now.unix_timestamp().div_euclid(seconds) * seconds;
    let start = OffsetDateTime::from_unix_timestamp(start).unwrap_or(now);
    let used = sqlx::query_scalar!(
        "INSERT INTO rate_limit (key, window_start, used) VALUES ($1, $2, 1)
         ON CONFLICT (key, window_start) DO UPDATE SET used = rate_limit.used + 1
         RETURNING used",
        key,
        start,
    )
    .fetch_one(conn)
    .await?;
    if used > max {
        Err(AppError::RateLimited)
    } else {
        Ok(())
    }
}

/// Counts one use under each limit whose subject is known, in order. A limit that refuses ends the counting: the limits
/// after it count nothing.
///
/// # Errors
/// [`AppError::RateLimited`].
pub async fn count_uses(
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

/// Deletes the counters of one subject under a limit.
pub async fn forget_uses(
    conn: &mut PgConnection,
    limit: Limit,
    who: &[u8],
) -> Result<(), AppError> {
    sqlx::query!("DELETE FROM rate_limit WHERE key = $1", key(&limit, who))
        .execute(conn)
        .await?;
    Ok(())
}

/// The counter's key. The subject is hashed, so that the table is no list of addresses and numbers.
fn key(limit: &Limit, who: &[u8]) -> String {
    format!(
        "{}:{}",
        limit.name,
        BASE64URL_NOPAD.encode(&Sha256::digest(who))
    )
}

/// Deletes counters older than a day: no window is longer.
pub async fn sweep_limits(conn: &mut PgConnection, now: OffsetDateTime) -> Result<(), AppError> {
    sqlx::query!(
        "DELETE FROM rate_limit WHERE window_start < $1",
        now - Duration::days(1)
    )
    .execute(conn)
    .await?;
    Ok(())
}
