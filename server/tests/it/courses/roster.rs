//! The trainer's pages.

use app::accounts::personal_data;
use app::courses::officer::{CloseClass, MarkAttendance};
use axum::http::StatusCode;

use super::*;

async fn trainer_of(portal: &Portal, cohort: Uuid) -> (Uuid, Browser) {
    let (trainer, browser) = portal.signed_in(Role::Trainer, "Bu Guru").await;
    sqlx::query("insert into cohort_trainer values ($1, $2)")
        .bind(cohort)
        .bind(trainer)
        .execute(portal.pool())
        .await
        .unwrap();
    (trainer, browser)
}

/// The (action, actor) of every line in the audit trail about one person.
async fn trail(portal: &Portal, subject: Uuid) -> Vec<(String, Uuid)> {
    sqlx::query_as("select action, actor from audit where subject = $1 order by id")
        .bind(subject)
        .fetch_all(portal.pool())
        .await
        .unwrap()
}

#[tokio::test]
async fn a_roster_is_its_trainers_and_every_read_is_in_the_trail() {
    let portal = Portal::start().await;
    let cohort = CLASS_OF_TWO.insert(&portal.platform).await;
    let (person, mut citizen) = ready(&portal, cohort, "Siti Aminah", BLITAR).await;
    enrol(&mut citizen, "blitar-1").await;
    let path = format!("/petugas/pelatihan/{cohort}");

    let (trainer, mut browser) = trainer_of(&portal, cohort).await;
    assert!(
        browser
            .get("/petugas/pelatihan")
            .await
            .page()
            .contains(&path)
    );
    assert_eq!(trail(&portal, person).await, vec![]);
    let page = browser.get(&path).await.page();
    for words in [
        "Siti Aminah",
        "Kabupaten Blitar",
        "Hong Kong",
        "0 dari 2 (0%)",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert_eq!(
        trail(&portal, person).await,
        vec![("roster.read".to_owned(), trainer)]
    );
    browser.get(&format!("{path}/hadir/1")).await;
    assert_eq!(trail(&portal, person).await.len(), 2);

    let (_, mut other) = portal.signed_in(Role::Trainer, "Pak Guru").await;
    assert!(!other.get("/petugas/pelatihan").await.page().contains(&path));
    assert_eq!(other.get(&path).await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        other.get(&format!("{path}/hadir/1")).await.status,
        StatusCode::NOT_FOUND
    );
    let (_, mut admin) = portal.signed_in(Role::Admin, "Admin").await;
    assert_eq!(admin.get(&path).await.status, StatusCode::OK);
    assert_eq!(citizen.get(&path).await.status, StatusCode::FORBIDDEN);
    assert_eq!(
        portal.browser().get(&path).await.status,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(
        browser.get("/petugas/pelatihan/bukan-id").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn attendance_decides_who_completes() {
    let portal = Portal::start().await;
    let cohort = CLASS_OF_TWO.insert(&portal.platform).await;
    let (_, first) = enrolled(&portal, cohort, "Ani").await;
    let (_, second) = enrolled(&portal, cohort, "Budi").await;
    let (_, mut browser) = trainer_of(&portal, cohort).await;
    let ids: Vec<Uuid> = sqlx::query_scalar("select id from enrolment order by position")
        .fetch_all(portal.pool())
        .await
        .unwrap();
    let path = format!("/petugas/pelatihan/{cohort}");
    let id = cohort.to_string();
    let (ani, budi) = (ids[0].to_string(), ids[1].to_string());

    let early = browser
        .call(
            MarkAttendance::url(),
            &[("cohort", &id), ("number", "1"), ("present[]", &ani)],
        )
        .await;
    assert_eq!(early.status, StatusCode::CONFLICT);
    portal.clock().advance(Duration::days(30));
    // The officer's session has ended after hours without use.
    let (_, mut browser) = trainer_of(&portal, cohort).await;
    let sheet = format!("{path}/hadir/1");
    let all = [
        ("cohort", id.as_str()),
        ("number", "1"),
        ("present[]", ani.as_str()),
        ("present[]", budi.as_str()),
    ];
    assert_eq!(
        browser
            .submit(&sheet, MarkAttendance::url(), &all)
            .await
            .location(),
        path
    );
    let closing = browser.call(CloseClass::url(), &[("cohort", &id)]).await;
    assert_eq!(closing.status, StatusCode::CONFLICT);

    portal
        .clock()
        .advance(Duration::days(1) + Duration::hours(7));
    let (_, mut browser) = trainer_of(&portal, cohort).await;
    let sheet = format!("{path}/hadir/2");
    browser
        .submit(
            &sheet,
            MarkAttendance::url(),
            &[("cohort", &id), ("number", "2"), ("present[]", &ani)],
        )
        .await;
    let page = browser.get(&path).await.page();
    assert!(
        page.contains("2 dari 2 (100%)") && page.contains("1 dari 2 (50%)"),
        "{page}"
    );
    assert!(page.contains("Tutup kelas"), "{page}");
    for _ in 0..2 {
        assert_eq!(
            browser
                .submit(&path, CloseClass::url(), &[("cohort", &id)])
                .await
                .location(),
            path
        );
    }
    assert_eq!(state(&portal, &first).await.0, "completed");
    assert_eq!(state(&portal, &second).await.0, "not_completed");
    let after = browser
        .call(
            MarkAttendance::url(),
            &[("cohort", &id), ("number", "2"), ("present[]", &budi)],
        )
        .await;
    assert_eq!(after.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn who_has_left_the_portal_has_words_in_place_of_a_name() {
    let portal = Portal::start().await;
    let cohort = CLASS_OF_TWO.insert(&portal.platform).await;
    let (person, mut citizen) = ready(&portal, cohort, "Siti Aminah", BLITAR).await;
    enrol(&mut citizen, "blitar-1").await;
    sqlx::query("update enrolment set status = 'completed'")
        .execute(portal.pool())
        .await
        .unwrap();
    let mut tx = portal.pool().begin().await.unwrap();
    personal_data::erase(&portal.platform, &mut tx, person)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let (_, mut browser) = trainer_of(&portal, cohort).await;
    let page = browser
        .get(&format!("/petugas/pelatihan/{cohort}"))
        .await
        .page();
    assert!(page.contains("scope=\"row\">Akun sudah dihapus<"), "{page}");
}

#[tokio::test]
async fn only_the_groups_trainer_takes_attendance() {
    let portal = Portal::start().await;
    let cohort = CLASS_OF_TWO.insert(&portal.platform).await;
    enrolled(&portal, cohort, "Ani").await;
    portal.clock().advance(Duration::days(31));
    let id = cohort.to_string();
    let (_, mut other) = portal.signed_in(Role::Trainer, "Pak Guru").await;
    let (_, mut citizen) = portal.signed_in(Role::Citizen, "Siti").await;
    let mut guest = portal.browser();
    for (browser, status) in [
        (&mut other, StatusCode::NOT_FOUND),
        (&mut citizen, StatusCode::FORBIDDEN),
        (&mut guest, StatusCode::UNAUTHORIZED),
    ] {
        for action in [MarkAttendance::url(), CloseClass::url()] {
            let answer = browser
                .call(action, &[("cohort", &id), ("number", "1")])
                .await;
            assert_eq!(answer.status, status, "{action}");
        }
    }
}
