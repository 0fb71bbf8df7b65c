//! The portal's binary.

use std::process::ExitCode;

use clap::Parser;
use server::cli::{Cli, Command};

#[tokio::main(worker_threads = 4)]
async fn main() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Serve(args) => server::serve::serve(args).await,
        Command::Officer(args) => server::cli::officer::run(args).await,
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            server::cli::complain(&*error);
            ExitCode::FAILURE
        }
    }
}
