//! How much strangers can slow down other people: by sockets that ask without end, and by connections that send one
//! byte a second. One run of the real program with the shipped vacancies, on a real Postgres (`TEST_DATABASE_URL`),
//! measures searches alone and under each attack. `PORTAL_PROGRAM` names another program to measure, such as the one
//! from before a change.

use std::time::{Duration, Instant};

use domain::consultation::wire::{ClientFrame, ServerFrame};
use futures::future::join_all;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::{interval, timeout};

#[path = "support/talks.rs"]
mod talks;
#[path = "support/times.rs"]
mod times;

use talks::{Fault, database, greet, next, say, serve, somebody};
use times::Times;

/// Sockets that ask without end, each with a guest of its own.
const SOCKETS: usize = 12;
/// Connections that send one byte a second.
const LINES: usize = 1_000;
/// A connection that is still open after this time counts as open for ever.
const WATCHED: Duration = Duration::from_secs(60);
const SEARCHES: [&str; 6] = [
    "kasir",
    "perawat",
    "sopir",
    "admin+gudang",
    "teknisi+listrik",
    "akutansi",
];
const ROUNDS: usize = 20;

#[tokio::main]
#[expect(clippy::print_stdout, reason = "the benchmark's own words")]
async fn main() -> Result<(), Fault> {
    let (url, pool) = database().await?;
    let mut guests = Vec::new();
    for _ in 0..SOCKETS {
        guests.push(somebody(&pool, false, true).await?);
    }
    let files = tempfile::tempdir()?;
    let (mut portal, address) = serve(&url, files.path(), &["--demo"]).await?;
    searched(&address).await?;
    let alone = searched(&address).await?;
    println!("search alone: {alone}");

    let mut asking = JoinSet::new();
    for (cookie, talk) in guests {
        let mut socket = greet(&address, &cookie, talk).await?;
        asking.spawn(async move {
            let fetch = ClientFrame::Fetch {
                conversation: talk,
                after: 0,
            };
            while say(&mut socket, &fetch).await.is_ok() {
                while !matches!(
                    next(&mut socket).await,
                    Ok(ServerFrame::Gap { .. }) | Err(_)
                ) {}
            }
        });
    }
    let attacked = searched(&address).await?;
    asking.shutdown().await;
    println!("search under {SOCKETS} sockets that ask without end: {attacked}");
    said("search", &alone, &attacked);

    let alone = searched(&address).await?;
    let target = address.clone();
    let lines = tokio::spawn(async move { join_all((0..LINES).map(|_| drip(&target))).await });
    let attacked = searched(&address).await?;
    said(
        "search beside lines that send a byte a second",
        &alone,
        &attacked,
    );
    let ends = lines.await?;
    let open = ends.iter().filter(|end| end.is_none()).count();
    let last = ends.into_iter().flatten().max().unwrap_or_default();
    println!(
        "{LINES} lines that send a byte a second: {open} open after {} s, the last of the others ended after {:.0} s",
        WATCHED.as_secs(),
        last.as_secs_f64(),
    );
    portal.kill().await?;
    Ok(())
}

#[expect(clippy::print_stdout, reason = "the benchmark's own words")]
fn said(what: &str, alone: &Times, attacked: &Times) {
    println!(
        "{what}: {:.1} times as long at p50, {:.1} at p99",
        attacked.percentile(50) / alone.percentile(50),
        attacked.percentile(99) / alone.percentile(99),
    );
}

/// Searches one after another; returns the time of each.
async fn searched(address: &str) -> Result<Times, Fault> {
    let mut times = Times::default();
    for words in SEARCHES.iter().cycle().take(SEARCHES.len() * ROUNDS) {
        let began = Instant::now();
        let mut line = TcpStream::connect(address).await?;
        let asked = format!(
            "GET /lowongan?kata={words} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n"
        );
        line.write_all(asked.as_bytes()).await?;
        let mut answer = Vec::new();
        line.read_to_end(&mut answer).await?;
        if !answer.starts_with(b"HTTP/1.1 200") {
            return Err("a search was not answered".into());
        }
        times.add(began.elapsed());
    }
    Ok(times)
}

/// Sends the head of a request, one byte a second. Returns the time until the connection was closed; none if it stayed
/// open.
async fn drip(address: &str) -> Option<Duration> {
    let began = Instant::now();
    let line = TcpStream::connect(address).await.ok()?;
    let (mut reading, mut writing) = line.into_split();
    let send = async {
        let mut beat = interval(Duration::from_secs(1));
        for byte in b"GET / HTTP/1.1\r\nx-a: "
            .iter()
            .chain(std::iter::repeat(&b'a'))
        {
            beat.tick().await;
            if writing.write_all(&[*byte]).await.is_err() {
                break;
            }
        }
    };
    let mut said = Vec::new();
    let ended = timeout(WATCHED, reading.read_to_end(&mut said));
    tokio::pin!(ended);
    let ended = tokio::select! {
        ended = &mut ended => ended,
        () = send => ended.await,
    };
    ended.ok().map(|_| began.elapsed())
}
