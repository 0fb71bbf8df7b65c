//! What cannot be done is said in words to a person and in codes to a machine, and is nobody's fault but whose it is.

use axum::body::Body;
use axum::http::{Request, header};
use leptos::server_fn::axum::server_fn_paths;

use crate::support::{Answer, Browser, Portal};

const FORM: &str = "application/x-www-form-urlencoded";

/// Sends these bytes as a form's body.
async fn send_raw(browser: &mut Browser, path: &str, accept: &str, body: Vec<u8>) -> Answer {
    let request = Request::post(path)
        .header(header::ACCEPT, accept)
        .header(header::CONTENT_TYPE, FORM)
        .header("sec-fetch-site", "same-origin")
        .body(Body::from(body))
        .unwrap();
    browser.send(request).await
}

#[tokio::test]
async fn a_body_that_is_no_text_is_the_fault_of_who_sent_it() {
    let portal = Portal::start().await;
    let functions = server_fn_paths().filter(|(_, method)| method == "POST");
    let mut tried = 0;
    for (path, _) in functions {
        let mut browser = portal.browser();
        let body = b"name=\xff\xfe\0".to_vec();
        let answer = send_raw(&mut browser, path, "application/json", body).await;
        assert_eq!(
            (answer.status.as_u16(), answer.body.as_str()),
            (422, r#"{"Invalid":[]}"#),
            "{path}"
        );
        tried += 1;
    }
    assert!(tried > 10);
}
