//! What Postgres writes to its standard error: into the log, and the last words for a refusal.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::io::{AsyncBufReadExt, AsyncRead, BufReader};
use tokio::task::JoinHandle;

use super::error::ClusterError;
use super::folder::Folder;

const KEPT: usize = 40;

/// The last lines that a program of Postgres wrote.
#[derive(Clone, Debug, Default)]
pub struct Said {
    lines: Arc<Mutex<VecDeque<String>>>,
}

impl Said {
    /// Reads `pipe` until its end. Lines go to the log as they come.
    pub fn listen(&self, pipe: impl AsyncRead + Unpin + Send + 'static) -> JoinHandle<()> {
        let said = self.clone();
        tokio::spawn(async move {
            let mut lines = BufReader::new(pipe).lines();
            // A line that is no UTF-8 is an error of that line only.
            while let Some(line) = lines.next_line().await.unwrap_or(Some(String::new())) {
                said.hear(&line);
            }
        })
    }

    fn hear(&self, line: &str) {
        // The second is the answer to our own question whether it is there yet.
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

    /// Processes of an earlier life still hold its shared memory or its lock: worth another try.
    pub fn is_left_over(&self) -> bool {
        self.any(|line| {
            line.contains("pre-existing shared memory block")
                || (line.starts_with("FATAL:") && line.contains("lock file"))
        })
        .is_some()
    }

    /// Why the program ended.
    pub fn reason(&self, folder: &Folder) -> ClusterError {
        // English always: the programs run with LC_ALL=C.UTF-8 and the cluster is made with it.
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
