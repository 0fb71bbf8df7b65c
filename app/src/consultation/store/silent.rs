//! Active conversations whose citizen waits for an answer.

use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::base::error::AppError;

/// A conversation of a counsellor without an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unanswered {
    /// The conversation.
    pub conversation: Uuid,
    /// Its last `seq`.
    pub last_seq: i64,
    /// Time of the citizen's first message without an answer.
    pub unanswered_since: OffsetDateTime,
    /// The time at which the counsellor got it.
    pub held_since: OffsetDateTime,
}

/// The conversations without an answer since `before` or longer, in the order of the queue.
pub async fn unanswered(
    conn: &mut PgConnection,
    before: OffsetDateTime,
) -> Result<Vec<Unanswered>, AppError> {
    Ok(sqlx::query_as!(
        Unanswered,
        r#"SELECT c.id AS conversation, c.last_seq, c.unanswered_since AS "unanswered_since!", held.since AS "held_since!"
           FROM conversation c CROSS JOIN LATERAL (
               SELECT max(e.at) AS since FROM conversation_event e
               WHERE e.conversation_id = c.id AND e.event IN ('taken', 'transferred')) AS held
           WHERE c.status = 'active' AND c.unanswered_since <= $1 AND held.since <= $1
           ORDER BY c.queued_at, c.id"#,
        before,
    )
    .fetch_all(conn)
    .await?)
}
