//! `portal restore`: checks the backup, fills a new database, and swaps it in when it is whole.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use app::consultation::store::renew_epoch;
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{ConnectOptions, Connection};

use super::BackupError;
use super::dump::run;
use super::files;
use super::manifest::{DUMP, FILES, Manifest, Sum};
use super::target::{Target, rows};
use crate::schema;

/// Whether data that are there may be lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replace {
    Never,
    /// The operator has asked for it.
    Asked,
}

/// The database that is filled before it takes the portal's name.
const FILLED: &str = "portal_restored";

/// A backup that is whole and that this portal can read.
#[derive(Debug)]
pub struct Backup {
    dir: PathBuf,
    pub manifest: Manifest,
}

impl Backup {
    /// Opens the backup in `dir` and checks every sum; `known` are this portal's migrations.
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

    /// Restores it. `admin` is the private cluster's superuser; with an outside server there is
    /// none, and its database must be empty.
    ///
    /// # Errors
    /// One sentence for the operator; until the last step nothing that was there has changed.
    pub async fn restore(
        &self,
        target: &Target,
        admin: Option<PgConnectOptions>,
        replace: Replace,
    ) -> Result<(), BackupError> {
        target.can_load(self.manifest.needs())?;
        refuse_to_lose(target, replace).await?;
        // Files carry names that are never used twice: until the database names them they do no
        // harm.
        for name in self.manifest.files.keys() {
            let source = self.dir.join(FILES).join(name);
            files::put_back(&source, &target.files, name).await?;
        }
        match admin {
            Some(admin) => self.fill_and_swap(target, admin).await?,
            None => {
                load(target, None, &self.dir.join(DUMP)).await?;
                finish(&target.options, &self.manifest).await?;
            }
        }
        files::forget_others(&target.files, &self.manifest.files).await
    }

    async fn fill_and_swap(
        &self,
        target: &Target,
        admin: PgConnectOptions,
    ) -> Result<(), BackupError> {
        let mut admin = admin.connect().await?;
        sqlx::raw_sql("create database portal_restored owner portal")
            .execute(&mut admin)
            .await?;
        let filled = async {
            load(target, Some(FILLED), &self.dir.join(DUMP)).await?;
            finish(&target.options.clone().database(FILLED), &self.manifest).await
        };
        if let Err(error) = filled.await {
            // What was there may need the room.
            if let Err(left) = sqlx::raw_sql("drop database portal_restored with (force)")
                .execute(&mut admin)
                .await
            {
                tracing::warn!(%left, "what was restored so far goes at the next start");
            }
            return Err(error);
        }
        // Both names in one transaction: this is the moment of the restore.
        sqlx::raw_sql(
            "begin;
             alter database portal rename to portal_replaced;
             alter database portal_restored rename to portal;
             commit",
        )
        .execute(&mut admin)
        .await?;
        sqlx::raw_sql("drop database portal_replaced with (force)")
            .execute(&mut admin)
            .await?;
        admin.close().await?;
        Ok(())
    }
}

/// Data that are there are lost only when the operator says so.
async fn refuse_to_lose(target: &Target, replace: Replace) -> Result<(), BackupError> {
    let mut connection = target.options.connect().await?;
    let used = !rows(&mut connection).await?.is_empty();
    connection.close().await?;
    if used && target.folder().is_none() {
        return Err(BackupError::new(
            73,
            "The outside database already holds data: make an empty one and let DATABASE_URL name \
             it.",
        ));
    }
    if replace == Replace::Never && (used || !files::list(&target.files).await?.is_empty()) {
        return Err(BackupError::new(
            73,
            "The data folder already holds data: restore into another one with --data, or add \
             --replace to lose what is there.",
        ));
    }
    Ok(())
}

/// Each part must be as it was written.
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

/// Without its statistics the first searches would be slow. Only what the portal owns is looked at;
/// the notices about the rest are of no use.
pub(super) async fn analyze(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    sqlx::raw_sql("set client_min_messages = error; analyze")
        .execute(connection)
        .await?;
    Ok(())
}

/// Brings a database that a dump was loaded into to where it can be served: before it takes the place
/// of another one, so that a backup which cannot be brought there costs nothing.
async fn finish(options: &PgConnectOptions, manifest: &Manifest) -> Result<(), BackupError> {
    compare(options, manifest).await?;
    void_cursors(options).await?;
    schema::migrate(options).await.map_err(|cause| {
        BackupError::new(
            70,
            format!(
                "The backup cannot be brought to this portal's schema ({cause}): restore it with \
                 the version of the portal that made it, {}.",
                manifest.portal
            ),
        )
    })
}

/// The database must hold what the manifest counts.
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

/// A page that is open holds its place in conversations as they were: it must see that these are others.
async fn void_cursors(options: &PgConnectOptions) -> Result<(), BackupError> {
    let mut connection = options.connect().await?;
    // A backup from before there were consultations gets its table, and a new epoch, by the migrations.
    let any: bool =
        sqlx::query_scalar("select to_regclass('public.conversation_epoch') is not null")
            .fetch_one(&mut connection)
            .await?;
    if any {
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
