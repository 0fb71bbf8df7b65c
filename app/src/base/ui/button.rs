//! Actions: buttons of a form, and links that look like one.

use super::field::given;
use leptos::prelude::*;

/// The weight of an action. A page has one primary action.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    #[default]
    Primary,
    Secondary,
    /// Deletes or ends something.
    Danger,
    /// Looks like a link, for a small action inside a list.
    Quiet,
}

impl ButtonKind {
    fn class(self) -> &'static str {
        match self {
            Self::Primary => "button",
            Self::Secondary => "button button-secondary",
            Self::Danger => "button button-danger",
            Self::Quiet => "button button-quiet",
        }
    }
}

/// A button that sends the form around it.
#[component]
pub fn Submit(
    #[prop(into)] label: String,
    #[prop(optional)] kind: ButtonKind,
    /// Tells, with `value`, which of several buttons was pressed.
    #[prop(optional, into)]
    name: String,
    #[prop(optional, into)] value: String,
    /// Read out by screen readers after the label, where several rows have the same button.
    #[prop(optional, into)]
    about: String,
) -> impl IntoView {
    view! {
        <button type="submit" class=kind.class() name=given(name) value=given(value)>
            {label}
            {hidden_words(about)}
        </button>
    }
}

/// A link that looks like a button, for the next step of a process.
#[component]
pub fn LinkButton(
    #[prop(into)] href: String,
    #[prop(into)] label: String,
    #[prop(optional)] kind: ButtonKind,
    #[prop(optional, into)] about: String,
) -> impl IntoView {
    view! {
        <a class=kind.class() href=href>
            {label}
            {hidden_words(about)}
        </a>
    }
}

/// Text for screen readers only.
pub(super) fn hidden_words(words: String) -> Option<impl IntoView> {
    given(words).map(|words| view! { <span class="visually-hidden">" " {words}</span> }.into_any())
}

/// Several actions in a row; in a column on a narrow screen.
#[component]
pub fn ButtonRow(children: Children) -> impl IntoView {
    view! { <div class="button-row">{children()}</div> }
}
