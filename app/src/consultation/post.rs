//! Sends a form of the page as the browser would, but stays on the page.
//!
//! One function for all forms: a server function's own stub for each would weigh as much as a page.

use std::sync::atomic::{AtomicU32, Ordering};

use gloo_net::http::Request;
use leptos::web_sys::{FormData, HtmlFormElement, UrlSearchParams};

use crate::base::error::AppError;

/// How many forms of this page were carried out. The page stays, so that a form of it may be meant twice; two presses
/// before an answer are one.
static DONE: AtomicU32 = AtomicU32::new(0);

/// Sends the form; what it is told when it is refused.
pub(super) async fn send(form: &HtmlFormElement) -> Result<(), AppError> {
    let fields = FormData::new_with_form(form).map_err(|_| AppError::Unavailable)?;
    let fields = UrlSearchParams::new_with_str_sequence_sequence(&fields)
        .map_err(|_| AppError::Unavailable)?;
    fields.append("_turn", &DONE.load(Ordering::Relaxed).to_string());
    let request = Request::post(&form.action())
        .header("accept", "application/json")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(String::from(fields.to_string()));
    let answer = request.map_err(|_| AppError::Unavailable)?.send().await;
    let answer = answer.map_err(|_| AppError::Unavailable)?;
    if answer.ok() {
        DONE.fetch_add(1, Ordering::Relaxed);
        return Ok(());
    }
    let said = answer.text().await.unwrap_or_default();
    Err(serde_json::from_str(&said).unwrap_or(AppError::Unavailable))
}
