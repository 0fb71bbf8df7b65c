//! The arguments of the command line that several commands share.

use std::net::SocketAddr;
use std::path::PathBuf;

/// Which data a command works on.
#[derive(clap::Args, Clone, Debug)]
pub struct DataArgs {
    /// Data folder: the private Postgres and the uploaded files
    /// [default: /var/lib/portal as root, else ~/.local/share/portal]
    #[arg(long, env = "PORTAL_DATA", value_name = "DIR")]
    pub data: Option<PathBuf>,
}

/// How to serve.
#[derive(clap::Args, Clone)]
pub struct ServeArgs {
    /// Address to listen on [default: site-addr of Leptos.toml, 127.0.0.1:3000]
    #[arg(long, env = "PORTAL_ADDR")]
    pub addr: Option<SocketAddr>,
    #[command(flatten)]
    pub data: DataArgs,
    /// Load the shipped vacancies and make demo accounts; for this machine only
    #[arg(long)]
    pub demo: bool,
    /// Public address of the portal, such as https://kerja.example.id
    #[arg(long, env = "PORTAL_BASE_URL", value_name = "URL")]
    pub base_url: Option<String>,
    /// Proxies in front of the portal, each of which adds the asking address to X-Forwarded-For
    #[arg(
        long,
        env = "PORTAL_TRUSTED_PROXIES",
        default_value_t = 0,
        value_name = "N"
    )]
    pub trusted_proxies: usize,
}
