//! `portal import vacancies FILE…`: imports vacancies from files.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use app::base::error::AppError;
use app::jobs::import::{ImportError, Imported, import};
use app::jobs::load_regions;
use app::platform::Platform;
use clap::{Args, Subcommand};
use domain::jobs::import::Remark;
use flate2::read::MultiGzDecoder;

use super::data::with_platform;
use super::say::{complain, say};
use crate::args::DataArgs;
use crate::failure::Failure;

/// What can be imported.
#[derive(Subcommand)]
pub enum Import {
    /// Read vacancies from dumps of MagangHub or Karirhub: JSON lines, plain or gzip-compressed.
    ///
    /// Each line that is rejected or mended is named on standard error with its number and reason, and the rest is
    /// imported. What is read is kept in portions: an import that was cut is run again and goes on. Importing a file again
    /// changes nothing.
    Vacancies(ImportArgs),
}

/// From where to where.
#[derive(Args)]
pub struct ImportArgs {
    /// The dumps.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    #[command(flatten)]
    data: DataArgs,
}

/// How often each kind of correction was made.
type Mended = BTreeMap<String, u64>;

/// Imports the files in their order.
///
/// # Errors
/// A file cannot be read to its end, the database cannot be reached, or every line of the files was rejected.
pub async fn run(command: Import) -> Result<(), Failure> {
    let Import::Vacancies(ImportArgs { files, data }) = command;
    let work = async |platform: &Platform| import_files(platform, &files).await;
    let (sum, mended) = with_platform(&data, "import", work).await?;
    for (what, n) in mended {
        say(format_args!("corrected {n}: {what}"));
    }
    say(sum);
    if sum.rejected > 0 && sum.imported + sum.unchanged == 0 {
        return Err("Every line was rejected: standard error says why.".into());
    }
    Ok(())
}

async fn import_files(
    platform: &Platform,
    files: &[PathBuf],
) -> Result<(Imported, Mended), Failure> {
    load_regions(&mut *platform.pool.acquire().await?).await?;
    let now = platform.clock.now();
    let (mut sum, mut mended) = (Imported::default(), Mended::new());
    for file in files {
        let name = file.display();
        let lines = open(file).map_err(|error| format!("{name} cannot be read: {error}"))?;
        let outcome = import(&platform.pool, now, lines, |number, remark| {
            complain(format_args!("{name}:{number}: {remark}"));
            if let Remark::Corrected(what) = remark {
                *mended.entry(what.to_string()).or_default() += 1;
            }
        })
        .await;
        sum += outcome.map_err(|error| unfinished(file, &error))?;
    }
    Ok((sum, mended))
}

/// Opens a file by lines; unpacks it if it begins like a gzip file.
fn open(path: &Path) -> std::io::Result<Box<dyn BufRead>> {
    let mut file = BufReader::new(File::open(path)?);
    let packed = file.fill_buf()?.starts_with(&[0x1f, 0x8b]);
    Ok(if packed {
        Box::new(BufReader::new(MultiGzDecoder::new(file)))
    } else {
        Box::new(file)
    })
}

/// The error of an import that stopped early: the cause, what was kept, and what to do.
fn unfinished(file: &Path, error: &ImportError) -> Failure {
    let name = file.display();
    let why = match error {
        ImportError::Read(error, _) => format!("{name} cannot be read to its end: {error}."),
        ImportError::Store(AppError::Internal(reference), _) => {
            format!("{name} was not imported to its end: an internal error, logged as {reference}.")
        }
        ImportError::Store(..) => format!(
            "{name} was not imported to its end: the database cannot be reached, or has refused a value."
        ),
    };
    let kept = error.before();
    format!(
        "{why} What came before that is kept ({kept}): run the import again with the whole file."
    )
    .into()
}
