//! `portal restore`: checks the backup, fills a new database, and swaps it in when it is complete.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use app::accounts::end_everything_open;
use app::applications::files::note_unnamed;
use app::base::error::AppError;
use app::consultation::store::renew_epoch;
use app::platform::{Clock, Files};
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{ConnectOptions, Connection};

use super::BackupError;
use super::dump::{has_table, run};
use super::files;
use super::manifest::{DUMP, FILES, Manifest, Sum};
use super::target::{Target, rows};
use crate::schema;

/// Whether existing data may be lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replace {
    Never,
    /// The operator has asked to replace the existing data.
    Asked,
}

/// The database that is filled before it takes the portal's name.
const FILLED: &str = "portal_restored";

/// A backup that is complete and that this portal can read.
#[derive(Debug)]
pub struct Backup {
    dir: PathBuf,
    pub manifest: Manifest,
}

impl Backup {
    /// Opens the backup in `dir` and checks the checksum of every file. `known` are this portal's migrations.
    ///
    /// # Errors
    /// One sentence for the operator.
    pub fn open(dir: &Path, known: &[i64]) -> Result<Self, BackupError> {
        let manifest = Manifest::read(dir, known)?;
        verify(dir, &manifest)?;
        Ok(Self {
            dir: dir.to_owned(),
            manifest,
        })
    }

    /// Restores the backup. `admin` is the private cluster's superuser. An outside server has none, and its database
    /// must be empty.
    ///
    /// # Errors
    /// One sentence for the operator. Until the last step nothing that existed has changed.
    pub async fn restore(
        &self,
        target: &Target,
        admin: Option<PgConnectOptions>,
        replace: Replace,
    ) -> Result<(), BackupError> {
        target.can_load(self.manifest.needs())?;
        let there = files::list(&target.files).await?;
        let kept = &self.manifest.files;
        refuse_to_lose(
            target,
            replace,
            there.iter().find(|name| !is_kept(name, kept)),
        )
        .await?;
        let brought = || kept.keys().filter(|name| !there.contains(*name));
        let mut admin = match admin {
            Some(admin) => Some(admin.connect().await?),
            None => None,
        };
        // File names are never used twice, so the new files do no harm until the database names them. The existing
        // database gets a note to delete them, in case this process is killed. When the restore succeeds, that database
        // is dropped together with its notes.
        note(&target.options, brought()).await?;
        if let Err(error) = self.fill(target, admin.as_mut(), &there).await {
            files::forget(&target.files, brought()).await;
            return Err(error);
        }
        if let Some(admin) = admin {
            swap(admin).await?;
        }
        let others = there.iter().filter(|name| !kept.contains_key(*name));
        files::forget(&target.files, others).await;
        Ok(())
    }

    /// Puts the files beside the existing ones and fills a database, until it is ready to be served.
    async fn fill(
        &self,
        target: &Target,
        admin: Option<&mut PgConnection>,
        there: &BTreeSet<String>,
    ) -> Result<(), BackupError> {
        for name in self.manifest.files.keys() {
            let source = self.dir.join(FILES).join(name);
            files::put_back(&source, &target.files, name).await?;
        }
        let dump = self.dir.join(DUMP);
        let Some(admin) = admin else {
            load(target, None, &dump).await?;
            return self.finish(&target.options, there).await;
        };
        sqlx::raw_sql("create database portal_restored owner portal")
            .execute(&mut *admin)
            .await?;
        let filled = async {
            load(target, Some(FILLED), &dump).await?;
            self.finish(&target.options.clone().database(FILLED), there)
                .await
        };
        if let Err(error) = filled.await {
            // The existing data may need the disk space.
            if let Err(left) = sqlx::raw_sql("drop database portal_restored with (force)")
                .execute(admin)
                .await
            {
                tracing::warn!(%left, "what was restored so far goes at the next start");
            }
            return Err(error);
        }
        Ok(())
    }

    /// Makes a database ready to be served after the dump was loaded. This happens before it replaces another database,
    /// so that a backup that cannot be made ready destroys nothing.
    async fn finish(
        &self,
        options: &PgConnectOptions,
        there: &BTreeSet<String>,
    ) -> Result<(), BackupError> {
        compare(options, &self.manifest).await?;
        void_cursors(options).await?;
        schema::migrate(options).await.map_err(|cause| {
            BackupError::new(
                70,
                format!(
                    "The backup cannot be brought to this portal's schema ({cause}): restore it with \
                     the version of the portal that made it, {}.",
                    self.manifest.portal
                ),
            )
        })?;
        shut_out(options).await?;
        // After the swap, the portal deletes every file that the rows of this database do not name, even if this
        // process is killed.
        note(options, there.iter().chain(self.manifest.files.keys())).await
    }
}

/// Swaps the two databases: renames both in one transaction.
async fn swap(mut admin: PgConnection) -> Result<(), BackupError> {
    sqlx::raw_sql(
        "begin;
         alter database portal rename to portal_replaced;
         alter database portal_restored rename to portal;
         commit",
    )
    .execute(&mut admin)
    .await?;
    if let Err(left) = sqlx::raw_sql("drop database portal_replaced with (force)")
        .execute(&mut admin)
        .await
    {
        tracing::warn!(%left, "the database that was replaced goes at the next start");
    }
    // The connection is not used again, so its error does not matter.
    let _ = admin.close().await;
    Ok(())
}

/// Whether the backup holds this file. A partial file that a killed restore has left counts as the same file.
fn is_kept(name: &str, kept: &BTreeMap<String, Sum>) -> bool {
    kept.contains_key(name.strip_suffix(".part").unwrap_or(name))
}

/// Notes in a database, if it has the portal's tables, which CVs are to be deleted unless its rows name them.
async fn note(
    options: &PgConnectOptions,
    names: impl Iterator<Item = &String>,
) -> Result<(), BackupError> {
    let mut connection = options.connect().await?;
    if has_table(&mut connection, "cv_file_to_delete").await? {
        let noted = note_unnamed(&mut connection, names.map(String::as_str)).await;
        noted.map_err(|_: AppError| {
            BackupError::new(
                70,
                "The database does not take a note of its files: see that it can be written, and start again.",
            )
        })?;
    }
    connection.close().await?;
    Ok(())
}

/// Refuses to lose existing data unless the operator has asked for it. `lost` is a file that would be deleted.
async fn refuse_to_lose(
    target: &Target,
    replace: Replace,
    lost: Option<&String>,
) -> Result<(), BackupError> {
    let mut connection = target.options.connect().await?;
    let used = !rows(&mut connection).await?.is_empty();
    connection.close().await?;
    match (used, target.folder()) {
        (true, None) => {
            return Err(BackupError::new(
                73,
                "The outside database already holds data: make an empty one and let DATABASE_URL name \
                 it.",
            ));
        }
        (true, Some(folder)) if replace == Replace::Never => {
            return Err(BackupError::new(
                73,
                format!(
                    "The database in {} already holds data: restore into another folder with --data, or add \
                     --replace to lose them, and what {} holds and the backup does not.",
                    folder.display(),
                    target.files
                ),
            ));
        }
        _ if replace == Replace::Asked => return Ok(()),
        _ => {}
    }
    match (lost, &target.files) {
        (None, _) => Ok(()),
        (Some(_), Files::Folder(_)) => Err(BackupError::new(
            73,
            format!(
                "There are uploaded files in {}: restore into another data folder with --data, or add --replace to \
                 lose them.",
                target.files
            ),
        )),
        // When the database is empty, these files most likely belong to a portal that serves.
        (Some(_), Files::Bucket(_)) => Err(BackupError::new(
            73,
            format!(
                "There are uploaded files in {}: unset FILES_URL to restore into the data folder or let it name \
                 an empty place; --replace would delete them there, also those of a portal that serves.",
                target.files
            ),
        )),
    }
}

/// Checks that each part of the backup is as it was written.
fn verify(dir: &Path, manifest: &Manifest) -> Result<(), BackupError> {
    let files = manifest.files.iter().map(|(name, sum)| {
        let path = dir.join(FILES).join(name);
        (path, sum)
    });
    for (path, expected) in files.chain([(dir.join(DUMP), &manifest.database)]) {
        let found: Sum =
            files::sum(&path).map_err(|cause| BackupError::io("read", &path, &cause))?;
        if found != *expected {
            return Err(BackupError::new(
                65,
                format!(
                    "{} is not as it was backed up: use another backup.",
                    path.display()
                ),
            ));
        }
    }
    Ok(())
}

/// Restores a dump into a database, all of it or nothing.
pub(super) async fn load(
    target: &Target,
    database: Option<&str>,
    dump: &Path,
) -> Result<(), BackupError> {
    let file = fs::File::open(dump).map_err(|cause| BackupError::io("read", dump, &cause))?;
    let mut command = target.program("pg_restore", database);
    command
        .args(["--single-transaction", "--exit-on-error"])
        .args(["--no-owner", "--no-privileges"])
        .stdin(Stdio::from(file))
        .stdout(Stdio::null());
    run(&mut command, "pg_restore").await
}

/// Collects the statistics, without which the first searches would be slow. Postgres analyzes only what the portal
/// owns; the notices about the rest are of no use.
pub(super) async fn analyze(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    sqlx::raw_sql("set client_min_messages = error; analyze")
        .execute(connection)
        .await?;
    Ok(())
}

/// Checks that the database holds the rows that the manifest counts.
async fn compare(options: &PgConnectOptions, manifest: &Manifest) -> Result<(), BackupError> {
    let mut connection = options.connect().await?;
    let found = rows(&mut connection).await?;
    analyze(&mut connection).await?;
    connection.close().await?;
    if found == manifest.rows {
        return Ok(());
    }
    Err(BackupError::new(
        65,
        "The restored database does not hold the rows that the manifest counts: use another backup.",
    ))
}

/// Ends all sessions and deletes all codes of the restored database. It holds sessions that have ended since the
/// backup, and a copy of the backup must let nobody in.
async fn shut_out(options: &PgConnectOptions) -> Result<(), BackupError> {
    let mut connection = options.connect().await?;
    let ended = end_everything_open(&mut connection, Clock::system().now()).await;
    ended.map_err(|_: AppError| {
        BackupError::new(
            70,
            "The restored sessions could not be ended: restore again.",
        )
    })?;
    connection.close().await?;
    Ok(())
}

/// Starts a new epoch of conversations. An open page holds cursors into the conversations before the restore, and must
/// notice that they are no longer valid.
async fn void_cursors(options: &PgConnectOptions) -> Result<(), BackupError> {
    let mut connection = options.connect().await?;
    // A backup from before the consultations gets its table, and a new epoch, from the migrations.
    if has_table(&mut connection, "conversation_epoch").await? {
        renew_epoch(&mut connection).await.map_err(|_| {
            BackupError::new(
                70,
                "The restored conversations could not be marked as restored: restore again.",
            )
        })?;
    }
    connection.close().await?;
    Ok(())
}
