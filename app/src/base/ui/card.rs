//! Lists of cards that lead to a page each, and the text for an empty list.

use super::field::given;
use leptos::prelude::*;

/// A list of cards. `columns` lays them side by side where there is room.
#[component]
pub fn Cards(#[prop(optional)] columns: bool, children: Children) -> impl IntoView {
    let class = if columns {
        "cards cards-columns"
    } else {
        "cards"
    };
    view! { <ul class=class>{children()}</ul> }
}

/// One card of a list. Its title is the link, and a tap anywhere on the card follows it.
#[component]
pub fn Card(
    #[prop(into)] href: String,
    #[prop(into)] title: String,
    /// A short line under the title: who, where, when.
    #[prop(optional, into)]
    meta: String,
    /// The title's level is 3 under a section that has its own `h2`.
    #[prop(default = 2)]
    level: u8,
    /// The title's language, where it is not the page's.
    #[prop(optional_no_strip)]
    lang: Option<&'static str>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let link = view! { <a href=href lang=lang>{title}</a> };
    let heading = match level {
        3 => view! { <h3 class="card-title">{link}</h3> }.into_any(),
        _ => view! { <h2 class="card-title">{link}</h2> }.into_any(),
    };
    let meta = given(meta).map(|meta| view! { <p class="card-meta">{meta}</p> }.into_any());
    view! {
        <li class="card">
            {heading}
            {meta}
            {children.map(|children| children())}
        </li>
    }
}

/// The text for an empty list, and the most useful next step.
#[component]
pub fn EmptyState(
    #[prop(into)] title: String,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <p class="empty-title">{title}</p>
            {children.map(|children| children())}
        </div>
    }
}
