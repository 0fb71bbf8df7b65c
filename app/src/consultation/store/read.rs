//! Reads the conversations that a participant may see.

use domain::consultation::state::{Outcome, Status};
use domain::consultation::wire::{Kind, Message, Party, TalkState};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{Participant, guest_since, unknown};
use crate::base::error::AppError;
use crate::consultation::model::OwnTalk;

struct StateRow {
    id: Uuid,
    party: String,
    citizen_name: String,
    counsellor: Option<String>,
    topic: String,
    status: String,
    outcome: Option<String>,
    last_seq: i64,
    citizen_read: i64,
    counsellor_read: i64,
    peer_here: bool,
}

impl TryFrom<StateRow> for TalkState {
    type Error = AppError;

    fn try_from(row: StateRow) -> Result<Self, AppError> {
        let party = Party::parse(&row.party).ok_or_else(|| unknown("party"))?;
        let (own_read, peer_read) = match party {
            Party::Citizen => (row.citizen_read, row.counsellor_read),
            Party::Counsellor => (row.counsellor_read, row.citizen_read),
        };
        Ok(Self {
            conversation: row.id,
            party,
            citizen: row.citizen_name,
            counsellor: row.counsellor,
            topic: row.topic,
            status: Status::parse(&row.status).ok_or_else(|| unknown("status"))?,
            outcome: row.outcome.as_deref().and_then(Outcome::parse),
            last_seq: row.last_seq,
            own_read,
            peer_read,
            peer_here: row.peer_here,
        })
    }
}

/// One conversation of the participant.
pub async fn find(
    conn: &mut PgConnection,
    participant: &Participant,
    now: OffsetDateTime,
    conversation: Uuid,
) -> Result<Option<TalkState>, AppError> {
    Ok(states(conn, participant, now, &[conversation], false)
        .await?
        .pop())
}

/// The conversations of `named` that are the participant's and, for a counsellor's desk, all that this counsellor has
/// now.
pub async fn states(
    conn: &mut PgConnection,
    participant: &Participant,
    now: OffsetDateTime,
    named: &[Uuid],
    desk: bool,
) -> Result<Vec<TalkState>, AppError> {
    let rows = sqlx::query_as!(
        StateRow,
        r#"SELECT c.id, conversation_party(c, $1, $2, $3) AS "party!", c.citizen_name, p.name AS "counsellor?",
                  c.topic, c.status, c.outcome, c.last_seq,
                  COALESCE(rc.upto, 0) AS "citizen_read!", COALESCE(rk.upto, 0) AS "counsellor_read!",
                  EXISTS (SELECT FROM in_talk h WHERE h.conversation_id = c.id
                      AND h.party <> conversation_party(c, $1, $2, $3)) AS "peer_here!"
           FROM conversation c
           LEFT JOIN person p ON p.id = c.counsellor_id
           LEFT JOIN conversation_read rc ON rc.conversation_id = c.id AND rc.party = 'citizen'
           LEFT JOIN conversation_read rk ON rk.conversation_id = c.id AND rk.party = 'counsellor'
           WHERE (c.id = ANY($4) OR ($5 AND c.counsellor_id = $1 AND c.status = 'active'))
             AND conversation_party(c, $1, $2, $3) IS NOT NULL
           ORDER BY c.queued_at, c.id"#,
        participant.person,
        participant.guest.as_deref(),
        guest_since(now),
        named,
        desk,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(TalkState::try_from).collect()
}

struct MessageRow {
    seq: i64,
    party: String,
    author_name: String,
    client_id: Uuid,
    kind: String,
    body: String,
    at: OffsetDateTime,
}

impl TryFrom<MessageRow> for Message {
    type Error = AppError;

    fn try_from(row: MessageRow) -> Result<Self, AppError> {
        Ok(Self {
            seq: row.seq,
            party: Party::parse(&row.party).ok_or_else(|| unknown("party"))?,
            name: row.author_name,
            client_id: row.client_id,
            kind: Kind::parse(&row.kind).ok_or_else(|| unknown("kind"))?,
            body: row.body,
            at: i64::try_from(row.at.unix_timestamp_nanos() / 1_000_000).unwrap_or_default(),
        })
    }
}

/// The messages after a cursor, in order, at most `limit`; none when the conversation is not the participant's.
pub async fn messages_after(
    conn: &mut PgConnection,
    participant: &Participant,
    now: OffsetDateTime,
    conversation: Uuid,
    after: i64,
    limit: i64,
) -> Result<Vec<Message>, AppError> {
    let rows = sqlx::query_as!(
        MessageRow,
        "SELECT m.seq, m.party, m.author_name, m.client_id, m.kind, m.body, m.at
         FROM conversation_message m JOIN conversation c ON c.id = m.conversation_id
         WHERE m.conversation_id = $1 AND m.seq > $2 AND conversation_party(c, $3, $4, $5) IS NOT NULL
         ORDER BY m.seq LIMIT $6",
        conversation,
        after,
        participant.person,
        participant.guest.as_deref(),
        guest_since(now),
        limit,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(Message::try_from).collect()
}

/// The last `limit` messages before `before`, in order; none when the conversation is not the participant's.
pub async fn messages_before(
    conn: &mut PgConnection,
    participant: &Participant,
    now: OffsetDateTime,
    conversation: Uuid,
    before: i64,
    limit: i64,
) -> Result<Vec<Message>, AppError> {
    let rows = sqlx::query_as!(
        MessageRow,
        "SELECT m.seq, m.party, m.author_name, m.client_id, m.kind, m.body, m.at
         FROM conversation_message m JOIN conversation c ON c.id = m.conversation_id
         WHERE m.conversation_id = $1 AND m.seq < $2 AND conversation_party(c, $3, $4, $5) IS NOT NULL
         ORDER BY m.seq DESC LIMIT $6",
        conversation,
        before,
        participant.person,
        participant.guest.as_deref(),
        guest_since(now),
        limit,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().rev().map(Message::try_from).collect()
}

/// Notes how far a side has read: never backwards, never beyond the last message. Answers the side and its new
/// position; none when it did not move.
pub async fn mark_read(
    conn: &mut PgConnection,
    participant: &Participant,
    now: OffsetDateTime,
    conversation: Uuid,
    upto: i64,
) -> Result<Option<(Party, i64)>, AppError> {
    let row = sqlx::query!(
        r#"INSERT INTO conversation_read AS r (conversation_id, party, upto, at)
           SELECT c.id, conversation_party(c, $2, $3, $4), LEAST($5, c.last_seq), $6 FROM conversation c
           WHERE c.id = $1 AND conversation_party(c, $2, $3, $4) IS NOT NULL AND $5 > 0
           ON CONFLICT (conversation_id, party) DO UPDATE SET upto = EXCLUDED.upto, at = EXCLUDED.at
           WHERE r.upto < EXCLUDED.upto
           RETURNING party, upto"#,
        conversation,
        participant.person,
        participant.guest.as_deref(),
        guest_since(now),
        upto,
        now,
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        Ok((
            Party::parse(&row.party).ok_or_else(|| unknown("party"))?,
            row.upto,
        ))
    })
    .transpose()
}

/// The participant's own conversations as a citizen, latest first, at most 20.
pub async fn own_conversations(
    conn: &mut PgConnection,
    participant: &Participant,
    now: OffsetDateTime,
) -> Result<Vec<OwnTalk>, AppError> {
    let rows = sqlx::query!(
        r#"SELECT c.id, c.topic, c.status, c.last_at,
                  CASE WHEN c.person_id IS NULL THEN c.citizen_name END AS guest,
                  c.last_seq > COALESCE(r.upto, 0) AND EXISTS (
                     SELECT FROM conversation_message m WHERE m.conversation_id = c.id
                     AND m.seq > COALESCE(r.upto, 0) AND m.party = 'counsellor') AS "unread!"
           FROM conversation c
           LEFT JOIN conversation_read r ON r.conversation_id = c.id AND r.party = 'citizen'
           WHERE c.person_id = $1 OR (c.guest_token_hash = $2 AND c.last_at > $3)
           ORDER BY c.last_at DESC LIMIT 20"#,
        participant.person,
        participant.guest.as_deref(),
        guest_since(now),
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            let status = Status::parse(&row.status).ok_or_else(|| unknown("status"))?;
            Ok(OwnTalk {
                id: row.id,
                topic: row.topic,
                status,
                guest: row.guest,
                last_at: row.last_at,
                unread: row.unread,
            })
        })
        .collect()
}
