//! Finds the machine's Postgres programs. Debian installs each version in a folder of its own, outside the `PATH`.

use std::cmp::Reverse;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use tokio::process::Command;

use super::error::ClusterError;

/// The oldest major version whose SQL the portal uses.
const OLDEST: u32 = 15;

/// One installed version of Postgres.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Programs {
    pub major: u32,
    bin: PathBuf,
}

impl Programs {
    /// The path of one of its programs, such as `pg_dump`.
    pub fn path(&self, name: &str) -> PathBuf {
        self.bin.join(name)
    }

    /// The newest installed version.
    ///
    /// # Errors
    /// `ProgramsMissing`.
    pub async fn newest() -> Result<Self, ClusterError> {
        pick(installed().await, Path::new(""), None)
    }

    /// The programs for an outside server of this major version. Prefers its own version where that is installed, since
    /// a newer `pg_restore` may send commands that the server does not know; otherwise the newest, if it is newer than
    /// the server.
    ///
    /// # Errors
    /// `NoProgramsFor`.
    pub async fn of_server(major: u32) -> Result<Self, ClusterError> {
        for_server(installed().await, major)
    }

    #[cfg(test)]
    pub(crate) fn at(major: u32, bin: &str) -> Self {
        let bin = PathBuf::from(bin);
        Self { major, bin }
    }
}

fn for_server(found: Vec<Programs>, major: u32) -> Result<Programs, ClusterError> {
    let nearness = |programs: &Programs| (programs.major != major, Reverse(programs.major));
    let best = found.into_iter().min_by_key(nearness);
    best.filter(|programs| programs.major >= major)
        .ok_or_else(|| ClusterError::NoProgramsFor {
            server: major,
            told: told().is_some(),
        })
}

fn missing(major: Option<u32>) -> ClusterError {
    ClusterError::ProgramsMissing {
        major,
        told: told().is_some(),
    }
}

/// The programs for a data folder written by major version `folder`, or the newest for a new one.
///
/// # Errors
/// `ProgramsMissing` and `OtherMajor`.
pub async fn choose(data: &Path, folder: Option<u32>) -> Result<Programs, ClusterError> {
    pick(installed().await, data, folder)
}

fn pick(
    mut found: Vec<Programs>,
    data: &Path,
    folder: Option<u32>,
) -> Result<Programs, ClusterError> {
    found.sort_by_key(|programs| programs.major);
    let newest = found.pop().ok_or_else(|| missing(folder))?;
    let Some(major) = folder else {
        return if newest.major < OLDEST {
            Err(missing(None))
        } else {
            Ok(newest)
        };
    };
    if newest.major == major {
        return Ok(newest);
    }
    let installed = newest.major;
    let Some(own) = found.into_iter().find(|programs| programs.major == major) else {
        return Err(ClusterError::OtherMajor {
            data: data.to_owned(),
            folder: major,
            installed,
        });
    };
    tracing::warn!(
        folder = major,
        installed,
        "a newer Postgres is installed: stop the portal and run `portal upgrade` when it suits"
    );
    Ok(own)
}

/// The programs of one major version, however old.
///
/// # Errors
/// `ProgramsMissing`.
pub async fn exactly(major: u32) -> Result<Programs, ClusterError> {
    installed()
        .await
        .into_iter()
        .find(|programs| programs.major == major)
        .ok_or_else(|| missing(Some(major)))
}

/// Every version that has both `postgres` and `initdb`; the first folder of a version wins.
async fn installed() -> Vec<Programs> {
    let mut found: Vec<Programs> = Vec::new();
    for bin in folders() {
        if let Some(major) = version(&bin).await
            && found.iter().all(|known| known.major != major)
        {
            found.push(Programs { major, bin });
        }
    }
    found
}

/// The folders that the operator has set in `PORTAL_POSTGRES_BIN`, a list like `PATH`. They replace the search.
fn told() -> Option<OsString> {
    std::env::var_os("PORTAL_POSTGRES_BIN").filter(|list| !list.is_empty())
}

/// The folders in which the programs may be.
fn folders() -> Vec<PathBuf> {
    if let Some(list) = told() {
        return std::env::split_paths(&list).collect();
    }
    let mut folders = Vec::new();
    for parent in ["/usr/lib/postgresql", "/usr"] {
        let Ok(entries) = std::fs::read_dir(parent) else {
            continue;
        };
        for entry in entries.flatten() {
            // Debian: /usr/lib/postgresql/15/bin; the project's own RPMs: /usr/pgsql-15/bin.
            let name = entry.file_name().to_string_lossy().into_owned();
            if parent != "/usr" || name.starts_with("pgsql-") {
                folders.push(entry.path().join("bin"));
            }
        }
    }
    folders.push(PathBuf::from("/usr/local/pgsql/bin"));
    if let Some(path) = std::env::var_os("PATH") {
        folders.extend(std::env::split_paths(&path));
    }
    folders
}

async fn version(bin: &Path) -> Option<u32> {
    if !bin.join("initdb").is_file() {
        return None;
    }
    let output = Command::new(bin.join("postgres"))
        .arg("--version")
        .output()
        .await
        .ok()?;
    major_of(&String::from_utf8_lossy(&output.stdout))
}

/// The major version in a line such as `postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)`.
fn major_of(line: &str) -> Option<u32> {
    let (_, rest) = line.split_once("(PostgreSQL) ")?;
    let digits = rest.split(|c: char| !c.is_ascii_digit()).next()?;
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn programs(major: u32) -> Programs {
        Programs::at(major, &format!("/usr/lib/postgresql/{major}/bin"))
    }

    #[test]
    fn reads_the_version_of_releases_and_betas() {
        assert_eq!(
            major_of("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n"),
            Some(15)
        );
        assert_eq!(major_of("postgres (PostgreSQL) 18beta1"), Some(18));
        assert_eq!(major_of("something else"), None);
    }

    #[test]
    fn a_new_folder_gets_the_newest_version() {
        let picked = pick(
            vec![programs(17), programs(15), programs(16)],
            Path::new("/d"),
            None,
        );
        assert_eq!(picked.map(|p| p.major).ok(), Some(17));
    }

    #[test]
    fn a_folder_keeps_its_version_while_that_is_installed() {
        let picked = pick(vec![programs(17), programs(15)], Path::new("/d"), Some(15));
        assert_eq!(picked.map(|p| p.major).ok(), Some(15));
    }

    #[test]
    fn a_folder_of_another_version_is_refused_with_the_command() {
        let refused = pick(vec![programs(17)], Path::new("/d"), Some(15));
        let said = refused.map_err(|e| e.to_string()).err().unwrap_or_default();
        assert!(said.contains("Postgres 15"), "{said}");
        assert!(said.contains("portal upgrade --data /d"), "{said}");
    }

    /// An upgrade goes only to a newer version.
    #[test]
    fn a_folder_of_a_newer_version_names_its_package_alone() {
        let refused = pick(vec![programs(15)], Path::new("/d"), Some(17));
        let said = refused.map_err(|e| e.to_string()).err().unwrap_or_default();
        assert!(said.contains("recommends postgresql-17`"), "{said}");
        assert!(!said.contains("upgrade"), "{said}");
    }

    #[test]
    fn an_outside_server_gets_its_own_programs_or_newer_ones() {
        let all = || vec![programs(15), programs(18), programs(16), programs(17)];
        for (server, picked) in [(16, Some(16)), (14, Some(18)), (19, None)] {
            let found = for_server(all(), server).map(|programs| programs.major);
            assert_eq!(found.ok(), picked, "{server}");
        }
        let said = for_server(all(), 19).unwrap_err().to_string();
        assert!(said.contains("recommends postgresql-19`"), "{said}");
    }

    #[test]
    fn versions_without_the_portals_sql_are_as_good_as_missing() {
        let refused = pick(vec![programs(13)], Path::new("/d"), None);
        assert!(matches!(
            refused,
            Err(ClusterError::ProgramsMissing { major: None, .. })
        ));
        assert!(matches!(
            pick(Vec::new(), Path::new("/d"), Some(15)),
            Err(ClusterError::ProgramsMissing {
                major: Some(15),
                ..
            })
        ));
        let nothing = ClusterError::ProgramsMissing {
            major: None,
            told: false,
        };
        let said = nothing.to_string();
        assert!(said.contains("recommends postgresql`"), "{said}");
    }
}
