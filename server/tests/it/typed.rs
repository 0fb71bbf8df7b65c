//! Texts as people type and paste them, through every service and back. For names, contacts and codes see
//! `accounts::typed`.

use app::applications::api::{Apply, SaveProfile};
use app::consultation::StartTalk;
use app::employers::api::{RequestCompany, SendOpening};
use axum::body::Body;
use axum::http::{Request, header};
use domain::accounts::Role;
use leptos::server_fn::ServerFn;

use crate::applications::employers::employer;
use crate::applications::openings::{opening, pairs};
use crate::applications::{PROFILE, Scene};
use crate::consultation::start_as_guest;
use crate::courses::CLASS_OF_TWO;
use crate::support::{BASE_URL, Browser, Portal};

/// Characters of which none is visible.
const UNSEEN: &str = "\u{200b}\u{3164}\u{2800}\u{ad}\u{feff}\u{202e}\0";

#[tokio::test]
async fn what_word_and_pdf_bring_is_kept_without_its_control_characters() {
    let mut scene = Scene::new().await;
    let mut fields = PROFILE.to_vec();
    fields[1] = ("programme", "Tata\u{b}busana\u{1}");
    fields[2] = ("skills", "Men\u{ad}jahit\u{2028}Obras\0,\u{200b}");
    fields[4] = (
        "experience",
        "2020\u{1e}2024\u{b}CV Maju\u{c}\0Surabaya\r\nPenjahit",
    );
    fields[6] = ("wish", UNSEEN);
    let saved = scene
        .citizen
        .submit("/akun/profil", SaveProfile::url(), &fields)
        .await;
    assert_eq!(saved.location(), "/akun/profil?pesan=tersimpan");
    let kept: serde_json::Value =
        sqlx::query_scalar("SELECT profile FROM applicant_profile WHERE person_id = $1")
            .bind(scene.citizen_id)
            .fetch_one(scene.portal.pool())
            .await
            .unwrap();
    assert_eq!(kept["programme"], "Tata busana");
    assert_eq!(kept["skills"], serde_json::json!(["Menjahit", "Obras"]));
    assert_eq!(kept["experience"], "2020-2024\nCV Maju\nSurabaya\nPenjahit");
    assert_eq!(kept["wish"], serde_json::Value::Null);
}

#[tokio::test]
async fn a_letter_is_as_long_as_what_is_seen_of_it() {
    let mut scene = Scene::new().await;
    let from = format!("/lowongan/{}/lamar/periksa", scene.slug);
    let whole = format!("👩🏽\u{200d}🍳{}", "e\u{301}".repeat(1996));
    let letter = format!("{UNSEEN}{whole}{}", "\u{200b}".repeat(500));
    let fields = [("slug", &*scene.slug), ("letter", &*letter)];
    let sent = scene.citizen.submit(&from, Apply::url(), &fields).await;
    assert!(
        sent.location().starts_with("/akun/lamaran/"),
        "{}",
        sent.location()
    );
    let kept: String = sqlx::query_scalar("SELECT letter FROM application")
        .fetch_one(scene.portal.pool())
        .await
        .unwrap();
    assert_eq!(kept, format!("👩🏽\u{200d}🍳{}", "é".repeat(1996)));
}

#[tokio::test]
async fn a_title_is_one_line_that_can_be_seen() {
    let portal = Portal::start().await;
    let (_, mut browser, company, _) = employer(&portal).await;
    let from = "/perusahaan/lowongan/baru";
    let send = async |browser: &mut Browser, name: &str, value: &str| {
        let mut fields = opening(&portal, company);
        fields.retain(|(field, _)| *field != name);
        let mut fields = pairs(&fields);
        fields.push((name, value));
        browser.submit(from, SendOpening::url(), &fields).await
    };
    for (field, typed, words) in [
        ("title", "Penjahit\nkemeja", "Tulis dalam satu baris saja."),
        (
            "address",
            "Jalan Pahlawan\r\nSurabaya",
            "Tulis dalam satu baris saja.",
        ),
        ("title", UNSEEN, "Isian ini wajib diisi."),
        ("description", UNSEEN, "Isian ini wajib diisi."),
        (
            "title",
            "Pen\u{200b}\u{200b}\u{200b}",
            "Isian ini terlalu pendek.",
        ),
    ] {
        let answer = send(&mut browser, field, typed).await;
        let page = browser.get(answer.location()).await.page();
        assert!(page.contains(words), "{field} {typed:?}: {page}");
        assert!(page.contains("Menjahit kemeja sesuai pola") != (field == "description"));
    }
    let sent = send(
        &mut browser,
        "title",
        " \u{202e}Penjahit\u{a0} kemeja\u{200b} 👩\u{200d}🏭\r\n",
    )
    .await;
    assert_eq!(sent.location(), "/perusahaan?pesan=dikirim");
    let kept: String = sqlx::query_scalar("SELECT opening->>'title' FROM vacancy_draft")
        .fetch_one(portal.pool())
        .await
        .unwrap();
    assert_eq!(kept, "Penjahit kemeja 👩\u{200d}🏭");
}

#[tokio::test]
async fn a_company_s_number_is_read_in_the_digits_of_any_keyboard() {
    let portal = Portal::start().await;
    let (_, mut asker) = portal.signed_in(Role::Citizen, "Budi").await;
    let fields = [
        ("company", "\u{200b}PT  Maju\u{202e} Jaya\u{0}"),
        ("nib", "“١٢٣٤ ۵۶۷۸–９０１２.3”."),
        ("position", "Pemilik\u{3164}"),
    ];
    let asked = asker
        .submit("/perusahaan/daftar", RequestCompany::url(), &fields)
        .await;
    assert_eq!(asked.location(), "/perusahaan?pesan=diminta");
    let kept: (String, String, String) =
        sqlx::query_as("SELECT company_name, nib, position FROM company_request")
            .fetch_one(portal.pool())
            .await
            .unwrap();
    let kept = (&*kept.0, &*kept.1, &*kept.2);
    assert_eq!(kept, ("PT Maju Jaya", "1234567890123", "Pemilik"));
}

#[tokio::test]
async fn a_talk_keeps_emoji_and_scripts_and_no_control_character() {
    let portal = Portal::start().await;
    let mut guest = portal.browser();
    let words = "Halo 👨\u{200d}👩\u{200d}👧\u{b}می\u{200c}خواهم\0\u{202e} ker\u{ad}ja";
    let talk = start_as_guest(&mut guest, words).await;
    let kept: String = sqlx::query_scalar("SELECT body FROM conversation_message")
        .fetch_one(portal.pool())
        .await
        .unwrap();
    assert_eq!(kept, "Halo 👨\u{200d}👩\u{200d}👧\nمی\u{200c}خواهم kerja");
    assert!(guest.get(&talk).await.page().contains("می\u{200c}خواهم"));
    let fields = [
        ("_form", "mulai"),
        ("client_id", "00000000-0000-0000-0000-000000000001"),
        ("name", UNSEEN),
        ("topic", "go_abroad"),
        ("body", UNSEEN),
    ];
    let answer = portal.browser().call(StartTalk::url(), &fields).await;
    let both = r#"[{"field":"name","code":"required"},{"field":"body","code":"required"}]"#;
    assert!(answer.body.contains(both), "{}", answer.body);
}

#[tokio::test]
async fn a_search_is_what_is_seen_of_it() {
    let portal = Portal::start().await;
    CLASS_OF_TWO.insert(&portal.platform).await;
    let mut browser = portal.browser();
    let typed =
        "/lowongan?kata=peng%C2%ADemudi%E2%80%8B%C2%A0%E2%80%AEtruk%00&jurusan=cafe%CC%81%0Bx";
    let page = browser.get(typed).await.page();
    for value in ["pengemudi truk", "café x"] {
        assert!(
            page.contains(&format!("value=\"{value}\"")),
            "{value}: {page}"
        );
    }
    let found = browser
        .get("/pemberdayaan?kata=%E2%80%8Bang%C2%ADgaran%E3%85%A4")
        .await
        .page();
    assert!(found.contains("/pemberdayaan/anggaran"), "{found}");
}

#[tokio::test]
async fn bytes_that_are_no_text_spoil_nothing_of_a_form() {
    let mut scene = Scene::new().await;
    let mut send = async |body: &'static [u8]| {
        let request = Request::post(SaveProfile::url())
            .header(header::ACCEPT, "text/html")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::REFERER, format!("{BASE_URL}/akun/profil"))
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(body))
            .unwrap();
        let answer = scene.citizen.send(request).await;
        scene.citizen.get(answer.location()).await.page()
    };
    // Half of an emoji as some phones encode it, an emoji that is cut off, and a letter in Latin-1.
    for body in [
        &b"_form=profile&wish=Penjahit+%ED%A0%BD+rumahan&experience_years=3"[..],
        b"_form=profile&wish=Penjahit+%F0%9F%98&experience_years=3",
        b"_form=profile&wish=Penjahit+caf\xe9&experience_years=3",
    ] {
        let page = send(body).await;
        assert!(
            page.contains("Profil Anda sudah disimpan") && page.contains("Penjahit"),
            "{page}"
        );
        let page = send([body, &b"x"[..]].concat().leak()).await;
        assert!(
            page.contains("Tulis tahun utuh") && page.contains("Penjahit"),
            "{page}"
        );
    }
}
