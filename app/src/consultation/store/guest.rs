//! Ends guests' access, and deletes guests' old conversations.

use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::base::error::AppError;

/// Gives all conversations of a guest's token to a token that nobody holds.
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

/// Deletes guests' conversations whose last message came at `before` or earlier, at most 500 at a time; answers how
/// many. Keeps a conversation that no counsellor has taken or answered: a late answer opens it to the guest again.
/// Notifies a desk that still shows a deleted one.
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
