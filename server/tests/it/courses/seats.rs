//! The last seat, under load and after crashes.

use std::time::Duration;

use axum::http::StatusCode;
use sqlx::PgConnection;

use super::*;

/// Enrols all of them at once. A portal under load may answer 503 "try again", and then each of them does.
async fn all_at_once(browsers: Vec<Browser>) -> Vec<String> {
    let presses = browsers.into_iter().map(|mut browser| {
        tokio::spawn(async move {
            loop {
                let answer = enrol(&mut browser, "blitar-1").await;
                let location = answer.location().to_owned();
                if let Some(code) = location.strip_prefix("/akun/pelatihan/") {
                    return code.to_owned();
                }
                let page = browser.get(&location).await;
                assert!(
                    page.page().contains("coba lagi"),
                    "refused: {}",
                    page.page()
                );
            }
        })
    });
    let mut codes = Vec::new();
    for press in presses.collect::<Vec<_>>() {
        codes.push(press.await.unwrap());
    }
    codes
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_hundred_people_for_fifty_seats() {
    let portal = Portal::start().await;
    let cohort = Class {
        seats: 50,
        ..CLASS_OF_TWO
    }
    .insert(&portal.platform)
    .await;
    let mut browsers = Vec::new();
    for n in 0..200 {
        browsers.push(
            ready(&portal, cohort, &format!("Peserta {n}"), BLITAR)
                .await
                .1,
        );
    }
    let codes = all_at_once(browsers.clone()).await;

    let rows = rows(&portal, cohort).await;
    assert_eq!(rows.len(), 200);
    assert!(rows[..50].iter().all(|(status, _)| status == "enrolled"));
    assert!(rows[50..].iter().all(|(status, _)| status == "waiting"));
    assert_eq!(counters(&portal, cohort).await, (50, 150));
    // Each waiting person sees their place, in the order of arrival.
    let order: Vec<String> =
        sqlx::query_scalar("select code from enrolment where status = 'waiting' order by position")
            .fetch_all(portal.pool())
            .await
            .unwrap();
    for (place, code) in (1..).zip(&order).step_by(37) {
        let who = codes
            .iter()
            .position(|own| own == code)
            .expect("a code that was given");
        let page = browsers[who]
            .clone()
            .get(&format!("/akun/pelatihan/{code}"))
            .await;
        assert!(
            page.page()
                .contains(&format!("Urutan {place} di daftar tunggu")),
            "{}",
            page.page()
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn quotas_hold_when_all_come_at_once() {
    let portal = Portal::start().await;
    let quotas = &[(BLITAR, 6), (PONOROGO, 3)];
    let cohort = Class {
        seats: 12,
        quotas,
        ..CLASS_OF_TWO
    }
    .insert(&portal.platform)
    .await;
    let mut browsers = Vec::new();
    for n in 0..45 {
        let regency = [BLITAR, PONOROGO, SURABAYA][n % 3];
        browsers.push(
            ready(&portal, cohort, &format!("Peserta {n}"), regency)
                .await
                .1,
        );
    }
    all_at_once(browsers).await;
    let rows = rows(&portal, cohort).await;
    for (regency, seats) in [(BLITAR, 6), (PONOROGO, 3), (SURABAYA, 3)] {
        let own: Vec<&str> = rows
            .iter()
            .filter(|row| row.1 == regency)
            .map(|row| row.0.as_str())
            .collect();
        assert_eq!(own.len(), 15);
        assert!(
            own[..seats].iter().all(|status| *status == "enrolled"),
            "{regency} {own:?}"
        );
        assert!(
            own[seats..].iter().all(|status| *status == "waiting"),
            "{regency} {own:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn pressing_many_times_enrols_once() {
    let portal = Portal::start().await;
    let cohort = CLASS_OF_TWO.insert(&portal.platform).await;
    let (_, browser) = ready(&portal, cohort, "Siti", BLITAR).await;
    let codes = all_at_once(vec![browser; 8]).await;
    assert!(codes.iter().all(|code| *code == codes[0]), "{codes:?}");
    assert_eq!(counters(&portal, cohort).await, (1, 0));
}

/// Waits until a backend of this database waits for a lock; returns its process id.
async fn blocked(conn: &mut PgConnection) -> i32 {
    loop {
        let waiting: Option<i32> = sqlx::query_scalar(
            "select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
        )
        .fetch_optional(&mut *conn)
        .await
        .unwrap();
        match waiting {
            Some(pid) => return pid,
            None => tokio::time::sleep(Duration::from_millis(5)).await,
        }
    }
}

/// Ends the backend of an enrolment while `hold` blocks it. Checks that nothing of the enrolment is stored, that the
/// answers still are, and that pressing the button again enrols.
async fn crash_while(hold: &str) {
    let portal = Portal::start().await;
    let cohort = CLASS_OF_TWO.insert(&portal.platform).await;
    let (person, mut browser) = ready(&portal, cohort, "Siti", BLITAR).await;
    let mut blocker = portal.pool().begin().await.unwrap();
    sqlx::query(sqlx::AssertSqlSafe(hold))
        .execute(&mut *blocker)
        .await
        .unwrap();
    let press = {
        let mut browser = browser.clone();
        tokio::spawn(async move { enrol(&mut browser, "blitar-1").await })
    };
    let pid = blocked(&mut portal.pool().acquire().await.unwrap()).await;
    sqlx::query("select pg_terminate_backend($1)")
        .bind(pid)
        .execute(portal.pool())
        .await
        .unwrap();
    let answer = press.await.unwrap();
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.location(), format!("{CLASS}/periksa"));
    blocker.rollback().await.unwrap();

    assert_eq!(rows(&portal, cohort).await, vec![]);
    assert_eq!(counters(&portal, cohort).await, (0, 0));
    let mut conn = portal.pool().acquire().await.unwrap();
    assert!(
        store::answers(&mut conn, person, cohort)
            .await
            .unwrap()
            .is_some()
    );
    drop(conn);
    assert!(
        enrol(&mut browser, "blitar-1")
            .await
            .location()
            .starts_with("/akun/pelatihan/")
    );
    assert_eq!(counters(&portal, cohort).await, (1, 0));
}

#[tokio::test]
async fn a_crash_before_the_seat_is_decided_leaves_nothing() {
    crash_while("select id from cohort for update").await;
}

#[tokio::test]
async fn a_crash_after_the_seat_was_written_leaves_nothing() {
    crash_while("lock table enrolment_event in exclusive mode").await;
}

#[tokio::test]
async fn the_schema_refuses_one_seat_too_many() {
    let portal = Portal::start().await;
    let cohort = CLASS_OF_TWO.insert(&portal.platform).await;
    for name in ["Siti", "Budi", "Ani"] {
        enrolled(&portal, cohort, name).await;
    }
    let refused = sqlx::query(
        "update enrolment set status = 'offered', offer_until = now() where status = 'waiting'",
    )
    .execute(portal.pool())
    .await
    .unwrap_err();
    let fault = refused.as_database_error().unwrap();
    assert_eq!(fault.constraint(), Some("cohort_seats"));
    for (from, to) in [
        ("enrolled", "waiting"),
        ("waiting", "enrolled"),
        ("waiting", "completed"),
    ] {
        let refused = sqlx::query("update enrolment set status = $2 where status = $1")
            .bind(from)
            .bind(to)
            .execute(portal.pool())
            .await
            .unwrap_err();
        let fault = refused.as_database_error().unwrap();
        assert_eq!(fault.constraint(), Some("enrolment_step"), "{from} to {to}");
    }
}
