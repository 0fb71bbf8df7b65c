//! Postgres as a direct child process: clears the remains of an earlier run, starts it, waits for it, stops it.

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

/// How long the processes of an earlier run may hold the shared memory.
const PATIENCE: Duration = Duration::from_secs(30);

/// A postmaster that answers queries.
#[derive(Debug)]
pub struct Running {
    pub child: Child,
    said: Output,
}

/// Starts the cluster of `folder`, after making it if there is none and ending the processes that an earlier run left
/// behind. The caller holds the owner's lock.
pub async fn start(folder: &Folder, account: &Account) -> Result<Running, ClusterError> {
    // Processes of an interrupted upgrade would block the start.
    tidy(folder).await?;
    let version = folder.version()?;
    let programs = programs::choose(folder.root(), version).await?;
    folder.check_room(version.is_none())?;
    if version.is_none() {
        make(folder, account, &programs).await?;
    }
    start_with(folder, &folder.cluster(), account, &programs).await
}

/// Starts a cluster that was running a moment ago. If it has vanished (for example with its disk), no empty cluster is
/// made in its place.
pub async fn start_again(folder: &Folder, account: &Account) -> Result<Running, ClusterError> {
    match folder.version()? {
        Some(_) => start(folder, account).await,
        None => Err(ClusterError::NotACluster {
            path: folder.cluster(),
        }),
    }
}

/// Starts the cluster in `cluster` with the given programs, and makes its role and database if they are missing.
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

/// Ends the processes of an earlier run, and removes the lock files that name no process of this cluster.
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
    // Postgres itself replaces the lock of a dead process. It does not if the number now belongs to another process, or
    // to a dead process whose parent has not waited for it. For a process that this account may not inspect, Postgres
    // decides: it refuses to start beside it.
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
    // Settings that are not named here can be tuned in the cluster's postgresql.conf.
    for setting in [
        "listen_addresses=",
        sockets.as_str(),
        port.as_str(),
        "unix_socket_permissions=0700",
        "timezone=UTC",
        "log_timezone=UTC",
        // Logs go to the portal's log, without the values that a statement carries: the portal logs a fault with a
        // reference, but no personal data.
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
        // The reading task is detached: it ends when the last process that writes to the pipe ends.
        drop(said.listen(pipe));
    }
    Ok(Running { child, said })
}

/// Waits until a query is answered; `false` when the process ended instead. There is no time limit, because a recovery
/// after a crash may take minutes.
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
            // Gives the reader time to take the last lines.
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

/// Stops a postmaster: ends its sessions and lets it write everything. After `patience` it must stop at once, which
/// costs a recovery at the next start but loses no data.
pub async fn stop(mut running: Running, patience: Duration) {
    for (signal, patience) in [
        (Signal::INT, patience),
        (Signal::QUIT, Duration::from_secs(1)),
        (Signal::KILL, Duration::from_secs(1)),
    ] {
        // The process number cannot belong to another process before the child has been waited for.
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
