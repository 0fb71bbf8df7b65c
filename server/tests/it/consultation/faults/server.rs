//! Runs the real binary with its own private Postgres, so that a test can kill it.

use std::path::Path;
use std::process::Stdio;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use app::platform::connect;
use rustix::process::{Pid, Signal, kill_process};
use server::cluster::Cluster;
use sqlx::PgPool;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::Child;
use tokio::sync::Notify;
use tokio::time::timeout;

use crate::consultation::PATIENCE;
use crate::support::process::portal;

/// A portal with its own folder and port.
pub struct Server {
    child: Child,
    address: String,
    pool: PgPool,
    log: Arc<Log>,
    data: TempDir,
}

#[derive(Default)]
struct Log {
    lines: Mutex<Vec<String>>,
    more: Notify,
}

impl Server {
    pub async fn start() -> Server {
        // The folder is in /var/tmp, where the account that runs Postgres can reach it.
        let data = tempfile::Builder::new()
            .prefix("konsultasi-")
            .tempdir_in("/var/tmp")
            .unwrap();
        std::fs::set_permissions(
            data.path(),
            std::os::unix::fs::PermissionsExt::from_mode(0o755),
        )
        .unwrap();
        let folder = data.path().join("data");
        let cluster = Cluster::join(&folder, "test").await.unwrap();
        let pool = connect(cluster.connect_options(), 4);
        cluster.stop().await;
        let port = std::net::TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let address = format!("127.0.0.1:{port}");
        let log = Arc::<Log>::default();
        let child = spawn(&address, &folder, &log).await;
        Server {
            child,
            address,
            pool,
            log,
            data,
        }
    }

    pub fn address(&self) -> String {
        self.address.clone()
    }

    pub fn pool(&self) -> PgPool {
        self.pool.clone()
    }

    fn folder(&self) -> std::path::PathBuf {
        self.data.path().join("data")
    }

    /// `kill -9` of the portal.
    pub async fn kill(&mut self) -> bool {
        self.child.kill().await.is_ok()
    }

    /// `kill -9` of Postgres itself, unless it is down already; the portal starts it again.
    pub fn kill_postgres(&self) -> bool {
        let file = self.folder().join("postgres/postmaster.pid");
        let pid = std::fs::read_to_string(file)
            .ok()
            .and_then(|text| text.lines().next()?.parse().ok());
        pid.and_then(Pid::from_raw)
            .is_some_and(|pid| kill_process(pid, Signal::KILL).is_ok())
    }

    /// Starts the portal again on the same folder.
    pub async fn restart(&mut self) {
        self.child = spawn(&self.address, &self.folder(), &self.log).await;
    }

    /// Sends SIGTERM and waits until the portal has ended.
    pub async fn terminate(&mut self) {
        let pid = Pid::from_raw(self.child.id().unwrap().try_into().unwrap()).unwrap();
        kill_process(pid, Signal::TERM).unwrap();
        let ended = timeout(Duration::from_secs(10), self.child.wait()).await;
        assert!(ended.expect("it ends within 10 s").unwrap().success());
    }

    /// Waits until the log contains these words.
    pub async fn until_logged(&self, words: &str) {
        let found = async {
            loop {
                let more = self.log.more.notified();
                if self
                    .log
                    .lines
                    .lock()
                    .unwrap()
                    .iter()
                    .any(|line| line.contains(words))
                {
                    return;
                }
                more.await;
            }
        };
        timeout(PATIENCE, found)
            .await
            .unwrap_or_else(|_| panic!("the server never says: {words}"));
    }
}

/// Starts the portal and waits until it serves.
async fn spawn(address: &str, data: &Path, log: &Arc<Log>) -> Child {
    let mut child = portal(data, &["serve", "--addr", address])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(child.stderr.take().unwrap()).lines();
    let kept = log.clone();
    tokio::spawn(async move {
        while let Ok(Some(line)) = said.next_line().await {
            kept.lines.lock().unwrap().push(line);
            kept.more.notify_waiters();
        }
    });
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let serving = async {
        while let Some(line) = lines.next_line().await.unwrap() {
            if line.contains("Serving on") {
                return;
            }
        }
        panic!("it ended: {:?}", log.lines.lock().unwrap());
    };
    timeout(PATIENCE, serving)
        .await
        .unwrap_or_else(|_| panic!("it does not serve: {:?}", log.lines.lock().unwrap()));
    child
}
