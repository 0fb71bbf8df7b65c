//! Migrates the database to this portal's schema.

use std::time::Duration;

use app::platform::migrator;
use sqlx::migrate::Migrator;
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{ConnectOptions, Connection};

use crate::failure::Failure;

/// The advisory lock of the process that migrates.
const LOCK: i64 = 0x706f_7274_616c;
/// How often a process checks whether another one has finished its migration.
const LOOK_AGAIN: Duration = Duration::from_millis(100);

/// Applies the missing migrations. Processes that start together wait for each other. The connection is not from the
/// pool and has no time limits, because a step on a large table may take long.
///
/// A migration that this portal does not know is ignored: this version works with the schema of the next one (see
/// `migrations/README.md`), so that an upgrade can be rolled back.
///
/// # Errors
/// The database cannot be reached or refuses a step.
pub async fn migrate(options: &PgConnectOptions) -> Result<(), Failure> {
    let mut connection = options.connect().await?;
    let mut migrator = migrator();
    migrator.set_ignore_missing(true);
    // The migrator would wait for its own lock inside a statement, and `CREATE INDEX CONCURRENTLY` waits for every
    // running statement: the two would wait for each other.
    migrator.set_locking(false);
    while !alone(&mut connection).await? {
        tokio::time::sleep(LOOK_AGAIN).await;
    }
    renumber(&mut connection, &migrator).await?;
    drop_unfinished_indexes(&mut connection).await?;
    migrator.run(&mut connection).await?;
    connection.close().await?;
    Ok(())
}

/// Takes the lock, unless another process holds it. The lock ends with the connection.
async fn alone(connection: &mut PgConnection) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar("SELECT pg_try_advisory_lock($1)")
        .bind(LOCK)
        .fetch_one(connection)
        .await
}

/// Renumbers `0015_look_back`, which landed as number 16. A database that applied it then has it under that number,
/// with the same content.
async fn renumber(connection: &mut PgConnection, migrator: &Migrator) -> Result<(), sqlx::Error> {
    const LOOK_BACK: i64 = 15;
    const BEFORE: i64 = 16;
    let ran: Option<String> = sqlx::query_scalar("SELECT to_regclass('_sqlx_migrations')::text")
        .fetch_one(&mut *connection)
        .await?;
    let step = migrator.iter().find(|step| step.version == LOOK_BACK);
    if let (Some(_), Some(step)) = (ran, step) {
        sqlx::query(
            "UPDATE _sqlx_migrations SET version = $1 WHERE version = $2 AND checksum = $3",
        )
        .bind(LOOK_BACK)
        .bind(BEFORE)
        .bind(&*step.checksum)
        .execute(connection)
        .await?;
    }
    Ok(())
}

/// Drops indexes whose creation was interrupted: Postgres updates them and never uses them, and their migration creates
/// them again. The drop is concurrent, because the lock of a plain one would delay every search of a portal that serves
/// meanwhile.
async fn drop_unfinished_indexes(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    let drops: Vec<String> = sqlx::query_scalar(
        "SELECT format('DROP INDEX CONCURRENTLY IF EXISTS %s', i.indexrelid::regclass)
         FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
         WHERE NOT i.indisvalid AND c.relnamespace = current_schema()::regnamespace
           AND NOT EXISTS (SELECT FROM pg_stat_progress_create_index p WHERE p.relid = i.indrelid)",
    )
    .fetch_all(&mut *connection)
    .await?;
    for drop in drops {
        sqlx::query(sqlx::AssertSqlSafe(drop))
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// The numbers of this portal's migrations.
pub fn known() -> Vec<i64> {
    migrator().iter().map(|step| step.version).collect()
}
