use sqlx::{Postgres, Transaction};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::accounts::store::{self, KeptCode, Purpose};
use crate::base::error::AppError;
use crate::platform::count_uses;
use domain::accounts::{CodeVerdict, limits};

/// A try to use a code: the digits that a person has typed.
#[derive(Clone)]
pub(super) struct Try {
    pub request: Uuid,
    pub purpose: Purpose,
    pub digits: String,
    /// The group that the client is counted in ([`Visit::crowd`](crate::platform::Visit::crowd)).
    pub crowd: Option<Vec<u8>>,
}

/// Checks the typed digits and returns the code, locked. A wrong try is counted for the code and for the network, and
/// stays counted. Only wrong tries count against a network, since thousands of phones may share it.
///
/// # Errors
/// A field error for a wrong or a dead code; [`AppError::RateLimited`].
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

/// The field error for a code that can no longer be used.
pub(super) fn dead() -> AppError {
    AppError::field("code", "code_dead")
}
