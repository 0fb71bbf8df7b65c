//! CVs among the portal's files: each has its own id as its name, never a name from an upload.

use std::io;

use domain::accounts::Access;
use domain::applications::CvInspection;
use sqlx::PgConnection;
use time::Duration;
use uuid::Uuid;

use super::store;
use crate::base::error::AppError;
use crate::platform::{Platform, Reading, Viewer, Writing, allow, audit, internal, lock_viewer};

pub use super::store::KeptFile;

/// An upload that takes longer counts as abandoned.
const UPLOAD_TIME: Duration = Duration::hours(1);
/// Uploads of one person in an hour.
const UPLOADS_AN_HOUR: i32 = 20;

/// The name of a CV's file.
pub fn name(id: Uuid) -> String {
    format!("cv/{id}")
}

/// The id of the CV whose file has this name, or has it during the upload (`.part`); none for other files.
pub fn id_of(name: &str) -> Option<Uuid> {
    let id = name.strip_prefix("cv/")?;
    id.strip_suffix(".part").unwrap_or(id).parse().ok()
}

/// Notes the CVs among these files that have no row: the worker deletes them.
pub async fn note_unnamed(
    conn: &mut PgConnection,
    names: impl IntoIterator<Item = &str>,
) -> Result<(), AppError> {
    let ids: Vec<Uuid> = names.into_iter().filter_map(id_of).collect();
    store::note_unnamed(conn, &ids).await
}

/// A CV that is being uploaded. Until [`Upload::keep`] it belongs to nobody, and the worker deletes it after an hour.
#[derive(Debug)]
pub struct Upload {
    id: Uuid,
    file: Writing,
    inspection: CvInspection,
    /// Size of the stored part in bytes.
    bytes: i64,
}

impl Upload {
    /// Begins an upload for this person.
    ///
    /// # Errors
    /// [`AppError::RateLimited`]; the files or the database.
    pub async fn begin(p: &Platform, person: Uuid) -> Result<Upload, AppError> {
        let now = p.clock.now();
        let mut conn = p.pool.acquire().await?;
        allow(
            &mut conn,
            now,
            &format!("cv:{person}"),
            Duration::hours(1),
            UPLOADS_AN_HOUR,
        )
        .await?;
        let id = p.ids.uuid(now);
        store::note_upload(&mut conn, id, now + UPLOAD_TIME).await?;
        let file = p.files.begin(&name(id)).await.map_err(fault)?;
        Ok(Upload {
            id,
            file,
            inspection: CvInspection::default(),
            bytes: 0,
        })
    }

    /// Stores the next piece. Inspects but does not store bytes beyond a CV's limit, and data that a camera put behind
    /// a picture.
    ///
    /// # Errors
    /// The files.
    pub async fn write(&mut self, piece: &[u8]) -> Result<(), AppError> {
        let own = self.inspection.look(piece);
        self.bytes += i64::try_from(own.len()).unwrap_or_default();
        self.file.write(own).await.map_err(fault)
    }

    /// Makes the file the person's CV, whole or not at all.
    ///
    /// # Errors
    /// A field error of `cv`, with the code of [`domain::applications::CvFault`]; [`AppError::Unauthenticated`] for a
    /// person who has signed out meanwhile; the files or the database.
    pub async fn keep(self, p: &Platform, viewer: &Viewer) -> Result<(), AppError> {
        let Upload {
            id,
            file,
            inspection,
            bytes,
        } = self;
        let kind = match inspection.end() {
            Ok(kind) => kind,
            Err(found) => {
                discard(p, id, file).await?;
                return Err(AppError::field("cv", found.code()));
            }
        };
        file.keep().await.map_err(fault)?;
        let mut tx = p.pool.begin().await?;
        lock_viewer(&mut tx, viewer).await?;
        store::keep(&mut tx, p.clock.now(), viewer.person_id, id, kind, bytes).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Deletes the stored part of the upload.
    ///
    /// # Errors
    /// The files or the database: the worker tries again then.
    pub async fn discard(self, p: &Platform) -> Result<(), AppError> {
        discard(p, self.id, self.file).await
    }
}

async fn discard(p: &Platform, id: Uuid, file: Writing) -> Result<(), AppError> {
    file.discard().await.map_err(fault)?;
    store::forget_file(&mut *p.pool.acquire().await?, id).await
}

/// The person's own CV, or the one of an own application.
///
/// # Errors
/// [`AppError::NotFound`] when there is none.
pub async fn own(p: &Platform, viewer: &Viewer, code: Option<&str>) -> Result<KeptFile, AppError> {
    let mut conn = p.pool.acquire().await?;
    store::file_for_owner(&mut conn, viewer.person_id, code)
        .await?
        .ok_or(AppError::NotFound)
}

/// The CV of an applicant, for the employer that it was sent to; the access is audited.
///
/// # Errors
/// [`AppError::NotFound`] when there is none.
pub async fn of_applicant(p: &Platform, viewer: &Viewer, code: &str) -> Result<KeptFile, AppError> {
    let mut tx = p.pool.begin().await?;
    let file = store::file_for_employer(&mut tx, viewer.person_id, code)
        .await?
        .ok_or(AppError::NotFound)?;
    audit(
        &mut tx,
        &p.clock,
        viewer,
        Access::Cv,
        &format!("application:{code}"),
        Some(file.person),
    )
    .await?;
    tx.commit().await?;
    Ok(file)
}

/// Opens a kept CV.
///
/// # Errors
/// [`AppError::NotFound`] when its file is gone: the CV was replaced after its row was read, or the files and the
/// database were restored from different times; the files.
pub async fn open(p: &Platform, file: &KeptFile) -> Result<Reading, AppError> {
    p.files
        .open(&name(file.id))
        .await
        .map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => {
                tracing::warn!(cv = %file.id, "a CV that was asked for is not among the files");
                AppError::NotFound
            }
            _ => fault(error),
        })
}

/// Deletes the files that belong to nobody any more. Run by the worker.
///
/// # Errors
/// The files or the database: the rest is tried again.
pub async fn delete_due(p: &Platform) -> Result<(), AppError> {
    let mut conn = p.pool.acquire().await?;
    for id in store::due_files(&mut conn, p.clock.now()).await? {
        p.files.delete(&name(id)).await.map_err(fault)?;
        store::forget_file(&mut conn, id).await?;
    }
    Ok(())
}

/// The error of a file operation. A full disk and a missing store are temporary; anything else is a fault of the
/// portal.
fn fault(error: io::Error) -> AppError {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::NotConnected => {
            tracing::error!(error = %error, "the portal's files cannot be used just now");
            AppError::Unavailable
        }
        _ => internal(&error),
    }
}
