//! The uploaded files after a restore: a restore that failed or was killed leaves none of its files, and a complete one
//! leaves none of those that it replaced.

use std::fs;
use std::path::Path;
use std::process::Stdio;

use serde_json::Value;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection};
use tempfile::TempDir;

use crate::support::process::{
    Serving, a_cv, database, portal, postgres_processes, refused, succeed, wait_until,
};

/// A data folder with one CV, and a backup of the folder from when it held another one.
struct Scene {
    data: TempDir,
    safe: TempDir,
    old: String,
    now: String,
}

impl Scene {
    async fn new() -> Scene {
        let (data, safe) = (TempDir::new().unwrap(), TempDir::new().unwrap());
        let serving = Serving::start(data.path()).await;
        run(
            data.path(),
            "create table keepsake as select n, repeat('surat ', 20) from generate_series(1, 20000) n",
        )
        .await;
        let old = a_cv(data.path()).await;
        let dir = safe.path().join("backup");
        succeed(data.path(), &["backup", dir.to_str().unwrap()]).await;
        run(data.path(), "delete from cv_file").await;
        fs::remove_file(data.path().join("files").join(&old)).unwrap();
        let now = a_cv(data.path()).await;
        serving.stop().await;
        Scene {
            data,
            safe,
            old,
            now,
        }
    }

    fn data(&self) -> &Path {
        self.data.path()
    }

    fn backup(&self) -> String {
        let dir = self.safe.path().join("backup");
        dir.to_str().unwrap().to_owned()
    }

    fn has(&self, name: &str) -> bool {
        self.data().join("files").join(name).exists()
    }

    /// Changes the backup's manifest.
    fn tamper(&self, change: impl FnOnce(&mut Value)) {
        let path = self.safe.path().join("backup/manifest.json");
        let mut manifest = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        change(&mut manifest);
        fs::write(path, manifest.to_string()).unwrap();
    }

    /// Serves until the worker has deleted this file; the worker first runs at the start.
    async fn serve_until_gone(&self, name: &str) {
        let serving = Serving::start(self.data()).await;
        wait_until("the file is deleted", async || !self.has(name)).await;
        serving.stop().await;
    }
}

async fn run(data: &Path, sql: &str) {
    let mut conn = database(data).connect().await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(sql))
        .execute(&mut conn)
        .await
        .unwrap();
    conn.close().await.unwrap();
}

#[tokio::test]
async fn a_restore_that_fails_leaves_none_of_its_files() {
    let scene = Scene::new().await;
    let backup = scene.backup();
    for (change, value, code) in [
        ("/rows/keepsake", 7, 65),
        // This fault is found before any file is copied.
        ("/postgres", 99, 65),
    ] {
        let mut before = Value::Null;
        scene.tamper(|manifest| {
            before = std::mem::replace(manifest.pointer_mut(change).unwrap(), value.into());
        });
        let mut command = portal(scene.data(), &["restore", &backup, "--replace"]);
        let (found, said) = refused(&mut command).await;
        assert_eq!(found, code, "{said}");
        if value == 99 {
            assert!(
                said.contains("--no-install-recommends postgresql-99`"),
                "{said}"
            );
        }
        assert!(scene.has(&scene.now), "{said}");
        assert!(!scene.has(&scene.old), "{said}");
        scene.tamper(|manifest| *manifest.pointer_mut(change).unwrap() = before);
    }
}

#[tokio::test]
async fn a_restore_that_is_killed_leaves_no_file_without_a_row() {
    let scene = Scene::new().await;
    let backup = scene.backup();
    let mut restoring = portal(scene.data(), &["restore", &backup, "--replace"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    wait_until("a file is put", async || scene.has(&scene.old)).await;
    restoring.kill().await.unwrap();
    scene.serve_until_gone(&scene.old).await;
    assert!(scene.has(&scene.now));

    // A backup of an older version may hold a file that belongs to no row.
    let unnamed = "cv/0198f3c2-7d1a-7000-8000-000000000001";
    let files = scene.safe.path().join("backup/files");
    fs::copy(files.join(&scene.old), files.join(unnamed)).unwrap();
    scene.tamper(|manifest| {
        let sum = manifest["files"][&scene.old].clone();
        manifest["files"][unnamed] = sum;
    });
    succeed(scene.data(), &["restore", &backup, "--replace"]).await;
    assert!(scene.has(&scene.old) && !scene.has(&scene.now));
    // The state after a kill between the swap and the last step.
    fs::write(scene.data().join("files").join(&scene.now), "%PDF-1.7").unwrap();
    scene.serve_until_gone(&scene.now).await;
    assert!(scene.has(&scene.old) && !scene.has(unnamed));
}

/// An empty folder has nothing to lose, so the restore needs no `--replace`.
#[tokio::test]
async fn a_restore_into_an_empty_folder_that_was_killed_can_be_begun_again() {
    let (scene, fresh) = (Scene::new().await, TempDir::new().unwrap());
    let backup = scene.backup();
    let file = fresh.path().join("files").join(&scene.old);
    let mut restoring = portal(fresh.path(), &["restore", &backup])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    wait_until("a file is put", async || file.exists()).await;
    restoring.kill().await.unwrap();
    fs::write(file.with_extension("part"), "%PDF").unwrap();
    succeed(fresh.path(), &["restore", &backup]).await;
    assert!(file.exists() && !file.with_extension("part").exists());
    assert_eq!(postgres_processes(fresh.path()), 0);

    // The restore would delete a file that the backup does not hold.
    let other = TempDir::new().unwrap();
    fs::create_dir_all(other.path().join("files")).unwrap();
    fs::write(other.path().join("files/photo.png"), "x").unwrap();
    let (code, said) = refused(&mut portal(other.path(), &["restore", &backup])).await;
    assert_eq!(code, 73, "{said}");
    assert!(said.contains("uploaded files in the folder"), "{said}");
    assert!(other.path().join("files/photo.png").exists());
}
