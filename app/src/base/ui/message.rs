//! Messages to the person that belong to no field.

use super::field::given;
use super::tag::Tone;
use crate::base::text::{t, tr};
use leptos::prelude::*;

/// A message about something that has just happened, or that the person should know before the next step.
#[component]
pub fn Notice(
    #[prop(optional, into)] title: String,
    #[prop(optional)] tone: Tone,
    /// Makes screen readers announce it: when it appears on an open page, or first on a page that has just loaded.
    #[prop(optional)]
    announce: bool,
    children: Children,
) -> impl IntoView {
    let title = given(title).map(|title| view! { <p class="notice-title">{title}</p> }.into_any());
    view! {
        <div class=format!("notice tone-{}", tone.name()) role=announce.then_some("status")>
            {title}
            {children()}
        </div>
    }
}

/// A text set apart from the text around it, such as an example or a quoted rule.
#[component]
pub fn Inset(children: Children) -> impl IntoView {
    view! { <div class="inset">{children()}</div> }
}

/// A warning about harm to the person, for example about a fee that nobody may ask for.
#[component]
pub fn Warning(children: Children) -> impl IntoView {
    view! {
        <div class="warning">
            <span class="warning-mark" aria-hidden="true">"!"</span>
            <div>
                <span class="visually-hidden">{tr(t::ui::WARNING_PREFIX)} " "</span>
                {children()}
            </div>
        </div>
    }
}

/// The end of a process: it succeeded, and this is the code to ask about it with.
#[component]
pub fn Panel(
    #[prop(into)] title: String,
    /// The name of the code, for example "Kode lamaran".
    #[prop(optional, into)]
    code_label: String,
    #[prop(optional, into)] code: String,
    /// 1, unless the page has another `h1`.
    #[prop(default = 1)]
    level: u8,
) -> impl IntoView {
    let heading = match level {
        1 => view! { <h1>{title}</h1> }.into_any(),
        _ => view! { <h3>{title}</h3> }.into_any(),
    };
    let code = given(code).map(|code| {
        view! {
            <p class="panel-code">
                <span>{code_label}</span>
                " "
                <strong translate="no">{code}</strong>
            </p>
        }
    });
    view! {
        <div class="panel">
            {heading}
            {code}
        </div>
    }
}

/// Further details, closed at first.
#[component]
pub fn Details(
    #[prop(into)] summary: String,
    #[prop(optional)] open: bool,
    children: Children,
) -> impl IntoView {
    view! {
        <details class="details" open=open>
            <summary>{summary}</summary>
            <div>{children()}</div>
        </details>
    }
}
