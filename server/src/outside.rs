//! The outside Postgres that `DATABASE_URL` names.

use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{ConnectOptions, Connection};
use tokio::time::timeout;

use crate::failure::{Coded, Failure};

/// The oldest major version whose SQL the portal uses.
const OLDEST: u32 = 15;
/// How long the server may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// Checks that the server answers and can be used, and returns the options to connect to it.
///
/// # Errors
/// The address or the server cannot be used. The error does not repeat the address, which may hold a password.
pub async fn reach(url: &str) -> Result<PgConnectOptions, Failure> {
    let options = options(url).ok_or_else(|| {
        Coded::setting(
            "DATABASE_URL is no address of a Postgres database: write it as \
             postgres://user:password@host/database.",
        )
    })?;
    let connection = connect(&options).await.map_err(|what| {
        let place = match options.get_socket() {
            Some(socket) => socket.display().to_string(),
            None => format!("{}:{}", options.get_host(), options.get_port()),
        };
        Coded::unavailable(format!(
            "The database server at {place}, which DATABASE_URL names, {what}."
        ))
    })?;
    // The connection is not used again, so its error does not matter.
    let _ = connection.close().await;
    Ok(options)
}

fn options(url: &str) -> Option<PgConnectOptions> {
    let known = ["postgres://", "postgresql://"];
    let known = known.iter().any(|scheme| url.starts_with(scheme));
    known.then(|| url.parse().ok()).flatten()
}

/// Connects; or returns the server's problem and its remedy, as the end of a sentence.
async fn connect(options: &PgConnectOptions) -> Result<PgConnection, String> {
    let connection = match timeout(PATIENCE, options.connect()).await {
        Ok(Ok(connection)) => connection,
        Ok(Err(sqlx::Error::Database(refusal))) => {
            return Err(format!(
                "refuses the portal ({}): mend that on the server or in DATABASE_URL",
                refusal.message()
            ));
        }
        Ok(Err(cause)) => {
            return Err(format!(
                "cannot be reached ({cause}): start it or correct DATABASE_URL"
            ));
        }
        Err(_) => {
            return Err(format!(
                "has not answered within {} seconds: see to it or correct DATABASE_URL",
                PATIENCE.as_secs()
            ));
        }
    };
    match connection.server_version_num() {
        Some(version) if version / 10_000 < OLDEST => Err(format!(
            "is Postgres {}: the portal needs {OLDEST} or newer",
            version / 10_000
        )),
        _ => Ok(connection),
    }
}
