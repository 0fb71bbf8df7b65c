//! `portal import vacancies FILE…`

use std::fmt::Display;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use app::error::AppError;
use app::jobs::import::{ImportError, Imported, import};
use app::jobs::reference::load_regions;
use app::platform::Platform;
use clap::{Args, Subcommand};
use flate2::read::MultiGzDecoder;

use super::{DataArgs, Failure, complain, say, with_platform};

/// What can be imported.
#[derive(Subcommand)]
pub enum Import {
    /// Read vacancies from dumps of MagangHub or Karirhub: JSON lines, plain or gzip-compressed.
    ///
    /// Each bad line is named on standard error with its number and reason, and the rest is imported.
    /// Importing a file again changes nothing.
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

/// Imports the files in their order.
///
/// # Errors
/// A file that cannot be read to its end, of which nothing is imported; a database that cannot be reached.
pub async fn run(command: Import) -> Result<(), Failure> {
    let Import::Vacancies(ImportArgs { files, data }) = command;
    let work = async |platform: &Platform| import_files(platform, &files).await;
    say(with_platform(&data, "import", work).await?);
    Ok(())
}

async fn import_files(platform: &Platform, files: &[PathBuf]) -> Result<Imported, Failure> {
    load_regions(&mut *platform.pool.acquire().await?).await?;
    let now = platform.clock.now();
    let mut sum = Imported::default();
    for file in files {
        let name = file.display();
        let lines = open(file).map_err(|error| format!("{name} cannot be read: {error}"))?;
        let outcome = import(&platform.pool, now, lines, |number, reason| {
            refuse(file, number, reason)
        })
        .await;
        let outcome = outcome.map_err(|error| match error {
            ImportError::Read(error) => {
                format!("{name} cannot be read to its end, so nothing of it was imported: {error}")
            }
            ImportError::Store(error) => {
                format!("{name} was not imported: {}", store_words(&error))
            }
        })?;
        sum.imported += outcome.imported;
        sum.unchanged += outcome.unchanged;
        sum.rejected += outcome.rejected;
    }
    Ok(sum)
}

/// The lines of a file, unpacked where it begins as gzip does.
fn open(path: &Path) -> std::io::Result<Box<dyn BufRead>> {
    let mut file = BufReader::new(File::open(path)?);
    let packed = file.fill_buf()?.starts_with(&[0x1f, 0x8b]);
    Ok(if packed {
        Box::new(BufReader::new(MultiGzDecoder::new(file)))
    } else {
        Box::new(file)
    })
}

fn store_words(error: &AppError) -> String {
    match error {
        AppError::Internal(reference) => format!("an internal error, logged as {reference}"),
        _ => "the database cannot be reached or refused a value".to_owned(),
    }
}

fn refuse(file: &Path, number: usize, reason: &dyn Display) {
    complain(format_args!(
        "{}:{number}: rejected: {reason}",
        file.display()
    ));
}
