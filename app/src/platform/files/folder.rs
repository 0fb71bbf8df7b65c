//! Files in a folder of this machine.

use std::io;
use std::path::{Path, PathBuf};

use futures::StreamExt;
use tokio::fs::{self, File};
use tokio_util::io::ReaderStream;

use super::reading::Reading;

/// The path of a file while it is being written.
pub(super) fn unfinished(root: &Path, name: &str) -> PathBuf {
    root.join(format!("{name}.part"))
}

/// Syncs the folder that holds `path`, so that the name is on the disk too: after a crash, synced content without its
/// name is lost.
pub(super) async fn sync_entry(path: &Path) -> io::Result<()> {
    match path.parent() {
        Some(folder) => File::open(folder).await?.sync_all().await,
        None => Ok(()),
    }
}

pub(super) async fn open(path: &Path) -> io::Result<Reading> {
    let file = File::open(path).await?;
    let bytes = file.metadata().await?.len();
    let pieces = ReaderStream::new(file).boxed();
    Ok(Reading { bytes, pieces })
}

pub(super) async fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path).await {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// The regular files below `root`. A file whose name is not UTF-8 is left out: the portal did not write it.
pub(super) async fn list(root: &Path) -> io::Result<Vec<String>> {
    let mut found = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        let mut entries = match fs::read_dir(&folder).await {
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            entries => entries?,
        };
        while let Some(entry) = entries.next_entry().await? {
            let kind = entry.file_type().await?;
            let path = entry.path();
            if kind.is_dir() {
                folders.push(path);
            } else if kind.is_file()
                && let Ok(inside) = path.strip_prefix(root)
                && let Some(name) = inside.to_str()
            {
                found.push(name.to_owned());
            }
        }
    }
    Ok(found)
}
