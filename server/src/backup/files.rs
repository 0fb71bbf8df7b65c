//! Copies the uploaded files between the portal's store and a backup, with their checksums.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Write};
use std::path::Path;

use app::applications::files::{id_of, name as name_of};
use app::platform::Files;
use data_encoding::HEXLOWER;
use futures::TryStreamExt;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::BackupError;
use super::manifest::Sum;

/// The size and the SHA-256 of a file.
pub fn sum(path: &Path) -> io::Result<Sum> {
    let mut file = File::open(path)?;
    let mut hash = Sha256::new();
    let bytes = io::copy(&mut file, &mut hash)?;
    Ok(Sum {
        bytes,
        sha256: HEXLOWER.encode(&hash.finalize()),
    })
}

/// Copies all files into `to`, except CVs that are not among `cvs`: those were uploaded after the database was read, or
/// their upload is not finished. A file that is deleted meanwhile is left out.
pub async fn back_up(
    from: &Files,
    to: &Path,
    cvs: &BTreeSet<Uuid>,
) -> Result<BTreeMap<String, Sum>, BackupError> {
    let named = |name: &str| id_of(name).is_none_or(|id| cvs.contains(&id) && name == name_of(id));
    let mut sums = BTreeMap::new();
    for name in list(from).await? {
        if !named(&name) {
            continue;
        }
        match fetch(from, &name, &to.join(&name)).await {
            Err(cause) if cause.kind() == ErrorKind::NotFound => {}
            copied => {
                let sum =
                    copied.map_err(|cause| BackupError::io("copy", Path::new(&name), &cause))?;
                sums.insert(name, sum);
            }
        }
    }
    Ok(sums)
}

/// The names of all files, in order.
pub async fn list(files: &Files) -> Result<BTreeSet<String>, BackupError> {
    let names = files.list().await;
    names
        .map(BTreeSet::from_iter)
        .map_err(|cause| BackupError::io("list", Path::new("the uploaded files"), &cause))
}

/// Copies one whole file to `place`, and syncs it to the disk.
async fn fetch(from: &Files, name: &str, place: &Path) -> io::Result<Sum> {
    let mut reading = from.open(name).await?;
    if let Some(folder) = place.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut to = private(place)?;
    let mut hash = Sha256::new();
    let mut bytes = 0;
    while let Some(piece) = reading.pieces.try_next().await? {
        hash.update(&piece);
        to.write_all(&piece)?;
        bytes += piece.len() as u64;
    }
    to.sync_all()?;
    Ok(Sum {
        bytes,
        sha256: HEXLOWER.encode(&hash.finalize()),
    })
}

/// Copies one file of a backup back to the store, where it appears complete or not at all.
pub async fn put_back(source: &Path, files: &Files, name: &str) -> Result<(), BackupError> {
    let put = async {
        let mut from = File::open(source)?;
        let mut writing = files.begin(name).await?;
        let mut buffer = vec![0; 128 << 10];
        loop {
            match from.read(&mut buffer)? {
                0 => return writing.keep().await,
                n => writing.write(&buffer[..n]).await?,
            }
        }
    };
    put.await
        .map_err(|cause| BackupError::io("write", Path::new(name), &cause))
}

/// Deletes files that the database has also noted for deletion: the portal deletes later, while it serves, those that
/// cannot be deleted now.
pub async fn forget<'a>(files: &Files, names: impl IntoIterator<Item = &'a String>) {
    for name in names {
        if let Err(cause) = files.delete(name).await {
            tracing::warn!(%cause, "files that nobody needs any more are still there");
            return;
        }
    }
}

/// Makes a file that only this account may read, because it holds personal data.
pub fn private(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(path)
}
