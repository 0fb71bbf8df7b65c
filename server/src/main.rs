//! The portal's binary.

use std::process::ExitCode;

use server::cli::{Cli, run};

#[tokio::main(worker_threads = 4)]
async fn main() -> ExitCode {
    run(Cli::read()).await
}
