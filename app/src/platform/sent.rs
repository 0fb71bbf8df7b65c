//! Forms that were sent, kept for a while with their answers. A form that is sent twice is carried out once: the second
//! request gets the answer of the first.

use sqlx::PgConnection;
use time::{Duration, OffsetDateTime};

use crate::base::error::AppError;

/// How long an answer is kept: as long as a phone on a bad line may try to send its form once more. A later press on
/// the same page counts as a new try, because the person has come back to the page.
const KEPT_FOR: Duration = Duration::minutes(3);

/// How long a form counts as running. After this time it may be claimed again, since a process that ended while it
/// worked on the form never answers. A statement ends within 30 s.
const RUNS_AT_MOST: Duration = Duration::minutes(2);

/// The state of a form that comes in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claim {
    /// Nobody else works on it. The caller carries it out, then calls [`keep_answer`] or [`release_form`].
    Ours,
    /// Another request is carrying out the same form with the same values.
    Running,
    /// It was carried out; this is its answer.
    Done(Vec<u8>),
}

/// Claims the form with these values (`words`). One form holds one answer: other values in the same form are a new try.
pub async fn claim_form(
    conn: &mut PgConnection,
    now: OffsetDateTime,
    form: &[u8; 32],
    words: &[u8; 32],
) -> Result<Claim, AppError> {
    let ours = sqlx::query_scalar!(
        r#"INSERT INTO form_sent (form_hash, words_hash, started_at) VALUES ($1, $2, $3)
           ON CONFLICT (form_hash) DO UPDATE SET words_hash = $2, started_at = $3, answer = NULL
               WHERE form_sent.words_hash <> $2 OR form_sent.started_at < $4
                  OR (form_sent.answer IS NULL AND form_sent.started_at < $5)
           RETURNING true AS "ours!""#,
        &form[..],
        &words[..],
        now,
        now - KEPT_FOR,
        now - RUNS_AT_MOST,
    )
    .fetch_optional(&mut *conn)
    .await?;
    if ours.is_some() {
        return Ok(Claim::Ours);
    }
    let answer = sqlx::query_scalar!(
        "SELECT answer FROM form_sent WHERE form_hash = $1 AND words_hash = $2",
        &form[..],
        &words[..],
    )
    .fetch_optional(conn)
    .await?;
    Ok(answer.flatten().map_or(Claim::Running, Claim::Done))
}

/// Keeps the answer of a form that was carried out, and deletes the kept answers of all other forms from the same
/// sender. The sender (`whose`) is the person, or the browser where nobody is signed in. This form may have undone what
/// an earlier one made, so a new press on the earlier one must be carried out again.
pub async fn keep_answer(
    conn: &mut PgConnection,
    form: &[u8; 32],
    words: &[u8; 32],
    whose: &[u8; 32],
    answer: &[u8],
) -> Result<(), AppError> {
    sqlx::query!(
        "WITH before AS (
             DELETE FROM form_sent WHERE whose_hash = $4 AND form_hash <> $1 AND answer IS NOT NULL)
         UPDATE form_sent SET answer = $3, whose_hash = $4 WHERE form_hash = $1 AND words_hash = $2",
        &form[..],
        &words[..],
        answer,
        &whose[..],
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Releases a form that could not be carried out, so that it may be corrected and sent again.
pub async fn release_form(
    conn: &mut PgConnection,
    form: &[u8; 32],
    words: &[u8; 32],
) -> Result<(), AppError> {
    sqlx::query!(
        "DELETE FROM form_sent WHERE form_hash = $1 AND words_hash = $2 AND answer IS NULL",
        &form[..],
        &words[..],
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Deletes forms and answers that are older than `KEPT_FOR`.
pub async fn sweep_sent_forms(
    conn: &mut PgConnection,
    now: OffsetDateTime,
) -> Result<(), AppError> {
    sqlx::query!(
        "DELETE FROM form_sent WHERE started_at < $1",
        now - KEPT_FOR
    )
    .execute(conn)
    .await?;
    Ok(())
}
