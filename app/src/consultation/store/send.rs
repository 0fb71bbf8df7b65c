//! Stores a message in a conversation, exactly once.

use domain::consultation::body::canonical;
use domain::consultation::state::{Status, may_write};
use domain::consultation::wire::{Party, Refusal};
use sqlx::{Connection, PgConnection};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::{Participant, guest_since, unknown};
use crate::base::error::AppError;

/// Messages that a conversation takes in a minute: more than two people write, fewer than a script sends.
const MINUTE_MAX: i64 = 300;

/// The result of sending a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sent {
    /// It is committed: now, or by an earlier attempt.
    Stored {
        party: Party,
        seq: i64,
        at: OffsetDateTime,
    },
    /// It will never be stored.
    Refused(Refusal),
}

/// Stores a message. Returns only after COMMIT.
///
/// # Errors
/// Database errors: it is not known then whether the message is stored. Send the same `client_id` again.
pub async fn send(
    conn: &mut PgConnection,
    participant: &Participant,
    now: OffsetDateTime,
    conversation: Uuid,
    client_id: Uuid,
    body: &str,
) -> Result<Sent, AppError> {
    let body = match canonical(body) {
        Ok(body) => body,
        Err(code) => return Ok(Sent::Refused(code)),
    };
    let mut tx = conn.begin().await?;
    let Some(row) = sqlx::query!(
        r#"SELECT c.status, c.last_seq, c.citizen_name, c.person_id, p.name AS "author?",
                  conversation_party(c, $2, $3, $4) AS "party!"
           FROM conversation c LEFT JOIN person p ON p.id = $2
           WHERE c.id = $1 AND conversation_party(c, $2, $3, $4) IS NOT NULL
           FOR UPDATE OF c"#,
        conversation,
        participant.person,
        participant.guest.as_deref(),
        guest_since(now),
    )
    .fetch_optional(&mut *tx)
    .await?
    else {
        return said_before(&mut tx, participant, conversation, client_id, &body).await;
    };
    let party = Party::parse(&row.party).ok_or_else(|| unknown("party"))?;
    let known = sqlx::query!(
        "SELECT seq, at, body FROM conversation_message WHERE conversation_id = $1 AND party = $2 AND client_id = $3",
        conversation,
        party.as_str(),
        client_id,
    )
    .fetch_optional(&mut *tx)
    .await?;
    if let Some(known) = known {
        return Ok(again(party, (known.seq, known.at), known.body == body));
    }
    let status = Status::parse(&row.status).ok_or_else(|| unknown("status"))?;
    if !may_write(status, party) {
        let code = if status == Status::Closed {
            Refusal::Closed
        } else {
            Refusal::Forbidden
        };
        return Ok(Sent::Refused(code));
    }
    let hurried = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM conversation_message WHERE conversation_id = $1 AND seq = $2 AND at > $3) AS "hurried!""#,
        conversation,
        row.last_seq - MINUTE_MAX,
        now - Duration::MINUTE,
    )
    .fetch_one(&mut *tx)
    .await?;
    if hurried {
        return Ok(Sent::Refused(Refusal::TooMany));
    }
    // A message in a guest's conversation stores no account as its author, even when somebody is signed in on the
    // device: erasing an account does not delete a guest's conversation.
    let (author, name) = match party {
        Party::Citizen => (row.person_id, None),
        Party::Counsellor => (participant.person, row.author),
    };
    let seq = row.last_seq + 1;
    let words = Words {
        conversation,
        seq,
        party,
        client_id,
        body: &body,
        at: now,
    };
    words
        .store(
            &mut tx,
            author,
            name.as_deref().unwrap_or(&row.citizen_name),
        )
        .await?;
    tx.commit().await?;
    Ok(Sent::Stored {
        party,
        seq,
        at: now,
    })
}

/// Answers for a conversation that the participant may not write to. A counsellor who has handed it over may have
/// missed the confirmation of an earlier message: the answer confirms it.
async fn said_before(
    conn: &mut PgConnection,
    participant: &Participant,
    conversation: Uuid,
    client_id: Uuid,
    body: &str,
) -> Result<Sent, AppError> {
    let party = Party::Counsellor;
    let known = sqlx::query!(
        "SELECT seq, at, body FROM conversation_message
         WHERE conversation_id = $1 AND party = $2 AND client_id = $3 AND author_id = $4",
        conversation,
        party.as_str(),
        client_id,
        participant.person,
    )
    .fetch_optional(conn)
    .await?;
    Ok(known.map_or(Sent::Refused(Refusal::Forbidden), |known| {
        again(party, (known.seq, known.at), known.body == body)
    }))
}

/// The answer to a `client_id` that is stored already, with the same words or with others.
fn again(party: Party, (seq, at): (i64, OffsetDateTime), is_same: bool) -> Sent {
    if is_same {
        Sent::Stored { party, seq, at }
    } else {
        Sent::Refused(Refusal::Conflict)
    }
}

/// A message whose `seq` is known. The caller has locked the conversation's row.
pub(super) struct Words<'a> {
    pub conversation: Uuid,
    pub seq: i64,
    pub party: Party,
    pub client_id: Uuid,
    pub body: &'a str,
    pub at: OffsetDateTime,
}

impl Words<'_> {
    /// Stores the message, updates the conversation, and stores the hint for the other processes.
    pub(super) async fn store(
        &self,
        conn: &mut PgConnection,
        author: Option<Uuid>,
        name: &str,
    ) -> Result<(), AppError> {
        sqlx::query!(
            "WITH said AS (
                INSERT INTO conversation_message
                    (conversation_id, seq, party, author_id, author_name, client_id, kind, body, at)
                VALUES ($1, $2, $3, $4, $5, $6, 'text', $7, $8)
             ), hint AS (
                INSERT INTO conversation_outbox (conversation_id, seq, moved) VALUES ($1, $2, false)
             )
             UPDATE conversation SET last_seq = $2, last_at = $8,
                unanswered_since = CASE WHEN $3 = 'citizen' THEN COALESCE(unanswered_since, $8) END
             WHERE id = $1",
            self.conversation,
            self.seq,
            self.party.as_str(),
            author,
            name,
            self.client_id,
            self.body,
            self.at,
        )
        .execute(conn)
        .await?;
        Ok(())
    }
}
