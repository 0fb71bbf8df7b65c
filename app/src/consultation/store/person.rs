//! Everything of one person.

use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::error::AppError;

/// A conversation, as its citizen takes it along.
pub struct OwnTalk {
    /// Its id.
    pub id: Uuid,
    /// What it was about, as stored.
    pub topic: String,
    /// Where it stands, as stored.
    pub status: String,
    /// How it ended, as stored.
    pub outcome: Option<String>,
}

/// A message, as its reader takes it along.
pub struct OwnWords {
    /// When it was stored.
    pub at: OffsetDateTime,
    /// Which side wrote it.
    pub party: String,
    /// The writer's name as it was then.
    pub author_name: String,
    /// Words, or a change of state.
    pub kind: String,
    /// The text.
    pub body: String,
}

/// The conversations that a citizen has begun, the oldest first.
///
/// # Errors
/// Database errors.
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
///
/// # Errors
/// Database errors.
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

/// Deletes the conversations that a citizen has begun, with every message of both sides.
///
/// # Errors
/// Database errors.
pub async fn delete_talks_of(conn: &mut PgConnection, person: Uuid) -> Result<(), AppError> {
    sqlx::query!("DELETE FROM conversation WHERE person_id = $1", person)
        .execute(conn)
        .await?;
    Ok(())
}
