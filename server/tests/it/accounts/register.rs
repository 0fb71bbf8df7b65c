use app::accounts::api::{ChangeName, ConfirmRegistration, Register};
use app::accounts::model::NOTICE_VERSION;
use domain::accounts::{CODE_ATTEMPTS, CODE_LIFETIME, limits};
use leptos::server_fn::ServerFn;
use sqlx::Row;
use time::Duration;

use super::{
    PASSWORD, demo, is_in, member, newest_code, newest_message, other_than, request_of, sign_in,
};
use crate::support::{Answer, Browser, Portal};

pub async fn register(browser: &mut Browser, contact: &str) -> Answer {
    let fields = [
        ("_form", "register"),
        ("name", "  Siti   Aminah "),
        ("contact", contact),
        ("password", PASSWORD),
        ("consent", "true"),
        ("next", "/lowongan"),
    ];
    browser.submit("/daftar", Register::url(), &fields).await
}

pub async fn confirm(browser: &mut Browser, request: &str, code: &str) -> Answer {
    let fields = [
        ("_form", "register-code"),
        ("request", request),
        ("code", code),
        ("next", "/lowongan"),
    ];
    browser
        .submit(
            &format!("/daftar/kode?permintaan={request}"),
            ConfirmRegistration::url(),
            &fields,
        )
        .await
}

async fn people(portal: &Portal) -> i64 {
    sqlx::query_scalar("SELECT count(*) FROM person")
        .fetch_one(portal.pool())
        .await
        .unwrap()
}

#[tokio::test]
async fn a_code_proves_the_contact_and_makes_the_account() {
    let portal = demo().await;
    let mut browser = portal.browser();
    let answer = register(&mut browser, "Siti@Contoh.id").await;
    assert!(
        answer.location().starts_with("/daftar/kode?permintaan="),
        "{}",
        answer.location()
    );
    assert!(answer.location().ends_with("&next=/lowongan"));
    assert_eq!(people(&portal).await, 0, "nothing is made before the code");
    let page = browser.get(answer.location()).await.page();
    assert!(page.contains("kode 6 angka"), "{page}");
    let code = newest_code(&portal, "siti@contoh.id").await;
    let answer = confirm(&mut browser, &request_of(answer.location()), &code).await;
    assert_eq!(answer.location(), "/lowongan");
    assert!(is_in(&mut browser).await);
    let page = browser.get("/akun").await.page();
    assert!(
        page.contains("Siti Aminah") && page.contains("siti@contoh.id"),
        "{page}"
    );
    let mut second = portal.browser();
    sign_in(&mut second, "siti@contoh.id", PASSWORD).await;
    assert!(is_in(&mut second).await);
}

#[tokio::test]
async fn consent_is_kept_with_what_was_shown_and_when() {
    let portal = demo().await;
    let mut browser = portal.browser();
    let answer = register(&mut browser, "siti@contoh.id").await;
    let code = newest_code(&portal, "siti@contoh.id").await;
    confirm(&mut browser, &request_of(answer.location()), &code).await;
    let row = sqlx::query("SELECT notice, lang, given_at FROM consent")
        .fetch_one(portal.pool())
        .await
        .unwrap();
    assert_eq!(
        (row.get::<&str, _>(0), row.get::<&str, _>(1)),
        (NOTICE_VERSION, "id")
    );
    assert!(row.get::<time::OffsetDateTime, _>(2) <= portal.clock().now());
}

#[tokio::test]
async fn without_consent_there_is_no_account_and_no_code() {
    let portal = demo().await;
    let mut browser = portal.browser();
    let fields = [
        ("name", "Siti"),
        ("contact", "siti@contoh.id"),
        ("password", PASSWORD),
    ];
    let answer = browser.call(Register::url(), &fields).await;
    assert_eq!(answer.status, 422);
    assert!(answer.body.contains("consent_required"), "{}", answer.body);
    let codes: i64 = sqlx::query_scalar("SELECT count(*) FROM one_time_code")
        .fetch_one(portal.pool())
        .await
        .unwrap();
    assert_eq!(codes, 0);
}

#[tokio::test]
async fn a_contact_with_an_account_is_answered_like_a_new_one() {
    let portal = demo().await;
    let person = member(&portal, "siti@contoh.id").await;
    let (mut known, mut new) = (portal.browser(), portal.browser());
    let a = register(&mut known, "siti@contoh.id").await;
    let b = register(&mut new, "baru@contoh.id").await;
    let (a, b) = (request_of(a.location()), request_of(b.location()));
    let open = async |browser: &mut Browser, request: &str| {
        let page = browser
            .get(&format!("/daftar/kode?permintaan={request}"))
            .await
            .page();
        page.replace(request, "?")
    };
    assert_eq!(open(&mut known, &a).await, open(&mut new, &b).await);
    // Only the owner learns that the account exists, by a message to the contact.
    assert!(
        newest_message(&portal, "siti@contoh.id")
            .await
            .contains("akunnya sudah ada")
    );
    for code in ["000000", "123456"] {
        let answers = [
            confirm(&mut known, &a, code).await,
            confirm(
                &mut new,
                &b,
                other_than(&newest_code(&portal, "baru@contoh.id").await).as_str(),
            )
            .await,
        ];
        assert_eq!(answers[0].status, answers[1].status);
        assert_eq!(open(&mut known, &a).await, open(&mut new, &b).await);
    }
    let hash: String = sqlx::query_scalar("SELECT password_hash FROM person WHERE id = $1")
        .bind(person)
        .fetch_one(portal.pool())
        .await
        .unwrap();
    assert!(
        app::accounts::passwords::verify(Some(hash), PASSWORD)
            .await
            .unwrap()
    );
    assert_eq!(people(&portal).await, 1);
}

#[tokio::test]
async fn five_wrong_tries_kill_a_code_and_the_right_one_comes_too_late() {
    let portal = demo().await;
    let mut browser = portal.browser();
    let request = request_of(register(&mut browser, "siti@contoh.id").await.location());
    let code = newest_code(&portal, "siti@contoh.id").await;
    for _ in 0..CODE_ATTEMPTS {
        confirm(&mut browser, &request, &other_than(&code)).await;
    }
    confirm(&mut browser, &request, &code).await;
    assert!(!is_in(&mut browser).await);
    let page = browser
        .get(&format!("/daftar/kode?permintaan={request}"))
        .await
        .page();
    assert!(page.contains("Kode sudah tidak berlaku"), "{page}");
}

#[tokio::test]
async fn guesses_that_come_at_once_are_counted_one_after_the_other() {
    let portal = demo().await;
    let request = request_of(
        register(&mut portal.browser(), "siti@contoh.id")
            .await
            .location(),
    );
    let code = newest_code(&portal, "siti@contoh.id").await;
    let guesses = (0..20).map(|_| {
        let (mut browser, request, wrong) = (portal.browser(), request.clone(), other_than(&code));
        async move { confirm(&mut browser, &request, &wrong).await }
    });
    futures::future::join_all(guesses).await;
    let mut browser = portal.browser();
    confirm(&mut browser, &request, &code).await;
    assert!(!is_in(&mut browser).await);
}

#[tokio::test]
async fn a_code_ends_after_a_quarter_of_an_hour_and_works_once() {
    let portal = demo().await;
    let mut late = portal.browser();
    let request = request_of(register(&mut late, "lambat@contoh.id").await.location());
    let code = newest_code(&portal, "lambat@contoh.id").await;
    portal.clock().advance(CODE_LIFETIME);
    confirm(&mut late, &request, &code).await;
    assert!(!is_in(&mut late).await);

    let mut first = portal.browser();
    let request = request_of(register(&mut first, "siti@contoh.id").await.location());
    let code = newest_code(&portal, "siti@contoh.id").await;
    confirm(&mut first, &request, &code).await;
    assert!(is_in(&mut first).await);
    let mut second = portal.browser();
    confirm(&mut second, &request, &code).await;
    assert!(!is_in(&mut second).await, "a code signed two browsers in");
    let waiting: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM one_time_code WHERE used_at IS NOT NULL AND pending IS NOT NULL",
    )
    .fetch_one(portal.pool())
    .await
    .unwrap();
    assert_eq!(waiting, 0, "a used code still holds a name and a hash");
}

#[tokio::test]
async fn codes_to_one_contact_are_limited_in_an_hour() {
    let portal = demo().await;
    let window = limits::CODE_CONTACT.window.whole_seconds();
    portal.clock().advance(Duration::seconds(
        window - portal.clock().now().unix_timestamp().rem_euclid(window),
    ));
    for _ in 0..limits::CODE_CONTACT.max {
        assert!(
            register(&mut portal.browser(), "siti@contoh.id")
                .await
                .location()
                .starts_with("/daftar/kode")
        );
    }
    let mut browser = portal.browser();
    assert_eq!(
        register(&mut browser, "SITI@contoh.id").await.location(),
        "/daftar"
    );
    assert!(
        browser
            .get("/daftar")
            .await
            .page()
            .contains("Terlalu banyak percobaan")
    );
    portal.clock().advance(Duration::hours(1));
    assert!(
        register(&mut browser, "siti@contoh.id")
            .await
            .location()
            .starts_with("/daftar/kode")
    );
}

#[tokio::test]
async fn a_phone_only_account_needs_a_way_to_reach_it() {
    let mail_only =
        Portal::start_with(|settings| settings.smtp_url = Some("smtp://127.0.0.1:9".into())).await;
    let mut browser = mail_only.browser();
    assert_eq!(
        register(&mut browser, "0812-3456-7890").await.location(),
        "/daftar"
    );
    let page = browser.get("/daftar").await.page();
    assert!(
        page.contains("belum dapat mengirim SMS") && page.contains("0812-3456-7890"),
        "{page}"
    );
    let gateway =
        Portal::start_with(|settings| settings.phone_command = Some("/bin/true".into())).await;
    assert!(
        register(&mut gateway.browser(), "0812-3456-7890")
            .await
            .location()
            .starts_with("/daftar/kode")
    );
    let neither = Portal::start().await;
    let page = neither.browser().get("/daftar").await.page();
    assert!(page.contains("Pendaftaran belum dibuka"), "{page}");
    let demo = demo().await;
    let mut browser = demo.browser();
    let request = request_of(register(&mut browser, "+62 812 3456 7890").await.location());
    let code = newest_code(&demo, "+6281234567890").await;
    confirm(&mut browser, &request, &code).await;
    assert!(browser.get("/akun").await.page().contains("0812-3456-7890"));
}

#[tokio::test]
async fn two_codes_to_one_contact_make_one_account() {
    let portal = demo().await;
    let (mut first, mut second) = (portal.browser(), portal.browser());
    let a = request_of(register(&mut first, "siti@contoh.id").await.location());
    let code_a = newest_code(&portal, "siti@contoh.id").await;
    portal.clock().advance(Duration::seconds(1));
    let b = request_of(register(&mut second, "siti@contoh.id").await.location());
    let code_b = newest_code(&portal, "siti@contoh.id").await;
    confirm(&mut first, &a, &code_a).await;
    let answer = confirm(&mut second, &b, &code_b).await;
    assert!(answer.location().starts_with("/daftar/kode"));
    assert!(is_in(&mut first).await && !is_in(&mut second).await);
    assert_eq!(people(&portal).await, 1);
}

#[tokio::test]
async fn registering_over_somebody_s_head_ends_their_session_and_shows_nothing_of_theirs() {
    let portal = demo().await;
    member(&portal, "joko@contoh.id").await;
    let mut phone = portal.browser();
    sign_in(&mut phone, "joko@contoh.id", PASSWORD).await;
    let name = "Joko yang lama ".repeat(20);
    let fields = [("_form", "name"), ("name", name.as_str())];
    phone.submit("/akun/nama", ChangeName::url(), &fields).await;
    let mut before = phone.clone();
    let request = request_of(register(&mut phone, "siti@contoh.id").await.location());
    let code = newest_code(&portal, "siti@contoh.id").await;
    confirm(&mut phone, &request, &code).await;
    let page = phone.get("/akun/nama").await;
    assert!(page.body.contains("Siti Aminah") && !page.body.contains("Joko yang lama"));
    assert!(!is_in(&mut before).await);
}
