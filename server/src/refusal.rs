//! Answers for errors outside of pages: a page for a person's browser, JSON for a program.

use std::panic::AssertUnwindSafe;

use app::base::error::AppError;
use app::platform::{Ids, lang_of};
use app::shell::{Assets, error_document};
use axum::Json;
use axum::extract::{Request, State};
use axum::http::header::{ACCEPT, LOCATION};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use domain::address::meant;
use futures::FutureExt;

/// Whether the request comes from a browser that shows the answer to a person.
pub fn is_person(headers: &HeaderMap) -> bool {
    headers
        .get(ACCEPT)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|accept| accept.contains("text/html"))
}

/// The answer for an error, with its status: a page for a person, JSON for a program.
pub fn refuse(assets: &Assets, method: &Method, headers: &HeaderMap, error: &AppError) -> Response {
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    if !is_person(headers) {
        return (status, Json(error)).into_response();
    }
    let form = !matches!(*method, Method::GET | Method::HEAD);
    let page = error_document(assets, lang_of(headers), error, form);
    (status, Html(page)).into_response()
}

/// Refuses a request without a path (`GET foo`, `CONNECT host:1`), which is the client's mistake. The inner layers can
/// rely on a path.
pub async fn addressed(State(assets): State<Assets>, request: Request, next: Next) -> Response {
    if request.uri().path_and_query().is_some() {
        return next.run(request).await;
    }
    let problem = AppError::Invalid(Vec::new());
    let mut answer = refuse(&assets, request.method(), request.headers(), &problem);
    *answer.status_mut() = StatusCode::BAD_REQUEST;
    answer
}

/// Redirects to the right address when a person opens one that was copied out of a sentence or written in capitals.
pub async fn handed_on(request: Request, next: Next) -> Response {
    let opened = matches!(*request.method(), Method::GET | Method::HEAD);
    let query = request.uri().query();
    let address = meant(request.uri().path()).map(|meant| match query {
        Some(query) => format!("{meant}?{query}"),
        None => meant,
    });
    match address.and_then(|address| HeaderValue::from_str(&address).ok()) {
        Some(address) if opened => {
            (StatusCode::MOVED_PERMANENTLY, [(LOCATION, address)]).into_response()
        }
        _ => next.run(request).await,
    }
}

/// Answers a request whose handler panicked: the person reads that the fault is the portal's. The panic's message goes
/// to the log alone, because it may hold what a person typed.
pub async fn caught(State(assets): State<Assets>, request: Request, next: Next) -> Response {
    let (method, headers) = (request.method().clone(), request.headers().clone());
    // The state of this request is dropped; the state that requests share is consistent at every moment.
    match AssertUnwindSafe(next.run(request)).catch_unwind().await {
        Ok(response) => response,
        Err(_) => {
            let reference = Ids.code(8);
            tracing::error!(reference, "a request panicked");
            refuse(&assets, &method, &headers, &AppError::Internal(reference))
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::body::{Body, to_bytes};
    use axum::middleware::from_fn_with_state;
    use axum::routing::get;
    use tower::ServiceExt;

    use super::*;

    #[tokio::test]
    async fn a_request_that_panics_is_answered_in_the_persons_language() {
        async fn broken() -> StatusCode {
            assert!(std::hint::black_box(false), "Siti's words");
            StatusCode::OK
        }
        let assets = Assets {
            js: "/a.js".into(),
            wasm: "/a.wasm".into(),
            css: "/a.css".into(),
        };
        let router = Router::new()
            .route("/", get(broken))
            .layer(from_fn_with_state(assets, caught));
        for (accept, cookie, words) in [
            ("text/html", "", "<html lang=\"id\""),
            ("text/html", "lang=en", "<html lang=\"en\""),
            ("application/json", "", "Internal"),
        ] {
            let request = Request::get("/")
                .header(ACCEPT, accept)
                .header("cookie", cookie)
                .body(Body::empty())
                .unwrap();
            let answer = router.clone().oneshot(request).await.unwrap();
            assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
            let body = to_bytes(answer.into_body(), 10_000).await.unwrap();
            let body = String::from_utf8_lossy(&body);
            assert!(body.contains(words), "{body}");
            assert!(!body.contains("Siti"), "{body}");
        }
    }
}
