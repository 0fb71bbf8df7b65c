//! A vacancy stays open until the end, in WIB, of the last day that its page names.

use axum::http::StatusCode;
use domain::format::{date_in_wib, date_long, until_wib};
use domain::jobs::end_of_day_wib;
use time::macros::time;
use time::{Date, Duration, OffsetDateTime};

use super::import::run;
use crate::support::Portal;

/// A portal with one vacancy, and the address of its page.
async fn with(field: &str, value: &str) -> (Portal, String) {
    let portal = Portal::start().await;
    let line = format!(
        r#"{{"id":"d","title":"Kasir","description":"Melayani pembeli","company":{{"name":"Toko Kita","regency_code":"35.78"}},"{field}":"{value}"}}"#
    );
    let (outcome, told) = run(&portal, &line).await;
    assert_eq!(outcome.imported, 1, "{told:?}");
    let slug: String = sqlx::query_scalar("SELECT slug FROM vacancy")
        .fetch_one(portal.pool())
        .await
        .unwrap();
    (portal, format!("/lowongan/{slug}"))
}

/// Moves the portal's clock to a moment.
fn go_to(portal: &Portal, moment: OffsetDateTime) {
    portal.clock().advance(moment - portal.clock().now());
}

/// The text as pages are compared: non-breaking spaces count as plain ones.
fn said(words: &str) -> String {
    words.replace('\u{a0}', " ")
}

fn in_days(portal_day: i64) -> Date {
    date_in_wib(app::platform::Clock::system().now()) + Duration::days(portal_day)
}

#[tokio::test]
async fn a_vacancy_is_open_to_the_end_of_the_day_that_its_page_names() {
    let last = in_days(6);
    let next = last + Duration::DAY;
    // The hour of the publication does not matter.
    let published = last - Duration::days(60);
    for (field, value) in [
        ("registration_deadline", last.to_string()),
        ("registration_deadline", format!("{next}T00:00:00")),
        ("registration_deadline", format!("{next} 00:00:00+07")),
        ("registration_deadline", format!("{last}T24:00:00")),
        ("registration_deadline", format!("{last}T16:59:59")),
        ("created_at", format!("{published}T04:42:58")),
        ("created_at", published.to_string()),
    ] {
        let (portal, path) = with(field, &value).await;
        let mut browser = portal.browser();
        let end = end_of_day_wib(last);
        go_to(&portal, end - Duration::seconds(5));
        let open = browser.get(&path).await;
        assert_eq!(open.status, StatusCode::OK, "{value}");
        let named = said(&date_long(last, false));
        assert!(open.page().contains(&named), "{value}: {}", open.page());
        assert!(
            !open.page().contains(&format!("{named}, ")),
            "{value}: {}",
            open.page()
        );
        let through = format!("\"validThrough\":\"{last}T23:59:59+07:00\"");
        assert!(open.body.contains(&through), "{value}: {}", open.body);
        let board = browser.get("/lowongan").await;
        assert!(
            board.page().contains(&format!("Ditutup {named}")),
            "{value}"
        );
        go_to(&portal, end + Duration::SECOND);
        let closed = browser.get(&path).await;
        assert_eq!(closed.status, StatusCode::GONE, "{value}");
        assert!(
            closed
                .page()
                .contains(&format!("sampai {named}, sekarang tidak lagi")),
            "{}",
            closed.page()
        );
        assert!(
            !browser.get("/lowongan").await.page().contains(&path),
            "{value}"
        );
    }
}

#[tokio::test]
async fn an_hour_is_shown_where_there_is_one() {
    let day = in_days(6);
    let (portal, path) = with("registration_deadline", &format!("{day} 14:30:00+07")).await;
    let end = day.with_time(time!(07:30)).assume_utc();
    let page = portal.browser().get(&path).await;
    let named = said(&until_wib(end, false));
    assert!(named.ends_with(", 14.30 WIB"), "{named}");
    assert!(page.page().contains(&named), "{}", page.page());
    assert!(page.body.contains(&format!("{day}T14:29:59+07:00")));
    go_to(&portal, end + Duration::SECOND);
    assert_eq!(portal.browser().get(&path).await.status, StatusCode::GONE);
}

/// Tests the migration that applies this rule to older vacancies.
#[tokio::test]
async fn what_was_stored_before_closes_with_its_day_too() {
    const STEP: &str = include_str!("../../../../migrations/0017_closing_days.sql");
    let day = in_days(6);
    let end = end_of_day_wib(day);
    let hour = |hour: time::Time| day.with_time(hour).assume_utc();
    for (source, has_deadline, stored, right) in [
        ("maganghub", true, hour(time!(16:59:59)), end),
        ("portal", true, hour(time!(16:59:59)), end),
        ("maganghub", false, hour(time!(05:00)), end),
        ("karirhub", false, hour(time!(16:59:59)), end),
        ("karirhub", false, hour(time!(17:00)), end + Duration::DAY),
        // Deadlines that were written without a zone: the end of the day before, and the end of the day.
        ("karirhub", true, hour(time!(00:00)), end - Duration::DAY),
        ("karirhub", true, hour(time!(23:59:59)), end),
        (
            "karirhub",
            true,
            hour(time!(15:59:59)),
            hour(time!(15:59:59)),
        ),
        ("portal", true, hour(time!(00:00)), hour(time!(00:00))),
    ] {
        let (portal, _) = with("registration_deadline", "2026-01-01").await;
        sqlx::query("UPDATE vacancy SET source = $1, has_deadline = $2, closes_at = $3")
            .bind(source)
            .bind(has_deadline)
            .bind(stored)
            .execute(portal.pool())
            .await
            .unwrap();
        sqlx::raw_sql(STEP).execute(portal.pool()).await.unwrap();
        let closes: OffsetDateTime = sqlx::query_scalar("SELECT closes_at FROM vacancy")
            .fetch_one(portal.pool())
            .await
            .unwrap();
        assert_eq!(closes, right, "{source} {has_deadline} {stored}");
    }
}
