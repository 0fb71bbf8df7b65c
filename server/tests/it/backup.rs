//! `portal backup`, `restore` and `upgrade`: a restore brings back exactly what was backed up.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection};
use tempfile::TempDir;

use crate::support::process::{Serving, a_cv, database, portal, refused, run, succeed, wait_until};
use crate::support::s3::S3;

#[tokio::test]
async fn a_backup_of_a_serving_portal_restores_the_same_rows_and_files() {
    let (data, safe, other) = (
        TempDir::new().unwrap(),
        TempDir::new().unwrap(),
        TempDir::new().unwrap(),
    );
    let serving = Serving::start(data.path()).await;
    fill(data.path()).await;
    let backup = safe.path().join("first");
    let dir = backup.to_str().unwrap();
    let said = succeed(data.path(), &["backup", dir]).await;
    assert!(said.contains("2 files"), "{said}");
    let mut expected = rows(data.path()).await;
    assert!(expected["keepsake"].starts_with("3 "), "{expected:?}");
    serving.stop().await;

    succeed(other.path(), &["restore", dir]).await;
    let restored = Serving::start(other.path()).await;
    let mut found = rows(other.path()).await;
    // A restore gives the conversations a new epoch, so that open pages notice it.
    assert_ne!(
        found.remove("conversation_epoch"),
        expected.remove("conversation_epoch")
    );
    assert_eq!(found, expected);
    assert_eq!(
        files(&other.path().join("files")),
        files(&data.path().join("files"))
    );
    restored.stop().await;
}

#[tokio::test]
async fn a_backup_holds_the_files_of_a_bucket_and_fills_another() {
    let (data, safe, other) = (
        TempDir::new().unwrap(),
        TempDir::new().unwrap(),
        TempDir::new().unwrap(),
    );
    let s3 = S3::start().await;
    let at = |url: &str| {
        let url = ("FILES_URL".to_owned(), url.to_owned());
        s3.settings().into_iter().chain([url])
    };
    let backup = safe.path().join("first");
    let dir = backup.to_str().unwrap();
    let (one, two) = (
        s3.files("s3://satu/berkas", data.path()),
        s3.files("s3://dua", other.path()),
    );
    for (files, name) in [(&one, "cv/a"), (&one, "cv/b"), (&two, "cv/later")] {
        let mut writing = files.begin(name).await.unwrap();
        writing.write(b"%PDF-1.7").await.unwrap();
        writing.keep().await.unwrap();
    }
    let serving = Serving::start_with(data.path(), at("s3://satu/berkas")).await;
    let mut command = portal(data.path(), &["backup", dir]);
    let made = command.envs(at("s3://satu/berkas")).output().await.unwrap();
    assert!(made.status.success(), "{made:?}");
    serving.stop().await;
    assert_eq!(
        fs::read(backup.join("files/cv/b")).unwrap(),
        b"%PDF-1.7",
        "the backup stands alone"
    );

    let mut command = portal(other.path(), &["restore", dir]);
    let (code, said) = refused(command.envs(at("s3://dua"))).await;
    // Refused although the folder is empty: the bucket may belong to a portal that serves.
    assert_eq!(code, 73, "{said}");
    assert!(said.contains("the bucket s3://dua of FILES_URL"), "{said}");
    assert_eq!(two.list().await.unwrap(), ["cv/later"]);
    let mut command = portal(other.path(), &["restore", dir, "--replace"]);
    let made = command.envs(at("s3://dua")).output().await.unwrap();
    assert!(made.status.success(), "{made:?}");
    assert_eq!(two.list().await.unwrap(), ["cv/a", "cv/b"]);
}

#[tokio::test]
async fn files_that_are_deleted_while_they_are_backed_up_are_left_out() {
    let (data, safe) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let serving = Serving::start(data.path()).await;
    let cvs = data.path().join("files/cv");
    fs::create_dir_all(&cvs).unwrap();
    let names: Vec<String> = (0..4000).map(|n| format!("{n:04}")).collect();
    for name in &names {
        fs::write(cvs.join(name), "%PDF-1.7").unwrap();
    }
    let dir = safe.path().join("first");
    let copied = safe.path().join("first.unfinished/files/cv");
    let deleting = async {
        wait_until("the first file is copied", async || copied.is_dir()).await;
        // The backup copies the files in order, so the test deletes the last ones first.
        for name in names.iter().rev() {
            fs::remove_file(cvs.join(name)).unwrap();
        }
    };
    let arguments = ["backup", dir.to_str().unwrap()];
    let (said, ()) = tokio::join!(succeed(data.path(), &arguments), deleting);
    assert!(
        !said.contains("4000 files"),
        "nothing was deleted in between"
    );
    serving.stop().await;
    succeed(data.path(), &["restore", arguments[1], "--replace"]).await;
}

#[tokio::test]
async fn data_that_are_there_are_lost_only_on_request() {
    let (data, safe) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let dir = safe.path().join("backup");
    let dir = dir.to_str().unwrap();
    let serving = Serving::start(data.path()).await;
    fill(data.path()).await;
    succeed(data.path(), &["backup", dir]).await;
    let (code, said) = refused(&mut portal(data.path(), &["restore", dir, "--replace"])).await;
    assert_eq!(code, 75, "restored under a serving portal: {said}");
    let mut expected = rows(data.path()).await;
    change(
        data.path(),
        "delete from keepsake; create table later (n int)",
    )
    .await;
    serving.stop().await;
    fs::write(data.path().join("files/later.pdf"), "later").unwrap();

    let (code, said) = refused(&mut portal(data.path(), &["restore", dir])).await;
    assert_eq!(code, 73, "{said}");
    assert!(said.contains("--replace"), "{said}");
    let folder = fs::canonicalize(data.path()).unwrap();
    let named = format!("The database in {} ", folder.display());
    assert!(said.contains(&named), "{said}");
    let (code, _) = refused(&mut portal(data.path(), &["backup", dir])).await;
    assert_eq!(code, 73, "a backup was written over");

    succeed(data.path(), &["restore", dir, "--replace"]).await;
    let serving = Serving::start(data.path()).await;
    let mut found = rows(data.path()).await;
    assert_ne!(
        found.remove("conversation_epoch"),
        expected.remove("conversation_epoch")
    );
    assert_eq!(found, expected);
    assert_eq!(files(&data.path().join("files")).len(), 2);
    serving.stop().await;
}

#[tokio::test]
async fn a_damaged_backup_changes_nothing() {
    let (data, safe, other) = (
        TempDir::new().unwrap(),
        TempDir::new().unwrap(),
        TempDir::new().unwrap(),
    );
    let dir = safe.path().join("backup");
    let serving = Serving::start(data.path()).await;
    fill(data.path()).await;
    // With a trailing slash, as a shell completes the name of a folder.
    let slashed = format!("{}/", dir.display());
    succeed(data.path(), &["backup", &slashed]).await;
    serving.stop().await;
    for name in ["database.dump", "files/ab/cv.pdf"] {
        let whole = fs::read(dir.join(name)).unwrap();
        let mut damaged = whole.clone();
        let middle = damaged.len() / 2;
        damaged[middle] ^= 1;
        fs::write(dir.join(name), damaged).unwrap();
        let target = other.path().join("target");
        let (code, said) = refused(&mut portal(&target, &["restore", dir.to_str().unwrap()])).await;
        assert_eq!(code, 65, "{said}");
        assert!(said.contains(name), "{said}");
        assert!(!target.exists());
        fs::write(dir.join(name), whole).unwrap();
    }
    fs::write(dir.join("manifest.json"), "{}").unwrap();
    let (code, _) = refused(&mut portal(
        other.path(),
        &["restore", dir.to_str().unwrap()],
    ))
    .await;
    assert_eq!(code, 65);
}

#[tokio::test]
async fn a_backup_that_misses_cvs_says_so() {
    let (data, safe) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let serving = Serving::start(data.path()).await;
    let (first, second) = (a_cv(data.path()).await, a_cv(data.path()).await);
    let cvs = data.path().join("files");
    // An upload that is not finished, and a file that came after the database was read.
    let late = "cv/0198f3c2-7d1a-7000-8000-000000000001";
    fs::write(cvs.join(format!("{late}.part")), "%PDF-1").unwrap();
    fs::write(cvs.join(late), "%PDF-1.7").unwrap();
    let back_up = async |name: &str| {
        let dir = safe.path().join(name);
        let made = run(data.path(), &["backup", dir.to_str().unwrap()]).await;
        let files = dir.join("files");
        let kept = if files.exists() {
            self::files(&files).len()
        } else {
            0
        };
        (
            made.status.code(),
            String::from_utf8(made.stderr).unwrap(),
            kept,
        )
    };
    assert_eq!(back_up("whole").await, (Some(0), String::new(), 2));
    fs::remove_file(cvs.join(first)).unwrap();
    let (code, said, kept) = back_up("most").await;
    assert_eq!((code, kept), (Some(0), 1), "{said}");
    assert!(said.contains("1 of the 2 CVs"), "{said}");
    fs::remove_file(cvs.join(second)).unwrap();
    let (code, said, kept) = back_up("none").await;
    assert_eq!((code, kept), (Some(78), 0), "{said}");
    assert!(said.contains("none of the 2 that"), "{said}");
    assert!(said.contains(cvs.to_str().unwrap()), "{said}");
    assert!(safe.path().join("none/database.dump").exists());
    serving.stop().await;
}

/// The steps of an upgrade, to the same version of Postgres, the only one that every machine has.
#[tokio::test]
async fn a_rebuilt_cluster_holds_the_same_and_the_old_one_is_kept() {
    let data = TempDir::new().unwrap();
    let serving = Serving::start(data.path()).await;
    fill(data.path()).await;
    let expected = rows(data.path()).await;
    serving.stop().await;
    let said = succeed(data.path(), &["upgrade"]).await;
    assert!(said.contains("already has the newest"), "{said}");
    succeed(data.path(), &["upgrade", "--rebuild"]).await;
    let version = fs::read_to_string(data.path().join("postgres/PG_VERSION")).unwrap();
    assert!(
        data.path()
            .join(format!("postgres-{}", version.trim()))
            .is_dir()
    );
    assert!(
        !data.path().join("upgrade.dump").exists(),
        "a dump with people's data was left"
    );
    let serving = Serving::start(data.path()).await;
    assert_eq!(rows(data.path()).await, expected);
    serving.stop().await;
}

async fn fill(data: &Path) {
    change(
        data,
        "create extension if not exists pg_trgm;
         create table keepsake (id int primary key generated always as identity, said text, at timestamptz);
         create index on keepsake using gin (said gin_trgm_ops);
         insert into keepsake (said, at) values ('pêkêrja \\ \"x\"', now()), (null, 'infinity'), ('', null)",
    )
    .await;
    fs::create_dir_all(data.join("files/ab")).unwrap();
    fs::write(data.join("files/ab/cv.pdf"), "%PDF-1.7 something").unwrap();
    fs::write(data.join("files/photo.png"), [0u8, 255, 10, 13]).unwrap();
}

async fn change(data: &Path, sql: &str) {
    let mut conn = database(data).connect().await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(sql))
        .execute(&mut conn)
        .await
        .unwrap();
    conn.close().await.unwrap();
}

/// Every logged table, with its number of rows and a checksum of their text. Leaves out the tables in which a worker
/// notes its progress over the board, because they change at any moment.
async fn rows(data: &Path) -> BTreeMap<String, String> {
    let mut conn = database(data).connect().await.unwrap();
    let tables: Vec<String> = sqlx::query_scalar(
        "select relname::text from pg_class where relnamespace = 'public'::regnamespace
             and relkind = 'r' and relpersistence = 'p' and relname not in ('vacancy_rule', 'vacancy_reading')",
    )
    .fetch_all(&mut conn)
    .await
    .unwrap();
    let mut rows = BTreeMap::new();
    for table in tables {
        let sum = sum(&mut conn, &table).await;
        rows.insert(table, sum);
    }
    conn.close().await.unwrap();
    rows
}

async fn sum(conn: &mut PgConnection, table: &str) -> String {
    let sql = format!(
        "select count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') from \"{table}\" t"
    );
    sqlx::query_scalar(AssertSqlSafe(sql))
        .fetch_one(conn)
        .await
        .unwrap()
}

fn files(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path
                    .strip_prefix(root)
                    .unwrap()
                    .to_str()
                    .unwrap()
                    .to_owned();
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    found
}
