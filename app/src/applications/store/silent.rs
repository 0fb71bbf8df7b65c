use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::base::error::AppError;

/// Codes of open applications without a step since `before`, the oldest first.
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

/// Codes of the open applications for an employer's vacancies, always in the same order.
pub async fn unanswered_of(
    conn: &mut PgConnection,
    employer: Uuid,
) -> Result<Vec<String>, AppError> {
    let codes = sqlx::query_scalar!(
        "SELECT a.code FROM application a JOIN vacancy v ON v.id = a.vacancy_id
         WHERE v.owner_id = $1 AND a.status IN ('submitted', 'reviewed', 'interview', 'offered') ORDER BY a.id",
        employer
    );
    Ok(codes.fetch_all(conn).await?)
}
