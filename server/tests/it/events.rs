//! Security events: each kind is recorded with account and network, without anything that was typed, and a flood of
//! them adds few rows.

mod kept;

use std::net::SocketAddr;

use app::accounts::api::{ChangePassword, RequestReset, SignIn};
use app::accounts::passwords;
use app::employers::officer_api::ReadCompanyRequests;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode, header};
use domain::accounts::{Role, limits};
use leptos::server_fn::ServerFn;
use time::Duration;

use crate::support::{Answer, Browser, Portal};

const EMAIL: &str = "sumi.wulan@contoh.id";
const PHONE: &str = "+6281298765432";
const PASSWORD: &str = "kursi biru di teras";
const WRONG: &str = "kursi merah di teras";
const NETWORK: &str = "203.0.113.9";

/// Kind, account, network, place, count.
type Row = (String, String, String, String, i64);

async fn events(portal: &Portal) -> Vec<Row> {
    portal.platform.events.write(portal.pool()).await.unwrap();
    sqlx::query_as(
        "SELECT kind, account, network, place, times FROM security_event ORDER BY first_at, kind, account",
    )
    .fetch_all(portal.pool())
    .await
    .unwrap()
}

/// A person who can sign in with this contact.
async fn member(portal: &Portal, role: Role, contact: &str) {
    let person = portal.person(role, "Sumiyati Wulandari").await;
    let hash = passwords::hash(portal.platform.ids, PASSWORD);
    let (email, phone) = match contact.contains('@') {
        true => (Some(contact), None),
        false => (None, Some(contact)),
    };
    sqlx::query("UPDATE person SET email = $2, phone = $3, password_hash = $4 WHERE id = $1")
        .bind(person)
        .bind(email)
        .bind(phone)
        .bind(hash.await.unwrap())
        .execute(portal.pool())
        .await
        .unwrap();
}

/// Sends a form from the test's network, as a browser without JavaScript does (`html`) or as the client does.
async fn send(browser: &mut Browser, to: &str, fields: &[(&str, &str)], html: bool) -> Answer {
    let form = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish();
    let mut request = Request::post(to)
        .header(
            header::ACCEPT,
            if html {
                "text/html"
            } else {
                "application/json"
            },
        )
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .body(Body::from(form))
        .unwrap();
    let peer = SocketAddr::new(NETWORK.parse().unwrap(), 40_000);
    request.extensions_mut().insert(ConnectInfo(peer));
    browser.send(request).await
}

async fn sign_in(browser: &mut Browser, contact: &str, password: &str, html: bool) -> Answer {
    let fields = [("contact", contact), ("password", password)];
    send(browser, SignIn::url(), &fields, html).await
}

#[tokio::test]
async fn signing_in_is_noted_whether_it_was_allowed_or_not() {
    let portal = Portal::start().await;
    member(&portal, Role::Citizen, EMAIL).await;
    member(&portal, Role::Citizen, PHONE).await;
    let account = |contact: &str| portal.platform.events.account(contact);
    let place = format!("POST {}", SignIn::url());
    let row = |kind: &str, contact: &str, times| {
        let network = NETWORK.to_owned();
        (
            kind.to_owned(),
            account(contact),
            network,
            place.clone(),
            times,
        )
    };
    let mut browser = portal.browser();
    sign_in(&mut browser, EMAIL, WRONG, false).await;
    sign_in(&mut browser, " Sumi.Wulan@Contoh.ID", WRONG, true).await;
    sign_in(&mut browser, "0812-9876-5432", WRONG, true).await;
    sign_in(&mut browser, "tidak.ada@contoh.id", WRONG, false).await;
    let mut found = events(&portal).await;
    found.sort();
    let mut expected = vec![
        row("sign_in_failed", EMAIL, 2),
        row("sign_in_failed", PHONE, 1),
        row("sign_in_failed", "tidak.ada@contoh.id", 1),
    ];
    expected.sort();
    assert_eq!(found, expected);

    portal.clock().advance(Duration::hours(1));
    sign_in(&mut browser, EMAIL, PASSWORD, true).await;
    sign_in(&mut portal.browser(), EMAIL, PASSWORD, false).await;
    // A wrong current password of a signed-in person counts as a failed sign-in too.
    let fields = [
        ("current_password", WRONG),
        ("password", "meja hijau di dapur"),
    ];
    send(&mut browser, ChangePassword::url(), &fields, true).await;
    let found = events(&portal).await;
    let later: Vec<_> = found[3..]
        .iter()
        .map(|row| (&*row.0, &*row.1, row.4))
        .collect();
    let account = account(EMAIL);
    assert_eq!(
        later,
        [
            ("sign_in_allowed", &*account, 2),
            ("sign_in_failed", &*account, 1)
        ]
    );
}

#[tokio::test]
async fn what_a_role_may_not_do_is_noted_on_pages_and_functions_with_and_without_javascript() {
    let portal = Portal::start().await;
    member(&portal, Role::Citizen, EMAIL).await;
    let mut browser = portal.browser();
    sign_in(&mut browser, EMAIL, PASSWORD, true).await;
    assert_eq!(
        browser.get("/petugas/audit").await.status,
        StatusCode::FORBIDDEN
    );
    assert_eq!(
        browser.get(ReadCompanyRequests::url()).await.status,
        StatusCode::FORBIDDEN
    );
    let take = app::consultation::TakeNext::url();
    send(&mut browser, take, &[], true).await;
    send(&mut browser, take, &[], false).await;
    // A guest who is asked to sign in is not an event of kind "refused".
    assert_eq!(
        portal.browser().get("/petugas/audit").await.status,
        StatusCode::UNAUTHORIZED
    );
    let account = portal.platform.events.account(EMAIL);
    let mut refused: Vec<_> = events(&portal).await;
    refused.retain(|row| row.0 == "refused");
    assert!(refused.iter().all(|row| row.1 == account), "{refused:?}");
    let mut places: Vec<_> = refused.iter().map(|row| (row.3.clone(), row.4)).collect();
    places.sort();
    let expected = [
        (format!("GET {}", ReadCompanyRequests::url()), 1),
        ("GET /petugas/audit".to_owned(), 1),
        (format!("POST {take}"), 2),
    ];
    assert_eq!(places, expected);
}

#[tokio::test]
async fn a_limit_that_is_reached_is_noted_with_the_account_that_was_tried() {
    let portal = Portal::start_with(|settings| settings.demo = true).await;
    member(&portal, Role::Citizen, EMAIL).await;
    for _ in 0..limits::SIGN_IN_ACCOUNT.max {
        sign_in(&mut portal.browser(), EMAIL, WRONG, false).await;
    }
    assert_eq!(
        sign_in(&mut portal.browser(), EMAIL, WRONG, false)
            .await
            .status,
        429
    );
    sign_in(&mut portal.browser(), EMAIL, PASSWORD, true).await;
    for _ in 0..=limits::CODE_CONTACT.max {
        send(
            &mut portal.browser(),
            RequestReset::url(),
            &[("contact", PHONE)],
            true,
        )
        .await;
    }
    let mut limited = events(&portal).await;
    limited.retain(|row| row.0 == "limited");
    limited.sort_by(|one, other| one.3.cmp(&other.3));
    let account = |contact: &str| portal.platform.events.account(contact);
    let row = |contact, url: &str, times| {
        let (kind, place) = ("limited".to_owned(), format!("POST {url}"));
        (kind, account(contact), NETWORK.to_owned(), place, times)
    };
    let expected = [
        row(PHONE, RequestReset::url(), 1),
        row(EMAIL, SignIn::url(), 2),
    ];
    assert_eq!(limited, expected);
}

#[tokio::test]
async fn what_comes_from_elsewhere_is_noted() {
    let portal = Portal::start_with(|settings| settings.trusted_proxies = 1).await;
    for (method, path, forwarded) in [
        ("POST", "/bahasa", "203.0.113.9"),
        ("POST", SignIn::url(), "2001:db8:1:2:3:4:5:6"),
        ("GET", "/ws/konsultasi", "nonsense"),
    ] {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("sec-fetch-site", "cross-site")
            .header(header::UPGRADE, "websocket")
            .header("x-forwarded-for", forwarded);
        let answer = portal
            .browser()
            .send(request.body(Body::empty()).unwrap())
            .await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
    }
    let mut found = events(&portal).await;
    found.sort_by(|one, other| one.2.cmp(&other.2));
    let row = |network: &str, place: &str| {
        let kind = "foreign_origin".to_owned();
        (kind, String::new(), network.to_owned(), place.to_owned(), 1)
    };
    let expected = [
        row("", "GET /ws/konsultasi"),
        row("2001:db8:1:2::/64", &format!("POST {}", SignIn::url())),
        row("203.0.113.9", "POST /bahasa"),
    ];
    assert_eq!(found, expected);
}

#[tokio::test]
async fn no_event_holds_a_contact_or_anything_that_was_typed() {
    let portal = Portal::start().await;
    member(&portal, Role::Citizen, EMAIL).await;
    member(&portal, Role::Citizen, PHONE).await;
    let mut browser = portal.browser();
    for contact in [EMAIL, PHONE, "paspor saya ditahan", "<script>"] {
        for password in [WRONG, PASSWORD, ""] {
            sign_in(&mut browser, contact, password, true).await;
        }
        let from = format!("/petugas/audit?orang={contact}").replace([' ', '<', '>'], "");
        browser.get(&from).await;
        browser.get(&format!("/api/{}", contact.len())).await;
    }
    events(&portal).await;
    let all: String =
        sqlx::query_scalar("SELECT string_agg(e::text, E'\\n') FROM security_event e")
            .fetch_one(portal.pool())
            .await
            .unwrap();
    assert!(
        all.contains("sign_in_failed") && all.contains("sign_in_allowed"),
        "{all}"
    );
    for typed in [
        "sumi", "wulan", "contoh", "81298", "kursi", "paspor", "script", "Sumiyati",
    ] {
        assert!(
            !all.to_lowercase().contains(&typed.to_lowercase()),
            "{typed}: {all}"
        );
    }
}
