//! A question that must be answered before going on.

use super::field::given;
use crate::base::text::{t, tr};
use leptos::html;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

/// A question over the page. The address says whether it is open (`?tanya=hapus`): a link opens it,
/// and `close` leads back. Without JavaScript it is a box in the page; with JavaScript it is modal,
/// keeps the focus inside and closes with Escape.
#[component]
pub fn Dialog(
    /// Unique on the page.
    #[prop(into)]
    id: String,
    #[prop(into)] title: String,
    /// The address of the page without the question.
    #[prop(into)]
    close: String,
    /// The text of the link back; the locale's word for cancelling when not given.
    #[prop(optional, into)]
    close_label: String,
    children: Children,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move || {
        if let Some(dialog) = dialog.get() {
            // The server's markup is open and not modal; an open dialog refuses to become modal.
            dialog.close();
            if dialog.show_modal().is_err() {
                dialog.set_open(true);
            }
        }
    });
    let navigate = use_navigate();
    let back = close.clone();
    let escape = move |event: leptos::ev::Event| {
        event.prevent_default();
        navigate(&back, Default::default());
    };
    let title_id = format!("{id}-title");
    let close_label = given(close_label).unwrap_or_else(|| tr(t::ui::CANCEL).to_owned());
    view! {
        // `autofocus` moves the focus to the question without any script.
        <dialog node_ref=dialog id=id class="dialog" open tabindex="-1" autofocus aria-labelledby=title_id on:cancel=escape>
            <h2 id=title_id.clone()>{title}</h2>
            {children()}
            <p><a href=close>{close_label}</a></p>
        </dialog>
    }
}
