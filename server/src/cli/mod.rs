//! The command line: `portal serve`, and what operators do beside it.
//!
//! A command that works on the data joins the cluster that a serving portal runs, or runs it itself
//! for as long as it takes. Its result goes to standard output, everything else to standard error;
//! a failure is one sentence that says what to do, with an exit code of `sysexits.h`.

mod backup;
mod data;
mod events;
mod import;
mod officer;

use std::error::Error;
use std::fmt::{self, Display};
use std::net::SocketAddr;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

pub use data::DataArgs;
use data::{Company, Data, with_data, with_platform};

use crate::backup::BackupError;
use crate::cluster::ClusterError;
use crate::{log, serve};

/// What a command ends with when it fails: one sentence for the person who typed it.
pub type Failure = Box<dyn Error + Send + Sync>;

/// A failure that has an exit code of its own (see `docs/OPERATIONS.md`).
#[derive(Debug)]
pub struct Coded {
    code: u8,
    sentence: String,
}

impl Coded {
    /// What cannot be used as a setting.
    pub fn setting(sentence: impl Into<String>) -> Failure {
        let sentence = sentence.into();
        Self { code: 78, sentence }.into()
    }

    /// What the portal needs and does not find.
    pub fn unavailable(sentence: impl Into<String>) -> Failure {
        let sentence = sentence.into();
        Self { code: 69, sentence }.into()
    }
}

impl Display for Coded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)
    }
}

impl Error for Coded {}

/// Portal for work and migrant workers in East Java.
#[derive(Parser)]
#[command(name = "portal", version)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

impl Cli {
    /// Reads the command line and the environment, where an empty variable counts as unset.
    pub fn read() -> Cli {
        let matches = without_empty_variables(Cli::command()).get_matches();
        Cli::from_arg_matches(&matches).unwrap_or_else(|error| error.exit())
    }
}

fn without_empty_variables(command: clap::Command) -> clap::Command {
    command
        .mut_args(|arg| match arg.get_env().map(std::env::var_os) {
            Some(Some(value)) if value.is_empty() => arg.env(None::<&str>),
            _ => arg,
        })
        .mut_subcommands(without_empty_variables)
}

/// The commands.
#[derive(Subcommand)]
pub enum Command {
    /// Serve the portal until SIGTERM or SIGINT.
    Serve(ServeArgs),
    /// Bring the database to this version's schema (serving does so too).
    Migrate(DataArgs),
    /// Manage the accounts of those who work for the agency.
    Officer(officer::OfficerArgs),
    /// Back up the database and the uploaded files, also while the portal serves.
    Backup(backup::BackupArgs),
    /// Restore a backup; the portal must not be serving.
    Restore(backup::RestoreArgs),
    /// Take the data folder to the newest installed Postgres by dump and restore.
    Upgrade(backup::UpgradeArgs),
    /// Print what was tried at the portal's doors: signing in, refusals, limits, foreign origins.
    Events(events::EventsArgs),
    /// Import data from files; works while the portal is serving.
    #[command(subcommand)]
    Import(import::Import),
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

/// Does what the command line asks for.
pub async fn run(cli: Cli) -> ExitCode {
    // The commands' own words are their log; what goes wrong is said all the same.
    let serving = matches!(cli.command, Command::Serve(_));
    log::start(if serving { "info" } else { "warn" });
    let done = match cli.command {
        Command::Serve(args) => Box::pin(serve::serve(args)).await,
        Command::Migrate(args) => migrate(&args).await,
        Command::Officer(args) => Box::pin(officer::run(args)).await,
        Command::Events(args) => Box::pin(events::run(args)).await,
        Command::Import(what) => Box::pin(import::run(what)).await,
        Command::Backup(args) => Box::pin(backup::back_up(args)).await,
        Command::Restore(args) => Box::pin(backup::restore(args)).await,
        Command::Upgrade(args) => Box::pin(backup::upgrade(args)).await,
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            complain(format_args!("portal: {failure}"));
            ExitCode::from(exit_code(&failure))
        }
    }
}

async fn migrate(args: &DataArgs) -> Result<(), Failure> {
    with_data(args, "migrate", Company::Welcome, async |data: &Data| {
        data.migrate().await
    })
    .await?;
    say("The database has this version's schema.");
    Ok(())
}

fn exit_code(failure: &Failure) -> u8 {
    if let Some(error) = failure.downcast_ref::<ClusterError>() {
        error.exit_code()
    } else if let Some(error) = failure.downcast_ref::<BackupError>() {
        error.code
    } else if let Some(error) = failure.downcast_ref::<Coded>() {
        error.code
    } else {
        1
    }
}

/// A line of a command's result.
#[expect(clippy::print_stdout, reason = "the command line's own words")]
fn say(line: impl Display) {
    println!("{line}");
}

/// A line about what went wrong.
#[expect(clippy::print_stderr, reason = "the command line's own words")]
fn complain(line: impl Display) {
    eprintln!("{line}");
}
