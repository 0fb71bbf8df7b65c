//! The sockets that are connected. The rows of a socket count only while its process lives; see the migration.

use domain::consultation::wire::Party;
use sqlx::PgConnection;
use uuid::Uuid;

use super::unknown;
use crate::base::error::AppError;
use crate::platform::Fanout;

/// Conversations in one notification: 7,400 of the 8,000 bytes that Postgres takes.
const BATCH: usize = 200;

/// One socket of one process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The process.
    pub process: Uuid,
    /// The socket's number within the process, never used twice.
    pub seat: i64,
}

/// Records that this process lives. True when the database did not know the process: it has just started, was thought
/// dead, or the database has lost everything here. The caller then enters its sockets again.
pub async fn say_alive(
    conn: &mut PgConnection,
    fanout: &Fanout,
    process: Uuid,
) -> Result<bool, AppError> {
    let was_known = sqlx::query_scalar!(
        r#"WITH before AS (SELECT FROM presence_process WHERE id = $1), said AS (
               INSERT INTO presence_process (id, seen_at) VALUES ($1, now())
               ON CONFLICT (id) DO UPDATE SET seen_at = now())
           SELECT EXISTS (SELECT FROM before) AS "was_known!""#,
        process,
    )
    .fetch_one(&mut *conn)
    .await?;
    let dead = sqlx::query_scalar!(
        "SELECT id FROM presence_process WHERE id NOT IN (SELECT l.id FROM live_process l)"
    )
    .fetch_all(&mut *conn)
    .await?;
    for process in dead {
        forget(conn, fanout, process).await?;
    }
    Ok(!was_known)
}

/// Removes a process that ends or has ended, and with it its sockets.
pub async fn forget(
    conn: &mut PgConnection,
    fanout: &Fanout,
    process: Uuid,
) -> Result<(), AppError> {
    let left = sqlx::query_scalar!(
        "WITH process AS (DELETE FROM presence_process WHERE id = $1),
              desks AS (DELETE FROM presence_desk WHERE process_id = $1)
         DELETE FROM presence_talk WHERE process_id = $1 RETURNING conversation_id",
        process,
    )
    .fetch_all(&mut *conn)
    .await?;
    tell(conn, fanout, &left).await
}

/// Records that a socket follows these conversations.
pub async fn enter(
    conn: &mut PgConnection,
    fanout: &Fanout,
    place: Place,
    talks: &[(Uuid, Party)],
) -> Result<(), AppError> {
    if talks.is_empty() {
        return Ok(());
    }
    let (ids, parties): (Vec<Uuid>, Vec<String>) = talks
        .iter()
        .map(|(id, party)| (*id, party.as_str().to_owned()))
        .unzip();
    sqlx::query!(
        "INSERT INTO presence_talk (process_id, seat, conversation_id, party)
         SELECT $1, $2, * FROM UNNEST($3::uuid[], $4::text[]) ON CONFLICT DO NOTHING",
        place.process,
        place.seat,
        &ids,
        &parties,
    )
    .execute(&mut *conn)
    .await?;
    tell(conn, fanout, &ids).await
}

/// Records that a counsellor's desk is awake.
pub async fn enter_desk(
    conn: &mut PgConnection,
    place: Place,
    counsellor: Uuid,
) -> Result<(), AppError> {
    sqlx::query!(
        "INSERT INTO presence_desk (process_id, seat, person_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        place.process,
        place.seat,
        counsellor,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Records that a socket no longer follows this conversation.
pub async fn leave(
    conn: &mut PgConnection,
    fanout: &Fanout,
    place: Place,
    conversation: Uuid,
) -> Result<(), AppError> {
    sqlx::query!(
        "DELETE FROM presence_talk WHERE process_id = $1 AND seat = $2 AND conversation_id = $3",
        place.process,
        place.seat,
        conversation,
    )
    .execute(&mut *conn)
    .await?;
    tell(conn, fanout, &[conversation]).await
}

/// Removes sockets of a process that have closed.
pub async fn leave_all(
    conn: &mut PgConnection,
    fanout: &Fanout,
    process: Uuid,
    seats: &[i64],
) -> Result<(), AppError> {
    let left = sqlx::query_scalar!(
        "WITH desks AS (DELETE FROM presence_desk WHERE process_id = $1 AND seat = ANY($2))
         DELETE FROM presence_talk WHERE process_id = $1 AND seat = ANY($2) RETURNING conversation_id",
        process,
        seats,
    )
    .fetch_all(&mut *conn)
    .await?;
    tell(conn, fanout, &left).await
}

/// The sides of these conversations that are connected.
pub async fn who_is_here(
    conn: &mut PgConnection,
    conversations: &[Uuid],
) -> Result<Vec<(Uuid, Party)>, AppError> {
    let rows = sqlx::query!(
        r#"SELECT DISTINCT conversation_id AS "id!", party AS "party!" FROM in_talk WHERE conversation_id = ANY($1)"#,
        conversations,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            let party = Party::parse(&row.party).ok_or_else(|| unknown("party"))?;
            Ok((row.id, party))
        })
        .collect()
}

/// The number of counsellors at their desk.
pub async fn counsellors_at_desk(conn: &mut PgConnection) -> Result<i64, AppError> {
    Ok(
        sqlx::query_scalar!(r#"SELECT count(DISTINCT person_id) AS "here!" FROM at_desk"#)
            .fetch_one(conn)
            .await?,
    )
}

/// The conversations of a presence notification; none when it is another kind of notification.
pub fn parse_presence(payload: &str) -> Vec<Uuid> {
    let ids = payload.strip_prefix('p').unwrap_or_default().split(',');
    ids.filter_map(|id| id.parse().ok()).collect()
}

/// Notifies the other processes that somebody entered or left these conversations. The notification does not say who:
/// its receiver looks up who is connected by then, so that the final state is right when two enter and leave at once.
async fn tell(
    conn: &mut PgConnection,
    fanout: &Fanout,
    conversations: &[Uuid],
) -> Result<(), AppError> {
    for some in conversations.chunks(BATCH) {
        let ids: Vec<String> = some.iter().map(Uuid::to_string).collect();
        let payload = format!("p{}", ids.join(","));
        fanout.tell(&mut *conn, payload).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::consultation::store::{parse_hints, parse_signal};

    #[test]
    fn a_notification_is_one_thing() {
        let (a, b) = (Uuid::from_u128(5), Uuid::from_u128(6));
        let payload = format!("p{a},{b}");
        assert_eq!(parse_presence(&payload), [a, b]);
        assert!(parse_hints(&payload).is_empty() && parse_signal(&payload).is_none());
        for other in [format!("h{a}:3:1"), format!("t{a}:citizen"), String::new()] {
            assert!(parse_presence(&other).is_empty(), "{other}");
        }
    }
}
