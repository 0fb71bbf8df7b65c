use std::time::Duration;

use sqlx::PgPool;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use super::Ids;
use crate::base::error::AppError;

/// The schema's steps, in the binary.
pub fn migrator() -> sqlx::migrate::Migrator {
    sqlx::migrate!("../migrations")
}

/// Opens the pool.
///
/// A `begin()` that a leaving client cut half-way would come back into the pool inside a transaction
/// (transact-rs/sqlx #4393), hence the ROLLBACK on every release.
pub fn connect(options: PgConnectOptions, max_connections: u32) -> PgPool {
    let options = options.application_name("portal").options([
        ("idle_in_transaction_session_timeout", "30s"),
        ("statement_timeout", "30s"),
        ("lock_timeout", "10s"),
        ("timezone", "UTC"),
        // A ROLLBACK without a transaction is answered with a warning, which would fill the log.
        ("client_min_messages", "error"),
        // A search's unset conditions fall away only where it is planned with its own values.
        ("plan_cache_mode", "force_custom_plan"),
        // Fetching rows by an index costs little where the disk is no turning one, and taking the words of a row out of
        // their store costs more than Postgres thinks.
        ("random_page_cost", "1.1"),
        // Compiling a search's many conditions takes longer than the search.
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

/// An error that is ours: logged once under a reference, shown as that reference.
pub(crate) fn internal(error: &(dyn std::error::Error + 'static)) -> AppError {
    let reference = Ids.code(8);
    tracing::error!(reference, error, "internal error {reference}");
    AppError::Internal(reference)
}

/// Whatever speaks to the database fails with one of these: [`AppError::Unavailable`] while it cannot serve,
/// [`AppError::Invalid`] for a value that no column takes, else [`AppError::Internal`]. The docs of such a function name only
/// what can go wrong beside that.
impl From<sqlx::Error> for AppError {
    fn from(error: sqlx::Error) -> AppError {
        match &error {
            sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_) => {
                tracing::warn!(error = %error, "the database cannot be reached");
                AppError::Unavailable
            }
            sqlx::Error::Database(fault) => match fault.code().as_deref() {
                // What was sent cannot be a value of its column: a NUL byte, a number out of range.
                Some(code) if code.starts_with("22") => {
                    tracing::warn!(code, "the database refused a value");
                    AppError::Invalid(Vec::new())
                }
                // Shutting down, crashed, starting up, too many connections, lock not to be had, deadlock.
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
