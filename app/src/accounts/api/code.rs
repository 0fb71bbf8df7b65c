use sqlx::{PgConnection, Postgres, Transaction};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::accounts::store::{self, KeptCode, Purpose};
use crate::error::AppError;
use crate::platform::count_uses;
use domain::accounts::{CodeVerdict, limits};

/// Counts a try of a code from this network address, before anything is looked at.
///
/// # Errors
/// [`AppError::RateLimited`]; database errors.
pub(super) async fn count_try_from(
    conn: &mut PgConnection,
    now: OffsetDateTime,
    network: Option<&[u8]>,
) -> Result<(), AppError> {
    count_uses(conn, now, &[(limits::CODE_TRY_ADDRESS, network)]).await
}

/// The code that was asked for, locked, when these are its digits. A wrong try is counted, and stays counted.
///
/// # Errors
/// What the person is told of a wrong or a dead code; database errors.
pub(super) async fn prove_code(
    mut tx: Transaction<'static, Postgres>,
    now: OffsetDateTime,
    request: Uuid,
    purpose: Purpose,
    typed: &str,
) -> Result<(Transaction<'static, Postgres>, KeptCode), AppError> {
    let Some(kept) = store::lock_code(&mut tx, request, purpose).await? else {
        return Err(dead());
    };
    match kept.state.judge(kept.matches(request, typed), now) {
        CodeVerdict::Right => Ok((tx, kept)),
        verdict => {
            store::count_try(&mut tx, request).await?;
            tx.commit().await?;
            Err(match verdict {
                CodeVerdict::Wrong => AppError::field("code", "code_wrong"),
                CodeVerdict::Right | CodeVerdict::Dead => dead(),
            })
        }
    }
}

/// The code is good for nothing any more.
pub(super) fn dead() -> AppError {
    AppError::field("code", "code_dead")
}
