//! The sessions of signed-in people.

use axum::http::HeaderMap;
use domain::accounts::{Lifetime, Role, TOUCH_EVERY};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::token::{hash, new_token, token};
use super::{Cookie, Ids};
use crate::base::error::AppError;
use crate::base::text::Lang;

/// A signed-in person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Viewer {
    /// The person.
    pub person_id: Uuid,
    /// The session that the request came with.
    pub session_id: Uuid,
    /// Name as the person gave it.
    pub name: String,
    /// What the person may do.
    pub role: Role,
}

/// A new session: the id of its row, and the value of its cookie. The database keeps only the value's hash.
#[derive(Clone, Debug)]
pub struct Session {
    /// Id of the row.
    pub id: Uuid,
    /// The value of the cookie.
    pub token: String,
}

/// The person who is signed in by these cookies. `uses` says whether the person does something: a request that only
/// waits must not extend the session.
pub async fn load_viewer(
    conn: &mut PgConnection,
    now: OffsetDateTime,
    headers: &HeaderMap,
    uses: bool,
) -> Result<Option<Viewer>, AppError> {
    match token(headers, Cookie::Session) {
        Some(token) => {
            let found = find_session(conn, now, &token, uses).await?;
            Ok(found.map(|found| found.viewer))
        }
        None => Ok(None),
    }
}

/// A live session, with its person.
pub(super) struct Found {
    pub viewer: Viewer,
    /// The language of the notice that the person last agreed to.
    pub lang: Option<Lang>,
    pub contact: Option<String>,
}

pub(super) async fn find_session(
    conn: &mut PgConnection,
    now: OffsetDateTime,
    token: &[u8],
    uses: bool,
) -> Result<Option<Found>, AppError> {
    let Some(row) = sqlx::query!(
        "SELECT s.id, s.created_at, s.last_seen_at, p.id AS person_id, p.name, p.role, COALESCE(p.email, p.phone) AS contact,
                (SELECT c.lang FROM consent c WHERE c.person_id = p.id ORDER BY c.given_at DESC LIMIT 1) AS lang
         FROM session s JOIN person p ON p.id = s.person_id
         WHERE s.token_hash = $1 AND s.revoked_at IS NULL AND p.deleted_at IS NULL",
        &hash(token)[..],
    )
    .fetch_optional(&mut *conn)
    .await?
    else {
        return Ok(None);
    };
    let Some(role) = Role::parse(&row.role) else {
        return Ok(None);
    };
    if !Lifetime::of(role).is_live(row.created_at, row.last_seen_at, now) {
        return Ok(None);
    }
    if uses && row.last_seen_at < now - TOUCH_EVERY {
        sqlx::query!(
            "UPDATE session SET last_seen_at = $2 WHERE id = $1 AND revoked_at IS NULL",
            row.id,
            now
        )
        .execute(conn)
        .await?;
    }
    let viewer = Viewer {
        person_id: row.person_id,
        session_id: row.id,
        name: row.name,
        role,
    };
    Ok(Some(Found {
        viewer,
        lang: row.lang.and_then(|code| Lang::parse(&code)),
        contact: row.contact,
    }))
}

/// Signs a person in on a device.
pub async fn start_session(
    conn: &mut PgConnection,
    now: OffsetDateTime,
    ids: Ids,
    person: Uuid,
    device: &str,
) -> Result<Session, AppError> {
    let (bytes, token) = new_token(ids);
    let id = ids.uuid(now);
    let device: String = device
        .chars()
        .filter(|c| !c.is_control())
        .take(200)
        .collect();
    sqlx::query!(
        "INSERT INTO session (id, person_id, token_hash, device, created_at, last_seen_at)
         VALUES ($1, $2, $3, $4, $5, $5)",
        id,
        person,
        &hash(&bytes)[..],
        device,
        now,
    )
    .execute(conn)
    .await?;
    Ok(Session { id, token })
}

/// Ends one of a person's sessions. Returns false when it is another person's or has ended already.
pub async fn end_session(
    conn: &mut PgConnection,
    now: OffsetDateTime,
    person: Uuid,
    session: Uuid,
) -> Result<bool, AppError> {
    let done = sqlx::query!(
        "UPDATE session SET revoked_at = $3 WHERE id = $1 AND person_id = $2 AND revoked_at IS NULL",
        session,
        person,
        now,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}
