//! An unfinished backup: a folder beside the final folder.

use std::fs::{self, DirBuilder, File, TryLockError};
use std::io::ErrorKind;
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::path::{Path, PathBuf};

use super::BackupError;

/// A backup that this process alone is making. It is removed unless it is published, also when a signal ends the
/// process.
pub struct Unfinished {
    path: PathBuf,
    lock: File,
    published: bool,
}

impl Unfinished {
    /// Begins the backup that is to appear as `dir`.
    ///
    /// # Errors
    /// One sentence for the operator.
    pub fn begin(dir: &Path) -> Result<Unfinished, BackupError> {
        if on_a_disk_of_its_own(dir) {
            return Err(BackupError::new(
                73,
                format!(
                    "{0} is a disk of its own, which a finished backup cannot take the place of: name a new folder in \
                 it, such as {0}/portal.",
                    dir.display()
                ),
            ));
        }
        let path = beside(dir)?;
        let failed = |cause: std::io::Error| BackupError::io("make", &path, &cause);
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&path)
            .map_err(failed)?;
        let lock = File::open(&path).map_err(failed)?;
        // Network file systems may have no locks for folders; there, other processes are not kept out.
        let taken = matches!(lock.try_lock(), Err(TryLockError::WouldBlock));
        let opened = lock.metadata().map_err(failed)?.ino();
        // The process that held the folder may have removed it since it was opened here.
        if taken
            || fs::metadata(&path)
                .ok()
                .is_none_or(|now| now.ino() != opened)
        {
            return Err(BackupError::new(
                75,
                format!(
                    "Another backup is being written to {}: wait until it is done, or name another folder.",
                    dir.display()
                ),
            ));
        }
        let unfinished = Unfinished {
            path,
            lock,
            published: false,
        };
        unfinished.clear()?;
        Ok(unfinished)
    }

    /// The folder of the backup until it is published.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Removes what a backup that was killed has left in the folder.
    fn clear(&self) -> Result<(), BackupError> {
        let cleared = || {
            for entry in fs::read_dir(&self.path)? {
                let entry = entry?;
                match entry.file_type()?.is_dir() {
                    true => fs::remove_dir_all(entry.path())?,
                    false => fs::remove_file(entry.path())?,
                }
            }
            Ok(())
        };
        cleared().map_err(|cause| BackupError::io("clear", &self.path, &cause))
    }

    /// Gives the backup its final name.
    ///
    /// # Errors
    /// The system refuses the step.
    pub fn publish(mut self, dir: &Path) -> Result<(), BackupError> {
        let parent = self.path.parent().unwrap_or(Path::new("/"));
        self.lock
            .sync_all()
            .and_then(|()| fs::rename(&self.path, dir))
            .map_err(|cause| BackupError::io("finish", dir, &cause))?;
        self.published = true;
        File::open(parent)
            .and_then(|parent| parent.sync_all())
            .map_err(|cause| BackupError::io("finish", dir, &cause))
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        if self.published {
            return;
        }
        match fs::remove_dir_all(&self.path) {
            Err(cause) if cause.kind() != ErrorKind::NotFound => {
                tracing::warn!(%cause, "the unfinished backup is still there");
            }
            _ => {}
        }
    }
}

/// Whether an existing folder is the mount point of another disk.
fn on_a_disk_of_its_own(dir: &Path) -> bool {
    let disk = |path: &Path| fs::metadata(path).map(|meta| meta.dev()).ok();
    disk(dir).is_some_and(|own| disk(&dir.join("..")) != Some(own))
}

/// The path of the unfinished folder: on the same disk, so that the finished backup can be renamed.
fn beside(dir: &Path) -> Result<PathBuf, BackupError> {
    let dir = std::path::absolute(dir).map_err(|cause| BackupError::io("find", dir, &cause))?;
    // The path loses a slash at its end; with it, the unfinished folder would be inside `dir`.
    let mut name = dir.components().collect::<PathBuf>().into_os_string();
    name.push(".unfinished");
    Ok(PathBuf::from(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `/proc` is a file system of its own on every machine.
    #[test]
    fn a_folder_where_a_disk_begins_is_known() {
        assert!(on_a_disk_of_its_own(Path::new("/proc")));
        let folder = tempfile::tempdir().unwrap();
        let inside = folder.path().join("new");
        assert!(!on_a_disk_of_its_own(&inside), "it is not there");
        fs::create_dir(&inside).unwrap();
        assert!(!on_a_disk_of_its_own(&inside));
    }
}
