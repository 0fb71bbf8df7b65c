//! The language for a person on a first visit, and for a person with an account.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};

use super::register::{confirm, register};
use super::{demo, newest_code, newest_message, request_of};
use crate::support::{Answer, Browser, Portal};

const ENGLISH: &str = "en-US,en;q=0.9,id;q=0.8";
const INDONESIAN: &str = "id-ID,id;q=0.9,en-US;q=0.8,en;q=0.7";

fn speaks(answer: &Answer, lang: &str) -> bool {
    answer.body.contains(&format!("<html lang=\"{lang}\""))
}

/// Sends a form as another site does.
async fn from_elsewhere(browser: &mut Browser) -> Answer {
    let request = Request::post("/bahasa")
        .header(header::ACCEPT, "text/html")
        .header("sec-fetch-site", "cross-site");
    browser.send(request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn a_first_visit_is_answered_in_the_language_that_the_browser_asks_for() {
    let portal = Portal::start().await;
    for (languages, lang) in [
        ("", "id"),
        (ENGLISH, "en"),
        (INDONESIAN, "id"),
        ("zh-TW,en;q=0.5", "en"),
        ("jv,en;q=0.5", "id"),
        ("mad,su;q=0.9,ms;q=0.8,en;q=0.7", "id"),
    ] {
        let mut browser = portal.browser().speaking(languages);
        for (path, status) in [
            ("/", StatusCode::OK),
            ("/lowongan", StatusCode::OK),
            ("/konsultasi", StatusCode::OK),
            ("/masuk", StatusCode::OK),
            ("/akun", StatusCode::UNAUTHORIZED),
            ("/tidak-ada", StatusCode::NOT_FOUND),
        ] {
            let page = browser.get(path).await;
            assert_eq!(page.status, status, "{path}");
            assert!(speaks(&page, lang), "{languages}: {path}");
            let vary: Vec<_> = page.headers.get_all(header::VARY).iter().collect();
            assert!(
                vary.iter().any(|value| *value == "Accept-Language, Cookie"),
                "{path}: {vary:?}"
            );
        }
        let refused = from_elsewhere(&mut browser).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        assert!(speaks(&refused, lang), "{languages}: {}", refused.body);
        // The portal keeps no language while nobody has chosen one.
        assert_eq!(browser.cookie("__Host-lang"), None);
        browser.submit("/", "/bahasa", &[("lang", "id")]).await;
        assert!(speaks(&browser.get("/").await, "id"), "{languages}");
        browser.submit("/", "/bahasa", &[("lang", "en")]).await;
        assert!(speaks(&browser.get("/").await, "en"), "{languages}");
    }
}

#[tokio::test]
async fn a_choice_of_before_the_cookie_had_its_prefix_still_counts() {
    let portal = Portal::start().await;
    let mut browser = portal.browser().speaking(INDONESIAN);
    browser.set_cookie("lang", "en");
    assert!(speaks(&browser.get("/").await, "en"));
    browser.submit("/", "/bahasa", &[("lang", "id")]).await;
    assert!(speaks(&browser.get("/").await, "id"));
}

#[tokio::test]
async fn files_of_the_site_are_the_same_in_every_language() {
    let portal = Portal::start().await;
    for path in ["/pkg/portal.css", "/favicon.svg"] {
        let file = portal.browser().speaking(ENGLISH).get(path).await;
        assert_eq!(file.status, StatusCode::OK);
        let vary = file.headers.get_all(header::VARY);
        let vary: Vec<_> = vary.iter().map(|value| value.to_str().unwrap()).collect();
        let said = vary.join(", ").to_lowercase();
        assert!(
            !said.contains("language") && !said.contains("cookie"),
            "{path}: {said}"
        );
    }
}

#[tokio::test]
async fn who_registers_on_an_english_visit_is_written_to_and_answered_in_english() {
    let portal = demo().await;
    let mut browser = portal.browser().speaking(ENGLISH);
    let asked = register(&mut browser, "siti@contoh.id").await;
    let message = newest_message(&portal, "siti@contoh.id").await;
    assert!(message.contains("Your code"), "{message}");
    let code = newest_code(&portal, "siti@contoh.id").await;
    confirm(&mut browser, &request_of(asked.location()), &code).await;
    // The account keeps the language, whatever languages the browser asks for.
    for languages in ["", INDONESIAN] {
        let mut own = browser.clone().speaking(languages);
        assert!(speaks(&own.get("/akun").await, "en"), "{languages}");
    }
    assert!(speaks(&portal.browser().get("/").await, "id"));
    let mut chosen = browser.clone();
    chosen.submit("/akun", "/bahasa", &[("lang", "id")]).await;
    assert!(speaks(&chosen.get("/akun").await, "id"));
}
