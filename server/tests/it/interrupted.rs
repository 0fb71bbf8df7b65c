//! Backup, restore and upgrade that are killed or stopped halfway: they leave the data as it was, and nothing of their
//! own.

use std::fs;
use std::path::Path;
use std::process::Stdio;

use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection};
use tempfile::TempDir;
use tokio::process::{Child, Command};

use crate::support::process::{
    Serving, database, portal, postgres_processes, refused, succeed, terminate, wait_until,
};

/// Fills a portal with rows; returns how many.
async fn filled(data: &Path) -> i64 {
    let serving = Serving::start(data).await;
    change(
        data,
        "create table keepsake (id int primary key, said text);
         insert into keepsake select n, repeat('surat ', 20) from generate_series(1, 20000) n",
    )
    .await;
    fs::write(data.join("files/cv.pdf"), "%PDF-1.7 something").unwrap();
    let kept = keepsakes(data).await;
    serving.stop().await;
    succeed(data, &["migrate"]).await;
    kept
}

#[tokio::test]
async fn an_upgrade_that_is_killed_leaves_the_old_cluster_and_nothing_else() {
    let data = TempDir::new().unwrap();
    let kept = filled(data.path()).await;
    let before = names(data.path());
    for moment in [
        "upgrade.dump",
        "postgres.new",
        "postgres.new/PG_VERSION",
        "postgres.new/postmaster.pid",
        "postgres.new/base/16385",
    ] {
        let mut upgrading = spawn(&mut portal(data.path(), &["upgrade", "--rebuild"]));
        arrives(&mut upgrading, &data.path().join(moment)).await;
        upgrading.kill().await.unwrap();

        succeed(data.path(), &["migrate"]).await;
        assert_eq!(names(data.path()), before, "killed at {moment}");
        let serving = Serving::start(data.path()).await;
        assert_eq!(keepsakes(data.path()).await, kept, "killed at {moment}");
        serving.stop().await;
    }
}

#[tokio::test]
async fn an_upgrade_that_is_asked_to_end_leaves_nothing_at_once() {
    let data = TempDir::new().unwrap();
    filled(data.path()).await;
    let before = names(data.path());
    let mut upgrading = spawn(&mut portal(data.path(), &["upgrade", "--rebuild"]));
    arrives(&mut upgrading, &data.path().join("postgres.new/PG_VERSION")).await;
    let said = ended(upgrading).await;
    assert!(said.contains("nothing has changed"), "{said}");
    assert_eq!(names(data.path()), before);
    assert_eq!(postgres_processes(data.path()), 0);
}

/// The moment between the two renames is too short to hit, so the test lays the files out as a kill leaves them.
#[tokio::test]
async fn an_upgrade_that_is_killed_after_its_swap_keeps_both_clusters() {
    let data = TempDir::new().unwrap();
    let kept = filled(data.path()).await;
    let (cluster, unborn) = (
        data.path().join("postgres"),
        data.path().join("postgres.new"),
    );
    let copied = Command::new("cp")
        .arg("-a")
        .args([&cluster, &unborn])
        .status();
    assert!(copied.await.unwrap().success());
    fs::write(unborn.join("portal.replaced"), "").unwrap();
    let serving = Serving::start(data.path()).await;
    assert_eq!(keepsakes(data.path()).await, kept);
    serving.stop().await;
    let version = fs::read_to_string(cluster.join("PG_VERSION")).unwrap();
    let old = data.path().join(format!("postgres-{}", version.trim()));
    assert!(old.join("PG_VERSION").exists());
    assert!(!unborn.exists());
}

#[tokio::test]
async fn a_restore_that_is_killed_leaves_what_was_there() {
    let (data, safe) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let kept = filled(data.path()).await;
    let dir = safe.path().join("backup");
    let dir = dir.to_str().unwrap();
    succeed(data.path(), &["backup", dir]).await;
    let serving = Serving::start(data.path()).await;
    change(data.path(), "delete from keepsake where id % 2 = 0").await;
    let now = keepsakes(data.path()).await;
    assert_eq!(now * 2, kept);
    serving.stop().await;

    for landed in ["portal_restored", "portal_replaced"] {
        if landed == "portal_replaced" {
            // The state after a kill between the swap and the last step.
            let serving = Serving::start(data.path()).await;
            run(&admin(data.path()), "create database portal_replaced").await;
            serving.kill().await;
        } else {
            let mut restoring = spawn(&mut portal(data.path(), &["restore", dir, "--replace"]));
            wait_until("a database is being filled", async || {
                assert!(restoring.try_wait().unwrap().is_none(), "it ended before");
                databases(data.path()).await.contains(landed)
            })
            .await;
            restoring.kill().await.unwrap();
        }
        let serving = Serving::start(data.path()).await;
        assert_eq!(keepsakes(data.path()).await, now);
        let left = databases(data.path()).await;
        assert!(!left.contains(landed), "{left}");
        serving.stop().await;
    }

    succeed(data.path(), &["restore", dir, "--replace"]).await;
    let serving = Serving::start(data.path()).await;
    assert_eq!(keepsakes(data.path()).await, kept);
    serving.stop().await;
}

/// A backup whose schema cannot be migrated to this portal's: the restore notices before anything is lost.
#[tokio::test]
async fn a_backup_that_cannot_be_migrated_replaces_nothing() {
    let (data, safe) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    filled(data.path()).await;
    let dir = safe.path().join("backup");
    let dir = dir.to_str().unwrap();
    let serving = Serving::start(data.path()).await;
    // The backup's migrations will run the first step again, which fails because its tables exist.
    change(
        data.path(),
        "create table step as select * from _sqlx_migrations where version = 1;
         delete from _sqlx_migrations where version = (select version from step)",
    )
    .await;
    succeed(data.path(), &["backup", dir]).await;
    change(
        data.path(),
        "insert into _sqlx_migrations select * from step;
         delete from keepsake where id % 2 = 0",
    )
    .await;
    let now = keepsakes(data.path()).await;
    serving.stop().await;

    let (code, said) = refused(&mut portal(data.path(), &["restore", dir, "--replace"])).await;
    assert_eq!(code, 70, "{said}");
    assert!(
        said.contains("the version of the portal that made it"),
        "{said}"
    );
    let serving = Serving::start(data.path()).await;
    assert_eq!(keepsakes(data.path()).await, now);
    assert!(!databases(data.path()).await.contains("portal_restored"));
    serving.stop().await;
}

#[tokio::test]
async fn a_backup_that_is_cut_off_is_no_backup_and_can_be_made_again() {
    let (data, safe) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let kept = filled(data.path()).await;
    let serving = Serving::start(data.path()).await;
    // An unlogged table, which is dumped but not counted: the dump waits for its lock.
    change(data.path(), "create unlogged table loose (n int)").await;
    let mut holder = database(data.path()).connect().await.unwrap();
    let mut hold = holder.begin().await.unwrap();
    sqlx::raw_sql("lock table loose in access exclusive mode")
        .execute(&mut *hold)
        .await
        .unwrap();
    let dir = safe.path().join("backup");
    let unfinished = safe.path().join("backup.unfinished");
    let command = ["backup", dir.to_str().unwrap()];

    let mut killed = spawn(&mut portal(data.path(), &command));
    arrives(&mut killed, &unfinished.join("database.dump")).await;
    killed.kill().await.unwrap();
    assert!(!dir.exists());
    let left = unfinished.join("left");
    fs::write(&left, "").unwrap();

    let mut asked = spawn(&mut portal(data.path(), &command));
    wait_until("another dump has begun", async || {
        assert!(asked.try_wait().unwrap().is_none(), "it ended before");
        !left.exists() && unfinished.join("database.dump").exists()
    })
    .await;
    // Another backup to the same place would delete the unfinished one.
    let (code, said) = refused(&mut portal(data.path(), &command)).await;
    assert_eq!(code, 75, "{said}");
    assert!(said.contains("Another backup is being written"), "{said}");
    assert!(unfinished.join("database.dump").exists());
    let said = ended(asked).await;
    assert!(said.contains("stopped"), "{said}");
    assert!(!dir.exists() && !unfinished.exists());

    hold.rollback().await.unwrap();
    holder.close().await.unwrap();
    succeed(data.path(), &command).await;
    serving.stop().await;
    let other = TempDir::new().unwrap();
    succeed(other.path(), &["restore", dir.to_str().unwrap()]).await;
    let serving = Serving::start(other.path()).await;
    assert_eq!(keepsakes(other.path()).await, kept);
    serving.stop().await;
}

fn spawn(command: &mut Command) -> Child {
    command
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Waits until a running command has created this path.
async fn arrives(child: &mut Child, path: &Path) {
    wait_until(&format!("there is {}", path.display()), async || {
        assert!(child.try_wait().unwrap().is_none(), "it ended before");
        path.exists()
    })
    .await;
}

/// Stops a command with SIGTERM; returns its messages.
async fn ended(child: Child) -> String {
    terminate(&child);
    let output = child.wait_with_output().await.unwrap();
    assert!(!output.status.success());
    String::from_utf8(output.stderr).unwrap()
}

fn names(data: &Path) -> Vec<String> {
    let entries = fs::read_dir(data).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

async fn change(data: &Path, sql: &str) {
    run(&database(data), sql).await;
}

async fn run(options: &PgConnectOptions, sql: &str) {
    let mut conn = options.connect().await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(sql))
        .execute(&mut conn)
        .await
        .unwrap();
    conn.close().await.unwrap();
}

async fn keepsakes(data: &Path) -> i64 {
    let mut conn = database(data).connect().await.unwrap();
    let kept = sqlx::query_scalar("select count(*) from keepsake")
        .fetch_one(&mut conn)
        .await
        .unwrap();
    conn.close().await.unwrap();
    kept
}

fn admin(data: &Path) -> PgConnectOptions {
    database(data).username("postgres").database("postgres")
}

/// The names of the databases, separated by blanks; empty while Postgres does not answer.
async fn databases(data: &Path) -> String {
    let Ok(mut conn) = admin(data).connect().await else {
        return String::new();
    };
    names_of_databases(&mut conn).await.unwrap_or_default()
}

async fn names_of_databases(conn: &mut PgConnection) -> Result<String, sqlx::Error> {
    sqlx::query_scalar("select string_agg(datname, ' ') from pg_database")
        .fetch_one(conn)
        .await
}
