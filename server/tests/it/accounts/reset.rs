use app::accounts::api::{ChangePassword, RequestReset, ResetPassword};
use domain::accounts::limits;
use leptos::server_fn::ServerFn;

use super::{
    PASSWORD, demo, is_in, member, newest_code, newest_message, other_than, request_of, sign_in,
};
use crate::support::{Answer, Browser};

const NEW: &str = "meja hijau di dapur";

pub async fn ask(browser: &mut Browser, contact: &str) -> Answer {
    browser
        .submit(
            "/lupa-sandi",
            RequestReset::url(),
            &[("_form", "forgot"), ("contact", contact)],
        )
        .await
}

async fn reset(browser: &mut Browser, request: &str, code: &str, password: &str) -> Answer {
    let fields = [
        ("_form", "reset-code"),
        ("request", request),
        ("code", code),
        ("password", password),
    ];
    browser
        .submit(
            &format!("/lupa-sandi/kode?permintaan={request}"),
            ResetPassword::url(),
            &fields,
        )
        .await
}

#[tokio::test]
async fn a_code_sets_a_new_password_and_ends_every_session() {
    let portal = demo().await;
    member(&portal, "siti@contoh.id").await;
    let mut old = portal.browser();
    sign_in(&mut old, "siti@contoh.id", PASSWORD).await;
    let mut browser = portal.browser();
    let request = request_of(ask(&mut browser, "siti@contoh.id").await.location());
    let code = newest_code(&portal, "siti@contoh.id").await;
    let answer = reset(&mut browser, &request, &code, NEW).await;
    assert_eq!(answer.location(), "/masuk?pesan=sandi-baru");
    assert!(!is_in(&mut old).await);
    sign_in(&mut browser, "siti@contoh.id", PASSWORD).await;
    assert!(!is_in(&mut browser).await);
    sign_in(&mut browser, "siti@contoh.id", NEW).await;
    assert!(is_in(&mut browser).await);
    assert!(
        newest_message(&portal, "siti@contoh.id")
            .await
            .contains("baru saja diganti")
    );
}

#[tokio::test]
async fn an_unknown_contact_is_answered_like_a_known_one() {
    let portal = demo().await;
    member(&portal, "siti@contoh.id").await;
    let (mut known, mut unknown) = (portal.browser(), portal.browser());
    let a = request_of(ask(&mut known, "siti@contoh.id").await.location());
    let b = request_of(ask(&mut unknown, "tidak.ada@contoh.id").await.location());
    let open = async |browser: &mut Browser, request: &str| {
        let page = browser
            .get(&format!("/lupa-sandi/kode?permintaan={request}"))
            .await
            .page();
        page.replace(request, "?")
    };
    assert_eq!(open(&mut known, &a).await, open(&mut unknown, &b).await);
    let wrong = other_than(&newest_code(&portal, "siti@contoh.id").await);
    reset(&mut known, &a, &wrong, NEW).await;
    reset(&mut unknown, &b, "000000", NEW).await;
    assert_eq!(open(&mut known, &a).await, open(&mut unknown, &b).await);
    assert!(
        newest_message(&portal, "tidak.ada@contoh.id")
            .await
            .contains("belum ada akun")
    );
}

#[tokio::test]
async fn a_new_password_ends_every_code_that_was_asked_for_before() {
    let portal = demo().await;
    let mut browser = portal.browser();
    member(&portal, "siti@contoh.id").await;
    let first = request_of(ask(&mut browser, "siti@contoh.id").await.location());
    let first_code = newest_code(&portal, "siti@contoh.id").await;
    portal.clock().advance(time::Duration::seconds(1));
    let second = request_of(ask(&mut browser, "siti@contoh.id").await.location());
    let second_code = newest_code(&portal, "siti@contoh.id").await;
    reset(&mut browser, &second, &second_code, NEW).await;
    let other = "rumah kuning di bukit";
    let answer = reset(&mut browser, &first, &first_code, other).await;
    assert!(answer.location().starts_with("/lupa-sandi/kode"));
    sign_in(&mut browser, "siti@contoh.id", NEW).await;
    assert!(is_in(&mut browser).await);

    portal.clock().advance(time::Duration::hours(1));
    let third = request_of(
        ask(&mut portal.browser(), "siti@contoh.id")
            .await
            .location(),
    );
    let third_code = newest_code(&portal, "siti@contoh.id").await;
    let fields = [
        ("_form", "password"),
        ("current_password", NEW),
        ("password", other),
    ];
    browser
        .submit("/akun/sandi", ChangePassword::url(), &fields)
        .await;
    reset(&mut portal.browser(), &third, &third_code, PASSWORD).await;
    let mut owner = portal.browser();
    sign_in(&mut owner, "siti@contoh.id", other).await;
    assert!(is_in(&mut owner).await);
}

#[tokio::test]
async fn a_reset_frees_an_account_that_others_have_locked() {
    let portal = demo().await;
    member(&portal, "siti@contoh.id").await;
    for _ in 0..=limits::SIGN_IN_ACCOUNT.max {
        sign_in(
            &mut portal.browser(),
            "siti@contoh.id",
            "kursi merah di teras",
        )
        .await;
    }
    let mut browser = portal.browser();
    let request = request_of(ask(&mut browser, "siti@contoh.id").await.location());
    let code = newest_code(&portal, "siti@contoh.id").await;
    reset(&mut browser, &request, &code, NEW).await;
    sign_in(&mut browser, "siti@contoh.id", NEW).await;
    assert!(is_in(&mut browser).await);
}

#[tokio::test]
async fn a_code_of_one_purpose_is_no_use_for_another_and_a_refused_password_does_not_use_it_up() {
    let portal = demo().await;
    member(&portal, "siti@contoh.id").await;
    let mut browser = portal.browser();
    let request = request_of(ask(&mut browser, "siti@contoh.id").await.location());
    let code = newest_code(&portal, "siti@contoh.id").await;
    super::register::confirm(&mut browser, &request, &code).await;
    assert!(!is_in(&mut browser).await);
    let answer = reset(&mut browser, &request, &code, "Siti Aminah").await;
    assert!(
        answer.location().starts_with("/lupa-sandi/kode"),
        "{}",
        answer.location()
    );
    let page = browser.get(answer.location()).await.page();
    assert!(page.contains("tidak boleh berupa nama"), "{page}");
    assert_eq!(
        reset(&mut browser, &request, &code, NEW).await.location(),
        "/masuk?pesan=sandi-baru"
    );
}

#[tokio::test]
async fn a_code_for_one_account_does_not_open_another() {
    let portal = demo().await;
    member(&portal, "siti@contoh.id").await;
    member(&portal, "budi@contoh.id").await;
    let mut browser = portal.browser();
    let siti = request_of(ask(&mut browser, "siti@contoh.id").await.location());
    ask(&mut browser, "budi@contoh.id").await;
    let budi_code = newest_code(&portal, "budi@contoh.id").await;
    let siti_code = newest_code(&portal, "siti@contoh.id").await;
    let code = if budi_code == siti_code {
        other_than(&budi_code)
    } else {
        budi_code
    };
    reset(&mut browser, &siti, &code, NEW).await;
    sign_in(&mut browser, "siti@contoh.id", NEW).await;
    assert!(!is_in(&mut browser).await);
}
