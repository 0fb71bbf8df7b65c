//! The portal sends each person a message for every new state of their enrolment, in their language.

use std::collections::{HashMap, HashSet};

use app::base::text::Lang;
use app::base::ui::weekday_text;
use app::courses::officer::{CloseClass, MarkAttendance};
use domain::courses::Status;
use domain::format::{last_day_in_wib, until_wib};
use server::workers;

use super::*;

/// The beginnings of the subjects of messages about a status.
fn subjects(status: Status, english: bool) -> &'static [&'static str] {
    match (status, english) {
        (Status::Enrolled, false) => &["Anda terdaftar: "],
        (Status::Enrolled, true) => &["You are enrolled: "],
        (Status::Waiting, false) => &["Anda masuk daftar tunggu: "],
        (Status::Waiting, true) => &["You are on the waiting list: "],
        (Status::Offered, false) => &["Ada kursi untuk Anda: "],
        (Status::Offered, true) => &["A seat is kept for you: "],
        (Status::Cancelled, false) => &["Pendaftaran dibatalkan: "],
        (Status::Cancelled, true) => &["Enrolment cancelled: "],
        (Status::Lapsed, false) => &["Waktu konfirmasi kursi habis: ", "Pelatihan dimulai: "],
        (Status::Lapsed, true) => &["The time to confirm is over: ", "The course has begun: "],
        (Status::Completed, false) => &["Anda menyelesaikan pelatihan: "],
        (Status::Completed, true) => &["You completed the course: "],
        (Status::NotCompleted, false) => &["Kehadiran tidak cukup: "],
        (Status::NotCompleted, true) => &["Not enough attendance: "],
    }
}

/// Takes the waiting messages (recipient, subject, text) out of the outbox, before they expire.
async fn take(portal: &Portal, letters: &mut Vec<(String, String, String)>) {
    let taken = sqlx::query_as("delete from outbox_message returning recipient, subject, body")
        .fetch_all(portal.pool())
        .await
        .unwrap();
    letters.extend::<Vec<_>>(taken);
}

async fn speaks_english(portal: &Portal, name: &str) {
    sqlx::query("insert into consent select id, 'v1', 'en', now() from person where name = $1")
        .bind(name)
        .execute(portal.pool())
        .await
        .unwrap();
}

/// Takes seven people through every status of an enrolment; returns the messages.
async fn live_through(portal: &Portal) -> Vec<(String, String, String)> {
    let (mut letters, mut people) = (Vec::new(), Vec::new());
    let class = Class {
        days: (-1, 5, 6),
        ..CLASS_OF_TWO
    };
    let cohort = class.insert(&portal.platform).await;
    for name in ["Ani", "Budi", "Citra", "Dewi", "Eko"] {
        let (_, mut browser) = ready(portal, cohort, name, BLITAR).await;
        if matches!(name, "Ani" | "Dewi" | "Eko") {
            speaks_english(portal, name).await;
        }
        let sent = enrol(&mut browser, "blitar-1").await;
        let code = sent.location().trim_start_matches("/akun/pelatihan/");
        people.push((code.to_owned(), browser));
    }
    // Ani and Budi cancel. Citra confirms the first offer; Dewi lets hers lapse, and Eko confirms it then.
    for (gone, next) in [(0, Some(2)), (1, None)] {
        let (code, browser) = &mut people[gone];
        cancel(browser, code).await;
        if let Some(next) = next {
            let (code, browser) = &mut people[next];
            confirm(browser, code).await;
            confirm(browser, code).await;
        }
    }
    take(portal, &mut letters).await;
    portal.clock().advance(Duration::hours(49));
    workers::once(&portal.platform).await;
    let (code, browser) = &mut people[4];
    confirm(browser, code).await;
    // Fitri and Gita come too late for a seat.
    for name in ["Fitri", "Gita"] {
        let (_, mut browser) = ready(portal, cohort, name, BLITAR).await;
        if name == "Gita" {
            speaks_english(portal, name).await;
        }
        enrol(&mut browser, "blitar-1").await;
    }
    take(portal, &mut letters).await;
    portal.clock().advance(Duration::days(4));
    workers::once(&portal.platform).await;
    take(portal, &mut letters).await;

    portal.clock().advance(Duration::days(2));
    let (trainer, mut browser) = portal.signed_in(Role::Trainer, "Bu Guru").await;
    sqlx::query("insert into cohort_trainer values ($1, $2)")
        .bind(cohort)
        .bind(trainer)
        .execute(portal.pool())
        .await
        .unwrap();
    let there: Vec<Uuid> =
        sqlx::query_scalar("select id from enrolment where status = 'enrolled' order by position")
            .fetch_all(portal.pool())
            .await
            .unwrap();
    let (id, citra) = (cohort.to_string(), there[0].to_string());
    for number in ["1", "2"] {
        let fields = [("cohort", &*id), ("number", number), ("present[]", &citra)];
        browser.call(MarkAttendance::url(), &fields).await;
    }
    for _ in 0..2 {
        browser.call(CloseClass::url(), &[("cohort", &id)]).await;
    }
    take(portal, &mut letters).await;
    letters
}

#[tokio::test]
async fn every_state_is_told_once_and_in_the_person_s_language() {
    let portal = Portal::start().await;
    let letters = live_through(&portal).await;
    let events: Vec<(String, String, bool)> = sqlx::query_as(
        "select v.status, p.email, exists (select from consent c where c.person_id = p.id)
         from enrolment_event v join enrolment e on e.id = v.enrolment_id join person p on p.id = e.person_id",
    )
    .fetch_all(portal.pool())
    .await
    .unwrap();
    let lived = events
        .iter()
        .map(|(status, ..)| Status::parse(status).unwrap());
    let lived: HashSet<Status> = lived.collect();
    for status in Status::ALL {
        assert!(
            lived.contains(&status),
            "nobody was {status:?}: say whom it tells"
        );
    }
    let mut told: HashMap<(&str, &str), usize> = HashMap::new();
    for (to, subject, _) in &letters {
        let start = subject.split_inclusive(": ").next().unwrap();
        *told.entry((to, start)).or_default() += 1;
    }
    for (status, email, english) in &events {
        let subjects = subjects(Status::parse(status).unwrap(), *english);
        let of_it = subjects
            .iter()
            .filter_map(|start| told.get(&(&**email, *start)));
        assert_eq!(of_it.sum::<usize>(), 1, "{status} of {email}: {letters:#?}");
    }
    assert_eq!(letters.len(), events.len(), "{letters:#?}");
    for (_, subject, body) in &letters {
        assert!(body.contains("http://portal.test/"), "{subject}: {body}");
        assert!(
            !body.contains('{') && !subject.contains('{'),
            "{subject}: {body}"
        );
    }
}

/// A text about an offer names its last day, as every deadline does, and also the hour if it ends within a day.
#[tokio::test]
async fn an_offer_ends_at_the_same_moment_on_its_page_and_in_its_message() {
    let midnight =
        "date_trunc('day', starts_at at time zone 'Asia/Jakarta') at time zone 'Asia/Jakarta'";
    for (ends, hour) in [
        (midnight.to_owned(), false),
        (format!("{midnight} + interval '90 minutes'"), true),
    ] {
        let portal = Portal::start().await;
        let class = Class {
            days: (-1, 1, 2),
            ..CLASS_OF_TWO
        };
        let cohort = class.insert(&portal.platform).await;
        // An offer ends at the latest when the course begins.
        let set = format!("update cohort set starts_at = {ends}");
        sqlx::query(sqlx::AssertSqlSafe(set))
            .execute(portal.pool())
            .await
            .unwrap();
        let starts_at: OffsetDateTime = sqlx::query_scalar("select starts_at from cohort")
            .fetch_one(portal.pool())
            .await
            .unwrap();
        let (mut first, code) = enrolled(&portal, cohort, "Ani").await;
        enrolled(&portal, cohort, "Budi").await;
        let (mut waiting, offered) = enrolled(&portal, cohort, "Citra").await;
        cancel(&mut first, &code).await;
        let said = until_wib(starts_at, false);
        assert_eq!(said.contains("01.30"), hour, "{said}");
        let day = weekday_text(last_day_in_wib(starts_at).weekday().number_from_monday());
        let letter = format!("paling lambat {}, {said}:\n", day.unwrap().get(Lang::Id));
        let mut letters = Vec::new();
        take(&portal, &mut letters).await;
        let told = letters.iter().any(|(_, _, body)| body.contains(&letter));
        assert!(told, "{letter}: {letters:#?}");
        let said = said.replace('\u{a0}', " ");
        for (path, words) in [
            (
                format!("/akun/pelatihan/{offered}"),
                format!("untuk Anda sampai {said}."),
            ),
            (
                "/akun/pelatihan".to_owned(),
                format!("paling lambat {said}<"),
            ),
        ] {
            let page = waiting.get(&path).await.page();
            assert!(page.contains(&words), "{path} does not say {words}: {page}");
        }
    }
}
