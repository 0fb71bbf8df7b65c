//! What the system does for a cluster: it runs a program and clears a folder.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::process::Stdio;

use tokio::process::{Child, Command};

use super::error::ClusterError;

/// Runs a program in `dir`, by which `processes` knows whose it is. The working folder is entered under
/// the new account, so that a closed folder is found here.
pub fn launch(mut command: Command, dir: &Path) -> Result<Child, ClusterError> {
    command
        .current_dir(dir)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        // Whoever gives up on a child that is starting must not leave it behind.
        .kill_on_drop(true)
        .spawn()
        .map_err(|cause| ClusterError::at(dir, "start a program of Postgres", cause))
}

/// Removes a file or a whole folder, where it is there.
pub fn remove(path: &Path) -> Result<(), ClusterError> {
    let removed = match fs::symlink_metadata(path) {
        Ok(meta) if meta.is_dir() => fs::remove_dir_all(path),
        Ok(_) => fs::remove_file(path),
        Err(cause) => Err(cause),
    };
    match removed {
        Err(cause) if cause.kind() != ErrorKind::NotFound => {
            Err(ClusterError::at(path, "clear the data folder", cause))
        }
        _ => Ok(()),
    }
}
