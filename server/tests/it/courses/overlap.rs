//! Cohorts that meet at the same time, and a second seat in the same programme.

use domain::format::{date_in_wib, date_long, time_wib};
use server::workers;

use super::*;

const WEEK: [[&str; 7]; 2] = [
    [
        "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu",
    ],
    [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
    ],
];

/// `Senin, 17 Agustus 2026, 08.00 WIB`.
fn day(at: OffsetDateTime, english: bool) -> String {
    let date = date_in_wib(at);
    let weekday = WEEK[usize::from(english)][usize::from(date.weekday().number_days_from_monday())];
    format!("{weekday}, {}, {}", date_long(date, english), time_wib(at))
}

async fn meetings(portal: &Portal, cohort: Uuid) -> Vec<(OffsetDateTime, OffsetDateTime)> {
    sqlx::query_as(
        "select starts_at, ends_at from cohort_session where cohort_id = $1 order by number",
    )
    .bind(cohort)
    .fetch_all(portal.pool())
    .await
    .unwrap()
}

/// A second cohort of the same programme, at other hours.
const LATER: Class<'static> = Class {
    slug: "blitar-2",
    days: (-1, 20, 40),
    ..CLASS_OF_TWO
};

/// Saves a person's answers for another cohort.
async fn answer_for(portal: &Portal, person: Uuid, cohort: Uuid) {
    let (mut conn, now) = (portal.pool().acquire().await.unwrap(), portal.clock().now());
    let answers = fitting(&portal.platform, BLITAR);
    store::save_answers(&mut conn, person, cohort, &answers, now)
        .await
        .unwrap();
}

async fn open(portal: &Portal, person: Uuid) -> i64 {
    sqlx::query_scalar(
        "select count(*) from enrolment where person_id = $1 and status in ('enrolled', 'waiting', 'offered')",
    )
    .bind(person)
    .fetch_one(portal.pool())
    .await
    .unwrap()
}

#[tokio::test]
async fn every_meeting_stands_there_with_its_day_and_hours_before_one_enrols() {
    let portal = Portal::start().await;
    let cohort = CLASS_OF_TWO.insert(&portal.platform).await;
    let (_, mut browser) = ready(&portal, cohort, "Siti", BLITAR).await;
    for (lang, to) in [("id", "sampai"), ("en", "to")] {
        browser.set_cookie("lang", lang);
        for path in ["/pemberdayaan/anggaran", &format!("{CLASS}/periksa")] {
            let page = browser.get(path).await.page();
            for (from, until) in meetings(&portal, cohort).await {
                let until = match date_in_wib(from) == date_in_wib(until) {
                    true => time_wib(until),
                    false => day(until, lang == "en"),
                };
                let words =
                    format!("{} {to} {until}", day(from, lang == "en")).replace('\u{a0}', " ");
                assert!(page.contains(&words), "{path}: {words}: {page}");
            }
        }
    }
}

#[tokio::test]
async fn there_is_no_second_place_in_a_programme() {
    let portal = Portal::start().await;
    let (first, second) = (
        CLASS_OF_TWO.insert(&portal.platform).await,
        LATER.insert(&portal.platform).await,
    );
    for name in ["Ani", "Budi"] {
        enrolled(&portal, first, name).await;
    }
    // Siti is on the waiting list of the first cohort, whose seats are taken.
    let (person, mut browser) = ready(&portal, first, "Siti", BLITAR).await;
    answer_for(&portal, person, second).await;
    let code = enrol(&mut browser, "blitar-1").await.location().to_owned();
    for page in ["daftar", "periksa"] {
        let page = browser
            .get(&format!("/pemberdayaan/anggaran/blitar-2/{page}"))
            .await
            .page();
        assert!(page.contains("sudah punya tempat di kelas lain"), "{page}");
        assert!(page.contains(&format!("href=\"{code}\"")), "{page}");
        assert!(!page.contains("id=\"enrol\""), "{page}");
    }
    let refused = enrol(&mut browser, "blitar-2").await;
    let page = browser.get(refused.location()).await.page();
    assert!(page.contains("Batalkan dulu yang itu"), "{page}");
    assert_eq!(open(&portal, person).await, 1);
    let told = browser.call(Enrol::url(), &class_fields("blitar-2")).await;
    assert!(told.status == 409 && told.body.contains("second_in_programme"));

    let code = code.trim_start_matches("/akun/pelatihan/");
    cancel(&mut browser, code).await;
    let taken = enrol(&mut browser, "blitar-2").await;
    assert!(taken.location().starts_with("/akun/pelatihan/"));
}

#[tokio::test]
async fn a_class_that_is_over_stands_in_nobody_s_way() {
    let portal = Portal::start().await;
    let soon = Class {
        days: (-2, -1, 0),
        ..CLASS_OF_TWO
    };
    let first = soon.insert(&portal.platform).await;
    let second = LATER.insert(&portal.platform).await;
    let (person, _) = ready(&portal, second, "Siti", BLITAR).await;
    insert(&portal, first, person, "enrolled").await;
    // The first cohort has ended, and its trainer has not closed it yet.
    portal.clock().advance(Duration::days(2));
    let (_, mut browser) = (person, again(&portal, person).await);
    answer_for(&portal, person, second).await;
    let taken = enrol(&mut browser, "blitar-2").await;
    assert!(
        taken.location().starts_with("/akun/pelatihan/"),
        "{}",
        taken.location()
    );
}

/// A browser with a new session of the person.
async fn again(portal: &Portal, person: Uuid) -> Browser {
    let (mut conn, now) = (portal.pool().acquire().await.unwrap(), portal.clock().now());
    let session = app::platform::start_session(&mut conn, now, portal.platform.ids, person, "test")
        .await
        .unwrap();
    let mut browser = portal.browser();
    browser.set_cookie("__Host-session", &session.token);
    browser
}

/// Inserts an enrolment directly, without the present rules, as an earlier version could have made it.
async fn insert(portal: &Portal, cohort: Uuid, person: Uuid, status: &str) -> String {
    let code = portal.platform.ids.code(8);
    sqlx::query(
        "insert into enrolment (id, code, cohort_id, person_id, status, created_at, status_at, kind, regency_code)
         values (gen_random_uuid(), $1, $2, $3, $4, $5, $5, 'resident', '35.05')",
    )
    .bind(&code)
    .bind(cohort)
    .bind(person)
    .bind(status)
    .bind(portal.clock().now())
    .execute(portal.pool())
    .await
    .unwrap();
    code
}

#[tokio::test]
async fn two_classes_of_a_programme_at_once_are_one_place() {
    let portal = Portal::start().await;
    let (first, second) = (
        CLASS_OF_TWO.insert(&portal.platform).await,
        LATER.insert(&portal.platform).await,
    );
    let (person, browser) = ready(&portal, first, "Siti", BLITAR).await;
    answer_for(&portal, person, second).await;
    let tries = (0..8).map(|at| {
        let mut browser = browser.clone();
        let slug = ["blitar-1", "blitar-2"][at % 2];
        tokio::spawn(async move { enrol(&mut browser, slug).await.status })
    });
    for answered in futures::future::join_all(tries).await {
        assert_eq!(answered.unwrap(), 303);
    }
    assert_eq!(open(&portal, person).await, 1);
}

#[tokio::test]
async fn the_list_gives_nobody_a_second_seat_of_the_programme() {
    let portal = Portal::start().await;
    let (first, second) = (
        CLASS_OF_TWO.insert(&portal.platform).await,
        LATER.insert(&portal.platform).await,
    );
    // An earlier version allowed a second enrolment in the programme.
    let (person, mut browser) = portal.signed_in(Role::Citizen, "Siti").await;
    let (other, _) = portal.signed_in(Role::Citizen, "Rini").await;
    insert(&portal, first, person, "enrolled").await;
    let waiting = insert(&portal, second, person, "waiting").await;
    let next = insert(&portal, second, other, "waiting").await;
    workers::once(&portal.platform).await;
    assert_eq!(state(&portal, &waiting).await.0, "waiting", "the row stays");
    assert_eq!(state(&portal, &next).await.0, "offered");

    // An offer that an earlier version made does not become a second seat either.
    sqlx::query("update enrolment set status = 'offered', offer_until = $2 where code = $1")
        .bind(&waiting)
        .bind(portal.clock().now() + Duration::days(1))
        .execute(portal.pool())
        .await
        .unwrap();
    let refused = confirm(&mut browser, &waiting).await;
    let page = browser.get(refused.location()).await.page();
    assert!(page.contains("Batalkan dulu yang itu"), "{page}");
    assert_eq!(state(&portal, &waiting).await.0, "offered");
}

/// A cohort of another programme in another city, one of whose meetings is at the time of the first cohort's.
async fn elsewhere(portal: &Portal, first: Uuid) -> Uuid {
    let programme: Uuid = sqlx::query_scalar(
        "with made as (
             insert into programme (slug, stream, topic, audience, return_within_years, hours)
             values ('jahit', 'empowerment', 'trade', '{returned,family}', 5, 12) returning id),
         named as (
             insert into programme_text select id, 'id', 'Menjahit', 'Menjahit', 'Baju', 'KTP', 'Sertifikat', 'Pemerintah'
             from made)
         select id from made",
    )
    .fetch_one(portal.pool())
    .await
    .unwrap();
    let cohort: Uuid = sqlx::query_scalar(
        "insert into cohort (programme_id, slug, regency_code, venue, address, seats, opens_at, closes_at, starts_at, ends_at)
         select $1, 'surabaya-1', '35.78', 'Balai', 'Gubeng', 5, opens_at, closes_at, starts_at, ends_at
         from cohort where id = $2 returning id",
    )
    .bind(programme)
    .bind(first)
    .fetch_one(portal.pool())
    .await
    .unwrap();
    // The second meetings overlap, half an hour apart; the first meetings are on different days.
    sqlx::query(
        "insert into cohort_session
         select $1, number, starts_at + interval '30 minutes' - (2 - number) * interval '3 days',
                ends_at + interval '30 minutes' - (2 - number) * interval '3 days'
         from cohort_session where cohort_id = $2",
    )
    .bind(cohort)
    .bind(first)
    .execute(portal.pool())
    .await
    .unwrap();
    cohort
}

#[tokio::test]
async fn whoever_meets_elsewhere_at_the_same_hour_enrols_knowingly() {
    let portal = Portal::start().await;
    let first = CLASS_OF_TWO.insert(&portal.platform).await;
    let second = elsewhere(&portal, first).await;
    let (person, mut browser) = ready(&portal, first, "Siti", BLITAR).await;
    answer_for(&portal, person, second).await;
    let page = browser.get(&format!("{CLASS}/periksa")).await.page();
    assert!(!page.contains("bentrok"), "{page}");
    enrol(&mut browser, "blitar-1").await;

    let path = "/pemberdayaan/jahit/surabaya-1/periksa";
    let fields = [
        ("_form", "enrol"),
        ("class[stream]", "empowerment"),
        ("class[slug]", "jahit"),
        ("class[cohort]", "surabaya-1"),
    ];
    // The form comes from a page that was loaded before the person enrolled in the first cohort.
    let unknowing = browser.submit(path, Enrol::url(), &fields).await;
    assert_eq!(unknowing.location(), path);
    assert_eq!(open(&portal, person).await, 1);
    let page = browser.get(path).await.page();
    let told = meetings(&portal, first).await;
    let bare = |at| day(at, false).replace('\u{a0}', " ");
    for words in [
        "Baca peringatannya",
        "Jadwal bentrok dengan kelas Anda yang lain",
        "Anggaran Keluarga, Kabupaten Blitar",
        &bare(told[1].0),
        "Tetap daftar",
        "name=\"knowing\"",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let warning = page
        .split("Anda tidak dapat hadir di keduanya")
        .nth(1)
        .unwrap();
    assert!(!warning.contains(&bare(told[0].0)), "{page}");

    let knowing = [&fields[..], &[("knowing", "1")]].concat();
    let taken = browser.submit(path, Enrol::url(), &knowing).await;
    assert!(taken.location().starts_with("/akun/pelatihan/"));
    let own = browser.get(taken.location()).await.page();
    assert!(own.contains("Jadwal bentrok"), "{own}");
}
