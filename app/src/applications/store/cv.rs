//! CVs: the owner of each file, and the files to delete.

use domain::applications::CvKind;
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::applications::model::Cv;
use crate::base::error::AppError;

/// The row of a CV.
#[derive(Clone, Debug)]
pub struct CvRow {
    pub id: Uuid,
    pub kind: String,
    pub bytes: i64,
    pub uploaded_at: OffsetDateTime,
}

impl CvRow {
    /// The part for pages; none when this version does not know the kind.
    pub fn cv(&self) -> Option<Cv> {
        CvKind::from_code(&self.kind).map(|kind| Cv {
            kind,
            bytes: self.bytes,
            uploaded_at: self.uploaded_at,
        })
    }
}

/// A CV that the person of the request may read.
#[derive(Clone, Debug)]
pub struct KeptFile {
    /// The id, which is the name of its file.
    pub id: Uuid,
    pub kind: CvKind,
    /// The person who owns it.
    pub person: Uuid,
}

/// The person's present CV.
pub async fn current(conn: &mut PgConnection, person: Uuid) -> Result<Option<CvRow>, AppError> {
    let row = sqlx::query_as!(
        CvRow,
        "SELECT id, kind, bytes, uploaded_at FROM cv_file WHERE person_id = $1 AND replaced_at IS NULL",
        person
    );
    Ok(row.fetch_optional(conn).await?)
}

/// Notes a file before its upload: the worker deletes it at `due_at`, unless [`keep`] removes the note.
pub async fn note_upload(
    conn: &mut PgConnection,
    id: Uuid,
    due_at: OffsetDateTime,
) -> Result<(), AppError> {
    sqlx::query!(
        "INSERT INTO cv_file_to_delete (id, due_at) VALUES ($1, $2)",
        id,
        due_at
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Notes files for deletion now, except those that have a row. Uses the database's clock: a restore does not run by the
/// clock that tests move.
pub async fn note_unnamed(conn: &mut PgConnection, ids: &[Uuid]) -> Result<(), AppError> {
    sqlx::query!(
        "INSERT INTO cv_file_to_delete (id, due_at)
         SELECT id, now() FROM unnest($1::uuid[]) AS file (id)
         WHERE NOT EXISTS (SELECT FROM cv_file c WHERE c.id = file.id)
         ON CONFLICT DO NOTHING",
        ids
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Makes an uploaded file the person's CV; deletes the earlier CV unless an application holds it. The person's row must
/// be locked ([`crate::platform::lock_viewer`]).
pub async fn keep(
    conn: &mut PgConnection,
    now: OffsetDateTime,
    person: Uuid,
    id: Uuid,
    kind: CvKind,
    bytes: i64,
) -> Result<(), AppError> {
    remove_current(&mut *conn, now, person).await?;
    sqlx::query!(
        "INSERT INTO cv_file (id, person_id, kind, bytes, uploaded_at) VALUES ($1, $2, $3, $4, $5)",
        id,
        person,
        kind.code(),
        bytes,
        now,
    )
    .execute(&mut *conn)
    .await?;
    forget_file(conn, id).await
}

/// Removes the person's CV; applications that were sent with it keep it. The person's row must be locked.
pub async fn remove_current(
    conn: &mut PgConnection,
    now: OffsetDateTime,
    person: Uuid,
) -> Result<(), AppError> {
    sqlx::query!(
        "UPDATE cv_file SET replaced_at = $2 WHERE person_id = $1 AND replaced_at IS NULL",
        person,
        now
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "WITH gone AS (
             DELETE FROM cv_file c WHERE c.person_id = $1 AND c.replaced_at IS NOT NULL
               AND NOT EXISTS (SELECT FROM application a WHERE a.cv_id = c.id)
             RETURNING c.id)
         INSERT INTO cv_file_to_delete (id, due_at) SELECT id, $2 FROM gone",
        person,
        now,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The person's own present CV, or the one of an own application.
pub async fn file_for_owner(
    conn: &mut PgConnection,
    person: Uuid,
    code: Option<&str>,
) -> Result<Option<KeptFile>, AppError> {
    let row = sqlx::query!(
        "SELECT c.id, c.kind FROM cv_file c
         WHERE c.person_id = $1 AND CASE
             WHEN $2::text IS NULL THEN c.replaced_at IS NULL
             ELSE EXISTS (SELECT FROM application a WHERE a.cv_id = c.id AND a.person_id = $1 AND a.code = $2) END",
        person,
        code,
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.and_then(|row| {
        CvKind::from_code(&row.kind).map(|kind| KeptFile {
            id: row.id,
            kind,
            person,
        })
    }))
}

/// The CV of an application for a vacancy of this employer.
pub async fn file_for_employer(
    conn: &mut PgConnection,
    employer: Uuid,
    code: &str,
) -> Result<Option<KeptFile>, AppError> {
    let row = sqlx::query!(
        "SELECT c.id, c.kind, c.person_id FROM application a
         JOIN vacancy v ON v.id = a.vacancy_id AND v.owner_id = $1
         JOIN cv_file c ON c.id = a.cv_id
         WHERE a.code = $2 AND a.status <> 'withdrawn'",
        employer,
        code,
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.and_then(|row| {
        CvKind::from_code(&row.kind).map(|kind| KeptFile {
            id: row.id,
            kind,
            person: row.person_id,
        })
    }))
}

/// Files whose deletion is due.
pub async fn due_files(
    conn: &mut PgConnection,
    now: OffsetDateTime,
) -> Result<Vec<Uuid>, AppError> {
    let ids = sqlx::query_scalar!(
        "SELECT id FROM cv_file_to_delete WHERE due_at <= $1 ORDER BY due_at LIMIT 100",
        now
    );
    Ok(ids.fetch_all(conn).await?)
}

/// Removes the note of a file that is deleted, or that stays.
pub async fn forget_file(conn: &mut PgConnection, id: Uuid) -> Result<(), AppError> {
    sqlx::query!("DELETE FROM cv_file_to_delete WHERE id = $1", id)
        .execute(conn)
        .await?;
    Ok(())
}
