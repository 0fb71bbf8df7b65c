//! Cleans up after an interrupted upgrade in the data folder.
//!
//! An upgrade puts a mark into the old cluster and then swaps the two clusters in one step. The place of the mark tells
//! whether the upgrade was interrupted before or after that step.

use std::fs::{self, File};
use std::io;
use std::path::PathBuf;

use rustix::fs::{CWD, RenameFlags, renameat_with};

use super::error::ClusterError;
use super::folder::Folder;
use super::processes;
use super::system::remove;

/// The mark: a file in a cluster that another cluster replaces.
const REPLACED: &str = "portal.replaced";

/// Ends the processes and removes the files of an upgrade that was interrupted before the swap, or finishes one that
/// has swapped the clusters. The caller holds the owner's lock, and no cluster is running.
pub async fn tidy(folder: &Folder) -> Result<(), ClusterError> {
    let (cluster, unborn) = (folder.cluster(), folder.unborn());
    processes::end(&unborn, None).await;
    // Beside a cluster that cannot be read, nothing is deleted.
    if folder.version()?.is_some() {
        if unborn.join(REPLACED).exists() {
            keep_old(folder)?;
        } else {
            remove(&unborn)?;
            remove(&cluster.join(REPLACED))?;
        }
    }
    remove(&folder.upgrade_dump())
}

/// Puts the new cluster in the place of the old one, which is kept; both are stopped. One system call swaps the two, so
/// that there is no moment without a cluster.
///
/// # Errors
/// `Io` when the file system cannot do that.
pub fn swap(folder: &Folder) -> Result<(), ClusterError> {
    let (cluster, unborn) = (folder.cluster(), folder.unborn());
    let mark = || {
        File::create(cluster.join(REPLACED))?.sync_all()?;
        File::open(&cluster)?.sync_all()
    };
    mark()
        .and_then(|()| {
            renameat_with(CWD, &cluster, CWD, &unborn, RenameFlags::EXCHANGE)
                .map_err(io::Error::from)
        })
        .map_err(|cause| ClusterError::at(&cluster, "swap the two clusters", cause))?;
    keep_old(folder)
}

/// Gives the old cluster its final name.
fn keep_old(folder: &Folder) -> Result<(), ClusterError> {
    let unborn = folder.unborn();
    fs::read_to_string(unborn.join("PG_VERSION"))
        .and_then(|version| fs::rename(&unborn, kept(folder, version.trim())))
        .and_then(|()| File::open(folder.root())?.sync_all())
        .map_err(|cause| ClusterError::at(&unborn, "keep the old cluster", cause))
}

/// The path for an old cluster of this version; it does not overwrite an earlier one of the same version.
fn kept(folder: &Folder, version: &str) -> PathBuf {
    let name = format!("postgres-{version}");
    let mut kept = folder.root().join(&name);
    let mut times = 1;
    while kept.exists() {
        times += 1;
        kept = folder.root().join(format!("{name}.{times}"));
    }
    kept
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::*;

    /// A data folder with these clusters: name, version, and whether each is marked.
    fn data(clusters: &[(&str, &str, bool)]) -> (TempDir, Folder) {
        let data = TempDir::new().unwrap();
        for (name, version, marked) in clusters {
            let cluster = data.path().join(name);
            fs::create_dir(&cluster).unwrap();
            fs::write(cluster.join("PG_VERSION"), format!("{version}\n")).unwrap();
            if *marked {
                fs::write(cluster.join(REPLACED), "").unwrap();
            }
        }
        fs::write(data.path().join("upgrade.dump"), "people").unwrap();
        let folder = Folder::at(data.path().to_str().unwrap());
        (data, folder)
    }

    fn names(data: &TempDir) -> Vec<String> {
        let entries = fs::read_dir(data.path()).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[tokio::test]
    async fn cut_before_the_swap_the_new_cluster_goes() {
        for marked in [false, true] {
            let (data, folder) = data(&[("postgres", "15", marked), ("postgres.new", "17", false)]);
            tidy(&folder).await.unwrap();
            assert_eq!(names(&data), ["postgres"]);
            assert_eq!(folder.version().unwrap(), Some(15));
            assert!(!folder.cluster().join(REPLACED).exists());
        }
    }

    #[tokio::test]
    async fn cut_after_the_swap_the_old_cluster_is_kept() {
        let (data, folder) = data(&[
            ("postgres", "15", false),
            ("postgres-15", "15", true),
            ("postgres.new", "15", true),
        ]);
        tidy(&folder).await.unwrap();
        assert_eq!(names(&data), ["postgres", "postgres-15", "postgres-15.2"]);
        assert!(!folder.cluster().join(REPLACED).exists());
    }

    #[tokio::test]
    async fn beside_an_unreadable_cluster_nothing_is_thrown_away() {
        let (data, folder) = data(&[("postgres", "?", false), ("postgres.new", "15", false)]);
        assert!(tidy(&folder).await.is_err());
        assert_eq!(names(&data), ["postgres", "postgres.new", "upgrade.dump"]);
    }

    #[test]
    fn a_swap_keeps_the_old_one_under_its_version() {
        let (data, folder) = data(&[("postgres", "15", false), ("postgres.new", "17", false)]);
        swap(&folder).unwrap();
        assert_eq!(names(&data), ["postgres", "postgres-15", "upgrade.dump"]);
        assert_eq!(folder.version().unwrap(), Some(17));
    }
}
