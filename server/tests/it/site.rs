//! The files of the built site.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};

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
