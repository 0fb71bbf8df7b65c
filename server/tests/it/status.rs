//! Looking up by code: a holder of a code sees the state of the application or enrolment, and no personal data.

use app::accounts::personal_data;
use app::employers::api::MoveApplicant;
use app::platform::Settings;
use app::status::api::LookUp;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::accounts::Role;
use domain::format::{date_in_wib, date_long, date_time_wib};
use leptos::server_fn::ServerFn;
use server::workers;
use time::Duration;

use crate::applications::Scene;
use crate::courses::{CLASS_OF_TWO, Class, cancel, enrolled};
use crate::support::{Answer, Browser, Portal};

async fn look_up(browser: &mut Browser, typed: &str) -> Answer {
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("kode", typed)
        .finish();
    browser.get(&format!("/status?{query}")).await
}

/// The page's `<main>`, without the frame that every page has.
fn main_of(answer: &Answer) -> String {
    let page = answer.page();
    let (_, main) = page.split_once("<main").unwrap();
    main.split_once("</main>").unwrap().0.to_owned()
}

#[tokio::test]
async fn whoever_holds_the_code_of_an_application_sees_its_steps_and_no_person() {
    let (mut scene, code) = Scene::applied().await;
    let note = "Temui Bu Rina pukul 09.00";
    for (step, note) in [("review", ""), ("invite", note)] {
        let fields = [("code", &*code), ("step", step), ("note", note)];
        let moved = scene.employer.call(MoveApplicant::url(), &fields).await;
        assert_eq!(moved.status, StatusCode::OK, "{}", moved.body);
    }
    let due = scene.portal.clock().now() + Duration::days(60);
    let day = |at, english| date_long(date_in_wib(at), english).replace('\u{a0}', " ");
    let mut guest = scene.portal.browser();
    let answer = look_up(&mut guest, &code).await;
    assert_eq!(answer.status, StatusCode::OK);
    let page = main_of(&answer);
    for words in [
        "Status lamaran kerja",
        "Penjahit",
        "Terkirim",
        "Dibaca",
        "Wawancara",
        "mengundang Anda wawancara",
        "Paling lambat",
        &*day(due, false),
        &*code,
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    // The check includes the data in the page's scripts.
    for words in [
        "Siti",
        "Aminah",
        "Garmen",
        "Menjahit",
        "Rina",
        "portal.test/akun",
        "@",
    ] {
        assert!(!answer.body.contains(words), "{words}: {}", answer.body);
    }
    assert_eq!(answer.header("cache-control"), "no-store");
    assert!(answer.body.contains("content=\"noindex, follow\""));
    let way = format!("href=\"/masuk?next=/akun/lamaran/{code}\"");
    assert!(page.contains(&way), "{page}");

    guest.set_cookie("__Host-lang", "en");
    let page = main_of(&look_up(&mut guest, &code).await);
    assert!(page.contains("<dd lang=\"id\">Penjahit<"), "{page}");
    assert!(
        page.contains("Interview") && page.contains(&day(due, true)),
        "{page}"
    );
}

#[tokio::test]
async fn the_owner_is_led_to_the_whole_and_another_person_nowhere() {
    let (mut scene, code) = Scene::applied().await;
    let whole = format!("/akun/lamaran/{code}");
    let own = main_of(&look_up(&mut scene.citizen, &code).await);
    assert!(own.contains(&format!("href=\"{whole}\"")), "{own}");
    let (_, mut stranger) = scene.portal.signed_in(Role::Citizen, "Orang Lain").await;
    for browser in [&mut stranger, &mut scene.employer] {
        let page = main_of(&look_up(browser, &code).await);
        assert!(
            page.contains("Terkirim") && !page.contains(&whole),
            "{page}"
        );
    }
}

#[tokio::test]
async fn a_code_may_be_typed_as_it_is_read() {
    let (scene, code) = Scene::applied().await;
    let (first, last) = code.split_at(4);
    let mut guest = scene.portal.browser();
    for typed in [
        code.to_lowercase(),
        format!(" {first}-{last} "),
        format!("{first} – {}", last.to_lowercase()),
    ] {
        let answer = look_up(&mut guest, &typed).await;
        assert_eq!(answer.status, StatusCode::OK, "{typed}");
        assert!(answer.page().contains(&code), "{typed}");
    }
}

/// A time from the database, in the form that pages show.
async fn minute(portal: &Portal, sql: &'static str) -> String {
    let at = sqlx::query_scalar(sql).fetch_one(portal.pool()).await;
    // Non-breaking spaces count as plain ones, as in [`Answer::page`].
    date_time_wib(at.unwrap(), false).replace('\u{a0}', " ")
}

#[tokio::test]
async fn an_enrolment_says_what_is_next_and_until_when() {
    let portal = Portal::start().await;
    let near = Class {
        days: (-1, 5, 6),
        ..CLASS_OF_TWO
    };
    let cohort = near.insert(&portal.platform).await;
    let mut people = Vec::new();
    for name in ["Ani", "Budi", "Citra"] {
        people.push(enrolled(&portal, cohort, name).await);
    }
    let mut guest = portal.browser();
    let begins = minute(&portal, "SELECT starts_at FROM cohort").await;
    let seat = main_of(&look_up(&mut guest, &people[0].1).await);
    for words in [
        "Status pendaftaran pelatihan",
        "Anggaran Keluarga",
        "Terdaftar",
        &*begins,
    ] {
        assert!(seat.contains(words), "{words}: {seat}");
    }
    let waits = main_of(&look_up(&mut guest, &people[2].1).await);
    for words in [
        "Urutan 1 di daftar tunggu",
        "Daftar tunggu berlaku",
        &*begins,
    ] {
        assert!(waits.contains(words), "{words}: {waits}");
    }

    let code = people[0].1.clone();
    cancel(&mut people[0].0, &code).await;
    workers::once(&portal.platform).await;
    let until = minute(&portal, "SELECT max(offer_until) FROM enrolment").await;
    let offered = look_up(&mut guest, &people[2].1).await;
    for words in ["Ada kursi untuk Anda", &*until] {
        assert!(
            main_of(&offered).contains(words),
            "{words}: {}",
            main_of(&offered)
        );
    }
    assert!(!offered.body.contains("Citra") && !offered.body.contains('@'));
    let gone = main_of(&look_up(&mut guest, &code).await);
    assert!(gone.contains("Pendaftaran dibatalkan"), "{gone}");

    portal.clock().advance(Duration::days(6));
    let begun = main_of(&look_up(&mut guest, &people[1].1).await);
    assert!(begun.contains("Kelas sudah dimulai pada"), "{begun}");
}

#[tokio::test]
async fn every_code_that_stands_for_nothing_gets_the_same_answer_and_stays_in_its_field() {
    let (scene, code) = Scene::applied().await;
    let person = scene.citizen_id;
    let mut tx = scene.portal.pool().begin().await.unwrap();
    personal_data::erase(&scene.portal.platform, &mut tx, person)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let mut guest = scene.portal.browser();
    let mut answers = Vec::new();
    for typed in [
        &*code,
        "22222222",
        "kode saya",
        "K7M4QX20",
        "“K7M4-QX20”.",
        "<b>\"' or 1=1",
    ] {
        let answer = look_up(&mut guest, typed).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{typed}");
        let page = main_of(&answer);
        let shown = [
            ('&', "&amp;"),
            ('<', "&lt;"),
            ('>', "&gt;"),
            ('"', "&quot;"),
        ]
        .iter()
        .fold(typed.to_owned(), |text, (sign, name)| {
            text.replace(*sign, name)
        });
        let field = format!("value=\"{shown}\"");
        assert!(page.contains(&field), "{field}: {page}");
        assert!(page.contains("href=\"#status-kode\""), "{page}");
        assert!(page.contains("aria-invalid=\"true\""), "{page}");
        assert!(page.contains("delapan huruf dan angka"), "{page}");
        answers.push(page.replace(&field, ""));
    }
    answers.dedup();
    assert_eq!(answers.len(), 1, "{answers:#?}");
    for nothing in [" ", "\0", "\u{200b}\u{3164}\u{2800}", "“-”"] {
        let empty = look_up(&mut guest, nothing).await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(empty.page().contains("wajib diisi"), "{}", empty.page());
    }
    let fresh = guest.get("/status").await;
    assert_eq!(fresh.status, StatusCode::OK);
    assert!(!fresh.page().contains("role=\"alert\""));
}

#[tokio::test]
async fn a_code_is_found_with_whatever_was_copied_around_it() {
    let (scene, code) = Scene::applied().await;
    let mut guest = scene.portal.browser();
    let (first, last) = code.split_at(4);
    for typed in [
        format!("“{first}–{last}”."),
        format!("({} {last}),", first.to_lowercase()),
        format!("\u{200b}{first}\u{a0}{last}\u{feff}\r\n"),
        format!("<{first}\u{ad}{last}>"),
        wide(&code),
    ] {
        let answer = look_up(&mut guest, &typed).await;
        assert_eq!(answer.status, StatusCode::OK, "{typed}");
        assert!(main_of(&answer).contains(&code));
    }
}

/// The code in full-width characters, as an East Asian keyboard types it.
fn wide(code: &str) -> String {
    let wide = |c: char| char::from_u32(u32::from(c) + 0xFEE0).unwrap();
    code.chars().map(wide).collect()
}

/// Looks a code up from this address without a cookie, as a script does.
async fn look_up_from(portal: &Portal, address: &str, code: &str) -> Answer {
    let request = Request::get(format!("{}?code={code}", LookUp::url()))
        .header("x-forwarded-for", address)
        .body(Body::empty());
    portal.browser().send(request.unwrap()).await
}

fn behind_a_proxy(settings: &mut Settings) {
    settings.trusted_proxies = 1;
}

#[tokio::test]
async fn codes_cannot_be_tried_out() {
    let scene = Scene::on(Portal::start_with(behind_a_proxy).await).await;
    let portal = &scene.portal;
    for _ in 0..300 {
        let answer = look_up_from(portal, "203.0.113.9", "22222222").await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let request = Request::get("/status?kode=2222-2222")
        .header(header::ACCEPT, "text/html")
        .header("x-forwarded-for", "203.0.113.9")
        .body(Body::empty());
    let refused = portal.browser().send(request.unwrap()).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    let page = main_of(&refused);
    assert!(page.contains("Terlalu banyak percobaan"), "{page}");
    assert!(page.contains("value=\"2222-2222\""), "{page}");
    portal.platform.events.write(portal.pool()).await.unwrap();
    let noted: Vec<(String, String, String)> =
        sqlx::query_as("SELECT kind, network, place FROM security_event")
            .fetch_all(portal.pool())
            .await
            .unwrap();
    let [kind, network, place] = ["limited", "203.0.113.9", "GET /status"].map(str::to_owned);
    assert_eq!(noted, [(kind, network, place)]);
    let neighbour = look_up_from(portal, "203.0.113.10", "22222222").await;
    assert_eq!(neighbour.status, StatusCode::UNPROCESSABLE_ENTITY);
    portal.clock().advance(Duration::minutes(15));
    let later = look_up_from(portal, "203.0.113.9", "22222222").await;
    assert_eq!(later.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn one_device_does_not_use_up_what_its_network_has() {
    let (scene, code) = Scene::applied().await;
    let mut guest = scene.portal.browser();
    guest.set_cookie(
        "__Host-visitor",
        &data_encoding::BASE64URL_NOPAD.encode(&[7; 32]),
    );
    for _ in 0..30 {
        let answer = look_up(&mut guest, &code).await;
        assert_eq!(answer.status, StatusCode::OK);
    }
    let refused = look_up(&mut guest, &code).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(!refused.body.contains("Penjahit"));
    let other = look_up(&mut scene.portal.browser(), &code).await;
    assert_eq!(other.status, StatusCode::OK);
}

#[tokio::test]
async fn search_engines_are_not_led_there() {
    let portal = Portal::start().await;
    let map = portal.browser().get("/sitemap.xml").await.body;
    assert!(
        map.contains("/lowongan</loc>") && !map.contains("/status"),
        "{map}"
    );
    // A page that robots.txt forbids is never read, so a crawler would not see its `noindex`.
    let robots = portal.browser().get("/robots.txt").await.body;
    assert!(!robots.contains("/status"), "{robots}");
}

#[tokio::test]
async fn who_is_given_a_code_is_told_what_it_is_good_for() {
    let mut scene = Scene::new().await;
    let sent = scene.apply().await.location().to_owned();
    let page = main_of(&scene.citizen.get(&sent).await);
    assert!(
        page.contains("Simpan kode ini") && page.contains("href=\"/status\""),
        "{page}"
    );
    let cohort = CLASS_OF_TWO.insert(&scene.portal.platform).await;
    let (mut citizen, code) = enrolled(&scene.portal, cohort, "Ani").await;
    let page = main_of(&citizen.get(&format!("/akun/pelatihan/{code}")).await);
    assert!(
        page.contains("Simpan kode ini") && page.contains("href=\"/status\""),
        "{page}"
    );
}
