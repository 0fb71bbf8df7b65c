//! The steps of an upgrade that only the owner of the cluster may take: two versions of Postgres on one data folder.

use std::path::Path;
use std::time::Duration;

use sqlx::postgres::PgConnectOptions;

use super::access::{self, ROLE};
use super::account::Account;
use super::error::ClusterError;
use super::folder::Folder;
use super::lock::{self, shut, take};
use super::process::{self, Running};
use super::programs::{self, Programs};
use super::{make, processes, tidy};

/// A data folder that this process holds for an upgrade.
pub struct Upgrade {
    folder: Folder,
    account: Account,
    old: Programs,
    new: Programs,
    _lock: lock::Owner,
    _users: lock::Users,
}

/// One of the two clusters, while it runs.
pub struct Half(Running);

impl Half {
    /// Stops the cluster, and gives it `patience` to write everything.
    pub async fn stop(self, patience: Duration) {
        process::stop(self.0, patience).await;
    }
}

impl Upgrade {
    /// # Errors
    /// `Busy`, `NotACluster`, and `ProgramsMissing` unless both versions are installed.
    pub async fn open(data: &Path) -> Result<Self, ClusterError> {
        let (folder, account, lock) = take(data, "upgrade").await?;
        let users = shut(&folder).await?;
        tidy::tidy(&folder).await?;
        let version = folder.version()?.ok_or(ClusterError::NotACluster {
            path: folder.cluster(),
        })?;
        let old = programs::exactly(version).await?;
        let new = Programs::newest().await?;
        Ok(Self {
            folder,
            account,
            old,
            new,
            _lock: lock,
            _users: users,
        })
    }

    /// The old and the new major version.
    pub fn versions(&self) -> (u32, u32) {
        (self.old.major, self.new.major)
    }

    pub fn folder(&self) -> &Folder {
        &self.folder
    }

    /// The programs of the new version: its `pg_dump` reads the old server too.
    pub fn programs(&self) -> &Programs {
        &self.new
    }

    pub fn connect_options(&self) -> PgConnectOptions {
        access::options(&self.folder, ROLE, ROLE)
    }

    /// # Errors
    /// Every error that keeps the old cluster from starting.
    pub async fn start_old(&self) -> Result<Half, ClusterError> {
        let cluster = self.folder.cluster();
        process::start_with(&self.folder, &cluster, &self.account, &self.old)
            .await
            .map(Half)
    }

    /// Makes the new cluster beside the old one and starts it.
    ///
    /// # Errors
    /// Every error that keeps it from being made or started.
    pub async fn start_new(&self) -> Result<Half, ClusterError> {
        self.folder.check_room(true)?;
        make::init(&self.folder, &self.account, &self.new).await?;
        process::start_with(
            &self.folder,
            &self.folder.unborn(),
            &self.account,
            &self.new,
        )
        .await
        .map(Half)
    }

    /// Puts the new cluster in the place of the old one, which is kept; both are stopped.
    ///
    /// # Errors
    /// `Io` when the file system cannot do that.
    pub fn swap(&self) -> Result<(), ClusterError> {
        tidy::swap(&self.folder)
    }

    /// Removes everything except the clusters, whatever the result of the upgrade.
    ///
    /// # Errors
    /// A file that cannot be removed.
    pub async fn tidy(&self) -> Result<(), ClusterError> {
        // A cluster that was interrupted may still be ending.
        processes::end(&self.folder.cluster(), None).await;
        tidy::tidy(&self.folder).await
    }
}
