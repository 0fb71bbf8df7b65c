//! Runs a program for a cluster, and removes files and folders.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::process::Stdio;

use tokio::process::{Child, Command};

use super::error::ClusterError;

/// Runs a program in `dir`; the module `processes` recognises it by this working folder. The new account enters the
/// folder, so a folder that is closed to it makes this call fail.
pub fn launch(mut command: Command, dir: &Path) -> Result<Child, ClusterError> {
    command
        .current_dir(dir)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        // A caller that stops waiting for a starting child must not leave it behind.
        .kill_on_drop(true)
        .spawn()
        .map_err(|cause| ClusterError::at(dir, "start a program of Postgres", cause))
}

/// Removes a file or a whole folder, if it exists.
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
