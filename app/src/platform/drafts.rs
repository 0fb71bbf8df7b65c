//! Drafts: failed forms, kept for the page that shows them again.

use sqlx::PgConnection;
use sqlx::types::Json;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::seal::owner_is;
use super::token::hash;
use crate::base::draft::Draft;
use crate::base::error::AppError;

/// How long a failed form is kept for its page.
const KEPT_FOR: Duration = Duration::minutes(30);

/// How long a notice that belongs to no form is kept. It is short: no form is sent again that would remove the notice.
const NOTICE_FOR: Duration = Duration::minutes(1);
/// The number of characters of an address that the column `path` holds.
const MOST_OF_PATH: usize = 2000;

/// The part of an address that the column holds.
fn place(path: &str) -> String {
    path.chars().take(MOST_OF_PATH).collect()
}

/// Keeps a failed form for the visitor's next load of `path`. Only its `owner` sees it ([`super::Seal::owner`]). A form
/// that was filled in while nobody was signed in is shown to whoever signs in on the browser next.
pub async fn keep_draft(
    conn: &mut PgConnection,
    now: OffsetDateTime,
    visitor: &[u8],
    owner: &[u8],
    path: &str,
    draft: &Draft,
) -> Result<(), AppError> {
    sqlx::query!(
        "INSERT INTO form_draft (visitor_hash, form, path, draft, created_at, owner) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (visitor_hash, form) DO UPDATE SET path = $3, draft = $4, created_at = $5, owner = $6",
        &hash(visitor)[..],
        draft.form,
        place(path),
        Json(draft) as _,
        now,
        owner,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The failed forms of a visitor on this path, as far as they are this person's. They stay until they are sent again or
/// expire, so that reloading the page shows them again.
pub async fn load_drafts(
    conn: &mut PgConnection,
    now: OffsetDateTime,
    visitor: &[u8],
    person: Option<Uuid>,
    path: &str,
) -> Result<Vec<Draft>, AppError> {
    let drafts = sqlx::query!(
        r#"SELECT draft AS "draft: Json<Draft>", owner FROM form_draft
           WHERE visitor_hash = $1 AND path = $2 AND created_at > $3 AND (form <> '' OR created_at > $4)
           ORDER BY form"#,
        &hash(visitor)[..],
        place(path),
        now - KEPT_FOR,
        now - NOTICE_FOR,
    )
    .fetch_all(conn)
    .await?;
    let is_theirs = |owner: &Option<Vec<u8>>| {
        owner
            .as_ref()
            .is_none_or(|owner| owner_is(owner, None) || owner_is(owner, person))
    };
    Ok(drafts
        .into_iter()
        .filter(|row| is_theirs(&row.owner))
        .map(|row| row.draft.0)
        .collect())
}

/// Deletes the draft of a form that was sent again with success.
pub async fn forget_draft(
    conn: &mut PgConnection,
    visitor: &[u8],
    form: &str,
) -> Result<(), AppError> {
    sqlx::query!(
        "DELETE FROM form_draft WHERE visitor_hash = $1 AND form = $2",
        &hash(visitor)[..],
        form
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Deletes every draft of a browser, so that the next person who uses the phone does not see them.
pub async fn forget_drafts(conn: &mut PgConnection, visitor: &[u8]) -> Result<(), AppError> {
    sqlx::query!(
        "DELETE FROM form_draft WHERE visitor_hash = $1",
        &hash(visitor)[..]
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Deletes drafts older than `KEPT_FOR`.
pub async fn sweep_drafts(conn: &mut PgConnection, now: OffsetDateTime) -> Result<(), AppError> {
    sqlx::query!(
        "DELETE FROM form_draft WHERE created_at < $1",
        now - KEPT_FOR
    )
    .execute(conn)
    .await?;
    Ok(())
}
