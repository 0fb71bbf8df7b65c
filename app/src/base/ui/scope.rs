//! The scope of a form: what its fields and the form share.

use crate::base::form::FormState;
use crate::base::page::use_page;
use crate::base::text::t;
use leptos::prelude::*;
use leptos::tachys::reactive_graph::OwnedView;
use std::borrow::Cow;

/// The form around a field, as the field sees it. Fields outside any form get an empty scope.
#[derive(Clone)]
pub(super) struct FormScope {
    id: &'static str,
    draft: Option<FormState>,
    /// The fields in the order of the page.
    pub(super) fields: StoredValue<Vec<Registered>>,
}

/// A field as it is registered for the error summary.
pub(super) struct Registered {
    pub(super) name: String,
    /// The id to jump to.
    pub(super) id: String,
    pub(super) label: String,
    /// The field's limit as a text; empty where it has none.
    pub(super) limit: String,
}

impl FormScope {
    pub(super) fn new(id: &'static str, draft: Option<FormState>) -> Self {
        Self {
            id,
            draft,
            fields: StoredValue::new(Vec::new()),
        }
    }

    pub(super) fn here() -> Self {
        use_context().unwrap_or_else(|| Self::new("form", None))
    }

    /// The id of a field's control. It has no brackets of list fields, because a link would have to escape them.
    pub(super) fn field_id(&self, name: &str) -> String {
        let plain: String = name
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
            .collect();
        format!("{}-{}", self.id, plain.trim_end_matches('-'))
    }

    /// Registers a field for the error summary. Call it once for each field, in page order.
    pub(super) fn register(&self, name: &str, id: &str, label: &str) {
        let field = Registered {
            name: name.to_owned(),
            id: id.to_owned(),
            label: label.to_owned(),
            limit: String::new(),
        };
        self.fields.update_value(|fields| fields.push(field));
    }

    /// Sets the limit of the field that was registered last.
    pub(super) fn limit(&self, words: &str) {
        self.fields.update_value(|fields| {
            if let Some(field) = fields.last_mut() {
                field.limit = words.to_owned();
            }
        });
    }

    /// The value that the person typed, when the form came back with errors; else `given`.
    pub(super) fn value(&self, name: &str, given: String) -> String {
        self.draft
            .as_ref()
            .and_then(|draft| draft.value(name))
            .unwrap_or(given)
    }

    /// The ticked values: those of the draft when there is one (an unticked box sends nothing), else `given`.
    pub(super) fn chosen(&self, name: &str, given: Vec<String>) -> Vec<String> {
        match &self.draft {
            Some(draft) if draft.came_back() => draft.values(name),
            _ => given,
        }
    }

    /// The text of the field's error, where it has one.
    pub(super) fn error(&self, name: &str) -> Option<Cow<'static, str>> {
        let code = self.draft.as_ref()?.error(bare(name))?;
        Some(self.fields.with_value(|fields| {
            let field = fields.iter().find(|field| field.name == name);
            error_words(&code, field.map_or("", |field| &field.limit))
        }))
    }
}

/// A list field's name without its brackets: errors name the field, not the control.
pub(super) fn bare(name: &str) -> &str {
    name.trim_end_matches("[]")
}

/// The text of an error. An error about a length or a number of items also tells the field's `limit`, where it has one.
pub(super) fn error_words(code: &str, limit: &str) -> Cow<'static, str> {
    let words = t::error_words(use_page().lang, code);
    match code {
        "too_long" | "too_short" | "too_many" if !limit.is_empty() => {
            format!("{words} {limit}").into()
        }
        _ => words,
    }
}

/// Renders `children` with `scope` as their form. Only the children see the scope.
pub(super) fn scoped(scope: FormScope, children: Children) -> impl IntoView {
    let owner = Owner::current().map_or_else(Owner::new, |owner| owner.child());
    let inner = owner.with(|| {
        provide_context(scope);
        children()
    });
    OwnedView::new_with_owner(inner, owner)
}
