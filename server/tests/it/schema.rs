//! The migrations: a step that has landed stays as it is.

use std::collections::BTreeMap;
use std::path::Path;

use app::platform::migrator;
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};
use sqlx::ConnectOptions;
use sqlx::migrate::{Migration, Migrator};
use tempfile::TempDir;

use crate::support::database::Database;
use crate::support::process::portal;

/// The last step whose number was given by hand.
const LAST_BY_HAND: i64 = 29;

fn folder() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../migrations"))
}

#[test]
fn a_step_that_has_landed_keeps_its_name_and_content() {
    let landed = std::fs::read_to_string(folder().join("LANDED")).unwrap();
    for line in landed.lines() {
        let (sum, name) = line.split_once("  ").unwrap();
        let content = std::fs::read(folder().join(name))
            .unwrap_or_else(|_| panic!("{name} has landed and is not there any more"));
        let now = HEXLOWER.encode(&Sha256::digest(content));
        assert_eq!(now, sum, "{name} has landed: mend it by a new step");
    }
    let landed: BTreeMap<&str, &str> = landed
        .lines()
        .filter_map(|line| line.split_once("  "))
        .map(|(sum, name)| (name, sum))
        .collect();
    for step in migrator().iter() {
        let name = |width: usize| {
            let words = step.description.replace(' ', "_");
            format!("{:0width$}_{words}.sql", step.version)
        };
        let listed = landed.contains_key(&*name(4)) || landed.contains_key(&*name(14));
        assert!(listed, "{} is not in migrations/LANDED", name(14));
        // Later steps are numbered by the time, so that two branches do not give the same number.
        assert!(
            step.version <= LAST_BY_HAND || step.version > 20_261_201_000_000,
            "{} is named by no time",
            step.version
        );
    }
}

/// `0015_look_back` was number 16 when it landed.
#[tokio::test]
async fn a_database_that_ran_a_step_under_its_first_number_starts() {
    let database = Database::empty().await;
    let renumbered = |step: &Migration| Migration {
        version: if step.version == 15 { 16 } else { step.version },
        ..step.clone()
    };
    let all = migrator();
    let first = all.iter().filter(|step| step.version <= 15);
    let mut conn = database.options().connect().await.unwrap();
    Migrator::with_migrations(first.map(renumbered).collect())
        .run(&mut conn)
        .await
        .unwrap();

    let data = TempDir::new().unwrap();
    let ended = portal(data.path(), &["migrate"])
        .env("DATABASE_URL", database.url())
        .output()
        .await
        .unwrap();
    assert!(
        ended.status.success(),
        "{}",
        String::from_utf8_lossy(&ended.stderr)
    );
    let applied: Vec<i64> =
        sqlx::query_scalar("SELECT version FROM _sqlx_migrations ORDER BY version")
            .fetch_all(&mut conn)
            .await
            .unwrap();
    let known: Vec<i64> = all.iter().map(|step| step.version).collect();
    assert_eq!(applied, known);
}
