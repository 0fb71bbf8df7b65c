use leptos::prelude::*;

use crate::base::text::{t, tr};

/// The text under a new code: what the code is for.
#[component]
pub fn KeepCode() -> impl IntoView {
    view! { <p>{tr(t::status::KEEP)} " " <a href="/status">{tr(t::status::TITLE)}</a></p> }
}
