//! Backup and restore. A backup is a dump of the database, the uploaded files, and a manifest that describes both, so
//! that a restore can tell a complete backup from a damaged one.
//!
//! ```text
//! DIR/manifest.json   versions, row counts, sizes and SHA-256 of the rest
//!     database.dump   pg_dump's custom format
//!     files/…         the data folder's files
//! ```

mod dump;
mod files;
mod manifest;
mod restore;
mod target;
mod unfinished;
mod upgrade;

use std::fmt;

pub use dump::{Made, backup};
pub use restore::{Backup, Replace};
pub use target::Target;
pub use upgrade::{Upgraded, upgrade};

use crate::cluster::ClusterError;

/// Why a backup or a restore was refused or failed: one sentence that says what to do.
#[derive(Debug)]
pub struct BackupError {
    /// The exit code of the command (the meanings of `sysexits.h`).
    pub code: u8,
    sentence: String,
}

impl BackupError {
    fn new(code: u8, sentence: impl Into<String>) -> Self {
        Self {
            code,
            sentence: sentence.into(),
        }
    }

    /// The error for a step that the operating system refused.
    fn io(doing: &str, path: &std::path::Path, cause: &std::io::Error) -> Self {
        let what_to_do = if cause.kind() == std::io::ErrorKind::StorageFull {
            "free some space there and start again"
        } else {
            "mend that and start again"
        };
        Self::new(
            74,
            format!("Cannot {doing} {} ({cause}): {what_to_do}.", path.display()),
        )
    }
}

impl fmt::Display for BackupError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)
    }
}

impl std::error::Error for BackupError {}

impl From<ClusterError> for BackupError {
    fn from(error: ClusterError) -> Self {
        Self::new(error.exit_code(), error.to_string())
    }
}

impl From<sqlx::Error> for BackupError {
    fn from(error: sqlx::Error) -> Self {
        Self::new(
            70,
            format!("The database refuses a step ({error}): mend that and start again."),
        )
    }
}
