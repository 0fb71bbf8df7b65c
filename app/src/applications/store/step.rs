use domain::applications::{Actor, Status};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::base::error::AppError;

/// The side whose permission opens an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The applicant.
    Applicant(Uuid),
    /// The employer that owns the vacancy.
    Employer(Uuid),
    /// The portal's own work.
    Portal,
}

impl Side {
    /// The actor of this side's steps.
    pub fn actor(self) -> Actor {
        match self {
            Side::Applicant(_) => Actor::Applicant,
            Side::Employer(_) => Actor::Employer,
            Side::Portal => Actor::Portal,
        }
    }
}

/// A locked application: nobody else moves it before this transaction ends.
#[derive(Debug)]
pub struct Locked {
    pub id: Uuid,
    pub code: String,
    pub status: Status,
    pub applicant: Uuid,
    /// None when the employer's account is gone.
    pub employer: Option<Uuid>,
    pub title: String,
    pub company: String,
    pub moved_at: OffsetDateTime,
}

/// Locks the application with this code, if this side may see it.
pub async fn lock(
    conn: &mut PgConnection,
    code: &str,
    side: Side,
) -> Result<Option<Locked>, AppError> {
    let (applicant, employer) = match side {
        Side::Applicant(person) => (Some(person), None),
        Side::Employer(person) => (None, Some(person)),
        Side::Portal => (None, None),
    };
    let row = sqlx::query!(
        "SELECT a.id, a.code, a.status, a.person_id, a.moved_at, v.owner_id, v.title, v.company_name
         FROM application a JOIN vacancy v ON v.id = a.vacancy_id
         WHERE a.code = $1 AND ($2::uuid IS NULL OR a.person_id = $2) AND ($3::uuid IS NULL OR v.owner_id = $3)
         FOR UPDATE OF a",
        code,
        applicant,
        employer,
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.and_then(|row| {
        Some(Locked {
            id: row.id,
            code: row.code,
            status: Status::from_code(&row.status)?,
            applicant: row.person_id,
            employer: row.owner_id,
            title: row.title,
            company: row.company_name,
            moved_at: row.moved_at,
        })
    }))
}

/// Moves a locked application.
pub async fn record(
    conn: &mut PgConnection,
    now: OffsetDateTime,
    application: Uuid,
    to: Status,
    actor: Actor,
    note: Option<&str>,
) -> Result<(), AppError> {
    sqlx::query!(
        "UPDATE application SET status = $2, moved_at = $3 WHERE id = $1",
        application,
        to.code(),
        now
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "INSERT INTO application_step (application_id, seq, status, actor, note, at)
         SELECT $1, max(seq) + 1, $2, $3, $4, $5 FROM application_step WHERE application_id = $1",
        application,
        to.code(),
        actor.code(),
        note,
        now,
    )
    .execute(conn)
    .await?;
    Ok(())
}
