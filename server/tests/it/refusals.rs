//! When the portal cannot start, it says so in one sentence that names the remedy.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};

use rustix::process::geteuid;
use tempfile::TempDir;
use tokio::process::Command;

use crate::support::process::{portal, refused, succeed};

/// Runs a command that must be refused with this exit code; returns its message, after checking that it is one
/// sentence.
async fn sentence(command: &mut Command, code: i32) -> String {
    let (found, said) = refused(command).await;
    assert_eq!(found, code, "{said}");
    let sentence = said.trim_end();
    assert!(
        sentence.starts_with("portal: ") && sentence.ends_with('.'),
        "{said}"
    );
    assert_eq!(said.lines().count(), 1, "{said}");
    said
}

#[tokio::test]
async fn programs_that_are_not_where_they_were_told_to_be_name_the_setting() {
    let data = TempDir::new().unwrap();
    let backup = data.path().join("backup");
    let server = std::env::var("TEST_DATABASE_URL").unwrap();
    for (arguments, url) in [
        (&["serve", "--addr", "127.0.0.1:0"][..], ""),
        (&["backup", backup.to_str().unwrap()], &*server),
    ] {
        let mut command = portal(data.path(), arguments);
        command.env("PORTAL_POSTGRES_BIN", "/nonexistent");
        let said = sentence(command.env("DATABASE_URL", url), 69).await;
        assert!(said.contains("No folder of PORTAL_POSTGRES_BIN"), "{said}");
        assert!(!said.contains("apt-get"), "{said}");
    }
}

#[tokio::test]
async fn a_folder_of_another_major_version_names_the_upgrade() {
    let data = TempDir::new().unwrap();
    succeed(data.path(), &["migrate"]).await;
    let version = data.path().join("postgres/PG_VERSION");
    let right = fs::read_to_string(&version).unwrap();
    fs::write(&version, "13\n").unwrap();
    let said = sentence(&mut portal(data.path(), &["migrate"]), 65).await;
    assert!(said.contains("Postgres 13"), "{said}");
    assert!(said.contains("portal upgrade --data"), "{said}");
    // Only the old version can read the folder.
    let said = sentence(&mut portal(data.path(), &["upgrade"]), 69).await;
    assert!(said.contains("postgresql-13"), "{said}");
    fs::write(&version, right).unwrap();
    succeed(data.path(), &["migrate"]).await;
}

/// Root runs a command in the folder of another account's portal, which must go on working.
#[tokio::test]
async fn a_folder_of_another_account_is_refused_and_left_as_it_is() {
    let data = TempDir::new().unwrap();
    fs::set_permissions(data.path(), Permissions::from_mode(0o755)).unwrap();
    let run = data.path().join("run");
    let other = if geteuid().is_root() {
        fs::create_dir(&run).unwrap();
        chown(&run, Some(12_345), Some(12_345)).unwrap();
        12_345
    } else {
        // Only root can give a folder away, so a link to a folder of root's stands in for it.
        std::os::unix::fs::symlink("/usr", &run).unwrap();
        0
    };
    let said = sentence(&mut portal(data.path(), &["migrate"]), 73).await;
    assert!(said.contains(&format!("number {other} ")), "{said}");
    assert_eq!(fs::metadata(&run).unwrap().uid(), other);
    assert!(!data.path().join("postgres").exists());
}

#[tokio::test]
async fn other_files_in_the_clusters_place_are_not_touched() {
    let data = TempDir::new().unwrap();
    let photo = data.path().join("postgres/photo.png");
    fs::create_dir(data.path().join("postgres")).unwrap();
    fs::write(&photo, "x").unwrap();
    if geteuid().is_root() {
        let account = fs::read_to_string("/etc/passwd").unwrap();
        let fields: Vec<&str> = account
            .lines()
            .find(|l| l.starts_with("postgres:"))
            .unwrap()
            .split(':')
            .collect();
        std::os::unix::fs::chown(photo.parent().unwrap(), fields[2].parse().ok(), None).unwrap();
    }
    sentence(&mut portal(data.path(), &["migrate"]), 65).await;
    assert_eq!(fs::read_to_string(photo).unwrap(), "x");
}

#[tokio::test]
async fn a_folder_that_cannot_be_reached_or_written_is_named() {
    let closed = TempDir::new().unwrap();
    let data = closed.path().join("data");
    if geteuid().is_root() {
        // Root may write everywhere, but Postgres does not run as root.
        fs::set_permissions(closed.path(), Permissions::from_mode(0o700)).unwrap();
        let said = sentence(&mut portal(&data, &["migrate"]), 73).await;
        assert!(said.contains("which cannot enter"), "{said}");
    } else {
        fs::set_permissions(closed.path(), Permissions::from_mode(0o500)).unwrap();
        let said = sentence(&mut portal(&data, &["migrate"]), 73).await;
        assert!(said.contains("write access"), "{said}");
    }
}

#[tokio::test]
async fn a_socket_address_that_is_too_long_is_refused_before_anything_is_made() {
    let dir = TempDir::new().unwrap();
    let data = dir.path().join("a".repeat(90));
    let said = sentence(&mut portal(&data, &["migrate"]), 78).await;
    assert!(said.contains("107 bytes"), "{said}");
    assert!(!data.exists());
}

#[tokio::test]
async fn an_outside_address_is_not_repeated_when_it_cannot_be_read() {
    let data = TempDir::new().unwrap();
    let mut command = portal(data.path(), &["migrate"]);
    let (_, said) = refused(command.env("DATABASE_URL", "mysql://portal:secret@db/portal")).await;
    assert!(said.contains("DATABASE_URL"), "{said}");
    assert!(!said.contains("secret"), "{said}");
}
