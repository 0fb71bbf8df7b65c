//! The command line: `portal serve`, and what officers and operators do beside it.

pub mod officer;
mod open;

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Parser, Subcommand};

/// Portal for work and migrant workers in East Java.
#[derive(Parser)]
#[command(name = "portal", version)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Subcommand)]
pub enum Command {
    /// Serve the portal.
    Serve(ServeArgs),
    /// Accounts of those who work for the agency.
    Officer(officer::OfficerArgs),
}

/// How to serve.
#[derive(clap::Args, Clone)]
pub struct ServeArgs {
    /// Address to listen on.
    #[arg(long, env = "PORTAL_ADDR", default_value = "127.0.0.1:3000")]
    pub addr: SocketAddr,
    /// Data folder: the private Postgres and the uploaded files.
    #[arg(long, env = "PORTAL_DATA")]
    pub data: Option<PathBuf>,
    /// Load the shipped vacancies and make demo accounts; only on a loopback address.
    #[arg(long)]
    pub demo: bool,
    /// Public address of the portal, such as https://kerja.example.id
    #[arg(long, env = "PORTAL_BASE_URL")]
    pub base_url: Option<String>,
    /// Proxies in front of the portal, each of which adds the asking address to X-Forwarded-For
    #[arg(long, env = "PORTAL_TRUSTED_PROXIES", default_value_t = 0)]
    pub trusted_proxies: usize,
}

/// Says on standard error why a command has failed: one sentence, without a backtrace.
#[expect(clippy::print_stderr, reason = "the command line's own words")]
pub fn complain(error: &dyn std::error::Error) {
    eprintln!("portal: {error}");
}
