//! Pages per second and core: the real program over HTTP on loopback, with the shipped vacancies.
//!
//! The client and Postgres use the same cores, so pages per second by the clock say little. The figure that counts is
//! pages per second of the portal's own processor time; Postgres' time is shown apart.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::Semaphore;

#[path = "support/portal.rs"]
mod portal;
#[path = "support/process.rs"]
mod process;
#[path = "support/processor.rs"]
mod processor;

use portal::{Fault, platform};
use process::serve;
use processor::Worked;

const PAGES: usize = 1_000;
/// Requests at a time, each on a connection of its own.
const AT_ONCE: usize = 8;

const HOME: [&str; 1] = ["/"];
const SEARCHES: [&str; 20] = [
    "/lowongan",
    "/lowongan?kata=kasir",
    "/lowongan?kata=perawat",
    "/lowongan?kata=admin+gudang",
    "/lowongan?kata=staf+akuntansi",
    "/lowongan?kata=administrasi&wilayah=semua",
    "/lowongan?kata=manajemen&wilayah=semua",
    "/lowongan?kata=akutansi",
    "/lowongan?kata=progammer",
    "/lowongan?kata=digital+marketing&wilayah=35.78",
    "/lowongan?kata=teknisi&wilayah=35.78&radius=50",
    "/lowongan?kata=guru&pendidikan=sarjana",
    "/lowongan?kata=psikiater&wilayah=35.79",
    "/lowongan?wilayah=semua",
    "/lowongan?wilayah=35.78",
    "/lowongan?wilayah=35.73&radius=25&urut=terdekat",
    "/lowongan?pendidikan=sma&pendidikan=diploma",
    "/lowongan?jenis=magang&pemberi=pemerintah&wilayah=semua",
    "/lowongan?sejak=7&wilayah=semua",
    "/lowongan?jurusan=keperawatan",
];

#[tokio::main]
#[expect(clippy::print_stdout, reason = "the benchmark's own words")]
async fn main() -> Result<(), Fault> {
    let platform = platform().await?;
    let (portal, addr) = serve(&platform.pool.connect_options(), &["--demo"]).await?;
    let pid = portal.id().ok_or("the portal has ended")?;
    let threads = std::fs::read_dir(format!("/proc/{pid}/task"))?.count();
    let cores = std::thread::available_parallelism()?;
    println!(
        "pages by the portal over HTTP on {cores} cores ({threads} threads, {AT_ONCE} requests at once), {PAGES} each:"
    );
    let mut costs = Vec::new();
    for (name, paths, encoding) in [
        ("/lowongan", &SEARCHES[..], "identity"),
        ("/lowongan in brotli", &SEARCHES, "br"),
        ("/", &HOME, "identity"),
        ("/ in brotli", &HOME, "br"),
    ] {
        // Warms up caches and connections.
        load(addr, paths, encoding, PAGES / 10).await?;
        let before = Worked::by(pid, &platform.pool).await?;
        let begun = Instant::now();
        let bytes = load(addr, paths, encoding, PAGES).await?;
        let took = begun.elapsed();
        let worked = Worked::by(pid, &platform.pool).await?.since(&before);
        let cost = worked.portal / PAGES as f64;
        println!(
            "  {name}: {:.0} pages for each second of the portal's processor time ({:.2} ms a page; Postgres {:.2} ms \
             beside it), {:.0}/s by the clock, HTML {:.1} kB",
            1.0 / cost,
            cost * 1e3,
            worked.postgres / PAGES as f64 * 1e3,
            PAGES as f64 / took.as_secs_f64(),
            bytes as f64 / PAGES as f64 / 1e3,
        );
        costs.push(cost);
    }
    println!(
        "  a search page costs the portal {:.1} times what the home page does, in brotli {:.1} times",
        costs[0] / costs[2],
        costs[1] / costs[3],
    );
    Ok(())
}

/// Fetches this many pages; returns the total size of their bodies in bytes, as sent.
async fn load(
    addr: SocketAddr,
    paths: &'static [&'static str],
    encoding: &'static str,
    pages: usize,
) -> Result<usize, Fault> {
    let places = Arc::new(Semaphore::new(AT_ONCE));
    let mut fetches = tokio::task::JoinSet::new();
    for path in paths.iter().cycle().take(pages) {
        let places = places.clone();
        fetches.spawn(async move {
            let _place = places.acquire().await?;
            fetch(addr, path, encoding).await
        });
    }
    let mut bytes = 0;
    while let Some(fetched) = fetches.join_next().await {
        bytes += fetched??;
    }
    Ok(bytes)
}

async fn fetch(addr: SocketAddr, path: &str, encoding: &str) -> Result<usize, Fault> {
    let mut stream = TcpStream::connect(addr).await?;
    let request = format!(
        "GET {path} HTTP/1.1\r\nhost: {addr}\r\nconnection: close\r\naccept: text/html\r\n\
         accept-encoding: {encoding}\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n");
    let head = end.map(|end| String::from_utf8_lossy(&answer[..end]).into_owned());
    match (end, head) {
        (Some(end), Some(head))
            if head.starts_with("HTTP/1.1 200")
                && head.contains("content-encoding: br") == (encoding == "br") =>
        {
            Ok(answer.len() - end - 4)
        }
        (_, head) => Err(format!("{path}: {}", head.unwrap_or_default()).into()),
    }
}
