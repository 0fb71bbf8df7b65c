//! The portal's own private Postgres: the programs of the machine, run on a cluster in the data folder.
//!
//! One process owns the cluster at a time and runs `postgres` as its direct child: `portal serve` for as long as it
//! serves; another command for as long as it works, when no portal serves. Commands join a cluster that is already
//! running. The next start ends the processes that a `kill -9` leaves behind. The rights of the socket's folder control
//! access; nothing listens on the network.

mod access;
mod account;
mod error;
mod folder;
mod keeper;
mod lock;
mod make;
mod output;
mod process;
mod processes;
mod programs;
mod system;
mod tidy;
mod upgrade;

use std::path::Path;
use std::time::Duration;

use sqlx::postgres::PgConnectOptions;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::Instant;

use access::{ADMIN, ROLE};
pub use account::Account;
pub use error::ClusterError;
pub use folder::Folder;
use lock::{SERVE, shut, take};
pub use programs::Programs;
pub use upgrade::{Half, Upgrade};

/// How long a command waits for the database of an owner that lets it join: a recovery may take minutes.
const SILENCE: Duration = Duration::from_secs(10 * 60);

/// A private Postgres that answers queries.
#[derive(Debug)]
pub struct Cluster {
    folder: Folder,
    hold: Hold,
}

#[derive(Debug)]
enum Hold {
    /// This process runs the cluster; a task keeps it alive until the stop.
    Own {
        stop: oneshot::Sender<()>,
        keeper: JoinHandle<()>,
        company: Company,
        _lock: lock::Owner,
    },
    /// Another process runs the cluster. A command that runs it waits for this lock before it stops; `serve` does not.
    Joined { _users: lock::Users },
}

/// Who may join a cluster that this process runs, and what happens to them when it stops.
#[derive(Debug)]
enum Company {
    /// `serve`: stops at once, and the connections of those that have joined are cut.
    Cut,
    /// A command: stops when all that have joined are done.
    Awaited,
    /// Nobody may join.
    Refused { _users: lock::Users },
}

impl Cluster {
    /// Runs the cluster of `data` for `portal serve`, and starts it again whenever it ends before [`Cluster::stop`].
    /// Waits for a command that is using the folder.
    ///
    /// # Errors
    /// `Busy` when another portal serves this folder; and every error that keeps Postgres from starting.
    pub async fn start(data: &Path) -> Result<Self, ClusterError> {
        let (folder, account, lock) = take(data, SERVE).await?;
        Self::run(folder, account, lock, Company::Cut).await
    }

    /// Runs the cluster for a command that no other command may join, such as `restore`.
    ///
    /// # Errors
    /// `Busy` when a portal serves the folder; and every error that keeps Postgres from starting.
    pub async fn start_alone(data: &Path, command: &str) -> Result<Self, ClusterError> {
        let (folder, account, lock) = take(data, command).await?;
        let company = Company::Refused {
            _users: shut(&folder).await?,
        };
        Self::run(folder, account, lock, company).await
    }

    /// Joins the running cluster, or runs it for as long as the command works. Waits for a cluster that is starting, as
    /// long as a recovery after a crash may take.
    ///
    /// # Errors
    /// `Silent` when the owner's database does not answer; and every error that keeps Postgres from starting.
    pub async fn join(data: &Path, command: &str) -> Result<Self, ClusterError> {
        let account = Account::find()?;
        let folder = Folder::open(data, &account)?;
        let mut waiting = lock::Waiting::new();
        let mut let_in = None;
        loop {
            if let Some(lock) = lock::try_own(&folder, command)? {
                return Self::run(folder, account, lock, Company::Awaited).await;
            }
            let (_, owner) = lock::owner(&folder)?;
            let Some(users) = lock::try_share(&folder)? else {
                let_in = None;
                waiting.on(format_args!("{owner} to be done")).await;
                continue;
            };
            if access::ping(&folder, ROLE, ROLE).await {
                return Ok(Self {
                    folder,
                    hold: Hold::Joined { _users: users },
                });
            }
            drop(users);
            if let_in.get_or_insert_with(Instant::now).elapsed() > SILENCE {
                let data = folder.root().to_owned();
                return Err(ClusterError::Silent { data, owner });
            }
            let what = format!("the database that {owner} runs");
            waiting.on(what).await;
        }
    }

    async fn run(
        folder: Folder,
        account: Account,
        lock: lock::Owner,
        company: Company,
    ) -> Result<Self, ClusterError> {
        let running = process::start(&folder, &account).await?;
        let (stop, stopped) = oneshot::channel();
        let keeper = tokio::spawn(keeper::keep(folder.clone(), account, running, stopped));
        Ok(Self {
            folder,
            hold: Hold::Own {
                stop,
                keeper,
                company,
                _lock: lock,
            },
        })
    }

    /// The options with which the portal connects: its own role and database, by the socket.
    pub fn connect_options(&self) -> PgConnectOptions {
        access::options(&self.folder, ROLE, ROLE)
    }

    /// The options with which the superuser connects (tests make databases with it).
    pub fn admin_options(&self) -> PgConnectOptions {
        access::options(&self.folder, ADMIN, "postgres")
    }

    /// The data folder.
    pub fn folder(&self) -> &Folder {
        &self.folder
    }

    /// The programs that fit the running cluster (`pg_dump` and its like).
    ///
    /// # Errors
    /// `ProgramsMissing`, `NotACluster`.
    pub async fn programs(&self) -> Result<Programs, ClusterError> {
        match self.folder.version()? {
            Some(major) => programs::exactly(major).await,
            None => Err(ClusterError::NotACluster {
                path: self.folder.cluster(),
            }),
        }
    }

    /// Stops the cluster when this process runs it; a command first waits for those that have joined. Close the pools
    /// before: open connections are cut.
    pub async fn stop(self) {
        let Hold::Own {
            stop,
            keeper,
            company,
            _lock,
        } = self.hold
        else {
            return;
        };
        let _users = match company {
            Company::Cut => None,
            Company::Refused { _users } => Some(_users),
            Company::Awaited => match shut(&self.folder).await {
                Ok(users) => Some(users),
                Err(error) => {
                    tracing::warn!(%error, "cannot see whether other commands use the database");
                    None
                }
            },
        };
        // The keeper runs until it gets this message.
        let _ = stop.send(());
        if let Err(cause) = keeper.await {
            tracing::error!(%cause, "the database's keeper failed");
        }
    }
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::*;

    /// The test's clock moves forward by itself.
    #[tokio::test(start_paused = true)]
    async fn a_command_does_not_wait_for_ever_for_a_database_that_is_silent() {
        let data = TempDir::new().unwrap();
        std::fs::set_permissions(
            data.path(),
            std::os::unix::fs::PermissionsExt::from_mode(0o711),
        )
        .unwrap();
        let account = Account::find().unwrap();
        let folder = Folder::open(data.path(), &account).unwrap();
        let _owner = lock::try_own(&folder, SERVE).unwrap().unwrap();
        let refused = Cluster::join(data.path(), "migrate").await.unwrap_err();
        let said = refused.to_string();
        assert!(said.contains("has not answered"), "{said}");
        assert!(
            said.contains(&format!("serve (process {})", std::process::id())),
            "{said}"
        );
    }

    /// The lock file of a killed portal still names it until the next owner has written.
    #[test]
    fn who_has_ended_is_no_owner() {
        let data = TempDir::new().unwrap();
        let folder = Folder::at(data.path().to_str().unwrap());
        std::fs::write(folder.owner_lock(), format!("serve {}\n", i32::MAX)).unwrap();
        assert_eq!(lock::owner(&folder).unwrap().0, "");
        let _owner = lock::try_own(&folder, SERVE).unwrap().unwrap();
        assert_eq!(lock::owner(&folder).unwrap().0, SERVE);
    }
}
