//! The data folder: its files, who may read them, and the check for free space.
//!
//! ```text
//! DIR/            0700; as root 0710 with the group of the postgres account, which passes through
//!   postgres/     the cluster (0700, the account that Postgres runs as)
//!   postgres.new/ a new cluster that is not complete; renamed to postgres/ when it is
//!   postgres-N/   a cluster of version N that an upgrade has replaced; the operator may delete it
//!   upgrade.dump  the dump that an upgrade restores into the new cluster
//!   run/          its socket (0700, the same account): everybody who can enter may sign in
//!   files/        the uploaded files (0700, the portal's account)
//!   events.key    the key of security events (0600, the same account); see `event_key`
//!   owner.lock    held by the portal process that runs the cluster
//!   users.lock    shared by the commands that have joined it
//! ```

use std::fs::{self, DirBuilder, Permissions};
use std::io::ErrorKind;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};

use super::account::Account;
use super::error::ClusterError;

/// The port is only a part of the name of the socket's file; nothing listens on the network.
pub const PORT: u16 = 5432;
/// The longest path in `sockaddr_un`, without its closing zero byte.
const LONGEST_SOCKET: usize = 107;
/// Space needed for a new cluster, in bytes: an empty cluster takes 40 MB and its first write-ahead segments 16 MB
/// each.
const ROOM_FOR_NEW: u64 = 192 << 20;
/// Space needed for a start, in bytes: two write-ahead segments and some more for a recovery.
const ROOM_TO_START: u64 = 48 << 20;

/// A data folder that exists, is writable, and that Postgres can reach.
#[derive(Clone, Debug)]
pub struct Folder {
    root: PathBuf,
}

impl Folder {
    /// Makes the folder if it is missing, and checks everything that can be checked without Postgres.
    ///
    /// # Errors
    /// `SocketPathTooLong`, `UnusablePath`, `NotWritable`, `ForeignOwner`, `Unreachable`.
    pub fn open(data: &Path, account: &Account) -> Result<Self, ClusterError> {
        let found = |cause| ClusterError::at(data, "find the data folder", cause);
        // The name is checked before the folder is made, and again with its symbolic links resolved.
        check_name(&std::path::absolute(data).map_err(found)?)?;
        make_dir(data, 0o700)?;
        let root = fs::canonicalize(data).map_err(found)?;
        check_name(&root)?;
        let folder = Self { root };
        if account.switched {
            folder.let_through(account)?;
        }
        // Checked before any folder gets a new owner: a command that another account runs must not lock out a running
        // portal.
        folder.check_owner(account)?;
        make_dir(&folder.files(), 0o700)?;
        folder.own_dir(&folder.run(), account)?;
        Ok(folder)
    }

    #[cfg(test)]
    pub(super) fn at(root: &str) -> Self {
        Self { root: root.into() }
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The cluster's files (`PGDATA`).
    pub fn cluster(&self) -> PathBuf {
        self.root.join("postgres")
    }

    /// The folder in which a new cluster is made before it gets its final name.
    pub fn unborn(&self) -> PathBuf {
        self.root.join("postgres.new")
    }

    /// The dump that an upgrade restores into the new cluster.
    pub fn upgrade_dump(&self) -> PathBuf {
        self.root.join("upgrade.dump")
    }

    /// The folder of the socket.
    pub fn run(&self) -> PathBuf {
        self.root.join("run")
    }

    /// Uploaded files.
    pub fn files(&self) -> PathBuf {
        self.root.join("files")
    }

    pub(super) fn owner_lock(&self) -> PathBuf {
        self.root.join("owner.lock")
    }

    pub(super) fn users_lock(&self) -> PathBuf {
        self.root.join("users.lock")
    }

    /// The major version that wrote the cluster; `None` when there is no cluster yet.
    ///
    /// # Errors
    /// `NotACluster` when other files lie in its place.
    pub fn version(&self) -> Result<Option<u32>, ClusterError> {
        let cluster = self.cluster();
        match fs::read_to_string(cluster.join("PG_VERSION")) {
            Ok(text) => match text.trim().parse() {
                Ok(major) => Ok(Some(major)),
                Err(_) => Err(ClusterError::NotACluster { path: cluster }),
            },
            Err(cause) if cause.kind() == ErrorKind::NotFound => {
                let filled = fs::read_dir(&cluster).is_ok_and(|mut found| found.next().is_some());
                if filled {
                    return Err(ClusterError::NotACluster { path: cluster });
                }
                Ok(None)
            }
            Err(cause) => Err(ClusterError::at(
                &cluster,
                "read the cluster's version",
                cause,
            )),
        }
    }

    /// # Errors
    /// `DiskFull` when there is no room for a start (or for making a cluster).
    pub fn check_room(&self, new: bool) -> Result<(), ClusterError> {
        let stat = rustix::fs::statvfs(&self.root)
            .map_err(|cause| ClusterError::at(&self.root, "read the free space", cause.into()))?;
        let needed = if new { ROOM_FOR_NEW } else { ROOM_TO_START };
        if stat.f_bavail.saturating_mul(stat.f_frsize) < needed {
            return Err(ClusterError::DiskFull {
                path: self.root.clone(),
            });
        }
        Ok(())
    }

    /// Makes a folder that only the account of Postgres can enter.
    pub(super) fn own_dir(&self, path: &Path, account: &Account) -> Result<(), ClusterError> {
        make_dir(path, 0o700)?;
        if account.switched {
            chown(path, Some(account.uid), Some(account.gid)).map_err(|cause| {
                ClusterError::at(path, "give a folder to the postgres account", cause)
            })?;
        }
        Ok(())
    }

    /// Lets the account of Postgres pass through the data folder, and checks the folders above it.
    fn let_through(&self, account: &Account) -> Result<(), ClusterError> {
        let meta = stat(&self.root)?;
        if !may_enter(&meta, account) && meta.uid() == 0 {
            chown(&self.root, None, Some(account.gid))
                .and_then(|()| {
                    let mode = meta.mode() & 0o7777 | 0o010;
                    fs::set_permissions(&self.root, Permissions::from_mode(mode))
                })
                .map_err(|cause| ClusterError::at(&self.root, "open the data folder", cause))?;
        }
        for path in self.root.ancestors() {
            if !may_enter(&stat(path)?, account) {
                return Err(ClusterError::Unreachable {
                    path: path.to_owned(),
                    account: account.name.clone(),
                });
            }
        }
        Ok(())
    }

    /// Checks the owner of the cluster and of the socket's folder. Folders of root are accepted: root may have been
    /// killed after it made them and before it gave them to the account.
    fn check_owner(&self, account: &Account) -> Result<(), ClusterError> {
        for path in [self.cluster(), self.run()] {
            match fs::metadata(&path) {
                Ok(meta) if meta.uid() != account.uid && !(account.switched && meta.uid() == 0) => {
                    return Err(ClusterError::ForeignOwner {
                        path,
                        owner: meta.uid(),
                        expected: account.uid,
                    });
                }
                _ => {}
            }
        }
        Ok(())
    }
}

fn check_name(root: &Path) -> Result<(), ClusterError> {
    let usable = root
        .to_str()
        .is_some_and(|name| !name.contains([',', '"', '\'', '\n', '\r']));
    if !usable {
        return Err(ClusterError::UnusablePath {
            path: root.to_owned(),
        });
    }
    let socket = root.join("run").join(format!(".s.PGSQL.{PORT}"));
    if socket.as_os_str().len() > LONGEST_SOCKET {
        return Err(ClusterError::SocketPathTooLong { path: socket });
    }
    Ok(())
}

fn make_dir(path: &Path, mode: u32) -> Result<(), ClusterError> {
    if let Some(parent) = path.parent().filter(|p| !p.as_os_str().is_empty()) {
        // Missing parent folders (such as ~/.local/share) get the usual rights.
        fs::create_dir_all(parent)
            .map_err(|cause| ClusterError::at(path, "make the data folder", cause))?;
    }
    match DirBuilder::new().mode(mode).create(path) {
        Err(cause) if cause.kind() == ErrorKind::AlreadyExists && path.is_dir() => Ok(()),
        made => made.map_err(|cause| ClusterError::at(path, "make the data folder", cause)),
    }
}

fn stat(path: &Path) -> Result<fs::Metadata, ClusterError> {
    fs::metadata(path).map_err(|cause| ClusterError::at(path, "look at the data folder", cause))
}

fn may_enter(meta: &fs::Metadata, account: &Account) -> bool {
    let bit = if meta.uid() == account.uid {
        0o100
    } else if meta.gid() == account.gid {
        0o010
    } else {
        0o001
    };
    meta.mode() & bit != 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_socket_address_of_107_bytes_is_the_longest() {
        let room = LONGEST_SOCKET - "/run/.s.PGSQL.5432".len();
        let longest = PathBuf::from(format!("/{}", "a".repeat(room - 1)));
        assert!(check_name(&longest).is_ok());
        let longer = PathBuf::from(format!("/{}", "a".repeat(room)));
        assert!(matches!(
            check_name(&longer),
            Err(ClusterError::SocketPathTooLong { .. })
        ));
    }

    /// `/proc` is a file system without free space.
    #[test]
    fn a_disk_without_room_is_refused() {
        let full = Folder::at("/proc").check_room(false);
        assert!(matches!(full, Err(ClusterError::DiskFull { .. })));
        let free = Folder::at("/tmp").check_room(false);
        assert!(free.is_ok(), "{free:?}");
    }

    #[test]
    fn names_that_postgres_would_split_are_refused() {
        assert!(matches!(
            check_name(Path::new("/srv/a,b")),
            Err(ClusterError::UnusablePath { .. })
        ));
    }
}
