//! The first page: entries by life situation.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::text::{t, tr};

/// `/`
#[component]
pub fn HomePage() -> impl IntoView {
    view! {
        <Title text=tr(t::home::TITLE)/>
        <h1>{tr(t::home::TITLE)}</h1>
        <p>{tr(t::home::LEAD)}</p>
    }
}
