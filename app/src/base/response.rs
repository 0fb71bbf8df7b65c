//! What the server's answer says beside the page itself.

use axum::http::StatusCode;
use leptos::prelude::use_context;
use leptos_axum::{ResponseOptions, redirect};

/// Sends the browser on after an action that has succeeded. `path` is an address of the portal's own.
pub fn done(path: &str) {
    redirect(path);
}

/// Leads from an address that is only nearly right to the page's own, for good. Like [`set_status`] only in pages that
/// are rendered before the answer starts.
pub fn moved(path: &str) {
    redirect(path);
    set_status(301);
}

/// Answers a page with this status; only in pages rendered before the answer starts (`SsrMode::Async`).
pub fn set_status(status: u16) {
    if let (Some(response), Ok(status)) = (
        use_context::<ResponseOptions>(),
        StatusCode::from_u16(status),
    ) {
        response.set_status(status);
    }
}
