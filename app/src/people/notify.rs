use sqlx::PgConnection;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::contacts_of;
use crate::base::error::AppError;
use crate::platform::{Message, Platform, enqueue};

/// News that names no time of its own is of use for so long.
const LIFETIME: Duration = Duration::days(3);

/// Writes to a person at the contact that they gave; an erased person hears nothing.
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
