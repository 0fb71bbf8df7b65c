//! Connections to the cluster of a data folder, and the role and database that the portal uses.

use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgConnection, PgSslMode};
use sqlx::{ConnectOptions, Connection};
use tokio::time::timeout;

use super::error::ClusterError;
use super::folder::{Folder, PORT};

/// The name of the portal's role and of its database. The role owns the database and is no superuser.
pub const ROLE: &str = "portal";
/// The cluster's superuser, which makes the role and the database.
pub const ADMIN: &str = "postgres";

/// The options to connect as `role` to `database` by the socket of `folder`.
pub fn options(folder: &Folder, role: &str, database: &str) -> PgConnectOptions {
    PgConnectOptions::new_without_pgpass()
        .socket(folder.run())
        .port(PORT)
        .username(role)
        .database(database)
        .ssl_mode(PgSslMode::Disable)
        .application_name("portal")
}

/// Whether the cluster of `folder` answers a query of `role` in `database` within five seconds.
pub async fn ping(folder: &Folder, role: &str, database: &str) -> bool {
    let asked = async {
        let mut connection = options(folder, role, database).connect().await?;
        sqlx::query("select 1").execute(&mut connection).await?;
        connection.close().await
    };
    matches!(timeout(Duration::from_secs(5), asked).await, Ok(Ok(())))
}

/// Makes the portal's role and database if they are missing. The role owns the database, so that it may add the trusted
/// extensions. Drops the databases that an interrupted restore has left, before or after its swap.
pub async fn prepare(folder: &Folder) -> Result<(), ClusterError> {
    let prepared = async {
        let mut admin = options(folder, ADMIN, "postgres").connect().await?;
        let role = "select exists (select from pg_roles where rolname = 'portal')";
        if !exists(&mut admin, role).await? {
            sqlx::raw_sql("create role portal login")
                .execute(&mut admin)
                .await?;
        }
        let database = "select exists (select from pg_database where datname = 'portal')";
        if !exists(&mut admin, database).await? {
            sqlx::raw_sql("create database portal owner portal")
                .execute(&mut admin)
                .await?;
        }
        for step in [
            "set client_min_messages = error",
            "drop database if exists portal_restored with (force)",
            "drop database if exists portal_replaced with (force)",
        ] {
            sqlx::raw_sql(step).execute(&mut admin).await?;
        }
        admin.close().await
    };
    prepared
        .await
        .map_err(|cause: sqlx::Error| ClusterError::Failed {
            said: cause.to_string(),
        })
}

async fn exists(admin: &mut PgConnection, query: &'static str) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar(query).fetch_one(admin).await
}
