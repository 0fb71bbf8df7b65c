use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::error::AppError;

/// Codes of open applications that nobody has moved since `before`, the oldest first.
pub async fn overdue(
    conn: &mut PgConnection,
    before: OffsetDateTime,
) -> Result<Vec<String>, AppError> {
    let codes = sqlx::query_scalar!(
        "SELECT code FROM application
         WHERE status IN ('submitted', 'reviewed', 'interview', 'offered') AND moved_at <= $1
         ORDER BY moved_at LIMIT 500",
        before
    );
    Ok(codes.fetch_all(conn).await?)
}
