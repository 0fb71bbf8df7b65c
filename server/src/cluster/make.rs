//! Makes a new cluster with `initdb`.

use std::fs;

use super::access::ADMIN;
use super::account::Account;
use super::error::ClusterError;
use super::folder::Folder;
use super::output::Output;
use super::processes;
use super::programs::Programs;
use super::system::{launch, remove};

/// Makes a new cluster beside its final place. It gets its final name only when it is complete and on the disk.
pub async fn make(
    folder: &Folder,
    account: &Account,
    programs: &Programs,
) -> Result<(), ClusterError> {
    let unborn = folder.unborn();
    init(folder, account, programs).await?;
    // The rename replaces an empty folder of that name, which the operator may have made.
    fs::rename(&unborn, folder.cluster())
        .and_then(|()| fs::File::open(folder.root())?.sync_all())
        .map_err(|cause| ClusterError::at(folder.root(), "keep the new cluster", cause))
}

/// Runs `initdb` in [`Folder::unborn`], after clearing what an interrupted run has left there.
pub async fn init(
    folder: &Folder,
    account: &Account,
    programs: &Programs,
) -> Result<(), ClusterError> {
    let unborn = folder.unborn();
    processes::end(&unborn, None).await;
    remove(&unborn)?;
    folder.own_dir(&unborn, account)?;
    tracing::info!(version = programs.major, "making a new database cluster");
    let mut command = account.command(&programs.path("initdb"));
    command
        .arg("-D")
        .arg(&unborn)
        .args(["-U", ADMIN, "--encoding=UTF8", "--locale=C.UTF-8"])
        // Everybody who can enter the socket's folder may sign in; nobody connects over the network.
        .args(["--auth-local=trust", "--auth-host=reject"])
        .args(["--data-checksums", "--no-instructions"]);
    let said = Output::default();
    let mut child = launch(command, &unborn)?;
    let reader = child.stderr.take().map(|pipe| said.listen(pipe));
    let status = child
        .wait()
        .await
        .map_err(|cause| ClusterError::at(&unborn, "wait for initdb", cause))?;
    if let Some(reader) = reader {
        // The reader ends with the pipe, which was closed when the program ended.
        let _ = reader.await;
    }
    if status.success() {
        return Ok(());
    }
    remove(&unborn)?;
    Err(said.reason(folder))
}
