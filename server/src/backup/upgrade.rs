//! `portal upgrade`: takes a data folder to the newest installed Postgres by dump and restore.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::time::Duration;

use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions, Connection};

use super::BackupError;
use super::dump::dump;
use super::restore::{analyze, load};
use super::target::{Target, rows};
use crate::cluster::Upgrade;

/// What an upgrade did.
#[derive(Debug, PartialEq, Eq)]
pub enum Upgraded {
    /// The folder already has the newest version of this machine.
    Already(u32),
    /// From and to; the old cluster is kept in the data folder as `postgres-<from>`.
    FromTo(u32, u32),
}

/// How long each of the two clusters may take to write everything when it is stopped.
const PATIENCE: Duration = Duration::from_secs(120);

/// Upgrades the private cluster of `data`; with `rebuild` also to the version that it has, which
/// makes every file and index anew. Until its last step the old cluster is untouched.
///
/// # Errors
/// One sentence for the operator.
pub async fn upgrade(data: &Path, rebuild: bool) -> Result<Upgraded, BackupError> {
    let upgrade = Upgrade::open(data).await?;
    let (from, to) = upgrade.versions();
    if from == to && !rebuild {
        return Ok(Upgraded::Already(from));
    }
    let path = upgrade.folder().root().join("upgrade.dump");
    let carried = carry(&upgrade, &path).await;
    let swapped = match carried {
        Ok(()) => upgrade.swap().map_err(BackupError::from),
        Err(error) => {
            upgrade.discard().await;
            Err(error)
        }
    };
    match fs::remove_file(&path) {
        Err(cause) if cause.kind() != ErrorKind::NotFound => {
            return Err(BackupError::io("clear", &path, &cause));
        }
        _ => {}
    }
    swapped.map(|()| Upgraded::FromTo(from, to))
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
