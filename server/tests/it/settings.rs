//! Settings: the two tables for Leptos, and an outside server instead of the private one.

use std::fs;
use std::path::Path;

use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection};
use tempfile::TempDir;

use crate::support::process::{portal, refused};

/// The server reads `Leptos.toml` where it runs; the build reads `Cargo.toml`.
#[test]
fn the_servers_table_says_what_the_builds_table_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let read = |name: &str| -> toml::Table {
        fs::read_to_string(root.join(name))
            .unwrap()
            .parse()
            .unwrap()
    };
    let (server, build) = (read("Leptos.toml"), read("Cargo.toml"));
    let server = server["package"]["metadata"]["leptos"].as_table().unwrap();
    let build = &build["workspace"]["metadata"]["leptos"][0];
    for key in [
        "output-name",
        "site-root",
        "site-pkg-dir",
        "site-addr",
        "hash-files",
    ] {
        assert!(server.contains_key(key), "Leptos.toml lacks {key}");
    }
    for (key, value) in server {
        assert_eq!(build.get(key), Some(value), "{key} differs from Cargo.toml");
    }
    // `get_configuration` finds the table at the start of a line only.
    let text = fs::read_to_string(root.join("Leptos.toml")).unwrap();
    assert!(text.lines().any(|line| line == "[package.metadata.leptos]"));
}

#[tokio::test]
async fn an_outside_server_is_migrated_backed_up_and_restored_into_an_empty_database() {
    let url = std::env::var("TEST_DATABASE_URL")
        .expect("run these tests as `.ci/with-postgres cargo test`");
    let (first, second) = (
        Outside::make(&url, "a").await,
        Outside::make(&url, "b").await,
    );
    let (data, safe) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let dir = safe.path().join("backup");
    let dir = dir.to_str().unwrap();

    first.succeed(data.path(), &["migrate"]).await;
    first.run("insert into setting values ('kept', '1')").await;
    assert!(
        !data.path().join("postgres").exists(),
        "a private cluster was made"
    );
    fs::create_dir(data.path().join("files")).unwrap();
    fs::write(data.path().join("files/cv.pdf"), "x").unwrap();
    first.succeed(data.path(), &["backup", dir]).await;

    let other = TempDir::new().unwrap();
    second.succeed(other.path(), &["restore", dir]).await;
    let mut conn = second.options.connect().await.unwrap();
    let kept: i64 = sqlx::query_scalar("select count(*) from setting where key = 'kept'")
        .fetch_one(&mut conn)
        .await
        .unwrap();
    assert_eq!(kept, 1);
    conn.close().await.unwrap();
    assert_eq!(
        fs::read_to_string(other.path().join("files/cv.pdf")).unwrap(),
        "x"
    );

    let mut again = portal(other.path(), &["restore", dir, "--replace"]);
    let (code, said) = refused(again.env("DATABASE_URL", &second.url)).await;
    assert_eq!(code, 73, "{said}");
    let mut upgrade = portal(other.path(), &["upgrade"]);
    let (_, said) = refused(upgrade.env("DATABASE_URL", &second.url)).await;
    assert!(said.contains("outside server"), "{said}");
}

/// An empty database on the tests' server.
struct Outside {
    url: String,
    options: PgConnectOptions,
}

impl Outside {
    async fn make(server: &str, suffix: &str) -> Outside {
        let name = format!("outside_{}_{suffix}", std::process::id());
        let options: PgConnectOptions = server.parse().unwrap();
        let mut conn = options.connect().await.unwrap();
        for sql in [
            format!("drop database if exists {name}"),
            format!("create database {name}"),
        ] {
            sqlx::raw_sql(AssertSqlSafe(sql))
                .execute(&mut conn)
                .await
                .unwrap();
        }
        conn.close().await.unwrap();
        let mut url = url::Url::parse(server).unwrap();
        url.set_path(&name);
        Outside {
            url: url.into(),
            options: options.database(&name),
        }
    }

    async fn succeed(&self, data: &Path, arguments: &[&str]) {
        let mut command = portal(data, arguments);
        let output = command
            .env("DATABASE_URL", &self.url)
            .output()
            .await
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{arguments:?}: {said}");
    }

    async fn run(&self, sql: &'static str) {
        let mut conn = self.options.connect().await.unwrap();
        sqlx::raw_sql(sql).execute(&mut conn).await.unwrap();
        conn.close().await.unwrap();
    }
}
