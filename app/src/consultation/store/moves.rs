//! Changes of a conversation's state: `domain` decides each, and each is stored as a message of the sequence.

use domain::consultation::queue::may_take;
use domain::consultation::state::{Act, Refused, Standing, Status, Step, step};
use domain::consultation::wire::{Kind, Party, SILENT};
use sqlx::{Connection, PgConnection};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{Participant, guest_since, unknown};
use crate::base::error::AppError;
use crate::platform::Ids;

/// The changed conversation, or why it does not change; `None` when it is not found.
type Moved = Option<Result<Uuid, Refused>>;

/// The result of taking a conversation out of the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// The counsellor has this one now.
    Taken(Uuid),
    /// Nobody waits (any more).
    Nobody,
    /// The counsellor has as many conversations as allowed.
    Full,
}

/// Carries out an act of a participant on this side of the conversation. A hand-over goes to a counsellor only.
pub async fn act(
    conn: &mut PgConnection,
    participant: &Participant,
    party: Party,
    now: OffsetDateTime,
    conversation: Uuid,
    act: Act,
) -> Result<Moved, AppError> {
    let mut tx = conn.begin().await?;
    let found = sqlx::query!(
        "SELECT c.person_id FROM conversation c
         WHERE c.id = $1 AND conversation_party(c, $2, $3, $4) = $5 AND ($6::uuid IS NULL OR EXISTS (
            SELECT FROM person p WHERE p.id = $6 AND p.role = 'counsellor' AND p.deleted_at IS NULL))
         FOR UPDATE OF c",
        conversation,
        participant.person,
        participant.guest.as_deref(),
        guest_since(now),
        party.as_str(),
        if let Act::Transfer { to, .. } = act { Some(to) } else { None },
    )
    .fetch_optional(&mut *tx)
    .await?;
    let Some(found) = found else {
        return Ok(None);
    };
    // As with messages: a guest's conversation stores no account.
    let actor = match party {
        Party::Citizen => found.person_id,
        Party::Counsellor => participant.person,
    };
    if let Act::Transfer { to, .. } = act
        && !has_room(&mut tx, to).await?
    {
        return Ok(Some(Err(Refused::Full)));
    }
    let moved = carry_out(&mut tx, actor, now, conversation, act).await?;
    tx.commit().await?;
    Ok(Some(moved))
}

/// Gives a counsellor the conversation that waits longest.
pub async fn take_next(
    conn: &mut PgConnection,
    counsellor: Uuid,
    now: OffsetDateTime,
) -> Result<Taken, AppError> {
    take_one(conn, counsellor, now, None).await
}

/// Gives a counsellor this conversation out of the queue.
pub async fn take(
    conn: &mut PgConnection,
    counsellor: Uuid,
    now: OffsetDateTime,
    conversation: Uuid,
) -> Result<Taken, AppError> {
    take_one(conn, counsellor, now, Some(conversation)).await
}

async fn take_one(
    conn: &mut PgConnection,
    counsellor: Uuid,
    now: OffsetDateTime,
    wanted: Option<Uuid>,
) -> Result<Taken, AppError> {
    let mut tx = conn.begin().await?;
    // Locks the conversation first and the counsellor second, in the same order as a hand-over.
    let next = lock_next(&mut tx, wanted).await?;
    if !has_room(&mut tx, counsellor).await? {
        return Ok(Taken::Full);
    }
    let Some(next) = next else {
        return Ok(Taken::Nobody);
    };
    let moved = carry_out(
        &mut tx,
        Some(counsellor),
        now,
        next,
        Act::Take { by: counsellor },
    )
    .await?;
    tx.commit().await?;
    Ok(moved.map_or(Taken::Nobody, Taken::Taken))
}

/// Locks the conversation that waits longest, or the wanted one if it waits; none when nobody waits. Waits for a row
/// that is locked: most often its citizen is writing, or another page marks messages as read, and the conversation must
/// not lose its turn by that. Goes on to the next conversation when a colleague has taken this one meanwhile.
async fn lock_next(
    conn: &mut PgConnection,
    wanted: Option<Uuid>,
) -> Result<Option<Uuid>, AppError> {
    loop {
        let first = sqlx::query_scalar!(
            "SELECT id FROM conversation WHERE status = 'waiting' AND ($1::uuid IS NULL OR id = $1)
             ORDER BY queued_at, id LIMIT 1",
            wanted,
        )
        .fetch_optional(&mut *conn)
        .await?;
        let Some(first) = first else {
            return Ok(None);
        };
        let locked = sqlx::query_scalar!(
            "SELECT id FROM conversation WHERE id = $1 AND status = 'waiting' FOR UPDATE",
            first,
        )
        .fetch_optional(&mut *conn)
        .await?;
        if locked.is_some() {
            return Ok(locked);
        }
    }
}

/// Gives the conversation of a silent counsellor back to the queue. False when a message or a change of state has come
/// since `last_seq`: a second worker was faster, or an answer came at the last moment.
pub async fn take_away(
    conn: &mut PgConnection,
    now: OffsetDateTime,
    conversation: Uuid,
    last_seq: i64,
) -> Result<bool, AppError> {
    let mut tx = conn.begin().await?;
    let found = sqlx::query_scalar!(
        "SELECT id FROM conversation WHERE id = $1 AND last_seq = $2 FOR UPDATE",
        conversation,
        last_seq,
    )
    .fetch_optional(&mut *tx)
    .await?;
    if found.is_none() {
        return Ok(false);
    }
    let moved = carry_out(&mut tx, None, now, conversation, Act::TakeAway).await?;
    tx.commit().await?;
    Ok(moved.is_ok())
}

/// Gives this counsellor's active conversations back to the queue, also when the person's office has ended.
pub async fn give_back_all(
    conn: &mut PgConnection,
    counsellor: Uuid,
    now: OffsetDateTime,
) -> Result<(), AppError> {
    let mut tx = conn.begin().await?;
    let held = sqlx::query_scalar!(
        "SELECT id FROM conversation WHERE counsellor_id = $1 AND status = 'active' ORDER BY id FOR UPDATE",
        counsellor,
    )
    .fetch_all(&mut *tx)
    .await?;
    for talk in held {
        let back = Act::GiveBack { by: counsellor };
        // The conversation is active, theirs and locked: no rule refuses this act.
        let _ = carry_out(&mut tx, Some(counsellor), now, talk, back).await?;
    }
    Ok(tx.commit().await?)
}

/// Counts the active conversations under the lock of the counsellor's row, so that two taps do not both take the last
/// place.
async fn has_room(conn: &mut PgConnection, counsellor: Uuid) -> Result<bool, AppError> {
    sqlx::query!(
        "SELECT id FROM person WHERE id = $1 FOR NO KEY UPDATE",
        counsellor
    )
    .fetch_optional(&mut *conn)
    .await?;
    let active = sqlx::query_scalar!(
        r#"SELECT count(*) AS "active!" FROM conversation WHERE counsellor_id = $1 AND status = 'active'"#,
        counsellor,
    )
    .fetch_one(conn)
    .await?;
    Ok(may_take(active))
}

/// Carries out an act. The caller has locked the conversation's row.
async fn carry_out(
    conn: &mut PgConnection,
    actor: Option<Uuid>,
    now: OffsetDateTime,
    conversation: Uuid,
    act: Act,
) -> Result<Result<Uuid, Refused>, AppError> {
    let row = sqlx::query!(
        r#"SELECT c.status, c.counsellor_id, c.last_seq, c.citizen_name, p.name AS "actor?"
           FROM conversation c LEFT JOIN person p ON p.id = $2 WHERE c.id = $1"#,
        conversation,
        actor,
    )
    .fetch_one(&mut *conn)
    .await?;
    let status = Status::parse(&row.status).ok_or_else(|| unknown("status"))?;
    let Step {
        standing,
        kind,
        party,
        outcome,
    } = match step(
        Standing {
            status,
            counsellor: row.counsellor_id,
        },
        act,
    ) {
        Ok(step) => step,
        Err(refused) => return Ok(Err(refused)),
    };
    let body = match kind {
        Kind::Transferred => name_of(conn, standing.counsellor).await?,
        Kind::Closed => outcome
            .map(|outcome| outcome.as_str().to_owned())
            .unwrap_or_default(),
        Kind::Returned if act == Act::TakeAway => SILENT.to_owned(),
        Kind::Text | Kind::Taken | Kind::Returned => String::new(),
    };
    let name = match (row.actor, act) {
        (Some(actor), _) => actor,
        (None, Act::TakeAway) => name_of(conn, row.counsellor_id).await?,
        (None, _) => row.citizen_name,
    };
    sqlx::query!(
        "WITH told AS (
            INSERT INTO conversation_message
                (conversation_id, seq, party, author_id, author_name, client_id, kind, body, at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         ), hint AS (
            INSERT INTO conversation_outbox (conversation_id, seq, moved) VALUES ($1, $2, true)
         ), noted AS (
            INSERT INTO conversation_event (conversation_id, at, event, actor_id, counsellor_id, outcome)
            VALUES ($1, $9, $7, $4, $11, $12)
         )
         UPDATE conversation SET last_seq = $2, last_at = $9, status = $10, counsellor_id = $11, outcome = $12,
            closed_at = CASE WHEN $10 = 'closed' THEN $9::timestamptz END
         WHERE id = $1",
        conversation,
        row.last_seq + 1,
        party.as_str(),
        actor,
        name,
        Ids.uuid(now),
        kind.as_str(),
        body,
        now,
        standing.status.as_str(),
        standing.counsellor,
        outcome.map(|outcome| outcome.as_str()),
    )
    .execute(conn)
    .await?;
    Ok(Ok(conversation))
}

async fn name_of(conn: &mut PgConnection, person: Option<Uuid>) -> Result<String, AppError> {
    let name = sqlx::query_scalar!("SELECT name FROM person WHERE id = $1", person)
        .fetch_optional(conn)
        .await?;
    Ok(name.unwrap_or_default())
}
