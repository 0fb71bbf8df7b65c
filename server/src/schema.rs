//! Bringing the database to this portal's schema.

use app::platform::migrator;
use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions, Connection};

use crate::cli::Failure;

/// Applies the migrations that are missing. Processes that start together wait for each other. The
/// connection is its own, without the pool's time limits: a step on a large table may take long.
///
/// A migration that this portal does not know is left alone: the schema of the next version works
/// for this one (see `migrations/README.md`), so that an upgrade can be taken back.
///
/// # Errors
/// The database cannot be reached or refuses a step.
pub async fn migrate(options: &PgConnectOptions) -> Result<(), Failure> {
    let mut connection = options.connect().await?;
    let mut migrator = migrator();
    migrator.set_ignore_missing(true);
    migrator.run(&mut connection).await?;
    connection.close().await?;
    Ok(())
}

/// The numbers of the migrations that this portal has.
pub fn known() -> Vec<i64> {
    migrator().iter().map(|step| step.version).collect()
}
