//! Notifications from one process to the others. The code that stores a message sends them, never a trigger; one
//! notification carries many hints.
//!
//! A hint, `conversation:seq:moved`, says that there is something to read; it is stored with the message, so that no
//! hint is lost. A signal (somebody reads, somebody types) is worthless a moment later and is not stored.

use std::collections::HashMap;

use domain::consultation::wire::Party;
use sqlx::{Connection, PgConnection};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::base::error::AppError;
use crate::platform::{CHANNEL, Fanout, Nats};

/// Hints in one notification: 4,500 of the 8,000 bytes that Postgres takes.
const BATCH: i64 = 80;

/// A notice that a conversation has something new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hint {
    pub conversation: Uuid,
    pub seq: i64,
    /// Whether it changed the conversation's state.
    pub moved: bool,
}

/// A signal: it is sent, but not stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    Read {
        conversation: Uuid,
        party: Party,
        upto: i64,
    },
    Typing {
        conversation: Uuid,
        party: Party,
    },
}

/// Makes hints for the conversations written to after `since`, from the stored conversations.
pub async fn changed_since(
    conn: &mut PgConnection,
    since: OffsetDateTime,
) -> Result<Vec<Hint>, AppError> {
    let rows = sqlx::query!(
        "SELECT id, last_seq FROM conversation WHERE last_at > $1",
        since
    )
    .fetch_all(conn)
    .await?;
    let hints = rows.into_iter().map(|row| Hint {
        conversation: row.id,
        seq: row.last_seq,
        moved: true,
    });
    Ok(hints.collect())
}

/// Sends one batch of the stored hints and deletes them. True when the batch was full, so that more may be stored.
///
/// # Errors
/// Database errors; [`AppError::Unavailable`] when the carrier does not take them. The hints stay stored then.
pub async fn tell_hints(conn: &mut PgConnection, fanout: &Fanout) -> Result<bool, AppError> {
    match fanout {
        Fanout::Postgres => notify_hints(conn).await,
        Fanout::Nats(nats) => hand_hints(conn, nats).await,
    }
}

/// Deletes the hints only after the carrier has taken them: a hint that is sent twice does no harm.
async fn hand_hints(conn: &mut PgConnection, nats: &Nats) -> Result<bool, AppError> {
    let mut tx = conn.begin().await?;
    let hints = sqlx::query!(
        r#"DELETE FROM conversation_outbox WHERE id IN (
               SELECT id FROM conversation_outbox ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED)
           RETURNING conversation_id, seq, moved"#,
        BATCH,
    )
    .fetch_all(&mut *tx)
    .await?;
    if hints.is_empty() {
        return Ok(false);
    }
    let words: Vec<String> = hints
        .iter()
        .map(|hint| {
            format!(
                "{}:{}:{}",
                hint.conversation_id,
                hint.seq,
                u8::from(hint.moved)
            )
        })
        .collect();
    nats.deliver(format!("h{}", words.join(","))).await?;
    tx.commit().await?;
    Ok(i64::try_from(hints.len()) == Ok(BATCH))
}

/// Notifies and deletes in one statement.
async fn notify_hints(conn: &mut PgConnection) -> Result<bool, AppError> {
    let sent = sqlx::query_scalar!(
        r#"WITH gone AS (
               DELETE FROM conversation_outbox WHERE id IN (
                   SELECT id FROM conversation_outbox ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED)
               RETURNING conversation_id, seq, moved
           ), told AS (
               SELECT pg_notify($2, 'h' || string_agg(
                   conversation_id::text || ':' || seq || ':' || CASE WHEN moved THEN 1 ELSE 0 END, ','))
               FROM gone HAVING count(*) > 0
           )
           SELECT count(*) AS "sent!" FROM gone WHERE (SELECT count(*) FROM told) >= 0"#,
        BATCH,
        CHANNEL,
    )
    .fetch_one(conn)
    .await?;
    Ok(sent == BATCH)
}

/// Sends a signal to the other processes.
pub async fn signal(
    conn: &mut PgConnection,
    fanout: &Fanout,
    signal: Signal,
) -> Result<(), AppError> {
    let payload = match signal {
        Signal::Read {
            conversation,
            party,
            upto,
        } => format!("r{conversation}:{}:{upto}", party.as_str()),
        Signal::Typing {
            conversation,
            party,
        } => format!("t{conversation}:{}", party.as_str()),
    };
    fanout.tell(conn, payload).await
}

/// The hints that a notification carries; none when it carries something else.
pub fn parse_hints(payload: &str) -> Vec<Hint> {
    let hints = payload.strip_prefix('h').unwrap_or_default().split(',');
    hints
        .filter_map(|hint| {
            let mut parts = hint.split(':');
            let conversation = parts.next()?.parse().ok()?;
            Some(Hint {
                conversation,
                seq: parts.next()?.parse().ok()?,
                moved: parts.next()? == "1",
            })
        })
        .collect()
}

/// The signal that a notification carries; none when it carries something else.
pub fn parse_signal(payload: &str) -> Option<Signal> {
    let mut parts = payload.get(1..)?.split(':');
    let conversation = parts.next()?.parse().ok()?;
    let party = Party::parse(parts.next()?)?;
    match payload.as_bytes().first()? {
        b'r' => Some(Signal::Read {
            conversation,
            party,
            upto: parts.next()?.parse().ok()?,
        }),
        b't' => Some(Signal::Typing {
            conversation,
            party,
        }),
        _ => None,
    }
}

/// Finds the counsellor who has each of these conversations.
pub async fn holders(
    conn: &mut PgConnection,
    conversations: &[Uuid],
) -> Result<HashMap<Uuid, Option<Uuid>>, AppError> {
    let rows = sqlx::query!(
        "SELECT id, counsellor_id FROM conversation WHERE id = ANY($1)",
        conversations
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.id, row.counsellor_id))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sent_is_read() {
        let id = Uuid::from_u128(5);
        assert_eq!(
            parse_hints(&format!("h{id}:3:1,{id}:4:0")),
            [
                Hint {
                    conversation: id,
                    seq: 3,
                    moved: true
                },
                Hint {
                    conversation: id,
                    seq: 4,
                    moved: false
                }
            ]
        );
        assert_eq!(
            parse_signal(&format!("r{id}:citizen:7")),
            Some(Signal::Read {
                conversation: id,
                party: Party::Citizen,
                upto: 7
            })
        );
        assert_eq!(
            parse_signal(&format!("t{id}:counsellor")),
            Some(Signal::Typing {
                conversation: id,
                party: Party::Counsellor
            })
        );
    }

    #[test]
    fn anything_else_is_nothing() {
        for payload in [
            "",
            "h",
            "hx:1:1",
            "r",
            "rx:citizen:1",
            "é",
            "t00000000-0000-0000-0000-000000000005:nobody",
        ] {
            assert!(parse_hints(payload).is_empty());
            assert_eq!(parse_signal(payload), None, "{payload}");
        }
    }
}
