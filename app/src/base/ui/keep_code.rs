use leptos::prelude::*;

use crate::base::text::{t, tr};

/// Under a code that was just given: what it is good for.
#[component]
pub fn KeepCode() -> impl IntoView {
    view! { <p>{tr(t::status::KEEP)} " " <a href="/status">{tr(t::status::TITLE)}</a></p> }
}
