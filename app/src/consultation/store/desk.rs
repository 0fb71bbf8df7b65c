//! The counsellor's desk: the queue, the colleagues, and the closed conversations.

use domain::consultation::queue::LOAD_CAP;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::base::error::AppError;
use crate::consultation::model::{Colleague, DeskEntry, QueueEntry};

/// The queue in its order, at most 50.
pub async fn queue(conn: &mut PgConnection) -> Result<Vec<QueueEntry>, AppError> {
    Ok(sqlx::query_as!(
        QueueEntry,
        r#"SELECT id, citizen_name AS citizen, topic, queued_at, last_seq AS messages
           FROM conversation WHERE status = 'waiting' ORDER BY queued_at, id LIMIT 50"#,
    )
    .fetch_all(conn)
    .await?)
}

/// Every waiting conversation with its place, from 1; the order is `domain::consultation::queue::order`.
pub async fn queue_places(conn: &mut PgConnection) -> Result<Vec<(Uuid, i64)>, AppError> {
    let rows = sqlx::query!(
        r#"SELECT id, row_number() OVER (ORDER BY queued_at, id) AS "place!"
           FROM conversation WHERE status = 'waiting' ORDER BY 2"#,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.place)).collect())
}

/// The person who began a conversation; none for a guest.
pub async fn citizen(
    conn: &mut PgConnection,
    conversation: Uuid,
) -> Result<Option<Uuid>, AppError> {
    let person = sqlx::query_scalar!(
        "SELECT person_id FROM conversation WHERE id = $1",
        conversation
    )
    .fetch_optional(conn)
    .await?;
    Ok(person.flatten())
}

/// The other counsellors and whether they have room for one more.
pub async fn colleagues(
    conn: &mut PgConnection,
    counsellor: Uuid,
) -> Result<Vec<Colleague>, AppError> {
    Ok(sqlx::query_as!(
        Colleague,
        r#"SELECT p.id, p.name, count(c.id) < $2 AS "has_room!"
           FROM person p LEFT JOIN conversation c ON c.counsellor_id = p.id AND c.status = 'active'
           WHERE p.role = 'counsellor' AND p.deleted_at IS NULL AND p.id <> $1
           GROUP BY p.id ORDER BY p.name, p.id"#,
        counsellor,
        LOAD_CAP,
    )
    .fetch_all(conn)
    .await?)
}

/// The conversations that this counsellor has closed, latest first, at most 20.
pub async fn closed_talks(
    conn: &mut PgConnection,
    counsellor: Uuid,
) -> Result<Vec<DeskEntry>, AppError> {
    Ok(sqlx::query_as!(
        DeskEntry,
        r#"SELECT id, citizen_name AS citizen, topic, outcome AS "outcome!", last_at FROM conversation
           WHERE counsellor_id = $1 AND status = 'closed' ORDER BY last_at DESC LIMIT 20"#,
        counsellor,
    )
    .fetch_all(conn)
    .await?)
}
