//! Definitions that the desk's components share.

use leptos::prelude::*;

use crate::base::error::AppError;
use crate::base::page::use_page;
use crate::base::text::t;
use crate::base::ui::changing;

/// The id of the heading above the counsellor's own conversations.
pub(super) const OWN_TALKS: &str = "konsultasi-saya";

/// The error of a form that an awake page has sent, in words.
#[component]
pub(super) fn Problem(problem: RwSignal<Option<AppError>>) -> impl IntoView {
    let lang = use_page().lang;
    let words = changing(move || {
        problem.get().map_or("", |error| {
            let field = if let AppError::Invalid(fields) = &error {
                fields.first()
            } else {
                None
            };
            t::error_text(lang, field.map_or(error.code(), |field| &field.code))
        })
    });
    view! { <p class="field-error" role="alert">{words}</p> }
}
