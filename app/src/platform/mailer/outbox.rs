use std::sync::Arc;

use domain::accounts::Contact;
use sqlx::PgConnection;
use time::OffsetDateTime;

use super::send::Claimed;
use super::{Channel, Message, backoff, send};
use crate::base::error::AppError;
use crate::platform::{Ids, Platform};

/// Writes a message into the outbox. Call [`deliver_soon`] after the transaction.
pub async fn enqueue(
    conn: &mut PgConnection,
    ids: Ids,
    now: OffsetDateTime,
    message: &Message,
) -> Result<(), AppError> {
    sqlx::query!(
        "INSERT INTO outbox_message (id, channel, recipient, subject, body, created_at, expires_at, next_try)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $6)",
        ids.uuid(now),
        Channel::of(&message.to).as_str(),
        message.to.as_str(),
        one_line(&message.subject),
        message.body,
        now,
        message.expires_at,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Makes a subject one line, as a mail's header requires: a title in it may hold control characters.
fn one_line(subject: &str) -> String {
    subject.replace(char::is_control, " ")
}

/// Sends the messages that are due in a task of its own, so that no page waits for a mail server. The worker that calls
/// [`deliver_due`] tries failed ones again.
pub fn deliver_soon(platform: Arc<Platform>) {
    tokio::spawn(async move {
        if let Err(error) = deliver_due(&platform).await {
            tracing::warn!(code = error.code(), "the outbox could not be read");
        }
    });
}

/// Sends every message that is due, and returns how many were sent.
///
/// # Errors
/// Database errors; a message that cannot be sent is logged and waits for its next try.
pub async fn deliver_due(platform: &Platform) -> Result<usize, AppError> {
    let connected: Vec<String> = [Channel::Email, Channel::Phone]
        .into_iter()
        .filter(|channel| channel.is_connected(&platform.settings))
        .map(|channel| channel.as_str().to_owned())
        .collect();
    let mut sent = 0;
    if connected.is_empty() {
        return Ok(sent);
    }
    while let Some(claimed) = claim(platform, &connected).await? {
        match send::send(&platform.settings, &claimed).await {
            Ok(()) => sent += 1,
            Err(fault) => {
                // Never the recipient or the text: the log holds no personal data.
                tracing::warn!(message = %claimed.id, channel = claimed.channel.as_str(), %fault, "a message was not sent");
                if !fault.is_final() {
                    continue;
                }
            }
        }
        sqlx::query!("DELETE FROM outbox_message WHERE id = $1", claimed.id)
            .execute(&platform.pool)
            .await?;
    }
    Ok(sent)
}

/// Takes the next due message. Its next try is set at once, so that the message is only delayed when the process dies
/// while it sends, and no transaction is open while a mail server is slow.
async fn claim(platform: &Platform, channels: &[String]) -> Result<Option<Claimed>, AppError> {
    let now = platform.clock.now();
    let mut tx = platform.pool.begin().await?;
    let row = sqlx::query!(
        "SELECT id, channel, recipient, subject, body, attempts FROM outbox_message
         WHERE next_try <= $1 AND expires_at > $1 AND channel = ANY($2)
         ORDER BY next_try, id LIMIT 1 FOR UPDATE SKIP LOCKED",
        now,
        channels,
    )
    .fetch_optional(&mut *tx)
    .await?;
    let Some(row) = row else { return Ok(None) };
    sqlx::query!(
        "UPDATE outbox_message SET attempts = attempts + 1, next_try = $2 WHERE id = $1",
        row.id,
        now + backoff(row.attempts),
    )
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    let channel = Channel::parse(&row.channel).unwrap_or(Channel::Email);
    Ok(Some(Claimed {
        id: row.id,
        channel,
        recipient: row.recipient,
        subject: row.subject,
        body: row.body,
    }))
}

/// A message as the demo's outbox shows it.
#[derive(Clone, Debug)]
pub struct WaitingMessage {
    /// Address or number.
    pub recipient: String,
    /// Subject.
    pub subject: String,
    /// Text.
    pub body: String,
    /// When it was put into the outbox.
    pub created_at: OffsetDateTime,
}

/// The newest messages that were not sent, at most 50.
pub async fn waiting_messages(
    conn: &mut PgConnection,
    now: OffsetDateTime,
) -> Result<Vec<WaitingMessage>, AppError> {
    let messages = sqlx::query_as!(
        WaitingMessage,
        "SELECT recipient, subject, body, created_at FROM outbox_message
         WHERE expires_at > $1 ORDER BY created_at DESC, id DESC LIMIT 50",
        now,
    )
    .fetch_all(conn)
    .await?;
    Ok(messages)
}

/// Deletes every message to these contacts, when their account is erased.
pub async fn forget_messages_to(
    conn: &mut PgConnection,
    contacts: &[Contact],
) -> Result<(), AppError> {
    let recipients: Vec<String> = contacts
        .iter()
        .map(|contact| contact.as_str().to_owned())
        .collect();
    sqlx::query!(
        "DELETE FROM outbox_message WHERE recipient = ANY($1)",
        &recipients
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Deletes expired messages.
pub async fn sweep_outbox(conn: &mut PgConnection, now: OffsetDateTime) -> Result<(), AppError> {
    sqlx::query!("DELETE FROM outbox_message WHERE expires_at <= $1", now)
        .execute(conn)
        .await?;
    Ok(())
}
