//! Parts that the sections of the style guide share.

use leptos::prelude::*;

use crate::base::text::{t, tr};
use crate::base::ui::Choice;

/// The section of one family of components.
#[component]
pub(super) fn Section(#[prop(into)] title: String, children: Children) -> impl IntoView {
    view! {
        <section class="gaya-section">
            <h2>{title}</h2>
            {children()}
        </section>
    }
}

/// Two answers to choose from.
pub(super) fn few() -> Vec<Choice> {
    vec![
        Choice::new("a", tr(t::style_guide::CHOICE_A)).hint(tr(t::style_guide::HINT)),
        Choice::new("b", tr(t::style_guide::CHOICE_B)),
    ]
}
