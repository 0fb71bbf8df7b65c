//! `portal backup`, `portal restore` and `portal upgrade`.

use std::path::PathBuf;

use super::data::Asked;
use super::data::{Company, Data, with_data};
use super::say::{complain, say};
use crate::args::DataArgs;
use crate::backup::{Backup, Replace, Upgraded, backup};
use crate::failure::{Coded, Failure};
use crate::{backup, config, schema};

/// Where to back up to.
#[derive(clap::Args, Clone, Debug)]
pub struct BackupArgs {
    /// New folder for the backup.
    #[arg(value_name = "DIR")]
    dir: PathBuf,
    #[command(flatten)]
    data: DataArgs,
}

/// What to restore.
#[derive(clap::Args, Clone, Debug)]
pub struct RestoreArgs {
    /// Folder that `portal backup` has made.
    #[arg(value_name = "DIR")]
    dir: PathBuf,
    /// Lose what the data folder holds now.
    #[arg(long)]
    replace: bool,
    #[command(flatten)]
    data: DataArgs,
}

/// What to upgrade.
#[derive(clap::Args, Clone, Debug)]
pub struct UpgradeArgs {
    /// Dump and restore also when the version stays the same: makes every table and index anew.
    #[arg(long)]
    rebuild: bool,
    #[command(flatten)]
    data: DataArgs,
}

pub async fn back_up(args: BackupArgs) -> Result<(), Failure> {
    let (made, place) = with_data(
        &args.data,
        "backup",
        Company::Welcome,
        async |data: &Data| {
            let target = data.target().await?;
            let made = backup(&target, &args.dir).await?;
            Ok((made, target.files.to_string()))
        },
    )
    .await?;
    let rows: i64 = made.manifest.rows.values().sum();
    say(format_args!(
        "backed up {rows} rows and {} files to {}",
        made.manifest.files.len(),
        args.dir.display()
    ));
    match (made.missing, made.cvs) {
        (0, _) => Ok(()),
        // All CVs are missing, so the files of this database are in another place. The backup of the database is worth
        // keeping.
        (missing, cvs) if missing == cvs => Err(Coded::setting(format!(
            "The backup is without people's CVs: none of the {cvs} that the database names is in {place}. Name the \
             data folder of the service with --data, or its FILES_URL, and back up again."
        ))),
        (missing, cvs) => {
            complain(format_args!(
                "portal: {missing} of the {cvs} CVs that the database names are not in {place}, and not in the backup."
            ));
            Ok(())
        }
    }
}

pub async fn restore(args: RestoreArgs) -> Result<(), Failure> {
    // Checked before anything is started: a damaged backup changes nothing.
    let kept = Backup::open(&args.dir, &schema::known())?;
    let replace = if args.replace {
        Replace::Asked
    } else {
        Replace::Never
    };
    with_data(
        &args.data,
        "restore",
        Company::Refused,
        async |data: &Data| {
            let admin = data.cluster.as_ref().map(|cluster| cluster.admin_options());
            Ok(kept.restore(&data.target().await?, admin, replace).await?)
        },
    )
    .await?;
    let rows: i64 = kept.manifest.rows.values().sum();
    say(format_args!(
        "restored {rows} rows and {} files of {}",
        kept.manifest.files.len(),
        kept.manifest.made_at
    ));
    Ok(())
}

pub async fn upgrade(args: UpgradeArgs) -> Result<(), Failure> {
    if config::outside_database().is_some() {
        return Err(
            "DATABASE_URL names an outside server: upgrade that one with its own tools, \
                    or unset DATABASE_URL."
                .into(),
        );
    }
    let data = config::data_folder(args.data.data.as_deref())?;
    let mut asked = Asked::listen()?;
    match backup::upgrade(&data, args.rebuild, asked.come()).await? {
        Upgraded::Already(version) => say(format_args!(
            "the data folder already has the newest Postgres of this machine, {version}"
        )),
        Upgraded::FromTo(from, to) => say(format_args!(
            "upgraded from Postgres {from} to {to}; the old cluster is kept in {}",
            data.display()
        )),
    }
    Ok(())
}
