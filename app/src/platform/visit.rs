//! Who is asking: the cookies of a request, and the session behind them.

use std::net::IpAddr;

use axum::http::HeaderMap;
use axum::http::header::COOKIE;
use data_encoding::BASE64URL_NOPAD;
use sha2::{Digest, Sha256};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{Ids, drafts};
use crate::error::AppError;
use crate::form::Draft;
use crate::text::Lang;
use domain::accounts::{Lifetime, Role, TOUCH_EVERY};

/// The cookie of a signed-in session.
pub const SESSION_COOKIE: &str = "__Host-session";
/// The cookie that ties a failed form to the browser that sent it.
pub const VISITOR_COOKIE: &str = "__Host-visitor";
/// The cookie of a browser on which somebody has signed in.
pub const DEVICE_COOKIE: &str = "__Host-device";
/// The cookie of the chosen language.
pub const LANG_COOKIE: &str = "lang";

/// What one request brings along.
#[derive(Clone, Debug, Default)]
pub struct Visit {
    /// Language of the screen.
    pub lang: Lang,
    /// The signed-in person.
    pub viewer: Option<Viewer>,
    /// The browser's own token, where it has one.
    pub visitor: Option<Vec<u8>>,
    /// SHA-256 of the token that a browser keeps after somebody has signed in on it.
    pub device: Option<Vec<u8>>,
    /// Failed forms that wait for this page.
    pub drafts: Vec<Draft>,
    /// The network address that asks, where it is known.
    pub address: Option<IpAddr>,
}

impl Visit {
    /// What stands for the asking network in a limit's counter.
    pub fn network(&self) -> Option<Vec<u8>> {
        self.address.map(network_of)
    }
}

/// What stands for the network of an address. One subscriber has a whole /64 of IPv6.
pub fn network_of(address: IpAddr) -> Vec<u8> {
    match address.to_canonical() {
        IpAddr::V4(address) => address.octets().to_vec(),
        IpAddr::V6(address) => address.octets()[..8].to_vec(),
    }
}

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

/// A fresh session: its row's id, and the cookie's value, which is kept nowhere else.
#[derive(Clone, Debug)]
pub struct Session {
    /// Id of the row.
    pub id: Uuid,
    /// What the cookie holds.
    pub token: String,
}

/// SHA-256, as tokens are stored.
pub(crate) fn hash(token: &[u8]) -> [u8; 32] {
    Sha256::digest(token).into()
}

/// The value of a request's cookie.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let all = headers
        .get_all(COOKIE)
        .into_iter()
        .filter_map(|value| value.to_str().ok());
    all.flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(found, _)| *found == name)
        .map(|(_, value)| value)
}

fn token(headers: &HeaderMap, name: &str) -> Option<Vec<u8>> {
    let bytes = BASE64URL_NOPAD
        .decode(cookie(headers, name)?.as_bytes())
        .ok()?;
    (bytes.len() == 32).then_some(bytes)
}

/// A new random token, as raw bytes and as a cookie's value.
pub fn new_token(ids: Ids) -> (Vec<u8>, String) {
    let bytes: [u8; 32] = ids.bytes();
    (bytes.to_vec(), BASE64URL_NOPAD.encode(&bytes))
}

/// The language that the browser's cookie asks for.
pub fn lang_of(headers: &HeaderMap) -> Lang {
    cookie(headers, LANG_COOKIE)
        .and_then(Lang::parse)
        .unwrap_or_default()
}

/// Reads the cookies of a request for the page at `path` (with its query).
///
/// # Errors
/// Database errors; a request without cookies asks the database nothing.
pub async fn load_visit(
    pool: &sqlx::PgPool,
    now: OffsetDateTime,
    headers: &HeaderMap,
    path: &str,
) -> Result<Visit, AppError> {
    let mut visit = Visit {
        lang: lang_of(headers),
        visitor: token(headers, VISITOR_COOKIE),
        device: token(headers, DEVICE_COOKIE).map(|token| hash(&token).to_vec()),
        ..Visit::default()
    };
    let session = token(headers, SESSION_COOKIE);
    if session.is_none() && visit.visitor.is_none() {
        return Ok(visit);
    }
    let mut conn = pool.acquire().await?;
    if let Some(token) = session {
        visit.viewer = find_session(&mut conn, now, &token, true).await?;
    }
    if let Some(visitor) = &visit.visitor {
        visit.drafts = drafts::load_drafts(&mut conn, now, visitor, path).await?;
    }
    Ok(visit)
}

/// Who is signed in by these cookies. `uses` says whether the person does something: what only waits must not keep a
/// session from growing idle.
///
/// # Errors
/// Database errors.
pub async fn load_viewer(
    conn: &mut PgConnection,
    now: OffsetDateTime,
    headers: &HeaderMap,
    uses: bool,
) -> Result<Option<Viewer>, AppError> {
    match token(headers, SESSION_COOKIE) {
        Some(token) => find_session(conn, now, &token, uses).await,
        None => Ok(None),
    }
}

async fn find_session(
    conn: &mut PgConnection,
    now: OffsetDateTime,
    token: &[u8],
    uses: bool,
) -> Result<Option<Viewer>, AppError> {
    let Some(row) = sqlx::query!(
        "SELECT s.id, s.created_at, s.last_seen_at, p.id AS person_id, p.name, p.role
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
    Ok(Some(Viewer {
        person_id: row.person_id,
        session_id: row.id,
        name: row.name,
        role,
    }))
}

/// Signs a person in on a device.
///
/// # Errors
/// Database errors.
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

/// Ends one of a person's sessions for good. False when it was not theirs or had ended.
///
/// # Errors
/// Database errors.
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
