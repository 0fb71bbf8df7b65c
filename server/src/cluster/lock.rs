//! The locks of a data folder's cluster: one owner runs it, and any number of commands may join it.
//!
//! Both locks are `flock`s: the system releases them whenever a process ends, for any reason.

use std::fmt::Display;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::account::Account;
use super::error::ClusterError;
use super::folder::Folder;

/// The role that `portal serve` writes into the owner's lock.
pub const SERVE: &str = "serve";

/// Held for as long as this process runs the cluster.
#[derive(Debug)]
pub struct Owner {
    _file: File,
}

/// Held (shared) while a command that does not run the cluster uses it, or (exclusive) to keep all such commands out.
#[derive(Debug)]
pub struct Users {
    _file: File,
}

/// Tries to become the owner; `None` when another process is the owner. `role` is the name of the command, for others
/// to read.
pub fn try_own(folder: &Folder, role: &str) -> Result<Option<Owner>, ClusterError> {
    let mut file = open(&folder.owner_lock())?;
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => return Ok(None),
        locked => locked.map_err(|cause| failed(&folder.owner_lock(), cause.into()))?,
    }
    let line = format!("{role} {}\n", std::process::id());
    file.set_len(0)
        .and_then(|()| file.seek(SeekFrom::Start(0)))
        .and_then(|_| file.write_all(line.as_bytes()))
        .map_err(|cause| failed(&folder.owner_lock(), cause))?;
    Ok(Some(Owner { _file: file }))
}

/// Reads what the owner wrote about itself: the name of its command, and a description for people with its process
/// number. The name is empty when the process that wrote it has ended: a new owner takes the lock first and writes a
/// moment later.
pub fn owner(folder: &Folder) -> Result<(String, String), ClusterError> {
    let mut text = String::new();
    open(&folder.owner_lock())?
        .read_to_string(&mut text)
        .map_err(|cause| failed(&folder.owner_lock(), cause))?;
    let mut words = text.split_whitespace();
    let role = words.next().unwrap_or_default();
    let process = words.next().unwrap_or("?");
    let described = format!("{role} (process {process})");
    let lives = Path::new("/proc").join(process).exists();
    Ok((if lives { role } else { "" }.to_owned(), described))
}

/// Tries to count as a user of the cluster; `None` while its owner is stopping it.
pub fn try_share(folder: &Folder) -> Result<Option<Users>, ClusterError> {
    let file = open(&folder.users_lock())?;
    match file.try_lock_shared() {
        Ok(()) => Ok(Some(Users { _file: file })),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(cause) => Err(failed(&folder.users_lock(), cause.into())),
    }
}

/// Tries to keep users out; `None` while there are any.
fn try_shut(folder: &Folder) -> Result<Option<Users>, ClusterError> {
    let file = open(&folder.users_lock())?;
    match file.try_lock() {
        Ok(()) => Ok(Some(Users { _file: file })),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(cause) => Err(failed(&folder.users_lock(), cause.into())),
    }
}

fn open(path: &Path) -> Result<File, ClusterError> {
    OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(path)
        .map_err(|cause| failed(path, cause))
}

fn failed(path: &Path, cause: std::io::Error) -> ClusterError {
    ClusterError::at(path, "lock the data folder", cause)
}

/// Opens a data folder and takes its owner's lock. Waits for a command that holds the lock, but not for a portal that
/// serves, because that one does not end soon.
pub async fn take(data: &Path, command: &str) -> Result<(Folder, Account, Owner), ClusterError> {
    let account = Account::find()?;
    let folder = Folder::open(data, &account)?;
    let lock = own(&folder, command).await?;
    Ok((folder, account, lock))
}

async fn own(folder: &Folder, command: &str) -> Result<Owner, ClusterError> {
    let mut waiting = Waiting::new();
    loop {
        if let Some(lock) = try_own(folder, command)? {
            return Ok(lock);
        }
        let (role, owner) = owner(folder)?;
        if role == SERVE {
            return Err(ClusterError::Busy {
                data: folder.root().to_owned(),
                owner,
            });
        }
        waiting.on(format_args!("{owner} to be done")).await;
    }
}

/// Waits until no command uses the cluster, and keeps others out.
pub async fn shut(folder: &Folder) -> Result<Users, ClusterError> {
    let mut waiting = Waiting::new();
    loop {
        if let Some(users) = try_shut(folder)? {
            return Ok(users);
        }
        waiting.on("the commands that have joined to be done").await;
    }
}

/// Waits in small steps, and logs every ten seconds what it waits for.
pub struct Waiting {
    told: Instant,
}

impl Waiting {
    pub fn new() -> Self {
        Self {
            told: Instant::now(),
        }
    }

    pub async fn on(&mut self, what: impl Display) {
        if self.told.elapsed() >= Duration::from_secs(10) {
            self.told = Instant::now();
            // A warning, because a command logs nothing below it, and a silent wait would look like a fault.
            tracing::warn!("waiting for {what}");
        }
        sleep(Duration::from_millis(30)).await;
    }
}
