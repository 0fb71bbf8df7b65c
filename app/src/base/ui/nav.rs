//! Navigation: breadcrumbs, tabs, filters, pages of a list, and the quick exit.

use super::field::given;
use crate::base::text::{t, tr};
use leptos::prelude::*;

/// A link: its address and its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub href: String,
    pub label: String,
}

impl Link {
    pub fn new(href: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            href: href.into(),
            label: label.into(),
        }
    }
}

/// The pages above this one. The page itself is not included.
#[component]
pub fn Breadcrumbs(links: Vec<Link>) -> impl IntoView {
    let lines = links
        .into_iter()
        .map(|link| view! { <li><a href=link.href>{link.label}</a></li> }.into_any())
        .collect_view();
    view! { <nav class="breadcrumbs" aria-label=tr(t::ui::BREADCRUMBS)><ol>{lines}</ol></nav> }
}

/// Tabs: several views of the same thing, each with its own address.
#[component]
pub fn Tabs(
    /// The subject of the views; read out by screen readers.
    #[prop(into)]
    label: String,
    links: Vec<Link>,
    /// The `href` of the view that is open.
    #[prop(into)]
    current: String,
) -> impl IntoView {
    let lines = links
        .into_iter()
        .map(|link| {
            let here = (link.href == current).then_some("page");
            view! { <li><a href=link.href aria-current=here>{link.label}</a></li> }.into_any()
        })
        .collect_view();
    view! { <nav class="tabs" aria-label=label><ul>{lines}</ul></nav> }
}

/// The active filters. Each link is the same search without its filter.
#[component]
pub fn Pills(
    #[prop(into)] label: String,
    links: Vec<Link>,
    /// The search without any filter; empty for none.
    #[prop(optional, into)]
    clear: String,
) -> impl IntoView {
    let lines = links
        .into_iter()
        .map(|link| {
            view! {
                <li>
                    <a class="pill" href=link.href>
                        <span class="visually-hidden">{tr(t::ui::REMOVE_FILTER)} " "</span>
                        {link.label}
                        <span class="pill-mark" aria-hidden="true">"×"</span>
                    </a>
                </li>
            }
        })
        .collect_view();
    let clear = given(clear)
        .map(|href| view! { <li><a href=href>{tr(t::ui::CLEAR_FILTERS)}</a></li> }.into_any());
    view! { <nav class="pills" aria-label=label><ul>{lines}{clear}</ul></nav> }
}

/// Links to the previous and the next page of a list. Lists are paged by keyset, so there are no page numbers.
#[component]
pub fn Pager(
    /// The `href` of the previous page; empty on the first.
    #[prop(optional, into)]
    previous: String,
    /// The `href` of the next page; empty on the last.
    #[prop(optional, into)]
    next: String,
) -> impl IntoView {
    if previous.is_empty() && next.is_empty() {
        return ().into_any();
    }
    let previous = given(previous).map(
        |href| view! { <a class="pager-previous" rel="prev" href=href>{tr(t::ui::PREVIOUS)}</a> },
    );
    let next = given(next).map(|href| {
        view! { <a class="pager-next" rel="next" href=href>{tr(t::ui::NEXT)}</a> }.into_any()
    });
    view! { <nav class="pager" aria-label=tr(t::ui::PAGER)>{previous}{next}</nav> }.into_any()
}

/// The target of the quick exit: a plain, popular page about another subject, for a person who must not be seen here.
const HARMLESS_PAGE: &str = "https://www.bmkg.go.id/";

/// A link that leaves the portal at once. With JavaScript, the browser's Back button does not return here.
#[component]
pub fn QuickExit() -> impl IntoView {
    let leave = |event: leptos::ev::MouseEvent| {
        if window().location().replace(HARMLESS_PAGE).is_ok() {
            event.prevent_default();
        }
    };
    view! {
        <a class="quick-exit" href=HARMLESS_PAGE rel="noreferrer nofollow" on:click=leave>
            {tr(t::ui::QUICK_EXIT)}
        </a>
    }
}
