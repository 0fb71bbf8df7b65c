//! Copying files with their sums, and finding them.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Write};
use std::path::Path;

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use super::BackupError;
use super::manifest::Sum;

/// The suffix of a file that is still being written.
const UNFINISHED: &str = ".unfinished";

/// Copies `from` into `to` to the end, and onto the disk.
pub fn copy(from: &mut impl Read, to: &mut File) -> io::Result<Sum> {
    let mut hash = Sha256::new();
    let mut bytes = 0;
    let mut buffer = vec![0; 128 << 10];
    loop {
        match from.read(&mut buffer) {
            Ok(0) => break,
            Ok(n) => {
                hash.update(&buffer[..n]);
                to.write_all(&buffer[..n])?;
                bytes += n as u64;
            }
            Err(cause) if cause.kind() == ErrorKind::Interrupted => {}
            Err(cause) => return Err(cause),
        }
    }
    to.sync_all()?;
    Ok(Sum {
        bytes,
        sha256: HEXLOWER.encode(&hash.finalize()),
    })
}

/// The sum of a file.
pub fn sum(path: &Path) -> io::Result<Sum> {
    let mut file = File::open(path)?;
    let mut hash = Sha256::new();
    let bytes = io::copy(&mut file, &mut hash)?;
    Ok(Sum {
        bytes,
        sha256: HEXLOWER.encode(&hash.finalize()),
    })
}

/// The paths of all regular files below `root`, relative to it. One that is no UTF-8 was not
/// written by the portal and is left out.
pub fn list(root: &Path) -> Result<Vec<String>, BackupError> {
    let mut found = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        let failed = |cause: io::Error| BackupError::io("read", &folder, &cause);
        let entries = match fs::read_dir(&folder) {
            Err(cause) if cause.kind() == ErrorKind::NotFound => continue,
            entries => entries.map_err(failed)?,
        };
        for entry in entries {
            let entry = entry.map_err(failed)?;
            let kind = entry.file_type().map_err(failed)?;
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
    found.sort();
    Ok(found)
}

/// Copies the files of `from` into `to`. A file that was deleted meanwhile is left out.
pub fn back_up(from: &Path, to: &Path) -> Result<BTreeMap<String, Sum>, BackupError> {
    let mut sums = BTreeMap::new();
    for name in list(from)? {
        let source = from.join(&name);
        match put(&source, &to.join(&name)) {
            Err(cause) if cause.kind() == ErrorKind::NotFound => {}
            copied => {
                let sum = copied.map_err(|cause| BackupError::io("copy", &source, &cause))?;
                sums.insert(name, sum);
            }
        }
    }
    Ok(sums)
}

/// Copies one file to its place, where it appears whole or not at all.
pub fn put(source: &Path, place: &Path) -> io::Result<Sum> {
    let mut from = File::open(source)?;
    if let Some(folder) = place.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut unfinished = place.as_os_str().to_owned();
    unfinished.push(UNFINISHED);
    let mut to = private(Path::new(&unfinished))?;
    let sum = copy(&mut from, &mut to)?;
    fs::rename(&unfinished, place)?;
    Ok(sum)
}

/// A new file that only this account may read: it holds what people entrusted to the portal.
pub fn private(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(path)
}
