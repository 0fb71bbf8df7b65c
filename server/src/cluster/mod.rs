//! The portal's own private Postgres: the machine's programs, run on a cluster in the data folder.
//!
//! One process owns the cluster at a time and runs `postgres` as its direct child: `portal serve`
//! for as long as it serves, another command for as long as it works when nobody serves. Commands
//! join a cluster that is running. What a `kill -9` leaves behind is ended at the next start.
//! Access is by the rights of the socket's folder; nothing listens on the network.

mod access;
mod account;
mod error;
mod folder;
mod kin;
mod lock;
mod make;
mod process;
mod programs;
mod said;
mod upgrade;

use std::path::Path;
use std::time::Duration;

use sqlx::postgres::PgConnectOptions;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep};

use access::{ADMIN, ROLE};
pub use account::Account;
pub use error::ClusterError;
pub use folder::Folder;
use process::Running;
pub use programs::Programs;
pub use upgrade::{Half, Upgrade};

/// The role that `portal serve` writes into the owner's lock.
const SERVE: &str = "serve";
/// How long a stop may write what is in memory; the whole of `serve` ends within 10 s of SIGTERM.
const STOP: Duration = Duration::from_secs(5);
/// Between two tries when the database does not come back.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// A private Postgres that answers.
#[derive(Debug)]
pub struct Cluster {
    folder: Folder,
    hold: Hold,
}

#[derive(Debug)]
enum Hold {
    /// This process runs it; a task keeps it alive until it is told to stop.
    Own {
        stop: oneshot::Sender<()>,
        keeper: JoinHandle<()>,
        serving: bool,
        _lock: lock::Owner,
    },
    /// Another process runs it and will not stop it for as long as this is held, unless it must.
    Joined { _users: lock::Users },
}

impl Cluster {
    /// Runs the cluster of `data` for `portal serve`. It is started again whenever it ends before
    /// [`Cluster::stop`]. Waits for a command that is using the folder.
    ///
    /// # Errors
    /// `Busy` when another portal serves this folder, and whatever keeps Postgres from starting.
    pub async fn start(data: &Path) -> Result<Self, ClusterError> {
        Self::run(data, SERVE).await
    }

    /// Runs the cluster for a command that may have no company, such as `restore`.
    ///
    /// # Errors
    /// `Busy` when the folder is being served, and whatever keeps Postgres from starting.
    pub async fn start_alone(data: &Path, command: &str) -> Result<Self, ClusterError> {
        Self::run(data, command).await
    }

    /// For a command: joins the cluster that is running, or runs it for as long as it takes.
    ///
    /// # Errors
    /// Whatever keeps Postgres from starting.
    pub async fn join(data: &Path, command: &str) -> Result<Self, ClusterError> {
        let account = Account::find()?;
        let folder = Folder::open(data, &account)?;
        let mut waiting = Waiting::new();
        loop {
            if let Some(lock) = lock::own(&folder, command)? {
                return Self::take(folder, account, lock, false).await;
            }
            if let Some(users) = lock::share(&folder)?
                && access::ping(&folder).await
            {
                return Ok(Self {
                    folder,
                    hold: Hold::Joined { _users: users },
                });
            }
            waiting.on(&lock::owner(&folder)?.1).await;
        }
    }

    async fn run(data: &Path, command: &str) -> Result<Self, ClusterError> {
        let account = Account::find()?;
        let folder = Folder::open(data, &account)?;
        let lock = own(&folder, command).await?;
        Self::take(folder, account, lock, command == SERVE).await
    }

    async fn take(
        folder: Folder,
        account: Account,
        lock: lock::Owner,
        serving: bool,
    ) -> Result<Self, ClusterError> {
        let running = process::start(&folder, &account).await?;
        let (stop, stopped) = oneshot::channel();
        let keeper = tokio::spawn(keep(folder.clone(), account, running, stopped));
        Ok(Self {
            folder,
            hold: Hold::Own {
                stop,
                keeper,
                serving,
                _lock: lock,
            },
        })
    }

    /// How the portal connects: its own role and database, by the socket.
    pub fn connect_options(&self) -> PgConnectOptions {
        access::options(&self.folder, ROLE, ROLE)
    }

    /// How the superuser connects, for what only it may do (tests make databases with it).
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

    /// Stops the cluster when this process runs it; a command first waits for those that joined.
    /// Close the pools before: what is open is cut.
    pub async fn stop(self) {
        let Hold::Own {
            stop,
            keeper,
            serving,
            _lock,
        } = self.hold
        else {
            return;
        };
        let _users = if serving {
            None
        } else {
            wait_for_users(&self.folder).await
        };
        // The keeper is there until it is told.
        let _ = stop.send(());
        if let Err(cause) = keeper.await {
            tracing::error!(%cause, "the database's keeper failed");
        }
    }
}

/// Waits for the owner's lock, but not for a portal that serves: that one stays.
async fn own(folder: &Folder, command: &str) -> Result<lock::Owner, ClusterError> {
    let mut waiting = Waiting::new();
    loop {
        if let Some(lock) = lock::own(folder, command)? {
            return Ok(lock);
        }
        let (role, owner) = lock::owner(folder)?;
        if role == SERVE {
            return Err(ClusterError::Busy {
                data: folder.root().to_owned(),
                owner,
            });
        }
        waiting.on(&owner).await;
    }
}

/// Keeps the database alive until it is told to stop.
async fn keep(
    folder: Folder,
    account: Account,
    mut running: Running,
    mut stopped: oneshot::Receiver<()>,
) {
    loop {
        tokio::select! {
            _ = &mut stopped => return process::stop(running, STOP).await,
            _ = running.child.wait() => {}
        }
        tracing::error!("the database ended by itself; starting it again");
        let mut pause = Duration::from_millis(250);
        running = loop {
            let started = tokio::select! {
                _ = &mut stopped => return,
                started = process::start_again(&folder, &account) => started,
            };
            match started {
                Ok(running) => break running,
                Err(error) => tracing::error!(%error, "the database does not start; trying again"),
            }
            tokio::select! {
                _ = &mut stopped => return,
                () = sleep(pause) => {}
            }
            pause = (pause * 2).min(LONGEST_PAUSE);
        };
        tracing::info!("the database is back");
    }
}

/// Waits until no command uses the cluster, and keeps others out.
async fn wait_for_users(folder: &Folder) -> Option<lock::Users> {
    let mut waiting = Waiting::new();
    loop {
        match lock::shut(folder) {
            Ok(None) => waiting.on("the commands that joined this one").await,
            Ok(users) => return users,
            Err(error) => {
                tracing::warn!(%error, "cannot see whether other commands use the database");
                return None;
            }
        }
    }
}

/// Waits in small steps and says every ten seconds for whom.
struct Waiting {
    told: Instant,
}

impl Waiting {
    fn new() -> Self {
        Self {
            told: Instant::now(),
        }
    }

    async fn on(&mut self, whom: &str) {
        if self.told.elapsed() >= Duration::from_secs(10) {
            self.told = Instant::now();
            tracing::info!("waiting for {whom}");
        }
        sleep(Duration::from_millis(30)).await;
    }
}
