//! Runs a real S3-compatible server, so that a test can kill it at any moment.

use std::fs;
use std::path::Path;
use std::process::Stdio;

use app::platform::{Bucket, Files};
use tempfile::TempDir;
use tokio::net::TcpStream;
use tokio::process::{Child, Command};

use super::process::{kept_port, wait_until};

const KEY: &str = "portal";
const SECRET: &str = "kunci-rahasia";

/// A store with the buckets `satu` and `dua`, on a port of its own.
pub struct S3 {
    root: TempDir,
    port: u16,
    child: Child,
}

impl S3 {
    pub async fn start() -> S3 {
        let root = TempDir::new().unwrap();
        for bucket in ["satu", "dua"] {
            fs::create_dir(root.path().join(bucket)).unwrap();
        }
        let port = kept_port();
        let child = run(root.path(), port).await;
        S3 { root, port, child }
    }

    /// `kill -9`.
    pub async fn kill(&mut self) {
        self.child.kill().await.unwrap();
    }

    /// Starts the server again with the files that it had.
    pub async fn again(&mut self) {
        self.child = run(self.root.path(), self.port).await;
    }

    /// The environment variables with which a program uses this server.
    pub fn settings(&self) -> Vec<(String, String)> {
        self.settings_with(SECRET)
    }

    /// The same with another secret.
    pub fn settings_with(&self, secret: &str) -> Vec<(String, String)> {
        let address = format!("http://127.0.0.1:{}", self.port);
        [
            ("AWS_ENDPOINT_URL", &*address),
            ("AWS_REGION", "id-jatim-1"),
            ("AWS_ACCESS_KEY_ID", KEY),
            ("AWS_SECRET_ACCESS_KEY", secret),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into()
    }

    /// A portal's file store in one of the buckets.
    pub fn files(&self, url: &str, unfinished: &Path) -> Files {
        Files::Bucket(Bucket::of(url, self.settings(), unfinished).unwrap())
    }
}

async fn run(root: &Path, port: u16) -> Child {
    let child = Command::new("s3s-fs")
        .args(["--host", "127.0.0.1", "--port", &port.to_string()])
        .args(["--access-key", KEY, "--secret-key", SECRET])
        .arg(root)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .expect("s3s-fs is not installed: run .ci/setup test");
    wait_until("the store answers", async || {
        TcpStream::connect(("127.0.0.1", port)).await.is_ok()
    })
    .await;
    child
}
