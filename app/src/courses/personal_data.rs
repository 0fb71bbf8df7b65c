//! The data that the courses keep about one person: its export and its erasure (UU 27/2022, personal data protection).

use serde_json::{Value, json};
use sqlx::PgConnection;
use time::format_description::well_known::Rfc3339;
use uuid::Uuid;

use super::messages::tell;
use super::store;
use crate::base::error::AppError;
use crate::platform::Platform;

/// Exports every enrolment of a person with its answers, and the answers that were not sent.
pub async fn export_person(conn: &mut PgConnection, person: Uuid) -> Result<Value, AppError> {
    let kept = store::kept(&mut *conn, person).await?;
    let enrolments: Vec<Value> = kept
        .into_iter()
        .map(|row| {
            json!({
                "code": row.code,
                "programme": row.slug,
                "status": row.status,
                "created_at": row.created_at.format(&Rfc3339).ok(),
                "kind": row.kind,
                "country": row.country,
                "return_year": row.return_year,
                "regency": row.regency_code,
                "sessions_attended": row.attended,
            })
        })
        .collect();
    let unsent: Vec<Value> = store::unsent_answers(conn, person)
        .await?
        .into_iter()
        .map(|(programme, answers)| json!({ "programme": programme, "answers": answers }))
        .collect();
    Ok(json!({ "enrolments": enrolments, "unsent": unsent }))
}

/// Cancels a person's open enrolments, offers the freed seats to the waiting list, and deletes the answers.
pub async fn erase_person(
    platform: &Platform,
    conn: &mut PgConnection,
    person: Uuid,
) -> Result<(), AppError> {
    let now = platform.clock.now();
    let notices = store::erase(conn, person, now).await?;
    tell(conn, platform, &notices, now).await
}
