use std::time::Duration;

use sqlx::PgPool;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use super::Ids;
use crate::base::error::AppError;

/// The migrations of the schema, compiled into the binary.
pub fn migrator() -> sqlx::migrate::Migrator {
    sqlx::migrate!("../migrations")
}

/// Opens the pool.
///
/// A client that disconnects during `begin()` would leave its connection in the pool inside a transaction
/// (transact-rs/sqlx #4393), so every release runs a ROLLBACK.
pub fn connect(options: PgConnectOptions, max_connections: u32) -> PgPool {
    let options = options.application_name("portal").options([
        ("idle_in_transaction_session_timeout", "30s"),
        ("statement_timeout", "30s"),
        ("lock_timeout", "10s"),
        ("timezone", "UTC"),
        // Postgres answers a ROLLBACK without a transaction with a warning, which would fill the log.
        ("client_min_messages", "error"),
        // The planner drops a search's unset conditions only when it plans the query with the actual values.
        ("plan_cache_mode", "force_custom_plan"),
        // Random reads by an index cost little on a solid-state disk, and reading a row's search words out of their
        // separate storage (TOAST) costs more than Postgres assumes.
        ("random_page_cost", "1.1"),
        // JIT compilation of a search's many conditions takes longer than the search.
        ("jit", "off"),
    ]);
    PgPoolOptions::new()
        .max_connections(max_connections)
        .acquire_timeout(Duration::from_secs(5))
        .after_release(|conn, _| {
            Box::pin(async move {
                sqlx::raw_sql("ROLLBACK").execute(conn).await?;
                Ok(true)
            })
        })
        .connect_lazy_with(options)
}

/// An error that is the portal's own fault: logged once with a reference, and shown to the person as that reference.
pub(crate) fn internal(error: &(dyn std::error::Error + 'static)) -> AppError {
    let reference = Ids.code(8);
    tracing::error!(reference, error, "internal error {reference}");
    AppError::Internal(reference)
}

/// Every function that uses the database can fail with one of these: [`AppError::Unavailable`] while the database
/// cannot serve, [`AppError::Invalid`] for a value that its column cannot hold, else [`AppError::Internal`]. The docs
/// of such a function name only its other errors.
impl From<sqlx::Error> for AppError {
    fn from(error: sqlx::Error) -> AppError {
        match &error {
            sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_) => {
                tracing::warn!(error = %error, "the database cannot be reached");
                AppError::Unavailable
            }
            sqlx::Error::Database(fault) => match fault.code().as_deref() {
                // The value does not fit its column: a NUL byte, a number out of range.
                Some(code) if code.starts_with("22") => {
                    tracing::warn!(code, "the database refused a value");
                    AppError::Invalid(Vec::new())
                }
                // Shutting down, crashed, starting up, too many connections, lock not available, deadlock.
                Some(code)
                    if code.starts_with("57")
                        || code.starts_with("53")
                        || matches!(code, "55P03" | "40P01" | "40001") =>
                {
                    tracing::warn!(code, "the database cannot serve just now");
                    AppError::Unavailable
                }
                _ => internal(&error),
            },
            _ => internal(&error),
        }
    }
}
