//! Reads applications for their applicant.

use domain::applications::{Actor, Profile, Status};
use sqlx::PgConnection;
use sqlx::types::Json;
use time::OffsetDateTime;
use uuid::Uuid;

use super::cv::CvRow;
use crate::applications::model::{ByCode, NamedProfile, Papers, Sent, Taken};
use crate::applications::named::named;
use crate::base::error::AppError;

struct SentRow {
    code: String,
    status: String,
    slug: String,
    title: String,
    company_name: String,
    place_name: String,
    sent_at: OffsetDateTime,
    moved_at: OffsetDateTime,
}

impl SentRow {
    fn sent(self) -> Option<Sent> {
        Some(Sent {
            status: Status::from_code(&self.status)?,
            code: self.code,
            slug: self.slug,
            title: self.title,
            company: self.company_name,
            place: self.place_name,
            sent_at: self.sent_at,
            moved_at: self.moved_at,
        })
    }
}

/// The person's applications, newest first.
pub async fn all(conn: &mut PgConnection, person: Uuid) -> Result<Vec<Sent>, AppError> {
    let rows = sqlx::query_as!(
        SentRow,
        "SELECT a.code, a.status, v.slug, v.title, v.company_name, v.place_name, a.sent_at, a.moved_at
         FROM application a JOIN vacancy v ON v.id = a.vacancy_id
         WHERE a.person_id = $1 ORDER BY a.sent_at DESC, a.id DESC LIMIT 200",
        person
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().filter_map(SentRow::sent).collect())
}

/// One of the person's applications: its row's id, the application, and its profile, CV and letter.
pub async fn one(
    conn: &mut PgConnection,
    person: Uuid,
    code: &str,
) -> Result<Option<(Uuid, Sent, Papers)>, AppError> {
    let row = sqlx::query!(
        r#"SELECT a.id, a.code, a.status, v.slug, v.title, v.company_name, v.place_name, a.sent_at, a.moved_at, a.letter,
                  a.profile AS "profile: Json<Profile>", c.id AS "cv_id?", c.kind AS "cv_kind?", c.bytes AS "cv_bytes?",
                  c.uploaded_at AS "cv_uploaded_at?"
           FROM application a JOIN vacancy v ON v.id = a.vacancy_id LEFT JOIN cv_file c ON c.id = a.cv_id
           WHERE a.person_id = $1 AND a.code = $2"#,
        person,
        code,
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.and_then(|row| {
        let cv = (|| {
            let cv = CvRow {
                id: row.cv_id?,
                kind: row.cv_kind?,
                bytes: row.cv_bytes?,
                uploaded_at: row.cv_uploaded_at?,
            };
            cv.cv()
        })();
        let sent = SentRow {
            code: row.code,
            status: row.status,
            slug: row.slug,
            title: row.title,
            company_name: row.company_name,
            place_name: row.place_name,
            sent_at: row.sent_at,
            moved_at: row.moved_at,
        };
        let named: NamedProfile = named(row.profile.0);
        Some((
            row.id,
            sent.sent()?,
            Papers {
                named,
                cv,
                letter: row.letter,
            },
        ))
    }))
}

/// The application with this code without its steps, and its row's id. None when the applicant's account was erased.
pub async fn by_code(
    conn: &mut PgConnection,
    code: &str,
    viewer: Option<Uuid>,
) -> Result<Option<(Uuid, ByCode)>, AppError> {
    let row = sqlx::query!(
        r#"SELECT a.id, a.status, a.moved_at, v.title, coalesce(a.person_id = $2, false) AS "own!"
           FROM application a JOIN vacancy v ON v.id = a.vacancy_id JOIN person p ON p.id = a.person_id
           WHERE a.code = $1 AND p.deleted_at IS NULL"#,
        code,
        viewer,
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.and_then(|row| {
        let found = ByCode {
            status: Status::from_code(&row.status)?,
            title: row.title,
            moved_at: row.moved_at,
            steps: Vec::new(),
            own: row.own,
        };
        Some((row.id, found))
    }))
}

/// The steps of an application that the caller may see, oldest first.
pub async fn steps(conn: &mut PgConnection, application: Uuid) -> Result<Vec<Taken>, AppError> {
    let rows = sqlx::query!(
        "SELECT status, actor, note, at FROM application_step WHERE application_id = $1 ORDER BY seq",
        application
    )
    .fetch_all(conn)
    .await?;
    let taken = rows.into_iter().filter_map(|row| {
        Some(Taken {
            status: Status::from_code(&row.status)?,
            actor: Actor::from_code(&row.actor)?,
            note: row.note,
            at: row.at,
        })
    });
    Ok(taken.collect())
}
