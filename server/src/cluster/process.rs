//! Postgres as a direct child: cleared of its earlier life, started, waited for, stopped.

use std::fs;
use std::path::Path;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process, test_kill_process};
use tokio::process::Child;
use tokio::time::{Instant, sleep, timeout};

use super::access::{ADMIN, ping, prepare};
use super::account::Account;
use super::error::ClusterError;
use super::folder::{Folder, PORT};
use super::make::make;
use super::output::Output;
use super::processes::{self, Ownership};
use super::programs::{self, Programs};
use super::system::{launch, remove};
use super::tidy::tidy;

/// How long the remains of an earlier life may hold the shared memory.
const PATIENCE: Duration = Duration::from_secs(30);

/// A postmaster that answers.
#[derive(Debug)]
pub struct Running {
    pub child: Child,
    said: Output,
}

/// Starts the cluster of `folder`, making it first if there is none, and ends what an earlier life
/// of it left behind. The caller holds the owner's lock.
pub async fn start(folder: &Folder, account: &Account) -> Result<Running, ClusterError> {
    // What runs of an upgrade that was cut off would be in the way.
    tidy(folder).await?;
    let version = folder.version()?;
    let programs = programs::choose(folder.root(), version).await?;
    folder.check_room(version.is_none())?;
    if version.is_none() {
        make(folder, account, &programs).await?;
    }
    start_with(folder, &folder.cluster(), account, &programs).await
}

/// Starts a cluster that was running a moment ago. One that has vanished (a disk that went away) is
/// not replaced by an empty one.
pub async fn start_again(folder: &Folder, account: &Account) -> Result<Running, ClusterError> {
    match folder.version()? {
        Some(_) => start(folder, account).await,
        None => Err(ClusterError::NotACluster {
            path: folder.cluster(),
        }),
    }
}

/// Starts the cluster in `cluster` with given programs, and sees that role and database are there.
pub async fn start_with(
    folder: &Folder,
    cluster: &Path,
    account: &Account,
    programs: &Programs,
) -> Result<Running, ClusterError> {
    let end = Instant::now() + PATIENCE;
    loop {
        clear(folder, cluster).await?;
        let mut running = spawn(folder, cluster, account, programs)?;
        if answers(folder, &mut running).await? {
            prepare(folder).await?;
            return Ok(running);
        }
        if !running.said.is_left_over() || Instant::now() >= end {
            return Err(running.said.reason(folder));
        }
        tracing::info!("the database's earlier life has not quite ended; starting again");
        sleep(Duration::from_millis(200)).await;
    }
}

/// Ends the processes of an earlier life and clears the lock files that name nobody of ours.
pub async fn clear(folder: &Folder, cluster: &Path) -> Result<(), ClusterError> {
    let lock = cluster.join("postmaster.pid");
    let named = fs::read_to_string(&lock)
        .ok()
        .and_then(|text| text.lines().next()?.trim().parse().ok())
        .and_then(Pid::from_raw);
    if !processes::of(cluster).is_empty() {
        tracing::info!("ending the database that an earlier life of the portal left running");
        if !processes::end(cluster, named).await {
            return Err(ClusterError::Failed {
                said: "processes of its earlier life do not end".to_owned(),
            });
        }
    }
    // Postgres replaces the lock of a dead process itself, but not one whose number now belongs to
    // somebody else, or to a dead process that nobody has waited for. Of one that cannot be looked at
    // Postgres is the judge: it refuses to start beside it.
    let foreign = |pid| processes::ownership(pid, cluster) == Ownership::Foreign;
    if named.is_some_and(|pid| test_kill_process(pid).is_ok() && foreign(pid)) {
        tracing::info!("clearing a lock file that names a foreign process");
        remove(&lock)?;
    }
    for name in [format!(".s.PGSQL.{PORT}"), format!(".s.PGSQL.{PORT}.lock")] {
        remove(&folder.run().join(name))?;
    }
    Ok(())
}

fn spawn(
    folder: &Folder,
    cluster: &Path,
    account: &Account,
    programs: &Programs,
) -> Result<Running, ClusterError> {
    let mut command = account.command(&programs.path("postgres"));
    command.arg("-D").arg(cluster);
    let sockets = format!("unix_socket_directories={}", folder.run().display());
    let port = format!("port={PORT}");
    // What is not named here can be tuned in the cluster's postgresql.conf.
    for setting in [
        "listen_addresses=",
        sockets.as_str(),
        port.as_str(),
        "unix_socket_permissions=0700",
        "timezone=UTC",
        "log_timezone=UTC",
        // To the portal's log, and without the values that a statement carries: a fault is logged
        // by the portal with a reference, personal data is not.
        "log_destination=stderr",
        "logging_collector=off",
        "log_line_prefix=",
        "log_min_messages=log",
        "log_min_error_statement=panic",
        "log_error_verbosity=terse",
        "log_checkpoints=off",
    ] {
        command.arg("-c").arg(setting);
    }
    let said = Output::default();
    let mut child = launch(command, cluster)?;
    if let Some(pipe) = child.stderr.take() {
        // Detached: the pipe ends with the last process that writes to it.
        drop(said.listen(pipe));
    }
    Ok(Running { child, said })
}

/// Waits until a query is answered; `false` when the process ended instead. Recovery after a crash
/// may take minutes, so only an end of the process ends the wait.
async fn answers(folder: &Folder, running: &mut Running) -> Result<bool, ClusterError> {
    let began = Instant::now();
    let mut told = 0;
    loop {
        if ping(folder, ADMIN, "postgres").await {
            return Ok(true);
        }
        let ended = running
            .child
            .try_wait()
            .map_err(|cause| ClusterError::at(folder.root(), "wait for Postgres", cause))?;
        if ended.is_some() {
            // Let the reader take the last words.
            sleep(Duration::from_millis(50)).await;
            return Ok(false);
        }
        let seconds = began.elapsed().as_secs();
        if seconds >= told + 10 {
            told = seconds;
            tracing::warn!(seconds, "the database is still starting");
        }
        sleep(Duration::from_millis(20)).await;
    }
}

/// Stops a postmaster: sessions are ended and all is written; after `patience` it must be quick,
/// which costs a recovery at the next start and loses nothing either.
pub async fn stop(mut running: Running, patience: Duration) {
    for (signal, patience) in [
        (Signal::INT, patience),
        (Signal::QUIT, Duration::from_secs(1)),
        (Signal::KILL, Duration::from_secs(1)),
    ] {
        // The number is the child's own until it has been waited for.
        let Some(pid) = running
            .child
            .id()
            .and_then(|id| Pid::from_raw(id.cast_signed()))
        else {
            return;
        };
        let _ = kill_process(pid, signal);
        if timeout(patience, running.child.wait()).await.is_ok() {
            return;
        }
    }
    tracing::error!("the database does not end");
}
