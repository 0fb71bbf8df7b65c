//! The waiting list, moved on by the real worker under a test clock.

use app::accounts::personal_data;
use server::workers;

use super::*;

/// A full cohort of two seats, with three people on the waiting list, in the order of their names.
async fn full(portal: &Portal) -> (Uuid, Vec<(Browser, String)>) {
    // The first day is so near that no session ends before it.
    let cohort = Class {
        days: (-1, 5, 6),
        ..CLASS_OF_TWO
    }
    .insert(&portal.platform)
    .await;
    let mut people = Vec::new();
    for name in ["Ani", "Budi", "Citra", "Dewi", "Eko"] {
        people.push(enrolled(portal, cohort, name).await);
    }
    (cohort, people)
}

/// Subject and text of the messages in the outbox, oldest first.
async fn letters(portal: &Portal) -> Vec<(String, String)> {
    sqlx::query_as("select subject, body from outbox_message order by created_at, id")
        .fetch_all(portal.pool())
        .await
        .unwrap()
}

async fn states(portal: &Portal, people: &[(Browser, String)]) -> Vec<String> {
    let mut states = Vec::new();
    for (_, code) in people {
        states.push(state(portal, code).await.0);
    }
    states
}

#[tokio::test]
async fn a_cancelled_seat_is_offered_to_the_next_who_confirms_it() {
    let portal = Portal::start().await;
    let (cohort, mut people) = full(&portal).await;
    let code = people[0].1.clone();
    let page = people[0]
        .0
        .get(&format!("/akun/pelatihan/{code}/batal"))
        .await;
    assert!(page.page().contains("Ya, batalkan"));
    assert_eq!(
        cancel(&mut people[0].0, &code).await.location(),
        format!("/akun/pelatihan/{code}")
    );
    assert_eq!(
        states(&portal, &people).await,
        ["cancelled", "enrolled", "offered", "waiting", "waiting"]
    );
    let question = format!("/akun/pelatihan/{code}/batal");
    let again = people[0].0.get(&question).await.page();
    assert!(again.contains("<h1>Pendaftaran dibatalkan"), "{again}");
    assert!(!again.contains("Batalkan pendaftaran ini?"), "{again}");
    let (_, until) = state(&portal, &people[2].1).await;
    let hours = until.unwrap() - portal.clock().now();
    assert!(
        hours <= Duration::hours(48) && hours > Duration::hours(47),
        "{hours}"
    );

    let code = people[2].1.clone();
    // Only the person with the offer gets a message, and it holds the address.
    let mut letters = letters(&portal).await;
    letters.retain(|(subject, _)| subject.starts_with("Ada kursi untuk Anda"));
    assert_eq!(letters.len(), 1, "{letters:?}");
    let address = format!("http://portal.test/akun/pelatihan/{code}");
    assert!(letters[0].1.contains(&address), "{letters:?}");
    let page = people[2].0.get(&format!("/akun/pelatihan/{code}")).await;
    assert!(
        page.page().contains("Konfirmasi kursi saya"),
        "{}",
        page.page()
    );
    confirm(&mut people[2].0, &code).await;
    confirm(&mut people[2].0, &code).await;
    assert_eq!(
        states(&portal, &people).await,
        ["cancelled", "enrolled", "enrolled", "waiting", "waiting"]
    );
    assert_eq!(counters(&portal, cohort).await, (2, 2));
}

#[tokio::test]
async fn who_has_become_an_employer_still_takes_the_seat_that_is_offered() {
    let portal = Portal::start().await;
    let (_, mut people) = full(&portal).await;
    let gone = people[0].1.clone();
    cancel(&mut people[0].0, &gone).await;
    sqlx::query("update person set role = 'employer'")
        .execute(portal.pool())
        .await
        .unwrap();
    let (browser, code) = &mut people[2];
    assert!(
        browser
            .get("/akun")
            .await
            .page()
            .contains("/akun/pelatihan")
    );
    assert_eq!(confirm(browser, code).await.status, 303);
    assert_eq!(state(&portal, code).await.0, "enrolled");
}

#[tokio::test]
async fn an_offer_that_ran_out_goes_to_the_next_in_the_list() {
    let portal = Portal::start().await;
    let (_, mut people) = full(&portal).await;
    let code = people[1].1.clone();
    cancel(&mut people[1].0, &code).await;
    workers::once(&portal.platform).await;
    assert_eq!(
        states(&portal, &people).await,
        ["enrolled", "cancelled", "offered", "waiting", "waiting"]
    );

    portal.clock().advance(Duration::hours(49));
    // The confirmation is too late even before the worker has run.
    let late = people[2].1.clone();
    let answer = confirm(&mut people[2].0, &late).await;
    let page = people[2].0.get(answer.location()).await;
    assert!(
        page.page()
            .contains("Waktu untuk mengonfirmasi kursi sudah habis"),
        "{}",
        page.page()
    );
    assert_eq!(state(&portal, &late).await.0, "offered");

    workers::once(&portal.platform).await;
    assert_eq!(
        states(&portal, &people).await,
        ["enrolled", "cancelled", "lapsed", "offered", "waiting"]
    );
    // A second run of the worker at the same time changes nothing.
    workers::once(&portal.platform).await;
    assert_eq!(
        states(&portal, &people).await,
        ["enrolled", "cancelled", "lapsed", "offered", "waiting"]
    );
    let page = people[4].0.get("/akun/pelatihan").await;
    assert!(
        page.page().contains("Urutan 1 di daftar tunggu"),
        "{}",
        page.page()
    );
}

#[tokio::test]
async fn on_the_first_day_nobody_is_left_waiting() {
    let portal = Portal::start().await;
    let (cohort, mut people) = full(&portal).await;
    portal
        .clock()
        .advance(Duration::days(5) + Duration::hours(12));
    let code = people[0].1.clone();
    cancel(&mut people[0].0, &code).await;
    // An offer ends with the beginning of the first day.
    let starts: OffsetDateTime = sqlx::query_scalar("select starts_at from cohort")
        .fetch_one(portal.pool())
        .await
        .unwrap();
    assert_eq!(
        state(&portal, &people[2].1).await,
        ("offered".to_owned(), Some(starts))
    );
    portal.clock().advance(Duration::hours(12));
    workers::once(&portal.platform).await;
    assert_eq!(
        states(&portal, &people).await,
        ["cancelled", "enrolled", "lapsed", "lapsed", "lapsed"]
    );
    assert_eq!(counters(&portal, cohort).await, (1, 0));
    // After the course has begun, a person cannot give up a seat.
    let code = people[1].1.clone();
    let answer = cancel(&mut people[1].0, &code).await;
    let page = people[1].0.get(answer.location()).await;
    assert!(
        page.page().contains("Pelatihan sudah dimulai"),
        "{}",
        page.page()
    );
    assert_eq!(state(&portal, &code).await.0, "enrolled");
}

#[tokio::test]
async fn a_freed_seat_stays_with_its_quota_until_the_release() {
    let portal = Portal::start().await;
    let quotas = &[(BLITAR, 1)];
    let cohort = Class {
        quotas,
        ..CLASS_OF_TWO
    }
    .insert(&portal.platform)
    .await;
    let release = portal.clock().now() + Duration::days(10);
    sqlx::query("update cohort set quota_release_at = $1")
        .bind(release)
        .execute(portal.pool())
        .await
        .unwrap();
    let mut people = Vec::new();
    for (name, regency) in [
        ("Ani", BLITAR),
        ("Budi", SURABAYA),
        ("Citra", SURABAYA),
        ("Dewi", BLITAR),
    ] {
        let (_, mut browser) = ready(&portal, cohort, name, regency).await;
        let answer = enrol(&mut browser, "blitar-1").await;
        let code = answer
            .location()
            .trim_start_matches("/akun/pelatihan/")
            .to_owned();
        people.push((browser, code));
    }
    assert_eq!(
        states(&portal, &people).await,
        ["enrolled", "enrolled", "waiting", "waiting"]
    );
    let code = people[0].1.clone();
    cancel(&mut people[0].0, &code).await;
    // Citra is first on the waiting list, but the seat is reserved for Blitar.
    assert_eq!(
        states(&portal, &people).await,
        ["cancelled", "enrolled", "waiting", "offered"]
    );
    let code = people[3].1.clone();
    cancel(&mut people[3].0, &code).await;
    workers::once(&portal.platform).await;
    assert_eq!(
        states(&portal, &people).await,
        ["cancelled", "enrolled", "waiting", "cancelled"]
    );
    portal.clock().advance(Duration::days(10));
    workers::once(&portal.platform).await;
    assert_eq!(
        states(&portal, &people).await,
        ["cancelled", "enrolled", "offered", "cancelled"]
    );
}

#[tokio::test]
async fn who_cancels_and_enrols_again_starts_at_the_end() {
    let portal = Portal::start().await;
    let (cohort, mut people) = full(&portal).await;
    let code = people[2].1.clone();
    cancel(&mut people[2].0, &code).await;
    let person: Uuid = sqlx::query_scalar("select person_id from enrolment where code = $1")
        .bind(&code)
        .fetch_one(portal.pool())
        .await
        .unwrap();
    let mut conn = portal.pool().acquire().await.unwrap();
    let now = portal.clock().now();
    store::save_answers(
        &mut conn,
        person,
        cohort,
        &fitting(&portal.platform, BLITAR),
        now,
    )
    .await
    .unwrap();
    drop(conn);
    let again = enrol(&mut people[2].0, "blitar-1").await;
    let page = people[2].0.get(again.location()).await;
    assert!(
        page.page().contains("Urutan 3 di daftar tunggu"),
        "{}",
        page.page()
    );
}

#[tokio::test]
async fn an_erased_account_gives_its_seat_to_the_next_and_leaves_no_answers() {
    let portal = Portal::start().await;
    let (_, people) = full(&portal).await;
    let person: Uuid = sqlx::query_scalar("select person_id from enrolment where code = $1")
        .bind(&people[0].1)
        .fetch_one(portal.pool())
        .await
        .unwrap();
    sqlx::query(
        "insert into enrolment_draft (person_id, cohort_id, answers, saved_at)
         select person_id, cohort_id, '{\"country\": \"TW\"}', created_at from enrolment where code = $1",
    )
    .bind(&people[0].1)
    .execute(portal.pool())
    .await
    .unwrap();
    let mut tx = portal.pool().begin().await.unwrap();
    let given = personal_data::export(&portal.platform, &mut tx, person)
        .await
        .unwrap();
    assert_eq!(given["courses"]["enrolments"][0]["country"], "HK");
    assert_eq!(given["courses"]["unsent"][0]["answers"]["country"], "TW");
    personal_data::erase(&portal.platform, &mut tx, person)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(
        states(&portal, &people).await,
        ["cancelled", "enrolled", "offered", "waiting", "waiting"]
    );
    let left: (Option<String>, Option<i32>) =
        sqlx::query_as("select country, return_year from enrolment where person_id = $1")
            .bind(person)
            .fetch_one(portal.pool())
            .await
            .unwrap();
    assert_eq!(left, (None, None));
}
