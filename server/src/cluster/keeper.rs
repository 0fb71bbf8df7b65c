//! Keeps the database of a data folder alive for as long as this process runs it.

use std::time::Duration;

use tokio::sync::oneshot;
use tokio::time::sleep;

use super::account::Account;
use super::folder::Folder;
use super::process::{self, Running};
use super::processes;

/// How long a stop may take to write the memory to disk; `serve` as a whole ends within 10 s of SIGTERM.
const STOP: Duration = Duration::from_secs(3);
/// The longest pause between two attempts to start the database again.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// Keeps the database alive until the stop, and then makes sure that none of its processes is left.
pub async fn keep(
    folder: Folder,
    account: Account,
    running: Running,
    stopped: oneshot::Receiver<()>,
) {
    until_stopped(&folder, &account, running, stopped).await;
    // A postmaster that was ended while it was starting leaves children for a moment.
    processes::end(&folder.cluster(), None).await;
}

async fn until_stopped(
    folder: &Folder,
    account: &Account,
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
                started = process::start_again(folder, account) => started,
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
