//! Errors where no page can say them: words for a person's browser, JSON for a machine.

use app::error::AppError;
use app::platform::lang_of;
use app::shell::{Assets, error_document};
use axum::Json;
use axum::http::header::ACCEPT;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{Html, IntoResponse, Response};

/// Whether it is a browser that shows the answer to a person.
pub fn is_person(headers: &HeaderMap) -> bool {
    headers
        .get(ACCEPT)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|accept| accept.contains("text/html"))
}

/// The error as whoever asked can read it, with its status.
pub fn refuse(assets: &Assets, method: &Method, headers: &HeaderMap, error: &AppError) -> Response {
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    if !is_person(headers) {
        return (status, Json(error)).into_response();
    }
    let form = !matches!(*method, Method::GET | Method::HEAD);
    let page = error_document(assets, lang_of(headers), error, form);
    (status, Html(page)).into_response()
}
