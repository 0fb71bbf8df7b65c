//! The forms of conversations as they stand in the page.

use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::web_sys::{HtmlElement, HtmlFormElement, HtmlTextAreaElement};
use uuid::Uuid;
use wasm_bindgen::JsCast;

/// Posts a form as the browser would.
pub(super) fn post(form: &str) {
    let form = document()
        .get_element_by_id(form)
        .and_then(|form| form.dyn_into::<HtmlFormElement>().ok());
    if let Some(form) = form {
        // A form that cannot be sent stays as it is.
        let _ = form.submit();
    }
}

/// Moves the focus from an accepted form to the element with this id, unless the person has moved the focus elsewhere.
pub(super) fn go_on(form: &HtmlFormElement, then: &str) {
    let document = document();
    let is_here = document
        .active_element()
        .is_none_or(|at| at.tag_name() == "BODY" || form.contains(Some(&at)));
    let next = document
        .get_element_by_id(then)
        .and_then(|next| next.dyn_into::<HtmlElement>().ok());
    if let Some(next) = next.filter(|_| is_here) {
        // Without the focus the page is as usable as before.
        let _ = next.focus();
    }
}

/// The id of a conversation's composer.
pub(super) fn field_of(conversation: Uuid) -> String {
    format!("balas-{conversation}-body")
}

/// Moves the focus to a composer when the page shows it.
pub(super) fn focus_soon(field: String) {
    spawn_local(async move {
        TimeoutFuture::new(0).await;
        // Without the focus the page is as usable as before.
        let _ = area(&field).map(|area| area.focus());
    });
}

/// A composer of the page.
pub(super) fn area(field: &str) -> Option<HtmlTextAreaElement> {
    document().get_element_by_id(field)?.dyn_into().ok()
}
