//! Forms that were sent, kept for a while with their answers: a second press gets the answer of the first.

use sqlx::PgConnection;
use time::{Duration, OffsetDateTime};

use crate::base::error::AppError;

/// How long an answer is kept: as long as a phone on a bad line may try to send its form once more. A press on the same
/// page after that is meant: somebody has come back to it.
const KEPT_FOR: Duration = Duration::minutes(3);

/// A form may be sent again after this time: a process that ended while it worked on one never answers. A statement
/// ends within 30 s.
const RUNS_AT_MOST: Duration = Duration::minutes(2);

/// What became of a form that comes in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claim {
    /// Nobody works on it: whoever asked now does, and says how it ends.
    Ours,
    /// The same form with the same words is being carried out.
    Running,
    /// It was carried out, and answered so.
    Done(Vec<u8>),
}

/// Claims the form with these words. One form holds one answer: other words in the same form are another try.
///
/// # Errors
/// [`AppError::Unavailable`] while the database cannot serve; [`AppError::Internal`] when it fails otherwise.
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

/// Keeps the answer of a form that was carried out, and forgets those of the others that the same person, or a browser on
/// which nobody is signed in, has sent before (`whose`): what they made may be undone by this one, so a press on one of
/// them is meant.
///
/// # Errors
/// [`AppError::Unavailable`] while the database cannot serve; [`AppError::Internal`] when it fails otherwise.
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

/// Gives back a form that could not be carried out: it may be mended and sent again.
///
/// # Errors
/// [`AppError::Unavailable`] while the database cannot serve; [`AppError::Internal`] when it fails otherwise.
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

/// Forgets old answers.
///
/// # Errors
/// [`AppError::Unavailable`] while the database cannot serve; [`AppError::Internal`] when it fails otherwise.
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
