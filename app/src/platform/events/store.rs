use sqlx::{PgConnection, PgPool};
use time::{Duration, OffsetDateTime};

use super::waiting::{Row, Tally};
use crate::base::error::AppError;

/// How long an event is kept.
const KEPT_FOR: Duration = Duration::days(90);

/// An event of one kind, account, network and place within an hour, and how often it happened.
#[derive(Debug)]
pub struct NotedEvent {
    /// Its kind, as stored.
    pub kind: String,
    /// Hash of the account; empty where none is known.
    pub account: String,
    /// The network; empty where it is not known.
    pub network: String,
    /// Method and pattern of the route; empty for events that were counted together.
    pub place: String,
    /// How often it happened in its hour.
    pub times: i64,
    /// When it happened first.
    pub first_at: OffsetDateTime,
    /// When it happened last.
    pub last_at: OffsetDateTime,
}

/// Adds the noted events to the rows of their hours.
///
/// # Errors
/// Database errors: then none of them is written.
pub(super) async fn write(pool: &PgPool, noted: &[(Row, Tally)]) -> Result<(), AppError> {
    let column = |of: fn(&Row) -> &str| -> Vec<String> {
        noted.iter().map(|(row, _)| of(row).to_owned()).collect()
    };
    let hours: Vec<OffsetDateTime> = noted.iter().map(|(row, _)| row.hour).collect();
    let times: Vec<i64> = noted.iter().map(|(_, tally)| tally.unwritten).collect();
    let first: Vec<OffsetDateTime> = noted.iter().map(|(_, tally)| tally.first_at).collect();
    let last: Vec<OffsetDateTime> = noted.iter().map(|(_, tally)| tally.last_at).collect();
    sqlx::query!(
        "INSERT INTO security_event (hour, kind, account, network, place, times, first_at, last_at)
         SELECT * FROM unnest($1::timestamptz[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[],
                              $7::timestamptz[], $8::timestamptz[])
         ON CONFLICT (hour, kind, account, network, place) DO UPDATE
         SET times = security_event.times + EXCLUDED.times,
             first_at = LEAST(security_event.first_at, EXCLUDED.first_at),
             last_at = GREATEST(security_event.last_at, EXCLUDED.last_at)",
        &hours,
        &column(|row| row.kind.as_str()),
        &column(|row| &row.account),
        &column(|row| &row.network),
        &column(|row| &row.place),
        &times,
        &first,
        &last,
    )
    .execute(pool)
    .await?;
    Ok(())
}

/// The newest events, the latest first; only those of `account` where one is given.
pub async fn newest_events(
    conn: &mut PgConnection,
    since: OffsetDateTime,
    account: Option<&str>,
    limit: i64,
) -> Result<Vec<NotedEvent>, AppError> {
    let events = sqlx::query_as!(
        NotedEvent,
        "SELECT kind, account, network, place, times, first_at, last_at FROM security_event
         WHERE last_at > $1 AND ($2::text IS NULL OR account = $2 AND account <> '')
         ORDER BY last_at DESC, kind, account, network, place LIMIT $3",
        since,
        account,
        limit,
    )
    .fetch_all(conn)
    .await?;
    Ok(events)
}

/// Deletes events older than `KEPT_FOR`.
pub async fn sweep_events(conn: &mut PgConnection, now: OffsetDateTime) -> Result<(), AppError> {
    sqlx::query!("DELETE FROM security_event WHERE hour < $1", now - KEPT_FOR)
        .execute(conn)
        .await?;
    Ok(())
}
