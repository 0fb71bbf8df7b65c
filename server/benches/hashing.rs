//! How much load strangers can cause by having passwords hashed: the real program over HTTP on loopback, on a real
//! Postgres (`TEST_DATABASE_URL`).
//!
//! Each request comes from a network of its own, so that no limit by network ends the attack. The strangers, the portal
//! and Postgres share the same cores.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::time::{Duration, Instant};

use app::accounts::api::{ResetPassword, SignIn};
use app::accounts::passwords;
use app::platform::{Ids, Platform};
use leptos::server_fn::ServerFn;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use uuid::Uuid;

#[path = "support/memory.rs"]
mod memory;
#[path = "support/portal.rs"]
mod portal;
#[path = "support/process.rs"]
mod process;
#[path = "support/times.rs"]
mod times;

use memory::resident;
use portal::{Fault, platform};
use process::serve;
use times::Times;

const HASHES: usize = 500;
const AT_ONCE: usize = 64;
const SIGN_INS: usize = 60;
const STRANGERS: usize = 60;
/// How long free memory may take to return to the system.
const REST: Duration = Duration::from_secs(15);

const PASSWORD: &str = "kursi biru di teras";

#[tokio::main]
#[expect(clippy::print_stdout, reason = "the benchmark's own words")]
async fn main() -> Result<(), Fault> {
    let platform = platform().await?;
    member(&platform).await?;
    let (portal, addr) = serve(
        &platform.pool.connect_options(),
        &["--trusted-proxies", "1"],
    )
    .await?;
    let pid = portal.id().ok_or("the portal has ended")?;
    let cores = std::thread::available_parallelism()?;
    println!("hashing of passwords by the portal on {cores} cores:");

    post(addr, ResetPassword::url(), &made_up()).await?;
    let rest = resident(pid)?;
    let most = hash_many(addr, pid).await?;
    let after = resident(pid)?;
    tokio::time::sleep(REST).await;
    let later = resident(pid)?;
    let megabytes = |bytes: usize| bytes as f64 / 1e6;
    println!(
        "  resident: {:.0} MB before, at most {:.0} MB while {HASHES} are hashed ({AT_ONCE} at once), {:.0} MB after, \
         {:.0} MB {} s later",
        megabytes(rest),
        megabytes(most),
        megabytes(after),
        megabytes(later),
        REST.as_secs(),
    );

    let alone = sign_ins(addr).await?;
    println!("  a sign-in alone: {alone}");
    let mut strangers = JoinSet::new();
    let resets = Arc::new(AtomicU32::new(0));
    for _ in 0..STRANGERS {
        let resets = resets.clone();
        strangers.spawn(async move {
            while let Ok(422) = post(addr, ResetPassword::url(), &made_up()).await {
                resets.fetch_add(1, Relaxed);
            }
        });
    }
    let begun = Instant::now();
    let attacked = sign_ins(addr).await?;
    let a_second = f64::from(resets.load(Relaxed)) / begun.elapsed().as_secs_f64();
    println!(
        "  a sign-in while {STRANGERS} strangers send resets with made-up codes ({a_second:.0} a second): {attacked}; \
         {:.1} times the time alone",
        attacked.percentile(50) / alone.percentile(50),
    );
    match strangers.try_join_next() {
        None => Ok(()),
        Some(_) => Err("a stranger gave up: the attack was none".into()),
    }
}

/// A person who can sign in.
async fn member(platform: &Platform) -> Result<(), Fault> {
    let hash = passwords::hash(platform.ids, PASSWORD).await?;
    sqlx::query(
        "insert into person (id, name, email, role, password_hash, created_at)
         values ($1, 'Siti', 'siti@contoh.id', 'citizen', $2, now())",
    )
    .bind(Uuid::nil())
    .bind(hash)
    .execute(&platform.pool)
    .await?;
    Ok(())
}

fn made_up() -> String {
    let request = uuid::Builder::from_random_bytes(Ids.bytes()).into_uuid();
    format!("request={request}&code=123456&password=meja+hijau+di+dapur")
}

/// Causes password hashes by signing in to accounts that do not exist; returns the highest memory use seen meanwhile.
async fn hash_many(addr: SocketAddr, pid: u32) -> Result<usize, Fault> {
    let places = Arc::new(Semaphore::new(AT_ONCE));
    let mut asked = JoinSet::new();
    for number in 0..HASHES {
        let places = places.clone();
        asked.spawn(async move {
            let _place = places.acquire().await?;
            let form = format!("contact=a{number}%40contoh.id&password=salah");
            post(addr, SignIn::url(), &form).await
        });
    }
    let mut most = 0;
    while let Some(answer) = asked.join_next().await {
        match answer?? {
            422 => most = most.max(resident(pid)?),
            status => return Err(format!("signing in answered {status}").into()),
        }
    }
    Ok(most)
}

/// Signs in repeatedly; returns the time of each.
async fn sign_ins(addr: SocketAddr) -> Result<Times, Fault> {
    let form = format!(
        "contact=siti%40contoh.id&password={}",
        PASSWORD.replace(' ', "+")
    );
    let mut times = Times::default();
    for _ in 0..SIGN_INS {
        let begun = Instant::now();
        match post(addr, SignIn::url(), &form).await? {
            200 => times.add(begun.elapsed()),
            status => return Err(format!("signing in answered {status}").into()),
        }
    }
    Ok(times)
}

/// Sends a form without a browser's cookies, from a network that has sent none before; returns the status.
async fn post(addr: SocketAddr, path: &str, form: &str) -> Result<u16, Fault> {
    static NETWORK: AtomicU32 = AtomicU32::new(0x0a00_0000);
    let network = Ipv4Addr::from(NETWORK.fetch_add(1, Relaxed));
    let mut stream = TcpStream::connect(addr).await?;
    let request = format!(
        "POST {path} HTTP/1.1\r\nhost: {addr}\r\nconnection: close\r\naccept: application/json\r\n\
         origin: http://{addr}\r\nx-forwarded-for: {network}\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{form}",
        form.len(),
    );
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    let status = answer
        .get(9..12)
        .and_then(|digits| std::str::from_utf8(digits).ok());
    Ok(status.ok_or("no answer")?.parse()?)
}
