//! `portal upgrade`: moves a data folder to the newest installed Postgres by dump and restore.

use std::collections::BTreeMap;
use std::path::Path;
use std::pin::pin;
use std::time::Duration;

use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions, Connection};

use super::BackupError;
use super::dump::dump;
use super::restore::{analyze, load};
use super::target::{Target, rows};
use crate::cluster::Upgrade;

/// The result of an upgrade.
#[derive(Debug, PartialEq, Eq)]
pub enum Upgraded {
    /// The folder already has the newest version of this machine.
    Already(u32),
    /// The old and the new version; the old cluster is kept in the data folder as `postgres-<from>`.
    FromTo(u32, u32),
}

/// How long each of the two clusters may take to write everything when it is stopped.
const PATIENCE: Duration = Duration::from_secs(120);

/// Upgrades the private cluster of `data`. With `rebuild` it also does so when the version stays the same, which makes
/// every file and index again. The old cluster is untouched until the last step. `asked` completes when the upgrade is
/// to stop at once.
///
/// # Errors
/// One sentence for the operator.
pub async fn upgrade(
    data: &Path,
    rebuild: bool,
    asked: impl Future<Output = ()>,
) -> Result<Upgraded, BackupError> {
    let mut asked = pin!(asked);
    let stopped = || BackupError::new(1, "stopped before it was done; nothing has changed.");
    let upgrade = tokio::select! {
        opened = Upgrade::open(data) => opened?,
        () = &mut asked => return Err(stopped()),
    };
    let (from, to) = upgrade.versions();
    if from == to && !rebuild {
        return Ok(Upgraded::Already(from));
    }
    let path = upgrade.folder().upgrade_dump();
    let carried = tokio::select! {
        carried = carry(&upgrade, &path) => carried,
        () = &mut asked => Err(stopped()),
    };
    let swapped = carried.and_then(|()| Ok(upgrade.swap()?));
    let tidied = upgrade.tidy().await;
    swapped?;
    tidied?;
    Ok(Upgraded::FromTo(from, to))
}

/// Dumps the old cluster to `path` and loads it into a new one beside it.
async fn carry(upgrade: &Upgrade, path: &Path) -> Result<(), BackupError> {
    let target = Target::upgraded(upgrade);
    let old = upgrade.start_old().await?;
    let dumped = async {
        dump(&target, None, None, path).await?;
        count(&target.options).await
    }
    .await;
    old.stop(PATIENCE).await;
    let before = dumped?;

    let new = upgrade.start_new().await?;
    let loaded = async {
        load(&target, None, path).await?;
        let mut connection = target.options.connect().await?;
        analyze(&mut connection).await?;
        connection.close().await?;
        count(&target.options).await
    }
    .await;
    new.stop(PATIENCE).await;
    if loaded? == before {
        return Ok(());
    }
    Err(BackupError::new(
        70,
        "The new cluster does not hold the rows of the old one, which is unchanged: report this \
         and keep the old version of Postgres.",
    ))
}

async fn count(options: &PgConnectOptions) -> Result<BTreeMap<String, i64>, BackupError> {
    let mut connection = options.connect().await?;
    let counted = rows(&mut connection).await?;
    connection.close().await?;
    Ok(counted)
}
