use sqlx::PgConnection;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::contacts_of;
use crate::base::error::AppError;
use crate::platform::{Message, Platform, enqueue};

/// How long a message may wait in the outbox, where it has no expiry of its own.
const LIFETIME: Duration = Duration::days(3);

/// Sends a message to a person's contact. An erased person gets none.
pub async fn notify(
    p: &Platform,
    conn: &mut PgConnection,
    now: OffsetDateTime,
    person: Uuid,
    subject: String,
    body: String,
) -> Result<(), AppError> {
    let Some(to) = contacts_of(&mut *conn, person).await?.into_iter().next() else {
        return Ok(());
    };
    enqueue(
        conn,
        p.ids,
        now,
        &Message {
            to,
            subject,
            body,
            expires_at: now + LIFETIME,
        },
    )
    .await
}
