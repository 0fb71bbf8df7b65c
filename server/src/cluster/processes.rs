//! Finds the running processes of a cluster's folder, and ends them.
//!
//! A process number in a lock file proves nothing: after a restart of the machine it may belong to any process. A
//! Postgres process has its data folder as its working folder, so that folder tells to which cluster it belongs. Root
//! without the right to inspect the processes of other accounts (a container without `CAP_SYS_PTRACE`) cannot read the
//! working folder; then the account and the command line decide.

use std::fs;
use std::io::ErrorKind;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use tokio::time::{Instant, sleep};

/// Whether a process belongs to a cluster's folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ownership {
    /// A program of Postgres that works in the folder.
    Ours,
    /// Another process, or none: it has ended, or its parent has not waited for it yet.
    Foreign,
    /// The system does not let this account inspect the process.
    Hidden,
}

/// Whether process `pid` is a program of Postgres that works in `folder`.
pub fn ownership(pid: Pid, folder: &Path) -> Ownership {
    let proc = format!("/proc/{}", pid.as_raw_nonzero());
    match fs::read_link(format!("{proc}/cwd")) {
        // After an upgrade of the package the link ends with "(deleted)"; the name of the program stays.
        Ok(cwd) if cwd == folder => match fs::read_link(format!("{proc}/exe")) {
            Ok(exe) if is_program(exe.as_os_str().as_bytes()) => Ownership::Ours,
            _ => Ownership::Foreign,
        },
        Err(cause) if cause.kind() == ErrorKind::PermissionDenied => by_words(&proc, folder),
        _ => Ownership::Foreign,
    }
}

/// Decides the same by account and command line, for a process whose working folder this account cannot read.
fn by_words(proc: &str, folder: &Path) -> Ownership {
    let (Ok(process), Ok(owner)) = (fs::metadata(proc), fs::metadata(folder)) else {
        return Ownership::Hidden;
    };
    if process.uid() != owner.uid() {
        return Ownership::Foreign;
    }
    match fs::read(format!("{proc}/cmdline")) {
        Ok(words) if serves(&words, folder) => Ownership::Ours,
        // A child process has a title or a command line of its own; only its parent's names the folder.
        Ok(words)
            if words
                .split(|byte| *byte == 0)
                .next()
                .is_some_and(is_program) =>
        {
            let parent = parent(proc).and_then(|pid| fs::read(format!("/proc/{pid}/cmdline")).ok());
            match parent {
                Some(words) if serves(&words, folder) => Ownership::Ours,
                _ => Ownership::Foreign,
            }
        }
        Ok(_) => Ownership::Foreign,
        Err(_) => Ownership::Hidden,
    }
}

/// Whether a command line runs Postgres or `initdb` on `folder`. Each word ends with a zero byte.
fn serves(words: &[u8], folder: &Path) -> bool {
    let mut words = words.split(|byte| *byte == 0);
    words.next().is_some_and(is_program)
        && words.next() == Some(b"-D")
        && words.next() == Some(folder.as_os_str().as_bytes())
}

fn is_program(path: &[u8]) -> bool {
    let name = path.rsplit(|byte| *byte == b'/').next().unwrap_or_default();
    name.starts_with(b"postgres") || name.starts_with(b"initdb")
}

/// The process number of the parent: the second field after the name in `stat`. The name may contain any character, but
/// the last bracket ends it.
fn parent(proc: &str) -> Option<u32> {
    let stat = fs::read_to_string(format!("{proc}/stat")).ok()?;
    let (_, fields) = stat.rsplit_once(')')?;
    fields.split_whitespace().nth(1)?.parse().ok()
}

/// Whether process `pid` is a program of Postgres that works in `folder`.
fn is_of(pid: Pid, folder: &Path) -> bool {
    ownership(pid, folder) == Ownership::Ours
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

/// Ends every process of `folder`: first the postmaster with SIGINT (which ends its children), then all that are left,
/// in the end with SIGKILL. Returns whether none is left.
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
    // The process may have ended by itself since it was listed.
    let _ = kill_process(pid, name);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_line_tells_whose_postmaster_it_is() {
        let folder = Path::new("/srv/portal/postgres");
        let line = |words: &[&str]| words.join("\0").into_bytes();
        let ours = [
            "/usr/lib/postgresql/15/bin/postgres",
            "-D",
            "/srv/portal/postgres",
            "-c",
            "port=5432",
        ];
        assert!(serves(&line(&ours), folder));
        let made = [
            "/usr/lib/postgresql/15/bin/initdb",
            "-D",
            "/srv/portal/postgres",
            "-U",
        ];
        assert!(serves(&line(&made), folder));
        for other in [
            &[
                "/usr/lib/postgresql/15/bin/postgres",
                "-D",
                "/srv/portal/postgres-15",
            ][..],
            &[
                "/usr/lib/postgresql/15/bin/postgres",
                "-D",
                "/srv/portal/postgres.new",
            ],
            &["/usr/bin/vim", "-D", "/srv/portal/postgres"],
            &["sleep", "600"],
            &[""],
        ] {
            assert!(!serves(&line(other), folder), "{other:?}");
        }
    }

    #[test]
    fn nobody_is_foreign() {
        let nobody = Pid::from_raw(i32::MAX).unwrap_or(Pid::INIT);
        assert_eq!(ownership(nobody, Path::new("/")), Ownership::Foreign);
    }
}
