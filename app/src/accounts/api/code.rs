use sqlx::{Postgres, Transaction};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::accounts::store::{self, KeptCode, Purpose};
use crate::base::error::AppError;
use crate::platform::count_uses;
use domain::accounts::{CodeVerdict, limits};

/// A code that somebody has typed.
#[derive(Clone)]
pub(super) struct Try {
    pub request: Uuid,
    pub purpose: Purpose,
    pub digits: String,
    /// Those whom the asker is counted with ([`Visit::crowd`](crate::platform::Visit::crowd)).
    pub crowd: Option<Vec<u8>>,
}

/// The code that was asked for, locked, when these are its digits. A miss is counted, and stays counted: for the code and
/// for the network. Misses are all that a network is refused for, since thousands of phones may share it.
///
/// # Errors
/// What the person is told of a wrong or a dead code; [`AppError::RateLimited`]; database errors.
pub(super) async fn prove_code(
    mut tx: Transaction<'static, Postgres>,
    now: OffsetDateTime,
    tried: &Try,
) -> Result<(Transaction<'static, Postgres>, KeptCode), AppError> {
    let kept = store::lock_code(&mut tx, tried.request, tried.purpose).await?;
    let error = match kept {
        None => dead(),
        Some(kept) => match kept
            .state
            .judge(kept.matches(tried.request, &tried.digits), now)
        {
            CodeVerdict::Right => return Ok((tx, kept)),
            verdict => {
                store::count_try(&mut tx, tried.request).await?;
                match verdict {
                    CodeVerdict::Wrong => AppError::field("code", "code_wrong"),
                    CodeVerdict::Right | CodeVerdict::Dead => dead(),
                }
            }
        },
    };
    let miss = [(limits::CODE_TRY_ADDRESS, tried.crowd.as_deref())];
    let counted = count_uses(&mut tx, now, &miss).await;
    tx.commit().await?;
    Err(counted.err().unwrap_or(error))
}

/// The code is good for nothing any more.
pub(super) fn dead() -> AppError {
    AppError::field("code", "code_dead")
}
