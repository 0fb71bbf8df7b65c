//! Sends a form of the page as the browser would, but stays on the page.
//!
//! One function serves all forms: a generated stub for each server function would be as large as a page.

use std::sync::atomic::{AtomicU32, Ordering};

use gloo_net::http::Request;
use leptos::web_sys::{FormData, HtmlFormElement, UrlSearchParams};

use crate::base::error::AppError;

/// The number of this page's forms that the server has carried out. The page stays open, so the same form may be meant
/// twice; two presses before an answer have the same number and count as one.
static DONE: AtomicU32 = AtomicU32::new(0);

/// Sends the form; the error is the server's answer to a refused form.
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
