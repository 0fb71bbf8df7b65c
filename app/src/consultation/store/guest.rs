//! What guests leave behind.

use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::base::error::AppError;

/// Gives everything of a guest's token to a token that nobody holds.
pub async fn unbind_guest(
    conn: &mut PgConnection,
    guest: &[u8],
    nobody: &[u8],
) -> Result<(), AppError> {
    sqlx::query!(
        "UPDATE conversation SET guest_token_hash = $2 WHERE guest_token_hash = $1",
        guest,
        nobody,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Deletes guests' conversations whose last word came before, some at a time; how many. What nobody has taken or
/// answered stays: a late answer opens it to the guest again. A desk that still shows one is told.
pub async fn delete_guest_talks(
    conn: &mut PgConnection,
    before: OffsetDateTime,
) -> Result<u64, AppError> {
    let gone = sqlx::query!(
        "WITH gone AS (
            DELETE FROM conversation WHERE id IN (
                SELECT id FROM conversation
                WHERE guest_token_hash IS NOT NULL AND last_at <= $1
                  AND (status = 'closed' OR (status = 'active' AND unanswered_since IS NULL))
                ORDER BY last_at LIMIT 500 FOR UPDATE SKIP LOCKED)
            RETURNING id, last_seq
         )
         INSERT INTO conversation_outbox (conversation_id, seq, moved) SELECT id, last_seq + 1, true FROM gone",
        before,
    )
    .execute(conn)
    .await?;
    Ok(gone.rows_affected())
}
