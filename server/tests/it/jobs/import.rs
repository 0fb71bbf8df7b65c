use app::jobs::import::{Imported, import};
use domain::accounts::Role;
use time::macros::datetime;
use time::{Duration, OffsetDateTime};

use crate::support::Portal;

pub const LINES: &str = r#"{"id":"a-1","title":"Staf Gudang","description":"Menata barang","company":{"name":"PT Maju Jaya","regency_code":"35.78","province_code":"35"},"education_levels":["Diploma"],"study_programs":["Logistik"],"quota":2,"registration_deadline":"2026-12-31","source":"maganghub-2026-12","snapshot_date":"2026-11-01"}
{"id":"a-2","title":"Perawat","description":null,"company":{"name":"Maju Jaya, PT"},"registration_deadline":null,"created_at":"2026-11-02T03:00:00","source":"maganghub-2026-12","snapshot_date":"2026-11-03"}
{"id":"a-1","title":"Kasir","company":{"name":"Toko Kita","regency_code":"35.15"},"job_type":"Full time","education_min":"SMK","salary_min":3000000,"salary_max":3500000,"latitude":-7.45,"longitude":112.7,"published_at":"2026-11-04T01:00:00","source":"karirhub-2026-11"}
"#;

/// Imports lines; returns the counts, and the remarks with their line numbers.
pub async fn run(portal: &Portal, lines: &str) -> (Imported, Vec<String>) {
    let mut told = Vec::new();
    let now = portal.clock().now();
    let outcome = import(portal.pool(), now, lines.as_bytes(), |number, remark| {
        told.push(format!("{number}: {remark}"));
    });
    (outcome.await.unwrap(), told)
}

/// All rows that an import writes, for comparison.
pub async fn written(portal: &Portal) -> Vec<String> {
    sqlx::query_scalar(
        "SELECT v::text FROM (SELECT to_jsonb(vacancy) FROM vacancy UNION ALL SELECT to_jsonb(company) FROM company
         UNION ALL SELECT to_jsonb(search_word) FROM search_word UNION ALL SELECT to_jsonb(vacancy_dump) FROM vacancy_dump) AS t (v)
         ORDER BY 1",
    )
    .fetch_all(portal.pool())
    .await
    .unwrap()
}

#[tokio::test]
async fn importing_twice_changes_nothing() {
    let portal = Portal::start().await;
    let (first, rejected) = run(&portal, LINES).await;
    assert_eq!(
        first,
        Imported {
            imported: 3,
            unchanged: 0,
            rejected: 0
        }
    );
    assert!(rejected.is_empty());
    let before = written(&portal).await;
    portal.clock().advance(Duration::days(3));
    let (again, _) = run(&portal, LINES).await;
    assert_eq!(
        again,
        Imported {
            imported: 0,
            unchanged: 3,
            rejected: 0
        }
    );
    assert_eq!(written(&portal).await, before);
    let companies: i64 = sqlx::query_scalar("SELECT count(*) FROM company")
        .fetch_one(portal.pool())
        .await
        .unwrap();
    assert_eq!(companies, 2, "one employer under two spellings is one");
}

#[tokio::test]
async fn a_changed_line_keeps_its_address_and_its_age() {
    let portal = Portal::start().await;
    run(&portal, LINES).await;
    let facts =
        "SELECT slug, published_at FROM vacancy WHERE source = 'maganghub' AND source_id = 'a-2'";
    let before: (String, OffsetDateTime) = sqlx::query_as(facts)
        .fetch_one(portal.pool())
        .await
        .unwrap();
    let changed = LINES
        .replace("\"title\":\"Perawat\"", "\"title\":\"Perawat Gigi\"")
        .replace("2026-11-02T03", "2026-11-09T03");
    let (outcome, _) = run(&portal, &changed).await;
    assert_eq!(
        outcome,
        Imported {
            imported: 1,
            unchanged: 2,
            rejected: 0
        }
    );
    let after: (String, OffsetDateTime) = sqlx::query_as(facts)
        .fetch_one(portal.pool())
        .await
        .unwrap();
    assert_eq!(after, before);
    let found = super::find(&mut portal.browser(), "kata=perawat+gigi&wilayah=semua").await;
    assert_eq!(found.hits.len(), 1);
}

#[tokio::test]
async fn bad_lines_are_named_and_the_rest_is_imported() {
    let portal = Portal::start().await;
    let bad = [
        "not json",
        r#"{"title":"t","company":{"name":"c"}}"#,
        r#"{"id":"b","title":"t","company":{"name":"c","regency_code":"35.99"}}"#,
        r#"{"id":"b","title":"t","company":{"name":"c"},"registration_deadline":"2026-02-30"}"#,
    ];
    let (outcome, rejected) = run(&portal, &format!("{}\n\n{LINES}", bad.join("\n"))).await;
    assert_eq!(
        outcome,
        Imported {
            imported: 3,
            unchanged: 0,
            rejected: 4
        }
    );
    assert_eq!(
        rejected,
        [
            "1: rejected: not a JSON object",
            "2: rejected: lacks id",
            "3: rejected: unknown region code \"35.99\"",
            "4: rejected: impossible date in registration_deadline",
        ]
    );
}

#[tokio::test]
async fn a_line_that_stands_twice_in_a_file_is_one_vacancy() {
    let portal = Portal::start().await;
    let (outcome, _) = run(&portal, &format!("{LINES}{LINES}")).await;
    assert_eq!(
        outcome,
        Imported {
            imported: 3,
            unchanged: 3,
            rejected: 0
        }
    );
}

#[tokio::test]
async fn an_older_version_changes_nothing() {
    let portal = Portal::start().await;
    let line = LINES.lines().next().unwrap();
    let older = line
        .replace("Staf Gudang", "Kuli Gudang")
        .replace("2026-11-01", "2026-10-01");
    let one = |imported, unchanged| Imported {
        imported,
        unchanged,
        rejected: 0,
    };
    // Imports both lines in one file, in either order, and the older line in a file of its own.
    let both = format!("{older}\n{line}\n");
    assert_eq!(run(&portal, &both).await.0, one(1, 1));
    let before = written(&portal).await;
    portal.clock().advance(Duration::days(3));
    for again in [&both, &format!("{line}\n{older}\n")] {
        assert_eq!(run(&portal, again).await.0, one(0, 2));
    }
    assert_eq!(run(&portal, &older).await.0, one(0, 1));
    assert!(written(&portal).await == before);
    let title: String = sqlx::query_scalar("SELECT title FROM vacancy")
        .fetch_one(portal.pool())
        .await
        .unwrap();
    assert_eq!(title, "Staf Gudang");
}

#[tokio::test]
async fn two_dumps_of_one_day_end_with_the_same_version() {
    let portal = Portal::start().await;
    let line = LINES.lines().next().unwrap();
    let other = line
        .replace("Staf Gudang", "Kuli Gudang")
        .replace("maganghub-2026-12", "maganghub-2026-11");
    for file in [line, &other] {
        run(&portal, file).await;
    }
    for file in [line, &other] {
        assert_eq!(run(&portal, file).await.0.imported, 0, "{file}");
    }
    // A line that its dump has corrected on the same day is imported.
    let corrected = line.replace("Staf Gudang", "Staf Gudang Beku");
    assert_eq!(run(&portal, &corrected).await.0.imported, 1);
}

#[tokio::test]
async fn a_deadline_that_goes_gives_no_more_days_than_a_posting_without_one_has() {
    let portal = Portal::start().await;
    let line = r#"{"id":"d","title":"Kasir","company":{"name":"Toko Kita"},"created_at":"2026-11-02T03:00:00","registration_deadline":"2026-12-31","source":"maganghub-2026-12","snapshot_date":"2026-11-03"}"#;
    run(&portal, line).await;
    let later = line
        .replace("\"2026-12-31\"", "null")
        .replace("2026-11-02T03", "2026-11-20T03")
        .replace("2026-11-03", "2026-11-21");
    assert_eq!(run(&portal, &later).await.0.imported, 1);
    let (published, closes): (OffsetDateTime, OffsetDateTime) =
        sqlx::query_as("SELECT published_at, closes_at FROM vacancy")
            .fetch_one(portal.pool())
            .await
            .unwrap();
    assert_eq!(published, datetime!(2026-11-02 03:00 UTC));
    // The vacancy closes at the end of the sixtieth day in WIB.
    assert_eq!(closes, datetime!(2027-01-01 17:00 UTC));
}

#[tokio::test]
async fn a_file_that_windows_wrote_is_read_whole() {
    let portal = Portal::start().await;
    let windows = format!("\u{feff}{}", LINES.replace('\n', "\r\n"));
    let (outcome, rejected) = run(&portal, &windows).await;
    assert_eq!(outcome.imported, 3, "{rejected:?}");
    assert_eq!(run(&portal, LINES).await.0.unchanged, 3);
}

#[tokio::test]
async fn a_search_right_after_an_import_is_planned_by_what_was_imported() {
    let portal = Portal::start().await;
    run(&portal, LINES).await;
    let known: Vec<f32> = sqlx::query_scalar(
        "SELECT reltuples FROM pg_class WHERE oid IN ('vacancy'::regclass, 'search_word'::regclass)",
    )
    .fetch_all(portal.pool())
    .await
    .unwrap();
    assert!(known.iter().all(|rows| *rows > 0.0), "{known:?}");
}

#[tokio::test]
async fn an_import_never_touches_what_an_employer_owns() {
    let portal = Portal::start().await;
    run(&portal, LINES).await;
    let owner = portal.person(Role::Employer, "Toko Kita").await;
    sqlx::query("UPDATE vacancy SET owner_id = $1, title = 'Kasir Toko' WHERE source = 'karirhub'")
        .bind(owner)
        .execute(portal.pool())
        .await
        .unwrap();
    let (outcome, _) = run(&portal, &LINES.replace("\"Kasir\"", "\"Kasir Malam\"")).await;
    assert_eq!(
        outcome,
        Imported {
            imported: 0,
            unchanged: 3,
            rejected: 0
        }
    );
    let title: String = sqlx::query_scalar("SELECT title FROM vacancy WHERE source = 'karirhub'")
        .fetch_one(portal.pool())
        .await
        .unwrap();
    assert_eq!(title, "Kasir Toko");
}
