//! The status and the redirect of the server's answer.

use axum::http::StatusCode;
use leptos::prelude::use_context;
use leptos_axum::{ResponseOptions, redirect};

/// Redirects the browser after a successful action. `path` is an address of the portal.
pub fn done(path: &str) {
    redirect(path);
}

/// Redirects permanently from an address that is only nearly right to the page's own address. Call it, like
/// [`set_status`], only in pages that are rendered before the answer starts.
pub fn moved(path: &str) {
    redirect(path);
    set_status(301);
}

/// Sets the status of the answer. Call it only in pages that are rendered before the answer starts (`SsrMode::Async`).
pub fn set_status(status: u16) {
    if let (Some(response), Ok(status)) = (
        use_context::<ResponseOptions>(),
        StatusCode::from_u16(status),
    ) {
        response.set_status(status);
    }
}
