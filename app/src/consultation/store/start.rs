//! Begins a conversation with its first message.

use domain::consultation::state::{Status, Topic};
use domain::consultation::wire::Party;
use sqlx::{Connection, PgConnection};
use time::OffsetDateTime;
use uuid::Uuid;

use super::send::Words;
use super::{Participant, guest_since};
use crate::base::error::AppError;
use crate::platform::lock_person;

/// The content of a new conversation. `body` is canonical.
pub struct Begin<'a> {
    pub id: Uuid,
    pub citizen_name: &'a str,
    pub topic: Topic,
    pub client_id: Uuid,
    pub body: &'a str,
}

/// The result of a start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Started {
    /// A new conversation waits in the queue.
    New(Uuid),
    /// The citizen has an open conversation in this name; nothing was stored.
    HasOpen(Uuid),
}

/// Puts a new conversation into the queue. A signed-in person owns it as that person, else the guest's cookie does.
/// The lock on the citizen makes two quick taps on "start" one conversation.
pub async fn start(
    conn: &mut PgConnection,
    participant: &Participant,
    now: OffsetDateTime,
    begin: Begin<'_>,
) -> Result<Started, AppError> {
    let Begin {
        id,
        citizen_name,
        topic,
        client_id,
        body,
    } = begin;
    // A signed-in person does not use the guest token: conversations that guests of this device began stay theirs.
    let guest = if participant.person.is_some() {
        None
    } else {
        participant.guest.as_deref()
    };
    let mut tx = conn.begin().await?;
    if let Some(person) = participant.person {
        lock_person(&mut tx, person).await?;
    }
    sqlx::query!(
        "SELECT pg_advisory_xact_lock(hashtextextended('conversation:' || COALESCE($1::text, encode($2::bytea, 'hex')), 0))",
        participant.person.map(|person| person.to_string()),
        guest,
    )
    .fetch_one(&mut *tx)
    .await?;
    if let Some(open) =
        open_conversation(&mut tx, participant.person, guest, now, citizen_name).await?
    {
        return Ok(Started::HasOpen(open));
    }
    sqlx::query!(
        "INSERT INTO conversation
            (id, person_id, guest_token_hash, citizen_name, topic, status, queued_at, last_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $7)",
        id,
        participant.person,
        guest,
        citizen_name,
        topic.as_str(),
        Status::Waiting.as_str(),
        now,
    )
    .execute(&mut *tx)
    .await?;
    let first = Words {
        conversation: id,
        seq: 1,
        party: Party::Citizen,
        client_id,
        body,
        at: now,
    };
    first
        .store(&mut tx, participant.person, citizen_name)
        .await?;
    sqlx::query!(
        "UPDATE conversation_outbox SET moved = true WHERE conversation_id = $1",
        id
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!(
        "INSERT INTO conversation_event (conversation_id, at, event, actor_id) VALUES ($1, $2, 'started', $3)",
        id,
        now,
        participant.person,
    )
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(Started::New(id))
}

/// The open conversation of this person or guest, if there is one. A device may have guests of several names, and none
/// of them speaks for another.
async fn open_conversation(
    conn: &mut PgConnection,
    person: Option<Uuid>,
    guest: Option<&[u8]>,
    now: OffsetDateTime,
    name: &str,
) -> Result<Option<Uuid>, AppError> {
    Ok(sqlx::query_scalar!(
        "SELECT id FROM conversation
         WHERE status <> 'closed' AND (person_id = $1
            OR (guest_token_hash = $2 AND last_at > $3 AND lower(citizen_name) = lower($4)))
         ORDER BY queued_at DESC LIMIT 1",
        person,
        guest,
        guest_since(now),
        name,
    )
    .fetch_optional(conn)
    .await?)
}
