//! The key with which security events hash accounts. It is stored beside the database, never in the database or in a
//! backup.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

use app::platform::Ids;

use crate::config;
use crate::failure::{Coded, Failure};

/// The name of the key's file in the data folder.
const FILE: &str = "events.key";
/// The least length of the setting, in bytes; a shorter one could be guessed.
const LEAST: usize = 32;

/// Reads the key in `PORTAL_EVENT_KEY`, with which several machines share one key. It must be read before anything is
/// started.
///
/// # Errors
/// The key is too short.
pub fn told() -> Result<Option<Vec<u8>>, Failure> {
    match config::text("PORTAL_EVENT_KEY") {
        Some(told) if told.len() < LEAST => Err(Coded::setting(format!(
            "PORTAL_EVENT_KEY is too short: write at least {LEAST} random characters."
        ))),
        told => Ok(told.map(String::into_bytes)),
    }
}

/// The key: the one that was set, otherwise the one in the data folder, which is made if there is none.
pub fn event_key(told: Option<Vec<u8>>, data: &Path) -> Vec<u8> {
    let kept = || {
        of_folder(&data.join(FILE)).unwrap_or_else(|cause| {
            tracing::warn!(
                %cause,
                "the key of security events cannot be kept in the data folder: the accounts of this process's events \
                 are told apart from those of others"
            );
            Ids.bytes::<32>().to_vec()
        })
    };
    told.unwrap_or_else(kept)
}

fn of_folder(file: &Path) -> std::io::Result<Vec<u8>> {
    match fs::read(file) {
        Ok(key) if key.len() == 32 => return Ok(key),
        Ok(_) => return Err(ErrorKind::InvalidData.into()),
        Err(cause) if cause.kind() != ErrorKind::NotFound => return Err(cause),
        Err(_) => {}
    }
    if let Some(folder) = file.parent() {
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)?;
    }
    // The file gets its name only when it is complete. If two processes make it, the first one wins.
    let unborn = file.with_extension(Ids.code(8));
    let made = make(&unborn).and_then(|()| match fs::hard_link(&unborn, file) {
        Err(cause) if cause.kind() != ErrorKind::AlreadyExists => Err(cause),
        _ => fs::read(file),
    });
    let _ = fs::remove_file(&unborn);
    made
}

fn make(unborn: &Path) -> std::io::Result<()> {
    let mut new = OpenOptions::new();
    let mut key = new.write(true).create_new(true).mode(0o600).open(unborn)?;
    key.write_all(&Ids.bytes::<32>())?;
    key.sync_all()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn the_key_is_made_once_and_for_this_account_alone() {
        let data = tempfile::TempDir::new().unwrap();
        let folder = data.path().join("portal");
        let key = event_key(None, &folder);
        assert_eq!(key.len(), 32);
        assert_eq!(event_key(None, &folder), key);
        let file = folder.join(FILE);
        let rights = fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(rights & 0o777, 0o600);
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
        // A file that is too short is not overwritten: the operator may be able to repair it.
        fs::write(&file, &key[..7]).unwrap();
        assert_ne!(event_key(None, &folder), key);
        assert_eq!(fs::read(&file).unwrap().len(), 7);
    }
}
