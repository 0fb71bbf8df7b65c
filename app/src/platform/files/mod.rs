//! Uploaded files, under names that the portal gives: in a folder of this machine, or in an S3-compatible store.

mod bucket;
mod folder;
mod reading;

use std::fmt;
use std::io::{self, SeekFrom};
use std::path::{Path, PathBuf};

use tokio::fs::{self, File, OpenOptions};
use tokio::io::{AsyncSeekExt, AsyncWriteExt};

pub use bucket::Bucket;
pub use reading::Reading;

/// The place where uploaded files are kept. A name is a path without `..`, such as `cv/0198…`, and is given once.
#[derive(Clone, Debug)]
pub enum Files {
    /// Below this folder.
    Folder(PathBuf),
    /// In a store that several machines share.
    Bucket(Bucket),
}

/// A file that is being written, on the disk of this machine. Nobody can read it before [`Writing::keep`].
#[derive(Debug)]
pub struct Writing {
    file: File,
    place: Place,
}

#[derive(Debug)]
enum Place {
    Folder { unfinished: PathBuf, whole: PathBuf },
    Bucket { bucket: Bucket, name: String },
}

/// Names the place, for the operator.
impl fmt::Display for Files {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Files::Folder(root) => write!(f, "the folder {}", root.display()),
            Files::Bucket(bucket) => {
                write!(f, "the bucket s3://{} of FILES_URL", bucket.name())
            }
        }
    }
}

impl Files {
    /// Begins a file. After a crash, a folder still holds the unfinished file until [`Files::delete`]; for a bucket
    /// nothing is left.
    ///
    /// # Errors
    /// An error of the disk.
    pub async fn begin(&self, name: &str) -> io::Result<Writing> {
        match self {
            Files::Folder(root) => {
                let whole = root.join(name);
                let unfinished = folder::unfinished(root, name);
                make_folder_of(&whole).await?;
                let file = private().open(&unfinished).await?;
                let place = Place::Folder { unfinished, whole };
                Ok(Writing { file, place })
            }
            Files::Bucket(bucket) => {
                let path = folder::unfinished(bucket.unfinished(), name);
                make_folder_of(&path).await?;
                let file = private().read(true).open(&path).await?;
                // A file without a name disappears with the process, however the process ends.
                fs::remove_file(&path).await?;
                let (bucket, name) = (bucket.clone(), name.to_owned());
                let place = Place::Bucket { bucket, name };
                Ok(Writing { file, place })
            }
        }
    }

    /// Opens a kept file.
    ///
    /// # Errors
    /// `NotFound`; an error of the disk; `NotConnected` when the store does not answer.
    pub async fn open(&self, name: &str) -> io::Result<Reading> {
        match self {
            Files::Folder(root) => folder::open(&root.join(name)).await,
            Files::Bucket(bucket) => bucket.open(name).await,
        }
    }

    /// Deletes a file, or what is left of one that was never kept. A missing file is no error.
    ///
    /// # Errors
    /// An error of the disk; `NotConnected` when the store does not answer.
    pub async fn delete(&self, name: &str) -> io::Result<()> {
        match self {
            Files::Folder(root) => {
                folder::remove(&root.join(name)).await?;
                folder::remove(&folder::unfinished(root, name)).await
            }
            Files::Bucket(bucket) => bucket.delete(name).await,
        }
    }

    /// The names of all files, sorted; for a folder also the names of files that were never kept.
    ///
    /// # Errors
    /// An error of the disk; `NotConnected` when the store does not answer.
    pub async fn list(&self) -> io::Result<Vec<String>> {
        let mut names = match self {
            Files::Folder(root) => folder::list(root).await?,
            Files::Bucket(bucket) => bucket.list().await?,
        };
        names.sort();
        Ok(names)
    }

    /// Checks whether the files can be reached now. Without them, only the pages that send or show a file do not work.
    ///
    /// # Errors
    /// The reason why they cannot.
    pub async fn answer(&self) -> io::Result<()> {
        match self {
            Files::Folder(_) => Ok(()),
            Files::Bucket(bucket) => bucket.answer().await,
        }
    }
}

impl Writing {
    /// Writes the next piece.
    ///
    /// # Errors
    /// An error of the disk.
    pub async fn write(&mut self, piece: &[u8]) -> io::Result<()> {
        self.file.write_all(piece).await
    }

    /// Makes the file readable under its name, whole or not at all. After that it survives a crash.
    ///
    /// # Errors
    /// An error of the disk; `NotConnected` when the store does not take it.
    pub async fn keep(mut self) -> io::Result<()> {
        self.file.flush().await?;
        match self.place {
            Place::Folder { unfinished, whole } => {
                self.file.sync_all().await?;
                fs::rename(&unfinished, &whole).await?;
                folder::sync_entry(&whole).await
            }
            Place::Bucket { bucket, name } => {
                self.file.seek(SeekFrom::Start(0)).await?;
                bucket.keep(&name, self.file).await
            }
        }
    }

    /// Deletes the unfinished file.
    ///
    /// # Errors
    /// An error of the disk.
    pub async fn discard(self) -> io::Result<()> {
        match self.place {
            Place::Folder { unfinished, .. } => fs::remove_file(unfinished).await,
            Place::Bucket { .. } => Ok(()),
        }
    }
}

/// Options for a new file that only the portal's own system account may read: the files hold personal data.
fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true).mode(0o600);
    options
}

async fn make_folder_of(path: &Path) -> io::Result<()> {
    match path.parent() {
        Some(folder) if !fs::try_exists(folder).await? => {
            fs::create_dir_all(folder).await?;
            folder::sync_entry(folder).await
        }
        _ => Ok(()),
    }
}
