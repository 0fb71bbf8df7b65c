//! The manifest of a backup: a description of its content, stored beside it.

use std::collections::BTreeMap;
use std::path::{Component, Path};

use serde::{Deserialize, Serialize};

use super::BackupError;

/// The version of the format. It is raised when an older portal could no longer read a new backup.
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
    /// The major version of the `pg_dump` that dumped it; 0 when an older portal did not write it.
    #[serde(default)]
    pub pg_dump: u32,
    /// The migrations that had been applied.
    pub migrations: Vec<i64>,
    /// Rows of every table, in the same snapshot as the dump.
    pub rows: BTreeMap<String, i64>,
    pub database: Sum,
    /// The uploaded files, by their path inside `files/`.
    pub files: BTreeMap<String, Sum>,
}

/// The size and the checksum that a file must have.
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
        if self.format != FORMAT {
            return Err(BackupError::new(
                65,
                format!(
                    "The backup has the form {} and this portal reads the form {FORMAT}: restore it with the portal \
                     that made it, {}.",
                    self.format, self.portal
                ),
            ));
        }
        // The version of the portal is not compared: a portal after a rollback works with the schema of the newer one.
        let unknown = self.migrations.iter().filter(|m| !known.contains(m));
        let unknown: Vec<String> = unknown.map(i64::to_string).collect();
        if !unknown.is_empty() {
            return Err(BackupError::new(
                65,
                format!(
                    "The backup's schema has steps that this portal does not know (migration {}): restore it with a \
                     portal that has them, such as the one that was taken back.",
                    unknown.join(", ")
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

impl Manifest {
    /// The oldest major version of Postgres that can load the dump.
    pub fn needs(&self) -> u32 {
        self.postgres.max(self.pg_dump)
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
            pg_dump: 15,
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
        let said = manifest().check(&[1]).unwrap_err().to_string();
        assert!(said.contains("migration 2"), "{said}");
        let mut newer = manifest();
        newer.format += 1;
        let said = newer.check(&[1, 2]).unwrap_err().to_string();
        assert!(said.contains("the form 2"), "{said}");
    }

    #[test]
    fn what_an_older_portal_wrote_is_read() {
        let mut old = serde_json::to_value(manifest()).unwrap();
        old.as_object_mut().unwrap().remove("pg_dump");
        let read: Manifest = serde_json::from_value(old).unwrap();
        assert_eq!((read.pg_dump, read.needs()), (0, 15));
        let by_newer = Manifest {
            pg_dump: 17,
            ..manifest()
        };
        assert_eq!(by_newer.needs(), 17);
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
