//! Unpublished vacancies that their employer wrote here.

use domain::applications::Opening;
use sqlx::PgConnection;
use sqlx::types::Json;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::base::error::AppError;
use crate::employers::model::{Company, Draft, DraftState};
use crate::jobs::reference::region_name;

pub(super) struct DraftRow {
    pub id: Uuid,
    pub company_id: Uuid,
    pub company_name: String,
    pub opening: Json<Opening>,
    pub state: String,
    pub reason: Option<String>,
    pub sent_at: OffsetDateTime,
}

impl DraftRow {
    pub(super) fn draft(self) -> Option<Draft> {
        Some(Draft {
            id: self.id,
            company: Company {
                id: self.company_id,
                name: self.company_name,
            },
            place_name: region_name(&self.opening.0.place)
                .unwrap_or_default()
                .to_owned(),
            opening: self.opening.0,
            state: DraftState::from_code(&self.state)?,
            reason: self.reason,
            sent_at: self.sent_at,
            version: (self.sent_at.unix_timestamp_nanos() / 1000) as i64,
        })
    }
}

/// The account's vacancies that are not published, newest first.
pub async fn drafts(conn: &mut PgConnection, person: Uuid) -> Result<Vec<Draft>, AppError> {
    find(conn, person, None).await
}

/// One of the account's vacancies that are not published.
pub async fn draft(
    conn: &mut PgConnection,
    person: Uuid,
    id: Uuid,
) -> Result<Option<Draft>, AppError> {
    Ok(find(conn, person, Some(id)).await?.pop())
}

async fn find(
    conn: &mut PgConnection,
    person: Uuid,
    id: Option<Uuid>,
) -> Result<Vec<Draft>, AppError> {
    let rows = sqlx::query_as!(
        DraftRow,
        r#"SELECT d.id, d.company_id, c.name AS company_name, d.opening AS "opening: Json<Opening>", d.state, d.reason, d.sent_at
           FROM vacancy_draft d JOIN company c ON c.id = d.company_id
           WHERE d.owner_id = $1 AND d.state <> 'published' AND ($2::uuid IS NULL OR d.id = $2)
           ORDER BY d.sent_at DESC, d.id DESC LIMIT 100"#,
        person,
        id,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().filter_map(DraftRow::draft).collect())
}

/// Submits a new vacancy.
pub async fn write(
    conn: &mut PgConnection,
    now: OffsetDateTime,
    id: Uuid,
    person: Uuid,
    company: Uuid,
    opening: &Opening,
) -> Result<(), AppError> {
    sqlx::query!(
        "INSERT INTO vacancy_draft (id, owner_id, company_id, opening, state, sent_at) VALUES ($1, $2, $3, $4, 'waiting', $5)",
        id,
        person,
        company,
        Json(opening) as _,
        now,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Submits a vacancy again. False when it is not the account's, or is published by now.
pub async fn rewrite(
    conn: &mut PgConnection,
    now: OffsetDateTime,
    id: Uuid,
    person: Uuid,
    company: Uuid,
    opening: &Opening,
) -> Result<bool, AppError> {
    let done = sqlx::query!(
        "UPDATE vacancy_draft SET company_id = $3, opening = $4, state = 'waiting', sent_at = $5
         WHERE id = $1 AND owner_id = $2 AND state <> 'published'",
        id,
        person,
        company,
        Json(opening) as _,
        now,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}
