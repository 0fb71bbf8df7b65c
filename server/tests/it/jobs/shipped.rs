use app::jobs::import::{ImportError, Imported};
use app::jobs::shipped::import_shipped;
use time::Duration;

use super::import::{LINES, run, written};
use crate::support::Portal;

async fn ship(portal: &Portal, dump: &str) -> Result<Option<Imported>, ImportError> {
    import_shipped(portal.pool(), portal.clock().now(), || dump.as_bytes()).await
}

const ALL: Imported = Imported {
    imported: 3,
    unchanged: 0,
    rejected: 0,
};

#[tokio::test]
async fn the_shipped_set_is_open_and_shifted_by_one_constant_a_dump() {
    let portal = Portal::with_board().await;
    let now = portal.clock().now();
    let (all, open, future): (i64, i64, i64) = sqlx::query_as(
        "SELECT count(*), count(*) FILTER (WHERE closes_at > $1), count(*) FILTER (WHERE published_at > $1) FROM vacancy",
    )
    .bind(now)
    .fetch_one(portal.pool())
    .await
    .unwrap();
    assert_eq!((all, open, future), (10_138, 10_138, 0));
    let shifts: i64 = sqlx::query_scalar("SELECT count(*) FROM vacancy_dump WHERE shift_days > 0")
        .fetch_one(portal.pool())
        .await
        .unwrap();
    assert_eq!(shifts, 5);
}

#[tokio::test]
async fn the_next_start_does_not_import_the_shipped_set_again() {
    let portal = Portal::with_board().await;
    // A real import would restore these values.
    let mark = "UPDATE vacancy SET content_hash = 'other', title = 'Diganti' WHERE source = $1
                AND source_id = (SELECT min(source_id) FROM vacancy WHERE source = $1)";
    for source in ["maganghub", "karirhub"] {
        let marked = sqlx::query(mark).bind(source).execute(portal.pool()).await;
        assert_eq!(marked.unwrap().rows_affected(), 1);
    }
    let before = written(&portal).await;
    portal.clock().advance(Duration::days(2));
    server::jobs::prepare(portal.pool(), portal.clock().now(), true)
        .await
        .unwrap();
    assert!(written(&portal).await == before, "it was imported again");
}

#[tokio::test]
async fn a_shipped_dump_is_stored_once_and_one_that_has_changed_again() {
    let portal = Portal::start().await;
    assert_eq!(ship(&portal, LINES).await.unwrap(), Some(ALL));
    assert_eq!(ship(&portal, LINES).await.unwrap(), None);
    let newer = LINES.replace("Perawat", "Bidan");
    let outcome = ship(&portal, &newer).await.unwrap();
    let one = Imported {
        imported: 1,
        unchanged: 2,
        rejected: 0,
    };
    assert_eq!(outcome, Some(one));
    let words: Vec<String> =
        sqlx::query_scalar("SELECT word FROM search_word WHERE word IN ('perawat', 'bidan')")
            .fetch_all(portal.pool())
            .await
            .unwrap();
    assert_eq!(words, ["bidan"]);
    assert_eq!(ship(&portal, &newer).await.unwrap(), None);
}

#[tokio::test]
async fn what_was_imported_over_a_shipped_dump_stays() {
    let portal = Portal::start().await;
    ship(&portal, LINES).await.unwrap();
    run(&portal, &LINES.replace("Perawat", "Bidan")).await;
    let before = written(&portal).await;
    assert_eq!(ship(&portal, LINES).await.unwrap(), None);
    assert_eq!(written(&portal).await, before);
}

#[tokio::test]
async fn a_shipped_dump_whose_import_was_cut_is_imported_at_the_next_start() {
    let portal = Portal::start().await;
    // The import counts the words last, so it fails only there.
    sqlx::raw_sql("ALTER TABLE search_word RENAME TO elsewhere")
        .execute(portal.pool())
        .await
        .unwrap();
    assert!(ship(&portal, LINES).await.is_err());
    sqlx::raw_sql("ALTER TABLE elsewhere RENAME TO search_word")
        .execute(portal.pool())
        .await
        .unwrap();
    assert_eq!(ship(&portal, LINES).await.unwrap(), Some(ALL));
}
