//! Fields for typed input.

use super::limit::{Limit, counter};
use super::scope::FormScope;
use crate::base::text::{t, tr};
use leptos::prelude::*;
use std::borrow::Cow;

/// The parts around a control: label, hint and error, and the ids that connect them.
pub(super) struct Frame {
    pub(super) id: String,
    pub(super) error: Option<Cow<'static, str>>,
    label: String,
    hint: String,
    optional: bool,
}

impl Frame {
    pub(super) fn new(
        scope: &FormScope,
        name: &str,
        label: String,
        hint: String,
        optional: bool,
    ) -> Self {
        let id = scope.field_id(name);
        scope.register(name, &id, &label);
        Self {
            error: scope.error(name),
            id,
            label,
            hint,
            optional,
        }
    }

    /// Adds the field's limit to the hint, and to the error where the limit was not kept.
    fn limited(mut self, scope: &FormScope, name: &str, limit: String) -> Self {
        if limit.is_empty() {
            return self;
        }
        scope.limit(&limit);
        self.error = scope.error(name);
        let before = if self.hint.is_empty() { "" } else { " " };
        self.hint = [&self.hint, before, &limit].concat();
        self
    }

    /// `aria-describedby`: the ids of the hint and the error, where the field has them.
    pub(super) fn described_by(&self) -> Option<String> {
        let hint = (!self.hint.is_empty()).then(|| format!("{}-hint", self.id));
        let error = self.error.is_some().then(|| format!("{}-error", self.id));
        match (hint, error) {
            (Some(hint), Some(error)) => Some(format!("{hint} {error}")),
            (one, other) => one.or(other),
        }
    }

    pub(super) fn invalid(&self) -> Option<&'static str> {
        self.error.is_some().then_some("true")
    }

    /// The label's text, with "(optional)" where the field may stay empty.
    pub(super) fn label_text(&self) -> String {
        if self.optional {
            format!("{} {}", self.label, tr(t::ui::OPTIONAL))
        } else {
            self.label.clone()
        }
    }

    /// The hint and the error, between label and control.
    pub(super) fn notes(&self) -> impl IntoView + use<> {
        let hint = (!self.hint.is_empty()).then(
            || view! { <p class="hint" id=format!("{}-hint", self.id)>{self.hint.clone()}</p> },
        );
        let error = self.error.clone().map(|words| {
            view! {
                <p class="field-error" id=format!("{}-error", self.id)>
                    <span class="visually-hidden">{tr(t::ui::ERROR_PREFIX)} " "</span>
                    {words}
                </p>
            }
        });
        view! { {hint}{error} }
    }

    pub(super) fn class(&self) -> &'static str {
        if self.error.is_some() {
            "field field-wrong"
        } else {
            "field"
        }
    }

    /// Wraps a single control that a `<label>` can point to.
    pub(super) fn around(self, control: impl IntoView + 'static) -> impl IntoView {
        view! {
            <div class=self.class()>
                <label class="label" for=self.id.clone()>{self.label_text()}</label>
                {self.notes()}
                {control}
            </div>
        }
    }
}

/// An attribute's value; an empty string means no attribute.
pub(super) fn given(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

pub(super) fn width(chars: u8) -> Option<String> {
    (chars > 0).then(|| format!("width-{chars}"))
}

/// One line of text.
#[component]
pub fn TextField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: String,
    #[prop(optional, into)] value: String,
    /// `text`, `email`, `tel`, `url` or `search`.
    #[prop(default = "text")]
    kind: &'static str,
    /// What the browser may fill in: `name`, `email`, `tel`, `street-address` …
    #[prop(optional, into)]
    autocomplete: String,
    #[prop(optional, into)] inputmode: String,
    /// How wide the box is, as a hint to how much is expected: 2, 4, 10 or 20 characters.
    #[prop(optional)]
    chars: u8,
    /// Whether the field may stay empty; the label says so.
    #[prop(optional)]
    optional: bool,
    /// How much the field takes; shown in the hint and in the error.
    #[prop(optional, into)]
    limit: Limit,
) -> impl IntoView {
    let scope = FormScope::here();
    let frame =
        Frame::new(&scope, &name, label, hint, optional).limited(&scope, &name, limit.words(""));
    let control = view! {
        <input
            id=frame.id.clone()
            class=width(chars)
            type=kind
            value=scope.value(&name, value)
            name=name
            autocomplete=given(autocomplete)
            inputmode=given(inputmode)
            aria-describedby=frame.described_by()
            aria-invalid=frame.invalid()
        />
    };
    frame.around(control)
}

/// A password. It is never kept in a draft and never sent back to the page.
#[component]
pub fn PasswordField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: String,
    /// `current-password` or `new-password`.
    #[prop(into)]
    autocomplete: String,
) -> impl IntoView {
    let scope = FormScope::here();
    let frame = Frame::new(&scope, &name, label, hint, false);
    let control = view! {
        <input
            id=frame.id.clone()
            type="password"
            name=name
            autocomplete=autocomplete
            autocapitalize="none"
            spellcheck="false"
            aria-describedby=frame.described_by()
            aria-invalid=frame.invalid()
        />
    };
    frame.around(control)
}

/// A whole number. A text box with digits on the phone's keyboard: `type=number` changes its value
/// when a person scrolls, and drops what it cannot read.
#[component]
pub fn NumberField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: String,
    #[prop(optional, into)] value: String,
    /// Shown before the box, for example `Rp`.
    #[prop(optional, into)]
    prefix: String,
    /// Shown after the box, for example `km`.
    #[prop(optional, into)]
    suffix: String,
    #[prop(default = 10)] chars: u8,
    #[prop(optional)] optional: bool,
    /// How much the field takes; shown in the hint and in the error.
    #[prop(optional, into)]
    limit: Limit,
) -> impl IntoView {
    let scope = FormScope::here();
    let frame = Frame::new(&scope, &name, label, hint, optional).limited(
        &scope,
        &name,
        limit.words(&prefix),
    );
    let prefix = given(prefix)
        .map(|text| view! { <span class="affix" aria-hidden="true">{text}</span> }.into_any());
    let suffix = given(suffix)
        .map(|text| view! { <span class="affix" aria-hidden="true">{text}</span> }.into_any());
    let control = view! {
        <div class="affixed">
            {prefix}
            <input
                id=frame.id.clone()
                class=width(chars)
                type="text"
                value=scope.value(&name, value)
                name=name
                inputmode="numeric"
                aria-describedby=frame.described_by()
                aria-invalid=frame.invalid()
            />
            {suffix}
        </div>
    };
    frame.around(control)
}

/// Several lines of text.
#[component]
pub fn TextArea(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: String,
    #[prop(optional, into)] value: String,
    #[prop(default = 5)] rows: u8,
    #[prop(optional)] optional: bool,
    /// How much the field takes; shown in the hint and in the error.
    #[prop(optional, into)]
    limit: Limit,
) -> impl IntoView {
    let scope = FormScope::here();
    let frame =
        Frame::new(&scope, &name, label, hint, optional).limited(&scope, &name, limit.words(""));
    let counter = match limit {
        Limit::Letters(letters) => Some(counter(&frame.id, letters.most).into_any()),
        _ => None,
    };
    let control = view! {
        <textarea
            id=frame.id.clone()
            rows=rows.to_string()
            aria-describedby=frame.described_by()
            aria-invalid=frame.invalid()
            inner_html=textarea_html(&scope.value(&name, value))
            name=name
        ></textarea>
        {counter}
    };
    frame.around(control)
}

/// The content of a `<textarea>` as HTML. tachys 0.2 prints its children without escaping them, so a draft
/// could close the element. An HTML parser drops a first line break, so one is added before it.
pub(crate) fn textarea_html(text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;");
    if escaped.starts_with(['\n', '\r']) {
        format!("\n{escaped}")
    } else {
        escaped
    }
}

#[cfg(test)]
mod tests {
    use super::textarea_html;

    #[test]
    fn a_draft_cannot_close_its_textarea() {
        assert_eq!(
            textarea_html("</textarea><b>&lt;"),
            "&lt;/textarea>&lt;b>&amp;lt;"
        );
    }

    #[test]
    fn a_first_line_break_survives_the_parser() {
        assert_eq!(textarea_html("\nsatu"), "\n\nsatu");
        assert_eq!(textarea_html("satu"), "satu");
    }
}
