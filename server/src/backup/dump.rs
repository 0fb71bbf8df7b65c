//! `portal backup`: reads one snapshot of the database while the portal goes on serving.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::process::Stdio;

use app::applications::files::name as name_of;
use sqlx::postgres::PgConnection;
use sqlx::{ConnectOptions, Connection};
use uuid::Uuid;

use super::BackupError;
use super::files;
use super::manifest::{DUMP, FILES, FORMAT, Manifest, NAME, Sum};
use super::target::{Target, rows};
use super::unfinished::Unfinished;

/// A finished backup.
#[derive(Debug)]
pub struct Made {
    pub manifest: Manifest,
    /// Number of CVs that the database names.
    pub cvs: usize,
    /// Number of these CVs whose files are missing.
    pub missing: usize,
}

/// Backs `target` up into `dir`, which must not exist or must be empty. The folder appears there complete or not at
/// all.
///
/// # Errors
/// One sentence for the operator.
pub async fn backup(target: &Target, dir: &Path) -> Result<Made, BackupError> {
    let full = fs::read_dir(dir).is_ok_and(|mut entries| entries.next().is_some());
    if full || dir.is_file() {
        return Err(BackupError::new(
            73,
            format!(
                "{} is already there: name a new folder for every backup.",
                dir.display()
            ),
        ));
    }
    let unfinished = Unfinished::begin(dir)?;
    let made = fill(target, unfinished.path()).await?;
    unfinished.publish(dir)?;
    Ok(made)
}

async fn fill(target: &Target, dir: &Path) -> Result<Made, BackupError> {
    let mut connection = target.options.connect().await?;
    // The database is read first and the files second. So each file that a row names still exists, except those that a
    // person deletes in between.
    let (mut manifest, snapshot) = describe(&mut connection).await?;
    manifest.pg_dump = target.programs.major;
    let cvs = cvs(&mut connection).await?;
    manifest.database = dump(target, None, Some(&snapshot), &dir.join(DUMP)).await?;
    connection.close().await?;
    manifest.files = files::back_up(&target.files, &dir.join(FILES), &cvs).await?;
    let path = dir.join(NAME);
    serde_json::to_vec_pretty(&manifest)
        .map_err(std::io::Error::from)
        .and_then(|text| {
            let mut file = files::private(&path)?;
            file.write_all(&text)?;
            file.sync_all()
        })
        .map_err(|cause| BackupError::io("write", &path, &cause))?;
    let absent = cvs.iter().copied();
    let absent: Vec<Uuid> = absent
        .filter(|id| !manifest.files.contains_key(&name_of(*id)))
        .collect();
    Ok(Made {
        missing: still_named(target, &absent).await?,
        cvs: cvs.len(),
        manifest,
    })
}

/// The CVs that the database names, in the snapshot of this connection.
async fn cvs(connection: &mut PgConnection) -> Result<BTreeSet<Uuid>, sqlx::Error> {
    if !has_table(connection, "cv_file").await? {
        return Ok(BTreeSet::new());
    }
    let ids: Vec<Uuid> = sqlx::query_scalar("select id from cv_file")
        .fetch_all(connection)
        .await?;
    Ok(BTreeSet::from_iter(ids))
}

/// How many of these CVs the database still names, that is, nobody has deleted them since.
async fn still_named(target: &Target, ids: &[Uuid]) -> Result<usize, BackupError> {
    if ids.is_empty() {
        return Ok(0);
    }
    let mut connection = target.options.connect().await?;
    let named: Vec<Uuid> = sqlx::query_scalar("select id from cv_file where id = any($1)")
        .bind(ids)
        .fetch_all(&mut connection)
        .await?;
    connection.close().await?;
    Ok(named.len())
}

/// Opens a snapshot, which lasts as long as the connection, and describes its content.
async fn describe(connection: &mut PgConnection) -> Result<(Manifest, String), BackupError> {
    sqlx::raw_sql("begin isolation level repeatable read read only")
        .execute(&mut *connection)
        .await?;
    // The transaction of the snapshot is idle while pg_dump runs.
    sqlx::raw_sql("set local idle_in_transaction_session_timeout = 0")
        .execute(&mut *connection)
        .await?;
    let (snapshot, version, made_at): (String, i32, String) = sqlx::query_as(
        "select pg_export_snapshot(), current_setting('server_version_num')::int / 10000,
                to_char(now() at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')",
    )
    .fetch_one(&mut *connection)
    .await?;
    let migrations = migrations(connection).await?;
    let manifest = Manifest {
        format: FORMAT,
        portal: env!("CARGO_PKG_VERSION").to_owned(),
        made_at,
        postgres: version.unsigned_abs(),
        pg_dump: 0,
        migrations,
        rows: rows(connection).await?,
        database: Sum {
            bytes: 0,
            sha256: String::new(),
        },
        files: Default::default(),
    };
    Ok((manifest, snapshot))
}

/// The migrations that have been applied; none in a database that was never served.
pub(super) async fn migrations(connection: &mut PgConnection) -> Result<Vec<i64>, sqlx::Error> {
    if !has_table(connection, "_sqlx_migrations").await? {
        return Ok(Vec::new());
    }
    sqlx::query_scalar("select version from _sqlx_migrations where success order by version")
        .fetch_all(connection)
        .await
}

/// Whether the database has this table of the portal: an older schema may not.
pub(super) async fn has_table(
    connection: &mut PgConnection,
    name: &str,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar("select to_regclass('public.' || $1) is not null")
        .bind(name)
        .fetch_one(connection)
        .await
}

/// Dumps a database into a file.
pub(super) async fn dump(
    target: &Target,
    database: Option<&str>,
    snapshot: Option<&str>,
    path: &Path,
) -> Result<Sum, BackupError> {
    let failed = |cause: std::io::Error| BackupError::io("write", path, &cause);
    let file = files::private(path).map_err(failed)?;
    let mut command = target.program("pg_dump", database);
    command.args(["--format=custom", "--no-owner", "--no-privileges"]);
    command.arg("--no-unlogged-table-data");
    if let Some(snapshot) = snapshot {
        command.arg(format!("--snapshot={snapshot}"));
    }
    run(command.stdout(Stdio::from(file)), "pg_dump").await?;
    File::open(path)
        .and_then(|file| file.sync_all())
        .and_then(|()| files::sum(path))
        .map_err(failed)
}

/// Runs a program to its end. When it fails, its standard error is the reason in the error.
pub(super) async fn run(
    command: &mut tokio::process::Command,
    name: &str,
) -> Result<(), BackupError> {
    let failed = |said: &str| {
        let (code, what_to_do) = if said.contains("No space left on device") {
            (74, "free some space and start again")
        } else {
            (70, "mend that and start again")
        };
        BackupError::new(code, format!("{name} failed ({said}): {what_to_do}."))
    };
    let output = command
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|cause| failed(&cause.to_string()))?
        .wait_with_output()
        .await
        .map_err(|cause| failed(&cause.to_string()))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let words: Vec<&str> = said.split_whitespace().collect();
    Err(failed(&words.join(" ")))
}
