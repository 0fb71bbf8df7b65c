//! An import in portions: what it stores, and the work that is done after it.

use std::io::{self, BufReader, Read};

use app::jobs::import::{ImportError, Imported, import};
use app::jobs::take_up_written;
use app::jobs::upkeep::{TURN, keep_up};
use domain::accounts::Role;
use sqlx::{AssertSqlSafe, PgConnection};
use uuid::Uuid;

use super::import::{LINES, run, written};
use crate::support::Portal;
use crate::support::process::wait_until;

/// A reader that gives whole lines and then fails, as a broken disk does.
struct Broken(&'static [u8]);

impl Read for Broken {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        if self.0.is_empty() {
            return Err(io::Error::other("the disk is gone"));
        }
        self.0.read(to)
    }
}

#[tokio::test]
async fn what_stands_before_a_fault_of_a_file_is_kept_and_taken_up() {
    let portal = Portal::start().await;
    let now = portal.clock().now();
    let broken = BufReader::new(Broken(LINES.as_bytes()));
    let outcome = import(portal.pool(), now, broken, |_, _| {}).await;
    let kept = Imported {
        imported: 3,
        ..Imported::default()
    };
    assert!(
        matches!(&outcome, Err(ImportError::Read(_, before)) if *before == kept),
        "{outcome:?}"
    );
    let after_fault = written(&portal).await;
    assert!(!waits(&portal).await);
    let (again, _) = run(&portal, LINES).await;
    assert_eq!((again.imported, again.unchanged), (0, 3));
    assert!(written(&portal).await == after_fault);
}

/// A dump of postings whose employers and words also occur in the other dumps.
fn dump(name: &str) -> String {
    let line = |n: usize| {
        let (employer, words) = (n % 7, ["gudang", "kasir", "sopir"][n % 3]);
        format!(
            r#"{{"id":"{name}-{n}","title":"Staf {words} {n}","company":{{"name":"PT Bersama {employer}"}},"description":"Menata {words} bersama {name}","source":"maganghub-{name}","snapshot_date":"2026-11-01"}}"#
        )
    };
    (0..60).map(line).collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn imports_at_once_wait_for_each_other() {
    let portal = Portal::start().await;
    let dumps = ["satu", "dua", "tiga"].map(dump);
    let (first, second, third) = tokio::join!(
        run(&portal, &dumps[0]),
        run(&portal, &dumps[1]),
        run(&portal, &dumps[2])
    );
    for (outcome, told) in [first, second, third] {
        assert_eq!((outcome.imported, told.len()), (60, 0));
    }
    assert!(!waits(&portal).await);
    as_if_made_anew(&portal).await;
}

#[tokio::test]
async fn an_import_waits_for_its_turn_and_the_portal_leaves_it_alone() {
    let portal = Portal::start().await;
    run(&portal, LINES).await;
    // Another process holds the import's lock and has left employers whose copies are not joined.
    let mut other = portal.pool().begin().await.unwrap();
    sqlx::query("SELECT pg_advisory_xact_lock($1)")
        .bind(TURN)
        .execute(&mut *other)
        .await
        .unwrap();
    unjoin(&mut portal.pool().acquire().await.unwrap()).await;
    keep_up(portal.pool()).await.unwrap();
    assert!(waits(&portal).await, "it took what another has begun");
    let dump = dump("satu");
    let (imported, ()) = tokio::join!(run(&portal, &dump), async {
        wait_until("an import waits", async || {
            let waiting =
                "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted)";
            sqlx::query_scalar(waiting)
                .fetch_one(portal.pool())
                .await
                .unwrap()
        })
        .await;
        let stored: i64 = sqlx::query_scalar("SELECT count(*) FROM vacancy")
            .fetch_one(portal.pool())
            .await
            .unwrap();
        assert_eq!(stored, 3);
        other.rollback().await.unwrap();
    });
    assert_eq!(imported.0.imported, 60);
    assert!(!waits(&portal).await);
}

#[tokio::test]
async fn what_a_cut_import_has_left_is_brought_up_while_serving() {
    let portal = Portal::start().await;
    let line = LINES.lines().next().unwrap();
    run(&portal, &[line, &line.replace("a-1", "a-0")].join("\n")).await;
    let before = written(&portal).await;
    // The state after the last portion is stored and before its copies are joined.
    let apart = "UPDATE vacancy SET copies = 1, duplicate_of = NULL";
    sqlx::raw_sql(apart).execute(portal.pool()).await.unwrap();
    keep_up(portal.pool()).await.unwrap();
    assert!(written(&portal).await != before, "nothing was left");
    unjoin(&mut portal.pool().acquire().await.unwrap()).await;
    keep_up(portal.pool()).await.unwrap();
    assert!(written(&portal).await == before);
}

#[tokio::test]
async fn counts_of_words_follow_what_is_imported() {
    let portal = Portal::start().await;
    let uses = async |word: &str| {
        sqlx::query_scalar::<_, i32>("SELECT uses FROM search_word WHERE word = $1")
            .bind(word)
            .fetch_optional(portal.pool())
            .await
            .unwrap()
    };
    run(&portal, &dump("satu")).await;
    assert_eq!(
        (uses("gudang").await, uses("satu").await),
        (Some(20), Some(60))
    );
    // Changed lines, one of them twice in one file, and outdated lines.
    let changed = dump("satu").replace("Menata gudang", "Menyapu gudang");
    let older = changed
        .replace("2026-11-01", "2026-10-01")
        .replace("Menyapu", "Mengepel");
    run(&portal, &format!("{changed}\n{older}\n{changed}")).await;
    assert_eq!(
        (uses("menyapu").await, uses("menata").await),
        (Some(20), Some(40))
    );
    assert_eq!(uses("mengepel").await, None);
    run(&portal, &dump("dua")).await;
    run(&portal, &dump("satu").replace("bersama satu", "bersama")).await;
    assert_eq!((uses("satu").await, uses("dua").await), (None, Some(60)));
    as_if_made_anew(&portal).await;
}

/// Publishes a vacancy as an employer does; it equals the first imported one.
async fn publish(conn: &mut PgConnection, owner: Uuid) {
    let id = Uuid::new_v4();
    let columns: String = sqlx::query_scalar(
        "SELECT string_agg('new.' || column_name, ', ' ORDER BY ordinal_position) FROM information_schema.columns
         WHERE table_name = 'vacancy' AND is_generated = 'NEVER'",
    )
    .fetch_one(&mut *conn)
    .await
    .unwrap();
    let written = format!(
        "INSERT INTO vacancy ({}) SELECT {columns}
         FROM (SELECT * FROM vacancy ORDER BY source_id LIMIT 1) AS one,
              jsonb_populate_record(NULL::vacancy, to_jsonb(one) || jsonb_build_object(
                  'id', $1, 'source', 'portal', 'source_id', $1, 'slug', $1, 'owner_id', $2)) AS new",
        columns.replace("new.", ""),
    );
    let written = sqlx::query(AssertSqlSafe(written)).bind(id).bind(owner);
    written.execute(&mut *conn).await.unwrap();
    take_up_written(conn, owner, id).await.unwrap();
}

#[tokio::test]
async fn what_is_published_while_all_words_are_counted_is_counted_too() {
    let portal = Portal::start().await;
    run(&portal, LINES).await;
    let owner = portal.person(Role::Employer, "Maju Jaya").await;
    // The counts as another version of the rule would have left them.
    sqlx::raw_sql("UPDATE search_word SET uses = uses + 1; UPDATE vacancy_rule SET version = 0")
        .execute(portal.pool())
        .await
        .unwrap();
    let mut publishing = portal.pool().begin().await.unwrap();
    publish(&mut publishing, owner).await;
    let (counted, ()) = tokio::join!(keep_up(portal.pool()), async {
        // The count was made without this vacancy, and waits to write its result.
        wait_until("the count waits", async || {
            let waiting = "SELECT EXISTS (SELECT FROM pg_stat_activity
                           WHERE datname = current_database() AND wait_event_type = 'Lock')";
            sqlx::query_scalar(waiting)
                .fetch_one(portal.pool())
                .await
                .unwrap()
        })
        .await;
        publishing.commit().await.unwrap();
    });
    counted.unwrap();
    as_if_made_anew(&portal).await;
}

/// Checks that everything derived from the vacancies is the same as if it were derived from all of them at once.
async fn as_if_made_anew(portal: &Portal) {
    let before = written(portal).await;
    sqlx::raw_sql("UPDATE vacancy_rule SET version = 0")
        .execute(portal.pool())
        .await
        .unwrap();
    keep_up(portal.pool()).await.unwrap();
    let anew = written(portal).await;
    let differ: Vec<_> = before.iter().filter(|row| !anew.contains(row)).collect();
    assert!(before == anew, "{differ:?}");
}

async fn unjoin(conn: &mut PgConnection) {
    sqlx::raw_sql("INSERT INTO vacancy_unjoined SELECT id FROM company")
        .execute(conn)
        .await
        .unwrap();
}

async fn waits(portal: &Portal) -> bool {
    sqlx::query_scalar("SELECT EXISTS (SELECT FROM vacancy_unjoined)")
        .fetch_one(portal.pool())
        .await
        .unwrap()
}
