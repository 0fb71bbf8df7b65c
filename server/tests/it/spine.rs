//! The frame of every page: headers, origin, statuses, languages.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};

use crate::support::Portal;

#[tokio::test]
async fn the_first_page_is_whole_without_javascript() {
    let portal = Portal::start().await;
    let answer = portal.browser().get("/").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.page().contains("<h1>"), "{}", answer.body);
    assert!(answer.body.contains("<html lang=\"id\""));
}

#[tokio::test]
async fn an_unknown_address_is_a_page_with_its_status() {
    let portal = Portal::start().await;
    let answer = portal.browser().get("/tidak-ada").await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    let page = answer.page();
    assert!(page.contains("<main"));
    assert_eq!(page.matches("name=\"robots\"").count(), 1, "{page}");
}

#[tokio::test]
async fn every_answer_carries_the_headers_of_safety() {
    let portal = Portal::start().await;
    let mut browser = portal.browser();
    let pages = ["/", "/tidak-ada"];
    let others = [
        "/healthz",
        "/robots.txt",
        "/api/none",
        "/pkg/portal.js",
        "/favicon.svg",
    ];
    for path in pages.iter().chain(&others) {
        let answer = browser.get(path).await;
        let policy = answer.header("content-security-policy").to_owned();
        if pages.contains(path) {
            assert!(
                policy.starts_with("default-src 'none'; script-src 'nonce-"),
                "{path}: {policy}"
            );
        } else {
            assert_eq!(
                policy,
                "default-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
                "{path}"
            );
        }
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            ("strict-transport-security", "max-age=31536000"),
        ] {
            assert_eq!(answer.header(name), value, "{path}: {name}");
        }
        assert!(!answer.header("permissions-policy").is_empty(), "{path}");
        assert!(!answer.header("x-request-id").is_empty(), "{path}");
    }
    let (first, second) = (browser.get("/").await, browser.get("/").await);
    assert_ne!(
        first.header("content-security-policy"),
        second.header("content-security-policy")
    );
}

#[tokio::test]
async fn every_script_of_a_page_carries_its_nonce_and_nothing_is_styled_inline() {
    let portal = Portal::start().await;
    let answer = portal.browser().get("/").await;
    let policy = answer.header("content-security-policy");
    let nonce = policy
        .split("'nonce-")
        .nth(1)
        .and_then(|rest| rest.split('\'').next())
        .unwrap();
    let scripts: Vec<_> = answer.body.split("<script").skip(1).collect();
    assert!(!scripts.is_empty());
    for script in scripts {
        let tag = script.split('>').next().unwrap();
        assert!(
            tag.contains(&format!("nonce=\"{nonce}\"")) || tag.contains("application/ld+json"),
            "{tag}"
        );
    }
    assert!(!answer.body.contains(" style="));
}

#[tokio::test]
async fn the_style_guide_is_there_in_a_demo_only() {
    let portal = Portal::start().await;
    assert_eq!(portal.browser().get("/gaya").await.status, 404);
    let demo = Portal::start_with(|settings| settings.demo = true).await;
    assert_eq!(demo.browser().get("/gaya").await.status, 200);
}

#[tokio::test]
async fn what_another_site_sends_is_refused() {
    let portal = Portal::start().await;
    let evil = Request::post("/bahasa")
        .header(header::ORIGIN, "https://evil.example")
        .header("sec-fetch-site", "cross-site")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from("lang=en"))
        .unwrap();
    assert_eq!(
        portal.browser().send(evil).await.status,
        StatusCode::FORBIDDEN
    );
    // A person whose browser or proxy hides the origin of a form reads the reason and the remedy.
    let hidden = Request::post("/bahasa")
        .header(header::ACCEPT, "text/html")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from("lang=en"))
        .unwrap();
    let refused = portal.browser().send(hidden).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let page = refused.page();
    assert!(
        page.contains("hanya menerima kiriman dari halamannya sendiri"),
        "{page}"
    );
    let upgrade = Request::get("/")
        .header(header::UPGRADE, "websocket")
        .body(Body::empty())
        .unwrap();
    assert_eq!(
        portal.browser().send(upgrade).await.status,
        StatusCode::FORBIDDEN
    );
}

#[tokio::test]
async fn the_language_is_kept_and_the_same_page_comes_back() {
    let portal = Portal::start().await;
    let mut browser = portal.browser();
    let answer = browser.submit("/?a=b", "/bahasa", &[("lang", "en")]).await;
    assert_eq!(
        (answer.status, answer.location()),
        (StatusCode::SEE_OTHER, "/?a=b")
    );
    assert!(browser.get("/").await.body.contains("<html lang=\"en\""));
}

#[tokio::test]
async fn the_portal_is_ready_when_the_database_is_migrated() {
    let portal = Portal::start().await;
    assert_eq!(portal.browser().get("/readyz").await.status, StatusCode::OK);
    portal.pool().close().await;
    assert_eq!(
        portal.browser().get("/readyz").await.status,
        StatusCode::SERVICE_UNAVAILABLE
    );
    assert_eq!(
        portal.browser().get("/healthz").await.status,
        StatusCode::OK
    );
}
