//! Forms: the parts around the fields, and the error summary.

use super::scope::{FormScope, Registered, bare, error_words, scoped};
use crate::base::form::{FORM_ID_FIELD, FormState, PAGE_FIELD, SEAL_FIELD, use_form};
use crate::base::page::use_page;
use crate::base::text::{Text, t, tr};
use leptos::prelude::*;
use std::borrow::Cow;

/// A form that changes something: a plain POST, the same with and without JavaScript.
///
/// When the last attempt failed, the error summary is printed above and each field shows the typed
/// value. `upload` sends files (`multipart/form-data`; the action is then a plain Axum handler).
#[component]
pub fn PostForm(
    /// Names the form in the draft; unique on the page.
    id: &'static str,
    #[prop(into)] action: String,
    #[prop(optional)] upload: bool,
    #[prop(optional, into)] class: String,
    children: Children,
) -> impl IntoView {
    let (summary, inner) = with_summary(id, use_form(id), children);
    view! {
        {summary}
        <form
            id=id
            class=format!("form {class}")
            method="post"
            action=action
            enctype=upload.then_some("multipart/form-data")
            novalidate
        >
            <FormMarks/>
            <input type="hidden" name=FORM_ID_FIELD value=id/>
            {inner}
        </form>
    }
}

/// The hidden fields of every form that is posted: the address of its page, so that returning to it needs no `Referer`
/// header, and its seal. They come before all other fields, so that the server reads them before a file.
#[component]
pub(crate) fn FormMarks() -> impl IntoView {
    view! {
        // Without `autocomplete="off"`, a browser would fill a reloaded page with the values of the page before.
        <input type="hidden" name=SEAL_FIELD value=use_page().seal autocomplete="off"/>
        <input type="hidden" name=PAGE_FIELD value=own_page() autocomplete="off"/>
    }
}

#[cfg(feature = "ssr")]
fn own_page() -> String {
    use_page().path
}

/// In the client the address can change while a form of the frame stays, so this follows the router.
#[cfg(not(feature = "ssr"))]
fn own_page() -> super::Changing<String> {
    let location = leptos_router::hooks::use_location();
    super::changing(move || {
        let (path, search) = (location.pathname.read(), location.search.read());
        let mark = if search.is_empty() { "" } else { "?" };
        [&**path, mark, search.trim_start_matches('?')].concat()
    })
}

/// The error summary of a form, and its fields.
fn with_summary(
    id: &'static str,
    state: FormState,
    children: Children,
) -> (Option<AnyView>, impl IntoView) {
    let errors = state.errors();
    let problem = state.problem();
    let scope = FormScope::new(id, Some(state));
    // Renders the fields first, because they register their labels for the summary.
    let fields = scope.fields;
    let inner = scoped(scope, children);
    let problems = fields.with_value(|fields| problems(fields, problem, errors));
    let summary =
        (!problems.is_empty()).then(|| view! { <ErrorSummary form=id problems/> }.into_any());
    (summary, inner)
}

/// The lines of the error summary: the error of the form as a whole, then the field errors in the order of the page.
fn problems(
    fields: &[Registered],
    problem: Option<String>,
    errors: Vec<(String, String)>,
) -> Vec<Problem> {
    let place = |name: &str| fields.iter().position(|field| bare(&field.name) == name);
    let mut errors: Vec<_> = errors
        .into_iter()
        .map(|(name, code)| (place(&name), code))
        .collect();
    errors.sort_by_key(|(place, _)| *place);
    let whole = problem.map(|code| (None, code));
    whole
        .into_iter()
        .chain(errors)
        .map(|(place, code): (Option<usize>, String)| {
            let field = place.and_then(|at| fields.get(at));
            Problem {
                target: field.map(|field| field.id.clone()),
                label: field.map(|field| field.label.clone()).unwrap_or_default(),
                words: error_words(&code, field.map_or("", |field| &field.limit)),
            }
        })
        .collect()
}

/// One line of the error summary.
#[derive(Clone)]
pub struct Problem {
    /// The id of the control to jump to; none for an error of the form as a whole.
    pub target: Option<String>,
    pub label: String,
    pub words: Cow<'static, str>,
}

/// The error summary above the form. It takes the focus, and each line leads to its field.
#[component]
pub fn ErrorSummary(
    form: &'static str,
    problems: Vec<Problem>,
    /// Another heading, for errors that are not about a form to correct.
    #[prop(default = t::ui::PROBLEM_TITLE)]
    heading: Text,
) -> impl IntoView {
    let title = format!("{form}-problems-title");
    let lines = problems
        .into_iter()
        .map(
            |Problem {
                 target,
                 label,
                 words,
             }| {
                let words = if label.is_empty() {
                    words.into_owned()
                } else if label.ends_with('?') {
                    format!("{label} {words}")
                } else {
                    format!("{label}: {words}")
                };
                match target {
                    // `rel="external"`: the router would scroll without moving the focus; the browser does both.
                    Some(id) => {
                        view! { <li><a href=format!("#{id}") rel="external">{words}</a></li> }
                            .into_any()
                    }
                    None => view! { <li>{words}</li> }.into_any(),
                }
            },
        )
        .collect_view();
    view! {
        // `autofocus` moves the focus here without any script.
        <div
            id=format!("{form}-problems")
            class="error-summary"
            role="alert"
            tabindex="-1"
            autofocus
            aria-labelledby=title
        >
            <h2 id=title.clone()>{tr(heading)}</h2>
            <ul>{lines}</ul>
        </div>
    }
}

/// A search form (GET): its results have addresses that can be shared and kept.
#[component]
pub fn GetForm(
    id: &'static str,
    #[prop(into)] action: String,
    /// For a form that searches the site or a list: makes it a search landmark with this name.
    #[prop(optional, into)]
    search_label: String,
    #[prop(optional, into)] class: String,
    children: Children,
) -> impl IntoView {
    let inner = scoped(FormScope::new(id, None), children);
    let search = !search_label.is_empty();
    view! {
        <form
            id=id
            class=format!("form {class}")
            method="get"
            action=action
            role=search.then_some("search")
            aria-label=search.then_some(search_label)
        >
            {inner}
        </form>
    }
}

/// A search form (GET) for one thing, which shows errors as a [`PostForm`] does. It is not compiled into the client,
/// which has none of its pages.
#[cfg(feature = "ssr")]
#[component]
pub fn LookUpForm(
    id: &'static str,
    #[prop(into)] action: String,
    /// The searched value and its errors.
    state: FormState,
    children: Children,
) -> impl IntoView {
    let (summary, inner) = with_summary(id, state, children);
    view! {
        {summary}
        <form id=id class="form" method="get" action=action novalidate>
            {inner}
        </form>
    }
}

/// A hidden value that is sent with the form. It must never grant a permission, because a client can change it.
#[component]
pub fn HiddenField(#[prop(into)] name: String, #[prop(into)] value: String) -> impl IntoView {
    view! { <input type="hidden" name=name value=value/> }
}
