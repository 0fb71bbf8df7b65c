//! Which running processes belong to a cluster's folder, and how to end them.
//!
//! A number in a lock file proves nothing: after a restart of the machine it may name any process.
//! A process of Postgres works in its data folder, so the folder it stands in tells whose it is.

use std::fs;
use std::path::Path;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use tokio::time::{Instant, sleep};

/// Whether process `pid` is a program of Postgres that works in `folder`.
pub fn is_of(pid: Pid, folder: &Path) -> bool {
    let proc = format!("/proc/{}", pid.as_raw_nonzero());
    let stands_there = fs::read_link(format!("{proc}/cwd")).is_ok_and(|cwd| cwd == folder);
    // The name survives an upgrade of the package, which marks the link "(deleted)".
    stands_there
        && fs::read_link(format!("{proc}/exe")).is_ok_and(|exe| {
            exe.file_name()
                .and_then(|name| name.to_str())
                .is_some_and(|name| name.starts_with("postgres") || name.starts_with("initdb"))
        })
}

/// Every process of Postgres that works in `folder`: the postmaster and its children.
pub fn of(folder: &Path) -> Vec<Pid> {
    let Ok(entries) = fs::read_dir("/proc") else {
        return Vec::new();
    };
    entries
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .filter_map(Pid::from_raw)
        .filter(|pid| is_of(*pid, folder))
        .collect()
}

/// Ends every process of `folder`: first the postmaster politely (which ends its children), then
/// all that is left, at last by force. Returns whether none is left.
pub async fn end(folder: &Path, postmaster: Option<Pid>) -> bool {
    if let Some(pid) = postmaster.filter(|pid| is_of(*pid, folder)) {
        signal(pid, Signal::INT);
        wait_until_gone(folder, Duration::from_secs(10)).await;
    }
    for (name, patience) in [(Signal::TERM, 5), (Signal::QUIT, 3), (Signal::KILL, 10)] {
        for pid in of(folder) {
            signal(pid, name);
        }
        if wait_until_gone(folder, Duration::from_secs(patience)).await {
            return true;
        }
    }
    false
}

async fn wait_until_gone(folder: &Path, patience: Duration) -> bool {
    let end = Instant::now() + patience;
    while !of(folder).is_empty() {
        if Instant::now() >= end {
            return false;
        }
        sleep(Duration::from_millis(20)).await;
    }
    true
}

fn signal(pid: Pid, name: Signal) {
    // It may have ended by itself since it was listed.
    let _ = kill_process(pid, name);
}
