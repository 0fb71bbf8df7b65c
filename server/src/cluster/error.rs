//! Why the private Postgres cannot run. Each case is one sentence that tells the operator what to do.

use std::fmt;
use std::path::{Path, PathBuf};

/// The error that an operator sees, and its exit code (see `docs/OPERATIONS.md`).
#[derive(Debug)]
pub enum ClusterError {
    /// There are no usable Postgres programs. `major` is the version that the data folder needs; `told` is true when
    /// `PORTAL_POSTGRES_BIN` named the folders that were searched.
    ProgramsMissing { major: Option<u32>, told: bool },
    /// There are no `pg_dump` and `pg_restore` that can work with an outside server of this version.
    NoProgramsFor { server: u32, told: bool },
    /// The folder was written by a major version that is not installed.
    OtherMajor {
        data: PathBuf,
        folder: u32,
        installed: u32,
    },
    /// There is not enough disk space; found before the start or by Postgres itself.
    DiskFull { path: PathBuf },
    /// This account cannot make the data folder or write to it.
    NotWritable { path: PathBuf, cause: String },
    /// The account that Postgres runs as cannot enter a folder above the data folder.
    Unreachable { path: PathBuf, account: String },
    /// The data folder belongs to another account.
    ForeignOwner {
        path: PathBuf,
        owner: u32,
        expected: u32,
    },
    /// The address of the socket is too long: a Unix socket's address holds at most 107 bytes.
    SocketPathTooLong { path: PathBuf },
    /// The path has characters that Postgres cannot read in its lists of folders.
    UnusablePath { path: PathBuf },
    /// Postgres refuses to run as root and there is no `postgres` account.
    NoAccount,
    /// Another portal owns the data folder.
    Busy { data: PathBuf, owner: String },
    /// The database that another process runs does not answer.
    Silent { data: PathBuf, owner: String },
    /// There are files in the place of the cluster, but they are no cluster.
    NotACluster { path: PathBuf },
    /// Postgres does not start; `said` is its own message.
    Failed { said: String },
    /// The operating system refused a step.
    Io {
        path: PathBuf,
        doing: &'static str,
        cause: std::io::Error,
    },
}

impl ClusterError {
    /// The exit code of the command, with the meanings of `sysexits.h`.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::OtherMajor { .. } | Self::NotACluster { .. } => 65,
            Self::ProgramsMissing { .. } | Self::NoProgramsFor { .. } | Self::NoAccount => 69,
            Self::Failed { .. } => 70,
            Self::Io { .. } | Self::DiskFull { .. } => 74,
            Self::NotWritable { .. } | Self::Unreachable { .. } | Self::ForeignOwner { .. } => 73,
            Self::Busy { .. } | Self::Silent { .. } => 75,
            Self::SocketPathTooLong { .. } | Self::UnusablePath { .. } => 78,
        }
    }

    /// Makes the error for an operating-system error that came while doing something in `path`.
    pub(super) fn at(path: &Path, doing: &'static str, cause: std::io::Error) -> Self {
        match cause.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Self::DiskFull {
                path: path.to_owned(),
            },
            std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => {
                Self::NotWritable {
                    path: path.to_owned(),
                    cause: cause.to_string(),
                }
            }
            _ => Self::Io {
                path: path.to_owned(),
                doing,
                cause,
            },
        }
    }
}

impl std::error::Error for ClusterError {}

impl fmt::Display for ClusterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ProgramsMissing { major, told: true } => write!(
                f,
                "No folder of PORTAL_POSTGRES_BIN holds the programs (initdb, postgres and the like) of Postgres {}: \
                 correct it, or unset it for those that this machine has.",
                match major {
                    Some(major) => major.to_string(),
                    None => "15 or newer".to_owned(),
                }
            ),
            Self::NoProgramsFor { server, told: true } => write!(
                f,
                "No folder of PORTAL_POSTGRES_BIN holds the programs (pg_dump, postgres and the like) of Postgres \
                 {server}, which the server that DATABASE_URL names has, or of a newer one: correct it, or unset it \
                 for those that this machine has."
            ),
            Self::NoProgramsFor { server, .. } => write!(
                f,
                "The pg_dump and pg_restore of Postgres {server}, which the server that DATABASE_URL names has, were \
                 not found on this machine, nor newer ones: install them with `apt-get install \
                 --no-install-recommends postgresql-{server}`."
            ),
            Self::ProgramsMissing { major: None, .. } => write!(
                f,
                "The programs of Postgres 15 or newer were not found on this machine: install them \
                 with `apt-get install --no-install-recommends postgresql`, or set DATABASE_URL to \
                 an outside server."
            ),
            Self::ProgramsMissing {
                major: Some(major), ..
            } => write!(
                f,
                "The data folder needs the programs of Postgres {major}, which were not found on \
                 this machine: install them with `apt-get install --no-install-recommends \
                 postgresql-{major}`."
            ),
            Self::OtherMajor {
                folder, installed, ..
            } if folder > installed => write!(
                f,
                "The data folder was written by Postgres {folder} and this machine has Postgres \
                 {installed}: install its own with `apt-get install --no-install-recommends postgresql-{folder}`."
            ),
            Self::OtherMajor {
                data,
                folder,
                installed,
            } => write!(
                f,
                "The data folder was written by Postgres {folder} and this machine has Postgres \
                 {installed}: install postgresql-{folder} beside it and run `portal upgrade --data \
                 {}`, which dumps and restores it.",
                data.display()
            ),
            Self::DiskFull { path } => write!(
                f,
                "The disk that holds {} is full: free some space there or choose another folder \
                 with --data, then start again.",
                path.display()
            ),
            Self::NotWritable { path, cause } => write!(
                f,
                "{} cannot be used ({cause}): give this account write access to it or choose another \
                 folder with --data.",
                path.display()
            ),
            Self::Unreachable { path, account } => write!(
                f,
                "Postgres runs as the account {account}, which cannot enter {}: choose a folder \
                 such as /var/lib/portal with --data.",
                path.display()
            ),
            Self::ForeignOwner {
                path,
                owner,
                expected,
            } => write!(
                f,
                "{} belongs to the account with number {owner} and Postgres would run as number \
                 {expected}: start the portal as the account that made the data folder, or choose \
                 another folder with --data.",
                path.display()
            ),
            Self::SocketPathTooLong { path } => write!(
                f,
                "The address of the database's socket, {}, is longer than the 107 bytes that the \
                 system allows: choose a shorter folder with --data.",
                path.display()
            ),
            Self::UnusablePath { path } => write!(
                f,
                "The data folder {} has a comma, a quote, a line break or a byte outside UTF-8 in \
                 its name: choose another folder with --data.",
                path.display()
            ),
            Self::NoAccount => write!(
                f,
                "Postgres does not run as root and this machine has no account named postgres: make \
                 one with `adduser --system --group postgres`, or start the portal as an ordinary \
                 account."
            ),
            Self::Busy { data, owner } => write!(
                f,
                "The data folder {} is in use by another portal, {owner}: stop that one first or \
                 choose another folder with --data.",
                data.display()
            ),
            Self::Silent { data, owner } => write!(
                f,
                "The database of {} has not answered for ten minutes, though {owner} runs it: see \
                 what that one says, or stop it, and start again.",
                data.display()
            ),
            Self::NotACluster { path } => write!(
                f,
                "{} does not hold Postgres data (any more): put the right files there, or choose \
                 another folder with --data.",
                path.display()
            ),
            Self::Failed { said } => write!(
                f,
                "Postgres does not start: it says \"{said}\"; mend that and start again."
            ),
            Self::Io { path, doing, cause } => write!(
                f,
                "Cannot {doing} ({}: {cause}): see that the folder lies on a local disk that is well, or choose \
                 another one with --data, and start again.",
                path.display()
            ),
        }
    }
}
