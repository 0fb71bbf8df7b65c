//! The command line: `portal serve`, and the commands of operators.
//!
//! A command that works on the data joins the cluster that a serving portal runs, or runs it itself for as long as it
//! works. Its result goes to standard output, everything else to standard error. A failure is one sentence that says
//! what to do, with an exit code of `sysexits.h`.

mod backup;
mod data;
mod events;
mod import;
mod officer;
mod say;

use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use data::{Company, Data, with_data};

use say::{complain, say};

use crate::args::{DataArgs, ServeArgs};
use crate::backup::BackupError;
use crate::cluster::ClusterError;
use crate::failure::{Coded, Failure};
use crate::{log, serve};

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

/// Runs the command.
pub async fn run(cli: Cli) -> ExitCode {
    // Commands print their own results, so they log warnings and errors only.
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
