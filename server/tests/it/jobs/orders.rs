//! Two dumps of one source give the same board in either order.

use time::OffsetDateTime;
use time::macros::datetime;

use super::import::run;
use crate::support::Portal;

/// Three vacancies as of October. The first had another employer's name then.
const OLDER: &str = r#"{"id":"a","title":"Kuli Gudang","company":{"name":"CV Lama"},"created_at":"2026-10-02T03:00:00","registration_deadline":null,"source":"maganghub-2026-10","snapshot_date":"2026-10-03"}
{"id":"b","title":"Kasir","company":{"name":"Toko Kita"},"created_at":"2026-10-05T03:00:00","registration_deadline":"2026-12-31","source":"maganghub-2026-10","snapshot_date":"2026-10-06"}
{"id":"c","title":"Sopir","company":{"name":"Toko Kita"},"created_at":"2026-10-05T03:00:00","registration_deadline":null,"source":"maganghub-2026-10","snapshot_date":"2026-10-06"}
"#;
/// Two of them as of November, published again, and a new one.
const NEWER: &str = r#"{"id":"a","title":"Staf Gudang","company":{"name":"PT Baru"},"created_at":"2026-11-02T03:00:00","registration_deadline":null,"source":"maganghub-2026-11","snapshot_date":"2026-11-03"}
{"id":"b","title":"Kasir","company":{"name":"Toko Kita"},"created_at":"2026-11-05T03:00:00","registration_deadline":"2027-01-31","source":"maganghub-2026-11","snapshot_date":"2026-11-06"}
{"id":"d","title":"Juru Masak","company":{"name":"Toko Kita"},"created_at":"2026-11-05T03:00:00","registration_deadline":null,"source":"maganghub-2026-11","snapshot_date":"2026-11-06"}
"#;

/// All vacancies of the board, without their addresses, which a vacancy keeps from its first import, and without the
/// hour of the import.
async fn board(portal: &Portal) -> Vec<String> {
    sqlx::query_scalar(
        "SELECT (to_jsonb(v) - '{id,slug,company_id,first_seen_at,updated_at}'::text[] || jsonb_build_object('company', c.name))::text
         FROM vacancy v JOIN company c ON c.id = v.company_id ORDER BY v.source_id",
    )
    .fetch_all(portal.pool())
    .await
    .unwrap()
}

async fn after(files: &[&str]) -> (Portal, Vec<String>) {
    let portal = Portal::start().await;
    for file in files {
        run(&portal, file).await;
    }
    let board = board(&portal).await;
    (portal, board)
}

#[tokio::test]
async fn dumps_in_either_order_give_the_same_board() {
    let (portal, expected) = after(&[OLDER, NEWER]).await;
    let first: Vec<(String, OffsetDateTime, OffsetDateTime)> =
        sqlx::query_as("SELECT title, published_at, closes_at FROM vacancy ORDER BY source_id")
            .fetch_all(portal.pool())
            .await
            .unwrap();
    let october = datetime!(2026-10-02 03:00 UTC);
    // The vacancy closes at the end of the sixtieth day in WIB.
    let open = datetime!(2026-12-01 17:00 UTC);
    assert_eq!(first[0], ("Staf Gudang".to_owned(), october, open));
    let (in_order, reversed) = (format!("{OLDER}{NEWER}"), format!("{NEWER}{OLDER}"));
    for files in [&[NEWER, OLDER][..], &[&in_order], &[&reversed]] {
        assert_eq!(after(files).await.1, expected, "{files:?}");
    }
}

#[tokio::test]
async fn an_outdated_line_moves_the_age_back_once_and_leaves_no_employer() {
    let portal = Portal::start().await;
    run(&portal, NEWER).await;
    let (older, _) = run(&portal, OLDER).await;
    // Two vacancies get their older date; the third is new.
    assert_eq!((older.imported, older.unchanged), (3, 0));
    let (again, _) = run(&portal, OLDER).await;
    assert_eq!((again.imported, again.unchanged), (0, 3));
    let companies: Vec<String> = sqlx::query_scalar("SELECT name FROM company ORDER BY name")
        .fetch_all(portal.pool())
        .await
        .unwrap();
    assert_eq!(companies, ["PT Baru", "Toko Kita"]);
}
