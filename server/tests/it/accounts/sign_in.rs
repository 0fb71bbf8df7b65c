use app::accounts::api::{RequestReset, SignIn};
use app::platform::Cookie;
use domain::accounts::limits;
use leptos::server_fn::ServerFn;
use time::Duration;

use super::{PASSWORD, demo, is_in, member, sign_in, sign_out};
use crate::support::{Browser, Portal};

#[tokio::test]
async fn a_person_signs_in_in_any_spelling_of_the_address_and_lands_at_home() {
    let portal = Portal::start().await;
    member(&portal, "siti@contoh.id").await;
    let mut browser = portal.browser();
    let answer = sign_in(&mut browser, " Siti@Contoh.ID ", PASSWORD).await;
    assert_eq!((answer.status.as_u16(), answer.location()), (303, "/akun"));
    assert!(is_in(&mut browser).await);
}

#[tokio::test]
async fn the_cookies_of_signing_in_are_out_of_reach_of_scripts_and_other_sites() {
    let portal = Portal::start().await;
    member(&portal, "siti@contoh.id").await;
    let answer = sign_in(&mut portal.browser(), "siti@contoh.id", PASSWORD).await;
    let cookies: Vec<&str> = answer
        .headers
        .get_all("set-cookie")
        .into_iter()
        .map(|cookie| cookie.to_str().unwrap())
        .collect();
    let named = |name: &str| cookies.iter().any(|cookie| cookie.starts_with(name));
    assert!(named("__Host-session=") && named("__Host-device="));
    for cookie in cookies {
        for part in ["Path=/", "Secure", "HttpOnly", "SameSite=Lax"] {
            assert!(cookie.contains(part), "{part} is missing in {cookie}");
        }
        assert!(!cookie.to_lowercase().contains("domain="));
    }
}

#[tokio::test]
async fn an_unknown_account_is_answered_like_a_wrong_password() {
    let portal = Portal::start().await;
    member(&portal, "siti@contoh.id").await;
    let (mut known, mut unknown) = (portal.browser(), portal.browser());
    let a = sign_in(&mut known, "siti@contoh.id", "kursi merah di teras").await;
    let b = sign_in(&mut unknown, "tidak.ada@contoh.id", "kursi merah di teras").await;
    assert_eq!((a.status, a.location()), (b.status, b.location()));
    let (a, b) = (known.get("/masuk").await, unknown.get("/masuk").await);
    let words = "Email, nomor HP, atau kata sandi tidak cocok";
    assert!(a.page().contains(words) && b.page().contains(words));
    assert_eq!(
        a.page().replace("siti@contoh.id", "?"),
        b.page().replace("tidak.ada@contoh.id", "?")
    );
    let a = known
        .call(
            SignIn::url(),
            &[("contact", "siti@contoh.id"), ("password", "x")],
        )
        .await;
    let b = unknown
        .call(
            SignIn::url(),
            &[("contact", "tidak.ada@contoh.id"), ("password", "x")],
        )
        .await;
    assert_eq!((a.status.as_u16(), &a.body), (422, &b.body));
}

#[tokio::test]
async fn too_many_tries_lock_the_account_until_the_window_has_passed() {
    let portal = Portal::start().await;
    member(&portal, "siti@contoh.id").await;
    portal.clock().advance(to_next_quarter(&portal));
    for _ in 0..limits::SIGN_IN_ACCOUNT.max {
        // Each attempt comes from a new browser: the limit counts by account, not only by device.
        let answer = sign_in(
            &mut portal.browser(),
            "siti@contoh.id",
            "kursi merah di teras",
        )
        .await;
        assert_eq!(answer.location(), "/masuk");
    }
    let mut browser = portal.browser();
    sign_in(&mut browser, "siti@contoh.id", PASSWORD).await;
    assert!(
        browser.cookie(Cookie::Session.name()).is_none(),
        "the right password came through the lock"
    );
    let page = browser.get("/masuk").await.page();
    assert!(page.contains("Terlalu banyak percobaan"), "{page}");
    let fields = [("contact", "siti@contoh.id"), ("password", PASSWORD)];
    assert_eq!(browser.call(SignIn::url(), &fields).await.status, 429);
    portal.clock().advance(Duration::minutes(15));
    sign_in(&mut browser, "siti@contoh.id", PASSWORD).await;
    assert!(is_in(&mut browser).await);
}

#[tokio::test]
async fn a_stranger_s_tries_do_not_lock_the_owner_out_of_an_own_browser() {
    let portal = demo().await;
    member(&portal, "siti@contoh.id").await;
    let mut own = portal.browser();
    sign_in(&mut own, "siti@contoh.id", PASSWORD).await;
    sign_out(&mut own).await;
    portal.clock().advance(to_next_quarter(&portal));
    for _ in 0..=limits::SIGN_IN_ACCOUNT.max {
        sign_in(&mut portal.browser(), "siti@contoh.id", "salah").await;
    }
    for _ in 0..=limits::CODE_CONTACT.max {
        ask_for_code(&mut portal.browser()).await;
    }
    let mut stranger = portal.browser();
    sign_in(&mut stranger, "siti@contoh.id", PASSWORD).await;
    assert!(!is_in(&mut stranger).await);
    assert_eq!(ask_for_code(&mut stranger).await, "/lupa-sandi");

    let asked = ask_for_code(&mut own).await;
    assert!(asked.starts_with("/lupa-sandi/kode"), "{asked}");
    sign_in(&mut own, "siti@contoh.id", PASSWORD).await;
    assert!(is_in(&mut own).await);

    // A browser on which another account has signed in is a stranger to this account.
    member(&portal, "joko@contoh.id").await;
    sign_in(&mut stranger, "joko@contoh.id", PASSWORD).await;
    sign_out(&mut stranger).await;
    sign_in(&mut portal.browser(), "siti@contoh.id", "salah").await;
    for _ in 0..=limits::SIGN_IN_ACCOUNT.max {
        sign_in(&mut portal.browser(), "siti@contoh.id", "salah").await;
    }
    sign_in(&mut stranger, "siti@contoh.id", PASSWORD).await;
    assert!(!is_in(&mut stranger).await);

    // A known browser has a limit of guesses too.
    sign_out(&mut own).await;
    portal.clock().advance(to_next_quarter(&portal));
    for _ in 0..limits::SIGN_IN_KNOWN.max {
        sign_in(&mut own, "siti@contoh.id", "salah").await;
    }
    sign_in(&mut own, "siti@contoh.id", PASSWORD).await;
    assert!(!is_in(&mut own).await);
}

async fn ask_for_code(browser: &mut Browser) -> String {
    let fields = [("_form", "forgot"), ("contact", "siti@contoh.id")];
    let answer = browser.submit("/lupa-sandi", RequestReset::url(), &fields);
    answer.await.location().to_owned()
}

/// The time to the next quarter of an hour. Limits count in windows with fixed starts; a test that counts begins with
/// one.
pub fn to_next_quarter(portal: &Portal) -> Duration {
    let window = limits::SIGN_IN_ACCOUNT.window.whole_seconds();
    Duration::seconds(window - portal.clock().now().unix_timestamp().rem_euclid(window))
}

#[tokio::test]
async fn a_right_password_forgets_the_wrong_ones_before_it() {
    let portal = Portal::start().await;
    member(&portal, "siti@contoh.id").await;
    portal.clock().advance(to_next_quarter(&portal));
    for _ in 0..3 {
        for _ in 0..limits::SIGN_IN_ACCOUNT.max - 1 {
            sign_in(
                &mut portal.browser(),
                "siti@contoh.id",
                "kursi merah di teras",
            )
            .await;
        }
        let mut browser = portal.browser();
        sign_in(&mut browser, "siti@contoh.id", PASSWORD).await;
        assert!(is_in(&mut browser).await);
    }
}

#[tokio::test]
async fn the_limit_of_a_device_counts_over_all_accounts() {
    let portal = Portal::start().await;
    portal.clock().advance(to_next_quarter(&portal));
    let mut browser = portal.browser();
    // The first failure sets the browser's own token; later failures are counted by it.
    sign_in(&mut browser, "nobody@contoh.id", "salah").await;
    for n in 0..limits::SIGN_IN_DEVICE.max {
        let answer = browser
            .call(
                SignIn::url(),
                &[
                    ("contact", &format!("a{n}@contoh.id")),
                    ("password", "salah"),
                ],
            )
            .await;
        assert_eq!(answer.status, 422, "try {n}");
    }
    let answer = browser
        .call(
            SignIn::url(),
            &[("contact", "b@contoh.id"), ("password", "salah")],
        )
        .await;
    assert_eq!(answer.status, 429);
}

#[tokio::test]
async fn sign_in_leads_to_own_pages_only() {
    let portal = Portal::start().await;
    member(&portal, "siti@contoh.id").await;
    let to = async |next: &str| {
        let fields = [
            ("contact", "siti@contoh.id"),
            ("password", PASSWORD),
            ("next", next),
        ];
        portal
            .browser()
            .submit("/masuk", SignIn::url(), &fields)
            .await
            .location()
            .to_owned()
    };
    assert_eq!(
        to("/lowongan?q=las&kota=35.78").await,
        "/lowongan?q=las&kota=35.78"
    );
    for attack in [
        "//evil.example",
        "/\\evil.example",
        "https://evil.example",
        "/%2f%2fevil.example",
        "/%5cevil.example",
        "/\t/evil.example",
        "/..//evil.example",
        "javascript:alert(1)",
        "/akun\r\nSet-Cookie: a=b",
    ] {
        assert_eq!(to(attack).await, "/akun", "{attack:?}");
    }
    let page = portal
        .browser()
        .get("/masuk?next=//evil.example/x")
        .await
        .page();
    assert!(!page.contains("evil.example"), "{page}");
}

#[tokio::test]
async fn signing_in_again_ends_the_browser_s_session_before() {
    let portal = Portal::start().await;
    member(&portal, "siti@contoh.id").await;
    let mut browser = portal.browser();
    sign_in(&mut browser, "siti@contoh.id", PASSWORD).await;
    let mut old = browser.clone();
    sign_in(&mut browser, "siti@contoh.id", PASSWORD).await;
    assert_ne!(
        old.cookie(Cookie::Session.name()),
        browser.cookie(Cookie::Session.name())
    );
    assert!(is_in(&mut browser).await);
    assert!(!is_in(&mut old).await);
}

#[tokio::test]
async fn the_demo_s_accounts_work_in_a_demo_and_are_locked_after_it() {
    let portal = demo().await;
    app::accounts::demo::ensure(&portal.platform).await.unwrap();
    let mut open = Vec::new();
    for account in app::accounts::demo::ACCOUNTS {
        let mut browser = portal.browser();
        let answer = sign_in(&mut browser, account.email, account.password).await;
        assert_eq!(answer.location(), account.role.home(), "{}", account.email);
        open.push(browser);
    }
    app::accounts::demo::lock(&portal.platform).await.unwrap();
    for (account, mut browser) in app::accounts::demo::ACCOUNTS.into_iter().zip(open) {
        assert!(!is_in(&mut browser).await, "{}", account.email);
        sign_in(&mut browser, account.email, account.password).await;
        assert!(!is_in(&mut browser).await, "{}", account.email);
    }
    app::accounts::demo::ensure(&portal.platform).await.unwrap();
    let mut browser = portal.browser();
    sign_in(&mut browser, "warga@portal.example", "warga-demo-2026").await;
    assert!(is_in(&mut browser).await);
    assert_eq!(sign_out(&mut browser).await.status, 303);
}
