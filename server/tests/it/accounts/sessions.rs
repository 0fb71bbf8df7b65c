use app::accounts::api::{
    ChangeName, ChangePassword, EndOtherSessions, EndSession, SignOutEverywhere,
};
use app::platform::Cookie;
use domain::accounts::Role;
use leptos::server_fn::ServerFn;
use time::Duration;
use uuid::Uuid;

use super::{PASSWORD, is_in, member, sign_in, sign_out};
use crate::support::{Browser, Portal};

async fn devices(portal: &Portal, email: &str, count: usize) -> Vec<Browser> {
    let mut browsers = Vec::new();
    for _ in 0..count {
        let mut browser = portal.browser();
        sign_in(&mut browser, email, PASSWORD).await;
        assert!(is_in(&mut browser).await);
        browsers.push(browser);
    }
    browsers
}

async fn session_of(portal: &Portal, browser: &Browser) -> Uuid {
    let token = browser.cookie(Cookie::Session.name()).unwrap();
    let bytes = data_encoding::BASE64URL_NOPAD
        .decode(token.as_bytes())
        .unwrap();
    sqlx::query_scalar("SELECT id FROM session WHERE token_hash = sha256($1)")
        .bind(bytes)
        .fetch_one(portal.pool())
        .await
        .unwrap()
}

#[tokio::test]
async fn a_signed_out_session_cannot_come_back() {
    let portal = Portal::start().await;
    member(&portal, "siti@contoh.id").await;
    let mut browser = devices(&portal, "siti@contoh.id", 1).await.remove(0);
    // A copy of the cookie, such as a thief or a second tab has.
    let mut copy = browser.clone();
    let answer = sign_out(&mut browser).await;
    assert_eq!(answer.location(), "/masuk?pesan=keluar");
    assert_eq!(answer.header("clear-site-data"), "\"cache\", \"storage\"");
    assert!(browser.cookie(Cookie::Session.name()).is_none());
    for _ in 0..3 {
        // Requests with the old cookie must not revive the session.
        assert_eq!(copy.get("/akun").await.status, 401);
        portal.clock().advance(Duration::minutes(6));
    }
    let page = browser.get("/masuk?pesan=keluar").await.page();
    assert!(page.contains("Anda sudah keluar."));
}

#[tokio::test]
async fn signing_out_everywhere_ends_every_device() {
    let portal = Portal::start().await;
    member(&portal, "siti@contoh.id").await;
    let mut browsers = devices(&portal, "siti@contoh.id", 3).await;
    let answer = browsers[1]
        .submit("/akun/sesi", SignOutEverywhere::url(), &[])
        .await;
    assert_eq!(answer.location(), "/masuk?pesan=keluar-semua");
    assert!(!answer.header("clear-site-data").is_empty());
    for browser in &mut browsers {
        assert!(!is_in(browser).await);
    }
}

#[tokio::test]
async fn one_session_can_be_ended_and_only_one_s_own() {
    let portal = Portal::start().await;
    member(&portal, "siti@contoh.id").await;
    member(&portal, "budi@contoh.id").await;
    let mut siti = devices(&portal, "siti@contoh.id", 2).await;
    let mut budi = devices(&portal, "budi@contoh.id", 1).await.remove(0);
    let second = session_of(&portal, &siti[1]).await;
    let foreign = budi
        .call(EndSession::url(), &[("session", &second.to_string())])
        .await;
    assert_eq!(foreign.status, 404);
    assert!(is_in(&mut siti[1]).await);
    let page = siti[0].get("/akun/sesi").await.page();
    assert!(
        page.contains(&second.to_string()) && page.contains("Perangkat ini"),
        "{page}"
    );
    let answer = siti[0]
        .submit(
            "/akun/sesi",
            EndSession::url(),
            &[("session", &second.to_string())],
        )
        .await;
    assert_eq!(answer.location(), "/akun/sesi?pesan=dikeluarkan");
    assert!(!is_in(&mut siti[1]).await);
    assert!(is_in(&mut siti[0]).await);
    let again = siti[0]
        .call(EndSession::url(), &[("session", &second.to_string())])
        .await;
    assert_eq!(again.status, 404);
}

#[tokio::test]
async fn ending_the_others_keeps_this_one() {
    let portal = Portal::start().await;
    member(&portal, "siti@contoh.id").await;
    let mut browsers = devices(&portal, "siti@contoh.id", 3).await;
    browsers[0]
        .submit("/akun/sesi", EndOtherSessions::url(), &[])
        .await;
    assert!(is_in(&mut browsers[0]).await);
    assert!(!is_in(&mut browsers[1]).await && !is_in(&mut browsers[2]).await);
}

#[tokio::test]
async fn a_new_password_ends_the_other_sessions_and_the_old_one_is_no_use() {
    let portal = Portal::start().await;
    member(&portal, "siti@contoh.id").await;
    let mut browsers = devices(&portal, "siti@contoh.id", 2).await;
    let new = "meja hijau di dapur";
    let fields = [
        ("_form", "password"),
        ("current_password", PASSWORD),
        ("password", new),
    ];
    let answer = browsers[0]
        .submit("/akun/sandi", ChangePassword::url(), &fields)
        .await;
    assert_eq!(answer.location(), "/akun?pesan=sandi");
    assert!(is_in(&mut browsers[0]).await);
    assert!(!is_in(&mut browsers[1]).await);
    let mut browser = portal.browser();
    sign_in(&mut browser, "siti@contoh.id", PASSWORD).await;
    assert!(!is_in(&mut browser).await);
    sign_in(&mut browser, "siti@contoh.id", new).await;
    assert!(is_in(&mut browser).await);
}

#[tokio::test]
async fn what_one_person_typed_is_not_shown_to_the_next_on_the_same_phone() {
    let portal = Portal::start().await;
    member(&portal, "siti@contoh.id").await;
    member(&portal, "joko@contoh.id").await;
    let mut phone = portal.browser();
    let wrong = async |phone: &mut Browser| {
        sign_in(phone, "siti@contoh.id", PASSWORD).await;
        let name = "Siti yang lama ".repeat(20);
        let fields = [("_form", "name"), ("name", name.as_str())];
        phone.submit("/akun/nama", ChangeName::url(), &fields).await;
        let page = phone.get("/akun/nama").await;
        assert!(page.body.contains("Siti yang lama"));
    };
    // First by signing out, then by signing in as another person without signing out.
    wrong(&mut phone).await;
    phone.set_cookie("__Host-konsultasi", "A");
    sign_out(&mut phone).await;
    assert!(phone.cookie("__Host-konsultasi").is_none());
    assert!(phone.cookie("__Host-visitor").is_none());
    let drafts = "SELECT count(*) FROM form_draft";
    let kept: i64 = sqlx::query_scalar(drafts)
        .fetch_one(portal.pool())
        .await
        .unwrap();
    assert_eq!(kept, 0);
    wrong(&mut phone).await;
    sign_in(&mut phone, "joko@contoh.id", PASSWORD).await;
    let page = phone.get("/akun/nama").await;
    assert!(!page.body.contains("Siti yang lama"));
}

#[tokio::test]
async fn sessions_and_browsers_of_long_ago_are_forgotten() {
    let portal = Portal::start().await;
    member(&portal, "siti@contoh.id").await;
    sign_in(&mut portal.browser(), "siti@contoh.id", PASSWORD).await;
    let rows = async || -> (i64, i64) {
        server::workers::once(&portal.platform).await;
        sqlx::query_as("SELECT (SELECT count(*) FROM session), (SELECT count(*) FROM known_device)")
            .fetch_one(portal.pool())
            .await
            .unwrap()
    };
    portal.clock().advance(Duration::days(89));
    assert_eq!(rows().await, (1, 1));
    portal.clock().advance(Duration::days(2));
    assert_eq!(rows().await, (0, 1));
    portal.clock().advance(Duration::days(90));
    assert_eq!(rows().await, (0, 0));
}

#[tokio::test]
async fn an_idle_session_ends_and_an_officer_s_sooner() {
    let portal = Portal::start().await;
    let (_, mut citizen) = portal.signed_in(Role::Citizen, "Siti").await;
    let (_, mut officer) = portal.signed_in(Role::Counsellor, "Dewi").await;
    portal.clock().advance(Duration::hours(8));
    assert!(is_in(&mut citizen).await);
    assert!(!is_in(&mut officer).await);
    portal.clock().advance(Duration::days(13));
    assert!(is_in(&mut citizen).await, "it was used 13 days ago");
    portal.clock().advance(Duration::days(14));
    assert!(!is_in(&mut citizen).await);
    assert!(!is_in(&mut citizen).await, "looking must not revive it");
}

#[tokio::test]
async fn a_session_in_daily_use_ends_at_its_absolute_age() {
    let portal = Portal::start().await;
    let (_, mut browser) = portal.signed_in(Role::Citizen, "Siti").await;
    for _ in 0..8 {
        portal.clock().advance(Duration::days(10));
        assert!(is_in(&mut browser).await);
    }
    portal.clock().advance(Duration::days(10));
    assert!(!is_in(&mut browser).await);
}

#[tokio::test]
async fn pages_of_a_signed_in_person_are_kept_nowhere() {
    let portal = Portal::start().await;
    let (_, mut browser) = portal.signed_in(Role::Admin, "Ratna").await;
    for path in [
        "/",
        "/akun",
        "/akun/sesi",
        "/akun/sandi",
        "/akun/hapus",
        "/akun/data.json",
        "/petugas",
        "/petugas/audit",
    ] {
        let answer = browser.get(path).await;
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
    }
    let demo = super::demo().await;
    let outbox = demo.browser().get("/kotak-keluar").await;
    assert_eq!(
        (outbox.status.as_u16(), outbox.header("cache-control")),
        (200, "no-store")
    );
    let refused = portal.browser().get("/akun").await;
    assert_eq!(
        (refused.status.as_u16(), refused.header("cache-control")),
        (401, "no-store")
    );
}
