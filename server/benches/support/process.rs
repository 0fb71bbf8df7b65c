//! Runs the real program on the benchmark's database.

use std::net::SocketAddr;
use std::path::Path;
use std::process::Stdio;

use sqlx::postgres::PgConnectOptions;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use super::portal::Fault;

/// The command `portal` with these arguments; the caller reads its output.
pub fn command(database: &PgConnectOptions, args: &[&str]) -> Result<Command, Fault> {
    let url = std::env::var("TEST_DATABASE_URL")?;
    let name = database.get_database().ok_or("the database has no name")?;
    let mut portal = Command::new(env!("CARGO_BIN_EXE_portal"));
    portal
        .args(args)
        .env(
            "DATABASE_URL",
            url.replacen("/portal?", &format!("/{name}?"), 1),
        )
        .env("PORTAL_DATA", std::env::temp_dir())
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(".."))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true);
    Ok(portal)
}

/// A portal that serves, and its address.
pub async fn serve(
    database: &PgConnectOptions,
    more: &[&str],
) -> Result<(Child, SocketAddr), Fault> {
    let args = [&["serve", "--addr", "127.0.0.1:0"], more].concat();
    let mut portal = command(database, &args)?.spawn()?;
    let said = portal.stdout.take().ok_or("the portal is mute")?;
    let mut lines = BufReader::new(said).lines();
    while let Some(line) = lines.next_line().await? {
        if let Some(addr) = line.strip_prefix("Serving on http://") {
            return Ok((portal, addr.parse()?));
        }
    }
    Err("the portal did not start".into())
}
