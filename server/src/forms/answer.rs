//! The answers of server functions.

use app::base::error::AppError;
use axum::body::{Body, to_bytes};
use axum::http::StatusCode;
use axum::http::header::CONTENT_LENGTH;
use axum::response::{IntoResponse, Redirect, Response};

/// Most bytes that are read of an error: errors of server functions are small.
const MOST_ERROR_BYTES: usize = 64 * 1024;

/// Splits the error from the answer of a server function, which answers every error with 500 and its JSON. A 4xx means
/// that the function does not exist: an upgrade has renamed it since the page was loaded.
pub(super) async fn split_error(response: Response) -> (Response, Option<AppError>) {
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return (response, None);
    }
    let (mut parts, body) = response.into_parts();
    let error = if status == StatusCode::INTERNAL_SERVER_ERROR {
        let body = to_bytes(body, MOST_ERROR_BYTES).await.unwrap_or_default();
        serde_json::from_slice(&body).unwrap_or_else(|_| AppError::Internal(String::new()))
    } else if status.is_client_error() {
        AppError::Conflict("outdated".into())
    } else {
        AppError::Unavailable
    };
    parts.headers.remove(CONTENT_LENGTH);
    (Response::from_parts(parts, Body::empty()), Some(error))
}

pub(super) fn see_other(to: &str) -> Response {
    Redirect::to(to).into_response()
}
