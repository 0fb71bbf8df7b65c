//! SIGTERM while people are sending forms: every form that was answered as done is in the database.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use app::accounts::api::SignIn;
use app::accounts::demo::ACCOUNTS;
use server_fn::ServerFn;
use sqlx::{ConnectOptions, Connection};
use tempfile::TempDir;
use tokio::task::JoinSet;

use crate::support::process::{SERVE, Serving, database, exchange, portal, terminate, wait_until};

#[tokio::test]
async fn nothing_that_was_accepted_is_lost_at_sigterm() {
    let data = TempDir::new().unwrap();
    let serving = Serving::start(data.path()).await;
    let kept = Arc::new(AtomicU64::new(0));
    let mut people = JoinSet::new();
    for person in 0..8 {
        people.spawn(send_until_refused(serving.addr, person, kept.clone()));
    }
    wait_until("forms are being kept", async || {
        kept.load(Ordering::SeqCst) > 100
    })
    .await;
    let (status, took) = serving.stop().await;
    assert!(status.success(), "{status}");
    assert!(took < Duration::from_secs(10), "took {took:?}");
    while let Some(ended) = people.join_next().await {
        ended.unwrap();
    }

    let answered = kept.load(Ordering::SeqCst);
    let again = Serving::start(data.path()).await;
    let mut conn = database(data.path()).connect().await.unwrap();
    let found: i64 = sqlx::query_scalar("select count(*) from form_draft")
        .fetch_one(&mut conn)
        .await
        .unwrap();
    assert!(
        found as u64 >= answered,
        "answered {answered}, found {found}"
    );
    conn.close().await.unwrap();
    again.stop().await;
}

/// Sends failing sign-ins until one is refused. Each is answered with 303 after its text was stored, and with another
/// status otherwise.
async fn send_until_refused(addr: SocketAddr, person: usize, kept: Arc<AtomicU64>) {
    let head = format!(
        "POST {} HTTP/1.1\r\nreferer: http://{addr}/masuk\r\n",
        SignIn::PATH
    );
    for time in 0.. {
        let body = format!("_form=sign-in&contact=person-{person}-{time}&password=x&next=");
        match exchange(addr, &head, &body).await {
            303 => kept.fetch_add(1, Ordering::SeqCst),
            _ => return,
        };
    }
}

/// A portal that is stopped while it starts leaves no process behind.
#[tokio::test]
async fn a_start_can_be_stopped() {
    let data = TempDir::new().unwrap();
    let mut child = portal(data.path(), &["serve", "--addr", "127.0.0.1:0"])
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    wait_until("the cluster is being made", async || {
        data.path().join("postgres.new").exists()
    })
    .await;
    terminate(&child);
    let status = child.wait().await.unwrap();
    assert!(status.success(), "{status}");
    let serving = Serving::start(data.path()).await;
    assert_eq!(serving.status("/readyz").await, 200);
    serving.stop().await;
}

/// The first start of a demonstration loads thousands of vacancies.
#[tokio::test]
async fn a_first_start_of_a_demonstration_can_be_stopped_while_it_loads() {
    let data = TempDir::new().unwrap();
    let demo = [&SERVE[..], &["--demo"]].concat();
    let child = portal(data.path(), &demo)
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    wait_until("vacancies are being loaded", async || {
        let Ok(mut conn) = database(data.path()).connect().await else {
            return false;
        };
        let loading =
            "select exists (select from pg_locks where relation = to_regclass('public.vacancy')
                       and mode = 'RowExclusiveLock')";
        let loading = sqlx::query_scalar(loading).fetch_one(&mut conn).await;
        conn.close().await.unwrap();
        loading.unwrap_or(false)
    })
    .await;
    let asked = std::time::Instant::now();
    terminate(&child);
    let ended = child.wait_with_output().await.unwrap();
    assert!(ended.status.success(), "{ended:?}");
    assert!(asked.elapsed() < Duration::from_secs(10));
    assert!(ended.stdout.is_empty(), "it went on to serve");

    // The next start loads the vacancies again: an interrupted load does not count as done.
    let serving = Serving::start_by(&mut portal(data.path(), &demo)).await;
    let printed = serving.printed.join("\n");
    assert!(printed.starts_with("Demo accounts"), "{printed}");
    for account in ACCOUNTS {
        let line = serving
            .printed
            .iter()
            .find(|line| line.contains(account.email));
        let line = line.expect("each account is printed");
        assert!(
            line.trim_start().starts_with(account.role.as_str()),
            "{line}"
        );
        assert!(line.ends_with(account.password), "{line}");
    }
    let mut conn = database(data.path()).connect().await.unwrap();
    let loaded: i64 = sqlx::query_scalar("select count(*) from vacancy where source <> ''")
        .fetch_one(&mut conn)
        .await
        .unwrap();
    assert!(loaded > 5_000, "{loaded}");
    conn.close().await.unwrap();
    serving.stop().await;
}
