//! Runs the real `portal` program on its own data folder, so that a test can kill it at any moment.

use std::fs::{self, File};
use std::io::{Read, Seek};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{ExitStatus, Output, Stdio};
use std::time::Duration;

use app::platform::Ids;
use rustix::process::{Pid, Signal, kill_process};
use sqlx::postgres::{PgConnectOptions, PgSslMode};
use sqlx::{ConnectOptions, Connection};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};
use tokio::time::{Instant, sleep, timeout};

/// A time limit that is longer than any step here takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(90);

/// An operator's settings that this shell may hold. Commands run without them, so that no test reaches that portal.
const SETTINGS: [&str; 9] = [
    "DATABASE_URL",
    "FILES_URL",
    "NATS_URL",
    "PORTAL_ADDR",
    "PORTAL_DATA",
    "PORTAL_EVENT_KEY",
    "PORTAL_BASE_URL",
    "PORTAL_SMTP_URL",
    "PORTAL_PHONE_COMMAND",
];

/// A running `portal serve`.
pub struct Serving {
    pub child: Child,
    pub addr: SocketAddr,
    /// The lines that it printed before it served.
    pub printed: Vec<String>,
    log: File,
}

impl Serving {
    /// Starts the program and waits until it prints that it serves.
    pub async fn start(data: &Path) -> Serving {
        Serving::start_with(data, []).await
    }

    /// The same, with these environment variables.
    pub async fn start_with(
        data: &Path,
        variables: impl IntoIterator<Item = (String, String)>,
    ) -> Serving {
        let mut command = portal(data, &SERVE);
        Serving::start_by(command.envs(variables)).await
    }

    /// The same, with any command that ends up serving.
    pub async fn start_by(command: &mut Command) -> Serving {
        let log = tempfile::tempfile().unwrap();
        let mut child = logged(command, &log).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut printed = Vec::new();
        while let Some(line) = lines.next_line().await.unwrap() {
            if let Some(url) = line.strip_prefix("Serving on http://") {
                let addr = url.parse().unwrap();
                return Serving {
                    child,
                    addr,
                    printed,
                    log,
                };
            }
            printed.push(line);
        }
        panic!("the portal did not start: {}", read(log));
    }

    /// Starts the program and kills it after `after`, however far it has come.
    pub async fn cut_short(data: &Path, after: Duration) {
        let mut command = portal(data, &SERVE);
        let mut child = logged(&mut command, &tempfile::tempfile().unwrap())
            .spawn()
            .unwrap();
        sleep(after).await;
        child.kill().await.unwrap();
    }

    /// `kill -9`.
    pub async fn kill(mut self) {
        self.child.kill().await.unwrap();
    }

    /// Sends SIGTERM; returns the exit status and the time until the program ended.
    pub async fn stop(mut self) -> (ExitStatus, Duration) {
        let asked = Instant::now();
        terminate(&self.child);
        let status = self.child.wait().await.unwrap();
        (status, asked.elapsed())
    }

    /// Ends the program with SIGTERM; returns its log.
    pub async fn stop_and_read(mut self) -> String {
        terminate(&self.child);
        self.child.wait().await.unwrap();
        read(self.log)
    }

    /// The status of a page; 0 when there is no answer.
    pub async fn status(&self, path: &str) -> u16 {
        exchange(self.addr, &format!("GET {path} HTTP/1.1\r\n"), "").await
    }

    /// Waits until `/readyz` answers 200.
    pub async fn wait_until_ready(&self) {
        wait_until("the portal is ready", async || {
            self.status("/readyz").await == 200
        })
        .await;
    }
}

/// Sends a request as a browser's form does, and returns the status; 0 when there is no answer.
pub async fn exchange(addr: SocketAddr, head: &str, body: &str) -> u16 {
    let asked = async {
        let mut stream = TcpStream::connect(addr).await?;
        let request = format!(
            "{head}host: {addr}\r\nconnection: close\r\naccept: text/html\r\n\
             sec-fetch-site: same-origin\r\ncontent-length: {}\r\n\
             content-type: application/x-www-form-urlencoded\r\n\r\n{body}",
            body.len()
        );
        stream.write_all(request.as_bytes()).await?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await?;
        Ok::<_, std::io::Error>(answer)
    };
    let answer = asked.await.unwrap_or_default();
    let answer = String::from_utf8_lossy(&answer);
    let status = answer.split(' ').nth(1);
    status.and_then(|status| status.parse().ok()).unwrap_or(0)
}

/// The arguments of the command that serves.
pub const SERVE: [&str; 3] = ["serve", "--addr", "127.0.0.1:0"];

fn read(mut log: File) -> String {
    let mut said = String::new();
    log.rewind().unwrap();
    log.read_to_string(&mut said).unwrap();
    said
}

fn logged<'a>(command: &'a mut Command, log: &File) -> &'a mut Command {
    command
        .stdout(Stdio::piped())
        .stderr(Stdio::from(log.try_clone().unwrap()))
}

/// Sends SIGTERM.
pub fn terminate(child: &Child) {
    let pid = Pid::from_raw(child.id().unwrap().cast_signed()).unwrap();
    kill_process(pid, Signal::TERM).unwrap();
}

/// A portal command on a data folder.
pub fn portal(data: &Path, arguments: &[&str]) -> Command {
    portal_by(&[], data, arguments)
}

/// The same, started through another program, such as a wrapper: `by` holds its name and arguments.
pub fn portal_by(by: &[&str], data: &Path, arguments: &[&str]) -> Command {
    let words = [by, &[env!("CARGO_BIN_EXE_portal")], arguments].concat();
    let mut command = Command::new(words[0]);
    command
        .args(&words[1..])
        .arg("--data")
        .arg(data)
        .env("LEPTOS_SITE_ROOT", super::site())
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
        .stdin(Stdio::null())
        .kill_on_drop(true);
    for name in SETTINGS {
        command.env_remove(name);
    }
    command
}

/// Runs a command to its end.
pub async fn run(data: &Path, arguments: &[&str]) -> Output {
    portal(data, arguments).output().await.unwrap()
}

/// Runs a command that must succeed, and returns its output.
pub async fn succeed(data: &Path, arguments: &[&str]) -> String {
    let output = run(data, arguments).await;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{arguments:?}: {said}");
    String::from_utf8(output.stdout).unwrap()
}

/// Runs a command that must be refused, and returns its exit code and its message.
pub async fn refused(command: &mut Command) -> (i32, String) {
    let ended = timeout(PATIENCE, command.kill_on_drop(true).output()).await;
    let output = ended.expect("it is refused").unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success(), "not refused: {said}");
    (output.status.code().unwrap_or(-1), said)
}

/// Connects to the private cluster as the portal does.
pub fn database(data: &Path) -> PgConnectOptions {
    PgConnectOptions::new_without_pgpass()
        .socket(data.join("run"))
        .port(5432)
        .username("portal")
        .database("portal")
        .ssl_mode(PgSslMode::Disable)
}

/// Stores a CV of a person, both its row and its file, and returns the file's name.
pub async fn a_cv(data: &Path) -> String {
    let mut conn = database(data).connect().await.unwrap();
    let id: String = sqlx::query_scalar(
        "with somebody as (
             insert into person (id, name, email, role, created_at)
             values (gen_random_uuid(), 'Siti Aminah', gen_random_uuid() || '@portal.test', 'citizen', now())
             returning id)
         insert into cv_file (id, person_id, kind, bytes, uploaded_at)
         select gen_random_uuid(), id, 'pdf', 8, now() from somebody returning id::text",
    )
    .fetch_one(&mut conn)
    .await
    .unwrap();
    conn.close().await.unwrap();
    let name = format!("cv/{id}");
    fs::create_dir_all(data.join("files/cv")).unwrap();
    fs::write(data.join("files").join(&name), "%PDF-1.7").unwrap();
    name
}

/// The process id of the postmaster, read from the lock file of the data folder.
pub fn postmaster(data: &Path) -> Option<Pid> {
    let lock = fs::read_to_string(data.join("postgres/postmaster.pid")).ok()?;
    Pid::from_raw(lock.lines().next()?.trim().parse().ok()?)
}

/// How many Postgres processes run in the data folder.
pub fn postgres_processes(data: &Path) -> usize {
    let cluster = fs::canonicalize(data).unwrap().join("postgres");
    fs::read_dir("/proc")
        .unwrap()
        .flatten()
        .filter(|entry| fs::read_link(entry.path().join("cwd")).is_ok_and(|cwd| cwd == cluster))
        .count()
}

/// A port for a server that is killed and started again on the same port: outside the range from which the system gives
/// ports to other programs meanwhile.
pub fn kept_port() -> u16 {
    loop {
        let port = 20_000 + u16::from_ne_bytes(Ids.bytes()) % 12_000;
        if std::net::TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}

/// Waits until a condition holds.
pub async fn wait_until(what: &str, mut is_so: impl AsyncFnMut() -> bool) {
    let end = Instant::now() + PATIENCE;
    while !is_so().await {
        assert!(Instant::now() < end, "waited in vain until {what}");
        sleep(Duration::from_millis(20)).await;
    }
}
