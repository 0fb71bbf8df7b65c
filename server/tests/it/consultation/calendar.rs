//! Days on which the office is closed, read from the database.

use app::consultation::store;
use domain::consultation::hours::Opening;
use domain::format::date_in_wib;

use super::always_open;
use crate::support::Portal;

async fn now(portal: &Portal) -> Opening {
    let mut conn = portal.pool().acquire().await.unwrap();
    let calendar = store::calendar(&mut conn).await.unwrap();
    calendar.at(portal.clock().now())
}

/// Makes today a day off of this kind.
async fn day_off(portal: &Portal, joint_leave: bool) {
    sqlx::query(
        "INSERT INTO holiday (day, name, joint_leave) VALUES ($1, 'Hari Uji', $2)
         ON CONFLICT (day) DO UPDATE SET name = EXCLUDED.name, joint_leave = EXCLUDED.joint_leave",
    )
    .bind(date_in_wib(portal.clock().now()))
    .bind(joint_leave)
    .execute(portal.pool())
    .await
    .unwrap();
}

async fn joint_leave_open(portal: &Portal, value: &str) {
    sqlx::query(
        "INSERT INTO setting (key, value) VALUES ('joint_leave_open', $1::text::jsonb)
         ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value",
    )
    .bind(value)
    .execute(portal.pool())
    .await
    .unwrap();
}

#[tokio::test]
async fn a_holiday_closes_the_office_and_joint_leave_does_unless_the_setting_says_so() {
    let portal = Portal::start().await;
    always_open(&portal).await;
    sqlx::query("DELETE FROM holiday")
        .execute(portal.pool())
        .await
        .unwrap();
    assert!(matches!(now(&portal).await, Opening::Open { .. }));
    let is_closed = |opening| matches!(opening, Opening::Closed { holiday: Some(name), next: Some(_) } if name == "Hari Uji");

    day_off(&portal, true).await;
    assert!(is_closed(now(&portal).await));
    joint_leave_open(&portal, "false").await;
    assert!(is_closed(now(&portal).await));
    joint_leave_open(&portal, "true").await;
    assert!(matches!(now(&portal).await, Opening::Open { .. }));

    day_off(&portal, false).await;
    assert!(is_closed(now(&portal).await));
    let mut english = portal.browser();
    english.set_cookie("__Host-lang", "en");
    let page = english.get("/konsultasi").await.page();
    for words in ["Today is a holiday:", "<span lang=\"id\">Hari Uji"] {
        assert!(page.contains(words), "{page}");
    }
}
