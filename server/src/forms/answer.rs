//! The answers of server functions.

use app::base::error::AppError;
use axum::body::{Body, to_bytes};
use axum::http::StatusCode;
use axum::http::header::CONTENT_LENGTH;
use axum::response::{IntoResponse, Redirect, Response};

/// An answer of a server function that is an error is small.
const MOST_ERROR_BYTES: usize = 64 * 1024;

/// A server function answers every error with 500 and its JSON. A 4xx says that there is no such function: an upgrade has
/// renamed it since the page was loaded.
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
