//! What a backup holds, as written beside it.

use std::collections::BTreeMap;
use std::path::{Component, Path};

use serde::{Deserialize, Serialize};

use super::BackupError;

/// Raised when an older portal could no longer read the backup.
pub const FORMAT: u32 = 1;
pub const NAME: &str = "manifest.json";
pub const DUMP: &str = "database.dump";
pub const FILES: &str = "files";

#[derive(Debug, Serialize, Deserialize, PartialEq, Eq)]
pub struct Manifest {
    pub format: u32,
    /// The version of the portal that made it.
    pub portal: String,
    /// RFC 3339, by the database's clock.
    pub made_at: String,
    /// The major version of the server that was dumped.
    pub postgres: u32,
    /// The migrations that had been applied.
    pub migrations: Vec<i64>,
    /// Rows of every table, in the same snapshot as the dump.
    pub rows: BTreeMap<String, i64>,
    pub database: Sum,
    /// By the path inside `files/`.
    pub files: BTreeMap<String, Sum>,
}

/// What a file must weigh and contain.
#[derive(Clone, Debug, Serialize, Deserialize, PartialEq, Eq)]
pub struct Sum {
    pub bytes: u64,
    /// Hexadecimal.
    pub sha256: String,
}

impl Manifest {
    /// Reads and checks the manifest of the backup in `dir`; `known` are the migrations that this
    /// portal has.
    pub fn read(dir: &Path, known: &[i64]) -> Result<Self, BackupError> {
        let path = dir.join(NAME);
        let text = std::fs::read(&path).map_err(|cause| BackupError::io("read", &path, &cause))?;
        let manifest: Self = serde_json::from_slice(&text).map_err(|cause| {
            BackupError::new(
                65,
                format!(
                    "{} is no manifest of a backup ({cause}): choose a folder that `portal backup` \
                     made.",
                    path.display()
                ),
            )
        })?;
        manifest.check(known)?;
        Ok(manifest)
    }

    fn check(&self, known: &[i64]) -> Result<(), BackupError> {
        if self.format != FORMAT || self.migrations.iter().any(|m| !known.contains(m)) {
            return Err(BackupError::new(
                65,
                format!(
                    "The backup was made by portal {}, which is newer than this one: restore it \
                     with that version.",
                    self.portal
                ),
            ));
        }
        if let Some(path) = self.files.keys().find(|path| !stays_inside(path)) {
            return Err(BackupError::new(
                65,
                format!("The manifest names a file outside the backup ({path}): do not use it."),
            ));
        }
        Ok(())
    }
}

fn stays_inside(path: &str) -> bool {
    !path.is_empty()
        && Path::new(path)
            .components()
            .all(|part| matches!(part, Component::Normal(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest() -> Manifest {
        Manifest {
            format: FORMAT,
            portal: "0.1.0".to_owned(),
            made_at: "2026-08-17T07:30:00Z".to_owned(),
            postgres: 15,
            migrations: vec![1, 2],
            rows: BTreeMap::new(),
            database: Sum {
                bytes: 0,
                sha256: String::new(),
            },
            files: BTreeMap::new(),
        }
    }

    #[test]
    fn a_backup_of_an_older_or_equal_portal_is_good() {
        assert!(manifest().check(&[1, 2, 3]).is_ok());
    }

    #[test]
    fn a_backup_of_a_newer_portal_is_refused() {
        assert!(manifest().check(&[1]).is_err());
        let mut newer = manifest();
        newer.format += 1;
        assert!(newer.check(&[1, 2]).is_err());
    }

    #[test]
    fn a_path_out_of_the_backup_is_refused() {
        for path in ["../x", "/etc/passwd", "a/../../x", ""] {
            let mut evil = manifest();
            let sum = evil.database.clone();
            evil.files.insert(path.to_owned(), sum);
            assert!(evil.check(&[1, 2]).is_err(), "{path}");
        }
    }
}
