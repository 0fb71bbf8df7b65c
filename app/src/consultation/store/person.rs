//! The conversations of one person, for export and erasure.

use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::base::error::AppError;
use crate::base::text::{Lang, t};

/// A conversation in the citizen's download.
pub struct OwnTalk {
    /// Its id.
    pub id: Uuid,
    /// Its topic, as stored.
    pub topic: String,
    /// Its state, as stored.
    pub status: String,
    /// Its outcome, as stored.
    pub outcome: Option<String>,
}

/// A message in the citizen's download.
pub struct OwnWords {
    /// The time at which it was stored, UTC.
    pub at: OffsetDateTime,
    /// The side that wrote it.
    pub party: String,
    /// The writer's name as it was then.
    pub author_name: String,
    /// Its kind: a text, or a change of state.
    pub kind: String,
    /// The text.
    pub body: String,
}

/// The conversations that a citizen has begun, the oldest first.
pub async fn talks_of(conn: &mut PgConnection, person: Uuid) -> Result<Vec<OwnTalk>, AppError> {
    let talks = sqlx::query_as!(
        OwnTalk,
        "SELECT id, topic, status, outcome FROM conversation WHERE person_id = $1 ORDER BY queued_at, id",
        person,
    )
    .fetch_all(conn)
    .await?;
    Ok(talks)
}

/// Every message of a conversation, in its order.
pub async fn words_of(
    conn: &mut PgConnection,
    conversation: Uuid,
) -> Result<Vec<OwnWords>, AppError> {
    let words = sqlx::query_as!(
        OwnWords,
        "SELECT at, party, author_name, kind, body FROM conversation_message
         WHERE conversation_id = $1 ORDER BY seq",
        conversation,
    )
    .fetch_all(conn)
    .await?;
    Ok(words)
}

/// Deletes the conversations that a citizen has begun, with every message of both sides. Notifies those who stand
/// behind them in the queue, and the desk that has one.
pub async fn delete_talks_of(conn: &mut PgConnection, person: Uuid) -> Result<(), AppError> {
    sqlx::query!(
        "WITH gone AS (DELETE FROM conversation WHERE person_id = $1 RETURNING id, last_seq)
         INSERT INTO conversation_outbox (conversation_id, seq, moved) SELECT id, last_seq + 1, true FROM gone",
        person,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Replaces a counsellor's name by the name of the office in the conversations that they have had. The messages stay
/// with the citizens they were written to. Call it before the person's row loses its name.
pub async fn forget_counsellor(conn: &mut PgConnection, person: Uuid) -> Result<(), AppError> {
    // Names are stored in Indonesian.
    let office = t::accounts::ROLES_COUNSELLOR.get(Lang::Id);
    // The portal's notes about a silent counsellor have the counsellor's name and no author.
    sqlx::query!(
        "UPDATE conversation_message m SET author_name = $2
         FROM person p
         WHERE p.id = $1 AND m.party = 'counsellor'
           AND m.conversation_id IN (SELECT conversation_id FROM conversation_event WHERE counsellor_id = $1)
           AND (m.author_id = $1 OR (m.author_id IS NULL AND m.author_name = p.name))",
        person,
        office,
    )
    .execute(&mut *conn)
    .await?;
    // The text of a hand-over is the name of the new counsellor.
    sqlx::query!(
        "UPDATE conversation_message m SET body = $2
         FROM conversation_event e
         WHERE e.counsellor_id = $1 AND e.event = 'transferred'
           AND m.conversation_id = e.conversation_id AND m.kind = 'transferred' AND m.at = e.at",
        person,
        office,
    )
    .execute(conn)
    .await?;
    Ok(())
}
