//! The private Postgres after `kill -9` of the portal, of Postgres, or of both, at any moment.

use std::fs;
use std::os::unix::fs::chown;
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use rustix::process::{Signal, geteuid, kill_process};
use sqlx::{ConnectOptions, Connection, PgConnection};
use tempfile::TempDir;
use tokio::process::{Child, Command};
use tokio::task::JoinHandle;
use tokio::time::sleep;

use crate::support::process::{
    SERVE, Serving, database, portal, portal_by, postgres_processes, postmaster, refused, succeed,
    wait_until,
};

#[tokio::test]
async fn it_ends_in_time_and_leaves_nothing_behind() {
    let data = TempDir::new().unwrap();
    let serving = Serving::start(data.path()).await;
    assert_eq!(serving.status("/readyz").await, 200);
    assert!(postgres_processes(data.path()) > 0);
    let (status, took) = serving.stop().await;
    assert!(status.success(), "{status}");
    assert!(took < Duration::from_secs(10), "took {took:?}");
    assert_eq!(postgres_processes(data.path()), 0);
}

/// The first start creates the cluster, its role, its database and the schema. Wherever it is killed, the next start
/// completes it.
#[tokio::test]
async fn a_start_that_is_killed_anywhere_can_be_started_again() {
    let data = TempDir::new().unwrap();
    let mut dice = Dice::new();
    for _ in 0..8 {
        Serving::cut_short(data.path(), dice.below(2_500)).await;
    }
    let serving = Serving::start(data.path()).await;
    assert_eq!(serving.status("/readyz").await, 200);
    serving.stop().await;
}

#[tokio::test]
async fn nothing_committed_is_lost_when_the_portal_or_postgres_is_killed() {
    let data = TempDir::new().unwrap();
    let mut dice = Dice::new();
    let serving = Serving::start(data.path()).await;
    let mut conn = database(data.path()).connect().await.unwrap();
    sqlx::raw_sql("create table committed (n bigint primary key)")
        .execute(&mut conn)
        .await
        .unwrap();
    conn.close().await.unwrap();
    serving.stop().await;

    let mut next = 1;
    for round in 0..9 {
        let serving = Serving::start(data.path()).await;
        let mut writer = Writer::start(data.path(), next);
        wait_until("a row is committed", async || writer.committed() > next).await;
        sleep(dice.below(300)).await;
        let old = postmaster(data.path()).unwrap();
        // In turn: kills the portal alone, Postgres and later the portal, the portal and then Postgres.
        match round % 3 {
            0 => serving.kill().await,
            1 => {
                kill_process(old, Signal::KILL).unwrap();
                writer.end().await;
                serving.wait_until_ready().await;
                serving.kill().await;
            }
            _ => {
                serving.kill().await;
                kill_process(old, Signal::KILL).unwrap();
            }
        }
        let serving = Serving::start(data.path()).await;
        let last = writer.end().await;
        let mut conn = database(data.path()).connect().await.unwrap();
        // A commit whose answer was cut off may be stored too: at most one more.
        let (kept, highest) = count(&mut conn).await;
        assert!(
            highest == last || highest == last + 1,
            "committed {last}, found {highest}"
        );
        assert_eq!(kept, highest, "rows are missing below {highest}");
        conn.close().await.unwrap();
        next = highest + 1;
        serving.kill().await;
    }
    assert!(next > 9 * 2, "the faults hit no writes");
}

#[tokio::test]
async fn the_portal_heals_when_postgres_is_killed() {
    let data = TempDir::new().unwrap();
    let mut serving = Serving::start(data.path()).await;
    for _ in 0..3 {
        let old = postmaster(data.path()).unwrap();
        kill_process(old, Signal::KILL).unwrap();
        wait_until("another postmaster runs", async || {
            postmaster(data.path()).is_some_and(|pid| pid != old)
        })
        .await;
        serving.wait_until_ready().await;
    }
    assert!(
        serving.child.try_wait().unwrap().is_none(),
        "the portal itself ended"
    );
    serving.stop().await;
    assert_eq!(postgres_processes(data.path()), 0);
}

/// After a restart of the machine, the process id in the lock file may belong to any process.
#[tokio::test]
async fn a_lock_that_names_a_foreign_process_is_cleared_and_the_process_left_alone() {
    let data = TempDir::new().unwrap();
    succeed(data.path(), &["migrate"]).await;
    let mut stranger = stranger(data.path());
    let lock = data.path().join("postgres/postmaster.pid");
    let number = stranger.id().unwrap();
    fs::write(
        &lock,
        format!(
            "{number}\n{}\n1700000000\n5432\n\n\n1 1\nready\n",
            data.path().display()
        ),
    )
    .unwrap();
    let owner = fs::metadata(data.path().join("postgres/PG_VERSION")).unwrap();
    chown(
        &lock,
        Some(std::os::unix::fs::MetadataExt::uid(&owner)),
        None,
    )
    .unwrap();

    let serving = Serving::start(data.path()).await;
    assert_eq!(serving.status("/readyz").await, 200);
    assert!(
        stranger.try_wait().unwrap().is_none(),
        "the foreign process was killed"
    );
    serving.stop().await;
    stranger.kill().await.unwrap();
}

/// As in a container, where root may not inspect the processes of other accounts.
#[tokio::test]
async fn an_orphan_is_known_without_the_right_to_look_into_its_process() {
    let data = TempDir::new().unwrap();
    let by: &[&str] = if geteuid().is_root() {
        &[
            "setpriv",
            "--bounding-set=-sys_ptrace",
            "--inh-caps=-sys_ptrace",
        ]
    } else {
        &[]
    };
    let mut old = None;
    for _ in 0..3 {
        let serving = Serving::start_by(&mut portal_by(by, data.path(), &SERVE)).await;
        assert_eq!(serving.status("/readyz").await, 200);
        let now = postmaster(data.path());
        assert_ne!(now, old, "the orphan serves");
        old = now;
        serving.kill().await;
    }
    let serving = Serving::start_by(&mut portal_by(by, data.path(), &SERVE)).await;
    serving.stop().await;
    assert_eq!(postgres_processes(data.path()), 0);
}

#[tokio::test]
async fn commands_join_the_portal_that_serves_and_a_second_one_is_refused() {
    let data = TempDir::new().unwrap();
    let serving = Serving::start(data.path()).await;
    let before = postmaster(data.path());
    succeed(data.path(), &["migrate"]).await;
    assert_eq!(postmaster(data.path()), before);
    let (code, said) = refused(&mut portal(
        data.path(),
        &["serve", "--addr", "127.0.0.1:0"],
    ))
    .await;
    assert_eq!(code, 75, "{said}");
    assert!(
        said.contains("in use by another portal, serve (process"),
        "{said}"
    );
    assert_eq!(serving.status("/readyz").await, 200);
    serving.stop().await;
}

#[tokio::test]
async fn commands_that_start_at_once_do_not_fight() {
    let data = TempDir::new().unwrap();
    let (a, b, c, d) = tokio::join!(
        succeed(data.path(), &["migrate"]),
        succeed(data.path(), &["migrate"]),
        succeed(data.path(), &["migrate"]),
        succeed(data.path(), &["migrate"]),
    );
    for said in [a, b, c, d] {
        assert!(said.contains("schema"), "{said}");
    }
    assert_eq!(postgres_processes(data.path()), 0);
}

/// A process of the account that runs Postgres, which Postgres would take for a postmaster.
fn stranger(data: &Path) -> Child {
    let mut command = Command::new("sleep");
    command.arg("600").stdout(Stdio::null()).kill_on_drop(true);
    if geteuid().is_root() {
        use std::os::unix::fs::MetadataExt;
        let account = fs::metadata(data.join("postgres")).unwrap();
        command.uid(account.uid()).gid(account.gid());
    }
    command.spawn().unwrap()
}

async fn count(conn: &mut PgConnection) -> (i64, i64) {
    sqlx::query_as("select count(*), coalesce(max(n), 0) from committed")
        .fetch_one(conn)
        .await
        .unwrap()
}

/// Commits one number after another until its connection is cut.
struct Writer {
    committed: Arc<AtomicI64>,
    task: Option<JoinHandle<()>>,
}

impl Writer {
    fn start(data: &Path, first: i64) -> Writer {
        let committed = Arc::new(AtomicI64::new(first - 1));
        let (options, last) = (database(data), committed.clone());
        let task = tokio::spawn(async move {
            let mut conn = options.connect().await.unwrap();
            for n in first.. {
                let done = sqlx::query("insert into committed values ($1)")
                    .bind(n)
                    .execute(&mut conn)
                    .await;
                if done.is_err() {
                    return;
                }
                last.store(n, Ordering::SeqCst);
            }
        });
        Writer {
            committed,
            task: Some(task),
        }
    }

    fn committed(&self) -> i64 {
        self.committed.load(Ordering::SeqCst)
    }

    /// Waits until the connection is cut; returns the last number whose commit was acknowledged.
    async fn end(&mut self) -> i64 {
        if let Some(task) = self.task.take() {
            task.await.unwrap();
        }
        self.committed()
    }
}

/// Random moments that differ in each run; prints the seed, for a run that fails.
struct Dice(u64);

impl Dice {
    fn new() -> Dice {
        let seed = u64::from(std::process::id()).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        println!("seed {seed}");
        Dice(seed)
    }

    fn below(&mut self, millis: u64) -> Duration {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        Duration::from_millis(self.0 % millis)
    }
}
