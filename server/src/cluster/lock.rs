//! Who runs the cluster of a data folder: one owner, and any number of commands that joined it.
//!
//! Both are `flock`s, which the system releases when a process ends in whatever way.

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

/// Held while the cluster is used by a command that does not run it, or kept from being used.
#[derive(Debug)]
pub struct Users {
    _file: File,
}

/// Tries to become the owner; `None` when another process is. `role` is what others are told:
/// the command's name.
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

/// What the owner said of itself: its command and, for people, that and its process number. The
/// command is empty for the moment between taking the lock and writing, when the words are those of
/// an owner that has ended.
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

/// Tries to shut users out; `None` while there are any.
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

/// Opens a data folder and takes its owner's lock. Waits for a command that has it, but not for a
/// portal that serves: that one stays.
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

/// Waits in small steps and says every ten seconds for what.
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
            // A command's log begins at warnings, and its silence would look like a fault.
            tracing::warn!("waiting for {what}");
        }
        sleep(Duration::from_millis(30)).await;
    }
}
