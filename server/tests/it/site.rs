//! The files of the built site, and how long browsers and proxies may keep each.

use app::consultation::LoadTalk;
use app::home::LoadHome;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use domain::accounts::Role;
use leptos::server_fn::ServerFn;

use crate::support::Portal;

#[tokio::test]
async fn an_address_that_no_file_can_have_is_an_unknown_one() {
    let portal = Portal::start().await;
    let mut browser = portal.browser();
    let long = |length: usize| format!("/{}", "a".repeat(length));
    for path in [
        long(253),
        long(256),
        long(6000),
        format!("/pkg{}", long(256)),
        format!("/favicon.svg{}", long(256)),
        "/favicon.svg/x".to_owned(),
        "/%00".to_owned(),
        "/pkg/%00.css".to_owned(),
        "/pkg".to_owned(),
        "/%ff".to_owned(),
        "/../Cargo.toml".to_owned(),
    ] {
        for method in [Method::GET, Method::HEAD] {
            for encoding in ["identity", "br", "gzip, br"] {
                let request = Request::builder()
                    .method(&method)
                    .uri(&path)
                    .header(header::ACCEPT, "text/html")
                    .header(header::ACCEPT_ENCODING, encoding)
                    .body(Body::empty())
                    .unwrap();
                let answer = browser.send(request).await;
                assert_eq!(
                    answer.status,
                    StatusCode::NOT_FOUND,
                    "{method} {path:.60} {encoding}"
                );
            }
        }
        let page = browser.get(&path).await;
        assert!(page.page().contains("<main"), "{path:.60}: {}", page.body);
    }
}

#[tokio::test]
async fn files_of_the_site_are_kept_whoever_is_signed_in() {
    let portal = Portal::start().await;
    let (_, member) = portal.signed_in(Role::Citizen, "Siti").await;
    for mut browser in [portal.browser(), member] {
        for (path, age) in [
            ("/pkg/portal.css", "public, max-age=31536000, immutable"),
            ("/favicon.svg", "public, max-age=3600"),
        ] {
            let answer = browser.get(path).await;
            assert_eq!(
                (answer.status, answer.header("cache-control")),
                (StatusCode::OK, age),
                "{path}"
            );
            // The answer "not modified" carries the same cache rule, so that the browser keeps the file.
            let since = answer.header("last-modified").to_owned();
            let again = Request::get(path)
                .header(header::IF_MODIFIED_SINCE, since)
                .body(Body::empty())
                .unwrap();
            let again = browser.send(again).await;
            assert_eq!(
                (again.status, again.header("cache-control")),
                (StatusCode::NOT_MODIFIED, age),
                "{path}"
            );
        }
        let lost = browser.get("/pkg/none.css").await;
        assert_eq!(lost.status, StatusCode::NOT_FOUND);
        assert!(!lost.header("cache-control").contains("public"));
    }
}

#[tokio::test]
async fn what_the_portal_answers_a_guest_in_person_is_kept_nowhere() {
    let portal = Portal::start().await;
    let mut browser = portal.browser();
    for path in [
        LoadHome::url(),
        LoadTalk::url(),
        "/api/none",
        "/lupa-sandi",
        "/lupa-sandi/kode",
    ] {
        let answer = browser.get(path).await;
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
    }
    let home = browser.get("/").await;
    assert_eq!(home.header("cache-control"), "private, no-cache");
}
