//! The standard error of Postgres: it goes to the log, and its last lines give the reason when Postgres does not start.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::io::{AsyncBufReadExt, AsyncRead, BufReader};
use tokio::task::JoinHandle;

use super::error::ClusterError;
use super::folder::Folder;

const KEPT: usize = 40;

/// The last lines that a program of Postgres wrote.
#[derive(Clone, Debug, Default)]
pub struct Output {
    lines: Arc<Mutex<VecDeque<String>>>,
}

impl Output {
    /// Reads `pipe` until its end. Lines go to the log as they come.
    pub fn listen(&self, pipe: impl AsyncRead + Unpin + Send + 'static) -> JoinHandle<()> {
        let said = self.clone();
        tokio::spawn(async move {
            let mut lines = BufReader::new(pipe).lines();
            // A line that is not UTF-8 is read as an empty line, and the next ones are read normally.
            while let Some(line) = lines.next_line().await.unwrap_or(Some(String::new())) {
                said.hear(&line);
            }
        })
    }

    fn hear(&self, line: &str) {
        // Postgres writes the second one for each of the portal's own pings while it starts.
        if line.is_empty() || line.ends_with("the database system is starting up") {
            return;
        }
        let asked_for = line.ends_with("due to administrator command");
        if line.starts_with("PANIC:") || (line.starts_with("FATAL:") && !asked_for) {
            tracing::warn!(target: "postgres", "{line}");
        } else {
            tracing::info!(target: "postgres", "{line}");
        }
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        if lines.len() == KEPT {
            lines.pop_front();
        }
        lines.push_back(line.to_owned());
    }

    fn any(&self, wanted: impl Fn(&str) -> bool) -> Option<String> {
        let lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        lines.iter().rev().find(|line| wanted(line)).cloned()
    }

    /// Whether processes of an earlier run still hold its shared memory or its lock file, so that another attempt may
    /// succeed.
    pub fn is_left_over(&self) -> bool {
        self.any(|line| {
            line.contains("pre-existing shared memory block")
                || (line.starts_with("FATAL:") && line.contains("lock file"))
        })
        .is_some()
    }

    /// Why the program ended.
    pub fn reason(&self, folder: &Folder) -> ClusterError {
        // The text is always English: the programs run with LC_ALL=C.UTF-8 and the cluster is made with it.
        if self
            .any(|line| line.contains("No space left on device"))
            .is_some()
        {
            return ClusterError::DiskFull {
                path: folder.root().to_owned(),
            };
        }
        let said = self
            .any(|line| {
                ["FATAL:", "PANIC:", "ERROR:"]
                    .iter()
                    .any(|s| line.starts_with(s))
            })
            .or_else(|| self.any(|line| line.contains("error:")))
            .or_else(|| self.any(|_| true))
            .unwrap_or_else(|| "nothing".to_owned());
        ClusterError::Failed {
            said: said.split_whitespace().collect::<Vec<_>>().join(" "),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The error text when Postgres ends after these lines.
    fn sentence(lines: &[&str]) -> String {
        let said = Output::default();
        for line in lines {
            said.hear(line);
        }
        said.reason(&Folder::at("/srv/portal")).to_string()
    }

    #[test]
    fn a_full_disk_is_a_full_disk_whoever_finds_it() {
        for lines in [
            &[
                "PANIC:  could not write to file \"pg_wal/xlogtemp.7\": No space left on device",
                "LOG:  startup process (PID 7) was terminated by signal 6: Aborted",
            ][..],
            &[
                "initdb: error: could not create directory \"/srv/portal/postgres.new/base\": No space left on device",
            ],
            &["FATAL:  could not write lock file \"postmaster.pid\": No space left on device"],
        ] {
            assert!(sentence(lines).contains("/srv/portal is full"), "{lines:?}");
        }
    }

    #[test]
    fn otherwise_its_last_words_are_told() {
        let said = sentence(&[
            "LOG:  starting PostgreSQL 15.18",
            "FATAL:  configuration file \"postgresql.conf\" contains errors",
            "LOG:  database system is shut down",
        ]);
        assert!(said.contains("FATAL: configuration file"), "{said}");
    }

    #[test]
    fn the_remains_of_an_earlier_life_are_known() {
        let said = Output::default();
        said.hear("FATAL:  pre-existing shared memory block (key 1, ID 2) is still in use");
        assert!(said.is_left_over());
        let other = Output::default();
        other.hear("FATAL:  configuration file contains errors");
        assert!(!other.is_left_over());
    }
}
