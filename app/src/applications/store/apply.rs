use domain::applications::{Profile, Status};
use sqlx::PgConnection;
use sqlx::types::Json;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::applications::model::{Applying, Target};
use crate::base::error::AppError;

/// Locks the vacancy at this address until the end of the transaction: its employer can neither close it nor leave
/// while somebody applies.
pub async fn hold_vacancy(conn: &mut PgConnection, slug: &str) -> Result<(), AppError> {
    sqlx::query_scalar!("SELECT id FROM vacancy WHERE slug = $1 FOR SHARE", slug)
        .fetch_optional(conn)
        .await?;
    Ok(())
}

/// The vacancy at this address as this person sees it, and its owner.
pub async fn target(
    conn: &mut PgConnection,
    now: OffsetDateTime,
    slug: &str,
    person: Uuid,
) -> Result<Option<(Uuid, Option<Uuid>, Target)>, AppError> {
    let row = sqlx::query!(
        r#"SELECT v.id, v.slug, v.title, v.company_name, v.place_name, v.owner_id,
                  least(v.closes_at, v.withdrawn_at) AS "closes_at!", a.code AS "code?", a.sent_at AS "sent_at?"
           FROM vacancy v
           LEFT JOIN application a ON a.vacancy_id = v.id AND a.person_id = $2
           WHERE v.slug = $1"#,
        slug,
        person,
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| {
        let applying = match (row.code.zip(row.sent_at), row.owner_id) {
            (Some((code, sent_at)), _) => Applying::Applied { code, sent_at },
            (None, None) => Applying::AtSource,
            (None, Some(owner)) if owner == person => Applying::Own,
            (None, Some(_)) if row.closes_at <= now => Applying::Closed,
            (None, Some(_)) => Applying::Open,
        };
        let target = Target {
            slug: row.slug,
            title: row.title,
            company: row.company_name,
            place: row.place_name,
            closes_at: row.closes_at,
            applying,
        };
        (row.id, row.owner_id, target)
    }))
}

/// A new application.
#[derive(Debug)]
pub struct NewApplication<'a> {
    pub id: Uuid,
    pub code: &'a str,
    pub person: Uuid,
    pub vacancy: Uuid,
    pub profile: &'a Profile,
    pub cv: Option<Uuid>,
    pub letter: Option<&'a str>,
}

/// Sends an application. False when the person has applied for this vacancy already.
pub async fn insert(
    conn: &mut PgConnection,
    now: OffsetDateTime,
    new: &NewApplication<'_>,
) -> Result<bool, AppError> {
    let made = sqlx::query!(
        "INSERT INTO application (id, code, person_id, vacancy_id, status, profile, cv_id, letter, sent_at, moved_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)
         ON CONFLICT ON CONSTRAINT application_once DO NOTHING",
        new.id,
        new.code,
        new.person,
        new.vacancy,
        Status::Submitted.code(),
        Json(new.profile) as _,
        new.cv,
        new.letter,
        now,
    )
    .execute(&mut *conn)
    .await?;
    if made.rows_affected() == 0 {
        return Ok(false);
    }
    sqlx::query!(
        "INSERT INTO application_step (application_id, seq, status, actor, at) VALUES ($1, 1, $2, 'applicant', $3)",
        new.id,
        Status::Submitted.code(),
        now,
    )
    .execute(conn)
    .await?;
    Ok(true)
}
