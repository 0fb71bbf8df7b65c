//! What guests leave behind.

use sqlx::PgConnection;

use crate::error::AppError;

/// Gives everything of a guest's token to a token that nobody holds.
///
/// # Errors
/// Database errors.
pub async fn unbind_guest(
    conn: &mut PgConnection,
    guest: &[u8],
    nobody: &[u8],
) -> Result<(), AppError> {
    sqlx::query!(
        "UPDATE conversation SET guest_token_hash = $2 WHERE guest_token_hash = $1",
        guest,
        nobody,
    )
    .execute(conn)
    .await?;
    Ok(())
}
