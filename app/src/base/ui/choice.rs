//! Fields with given answers to choose from.

use super::field::Frame;
use super::scope::FormScope;
use crate::base::text::{t, tr};
use leptos::prelude::*;

/// One possible answer of a select, radio group or checkbox group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub value: String,
    pub label: String,
    /// A line under the label; selects do not show it.
    pub hint: String,
}

impl Choice {
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
            hint: String::new(),
        }
    }

    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }
}

/// A drop-down list, for many known answers. Prefer `Radios` up to about seven.
#[component]
pub fn Select(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: String,
    #[prop(optional, into)] value: String,
    choices: Vec<Choice>,
    /// The text of the empty first answer; "Pilih…" when not given.
    #[prop(optional, into)]
    empty: String,
    #[prop(optional)] optional: bool,
) -> impl IntoView {
    let scope = FormScope::here();
    let frame = Frame::new(&scope, &name, label, hint, optional);
    let chosen = scope.value(&name, value);
    let empty = if empty.is_empty() {
        tr(t::ui::CHOOSE).to_owned()
    } else {
        empty
    };
    let options = choices
        .into_iter()
        .map(|choice| {
            let selected = choice.value == chosen;
            view! { <option value=choice.value selected=selected>{choice.label}</option> }
                .into_any()
        })
        .collect_view();
    view! {
        <div class=frame.class()>
            <label class="label" for=frame.id.clone()>{frame.label_text()}</label>
            {frame.notes()}
            <select
                id=frame.id.clone()
                name=name
                aria-describedby=frame.described_by()
                aria-invalid=frame.invalid()
            >
                <option value="">{empty}</option>
                {options}
            </select>
        </div>
    }
}

/// A group of controls with one question above it.
pub(super) fn group(frame: &Frame, heading: bool, controls: AnyView) -> AnyView {
    let label = frame.label_text();
    let legend = if heading {
        view! { <legend class="legend-title"><h1>{label}</h1></legend> }.into_any()
    } else {
        view! { <legend class="label">{label}</legend> }.into_any()
    };
    view! {
        <fieldset class=frame.class() aria-describedby=frame.described_by()>
            {legend}
            {frame.notes()}
            {controls}
        </fieldset>
    }
    .into_any()
}

/// One line of a group: the control, its label and its hint.
fn option_line(
    kind: &'static str,
    id: String,
    name: String,
    choice: Choice,
    checked: bool,
    invalid: Option<&'static str>,
) -> AnyView {
    let hint_id = format!("{id}-hint");
    let described = (!choice.hint.is_empty()).then(|| hint_id.clone());
    let hint = (!choice.hint.is_empty())
        .then(|| view! { <p class="hint" id=hint_id>{choice.hint}</p> }.into_any());
    view! {
        <div class="option">
            <input
                id=id.clone()
                type=kind
                name=name
                value=choice.value
                checked=checked
                aria-describedby=described
                aria-invalid=invalid
            />
            <label for=id>{choice.label}</label>
            {hint}
        </div>
    }
    .into_any()
}

/// The first control of a group has the field's own id, so that the error summary leads to it.
fn option_id(frame: &Frame, at: usize) -> String {
    if at == 0 {
        frame.id.clone()
    } else {
        format!("{}-{at}", frame.id)
    }
}

/// A choice of one answer from a few.
#[component]
pub fn Radios(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: String,
    #[prop(optional, into)] value: String,
    choices: Vec<Choice>,
    /// Places two or three short answers side by side where there is room.
    #[prop(optional)]
    inline: bool,
    /// The question is the page's heading (one question a page).
    #[prop(optional)]
    heading: bool,
    #[prop(optional)] optional: bool,
) -> impl IntoView {
    let scope = FormScope::here();
    let frame = Frame::new(&scope, &name, label, hint, optional);
    let chosen = scope.value(&name, value);
    let lines = choices
        .into_iter()
        .enumerate()
        .map(|(at, choice)| {
            let checked = choice.value == chosen;
            // `aria-invalid` is not allowed on radios; the group's description holds the error.
            option_line(
                "radio",
                option_id(&frame, at),
                name.clone(),
                choice,
                checked,
                None,
            )
        })
        .collect_view();
    let class = if inline {
        "options options-inline"
    } else {
        "options"
    };
    group(
        &frame,
        heading,
        view! { <div class=class>{lines}</div> }.into_any(),
    )
}

/// A choice of any number of answers. `name` ends in `[]` when the server function takes a list.
#[component]
pub fn Checkboxes(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: String,
    #[prop(optional)] values: Vec<String>,
    choices: Vec<Choice>,
    #[prop(optional)] heading: bool,
    #[prop(optional)] optional: bool,
) -> impl IntoView {
    let scope = FormScope::here();
    let frame = Frame::new(&scope, &name, label, hint, optional);
    let chosen = scope.chosen(&name, values);
    let lines = choices
        .into_iter()
        .enumerate()
        .map(|(at, choice)| {
            let checked = chosen.contains(&choice.value);
            option_line(
                "checkbox",
                option_id(&frame, at),
                name.clone(),
                choice,
                checked,
                frame.invalid(),
            )
        })
        .collect_view();
    group(
        &frame,
        heading,
        view! { <div class="options">{lines}</div> }.into_any(),
    )
}

/// One yes-or-no box, for example a consent. Sends `value` when ticked and nothing when not.
#[component]
pub fn Checkbox(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: String,
    #[prop(default = "true".to_owned(), into)] value: String,
    #[prop(optional)] checked: bool,
) -> impl IntoView {
    let scope = FormScope::here();
    let frame = Frame::new(&scope, &name, label, hint, false);
    let given = if checked {
        vec![value.clone()]
    } else {
        Vec::new()
    };
    let checked = scope.chosen(&name, given).contains(&value);
    view! {
        <div class=frame.class()>
            {frame.notes()}
            <div class="option">
                <input
                    id=frame.id.clone()
                    type="checkbox"
                    name=name
                    value=value
                    checked=checked
                    aria-describedby=frame.described_by()
                    aria-invalid=frame.invalid()
                />
                <label for=frame.id.clone()>{frame.label_text()}</label>
            </div>
        </div>
    }
}
