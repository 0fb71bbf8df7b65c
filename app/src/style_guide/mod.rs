//! The style guide (`/gaya`): every component of the design system in every state. It exists only with `--demo`.
//! `tests/gaya.rs` checks that it is complete.

mod alone;
mod fields;
mod lists;
mod messages;
mod parts;

use crate::base::page::Title;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::base::error_page::NotFoundPage;
use crate::base::page::{unlisted, use_page};
use crate::base::text::{t, tr};

/// `/gaya`
#[component]
pub fn StylePage() -> impl IntoView {
    if !use_page().demo {
        return NotFoundPage().into_any();
    }
    unlisted();
    let name = use_query_map().with_untracked(|query| query.get("judul"));
    if let Some(page) = name.and_then(|name| alone::alone(&name)) {
        return page;
    }
    view! {
        <Title text=tr(t::style_guide::TITLE)/>
        <h1>{tr(t::style_guide::TITLE)}</h1>
        <p class="lead">{tr(t::style_guide::LEAD)}</p>
        <messages::Messages/>
        <fields::Fields/>
        <lists::Lists/>
    }
    .into_any()
}
