//! The applicants for the employer's vacancies.

use domain::applications::{Actor, CvKind, Profile, Status, Step};
use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use crate::applications::model::{Cv, Papers};
use crate::applications::named;
use crate::base::error::AppError;
use crate::employers::model::{Applicant, ApplicantView};

/// The number of applicants that one page shows.
const MOST: i64 = 500;

/// The applicants for one of the employer's vacancies: those that wait for a step first, oldest first.
pub async fn applicants(
    conn: &mut PgConnection,
    employer: Uuid,
    slug: &str,
) -> Result<Vec<Applicant>, AppError> {
    let rows = sqlx::query!(
        r#"SELECT a.code, p.name, a.status, a.sent_at, a.moved_at, a.cv_id IS NOT NULL AS "has_cv!"
           FROM application a JOIN vacancy v ON v.id = a.vacancy_id JOIN person p ON p.id = a.person_id
           WHERE v.owner_id = $1 AND v.slug = $2
           ORDER BY a.status NOT IN ('submitted', 'reviewed', 'interview', 'offered'), a.sent_at, a.id LIMIT $3"#,
        employer,
        slug,
        MOST,
    )
    .fetch_all(conn)
    .await?;
    let list = rows.into_iter().filter_map(|row| {
        let status = Status::from_code(&row.status)?;
        Some(Applicant {
            code: row.code,
            name: row.name,
            status,
            sent_at: row.sent_at,
            moved_at: row.moved_at,
            has_cv: row.has_cv,
            open: Step::open(status, Actor::Employer),
        })
    });
    Ok(list.collect())
}

/// One applicant: the ids of the application's row and of the person, and the view without steps. A withdrawn
/// application shows no profile, CV, letter or contacts.
pub async fn applicant(
    conn: &mut PgConnection,
    employer: Uuid,
    code: &str,
) -> Result<Option<(Uuid, Uuid, ApplicantView)>, AppError> {
    let row = sqlx::query!(
        r#"SELECT a.id, a.person_id, a.code, p.name, p.email, p.phone, a.status, a.sent_at, a.moved_at, a.letter,
                  a.profile AS "profile: Json<Profile>", v.slug, v.title,
                  c.kind AS "cv_kind?", c.bytes AS "cv_bytes?", c.uploaded_at AS "cv_uploaded_at?"
           FROM application a JOIN vacancy v ON v.id = a.vacancy_id JOIN person p ON p.id = a.person_id
           LEFT JOIN cv_file c ON c.id = a.cv_id
           WHERE v.owner_id = $1 AND a.code = $2"#,
        employer,
        code,
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.and_then(|row| {
        let status = Status::from_code(&row.status)?;
        let shown = status != Status::Withdrawn;
        let cv = (|| {
            let kind = CvKind::from_code(&row.cv_kind?)?;
            Some(Cv {
                kind,
                bytes: row.cv_bytes?,
                uploaded_at: row.cv_uploaded_at?,
            })
        })();
        let applicant = Applicant {
            code: row.code,
            name: row.name,
            status,
            sent_at: row.sent_at,
            moved_at: row.moved_at,
            has_cv: cv.is_some() && shown,
            open: Step::open(status, Actor::Employer),
        };
        let papers = Papers {
            named: named(if shown {
                row.profile.0
            } else {
                Profile::default()
            }),
            cv: cv.filter(|_| shown),
            letter: row.letter.filter(|_| shown),
        };
        let contacts = [row.email, row.phone]
            .into_iter()
            .flatten()
            .filter(|_| shown)
            .collect();
        let view = ApplicantView {
            applicant,
            slug: row.slug,
            title: row.title,
            contacts,
            papers,
            steps: Vec::new(),
        };
        Some((row.id, row.person_id, view))
    }))
}
