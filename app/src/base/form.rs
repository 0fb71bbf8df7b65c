//! Forms that work without JavaScript: a failed form comes back with the typed values and an error text at each field.
//!
//! Every form posts to its server function as plain HTML. The wrapper in `server/src/forms` keeps a failed
//! form as a [`Draft`] and sends the browser back to the page, where [`use_form`] finds it.

use super::draft::Draft;
use super::page::use_page;

/// The name of the hidden field that carries the form's id.
pub const FORM_ID_FIELD: &str = "_form";

/// The name of a button that leaves the form for the page in its value. The typed values are kept, and shown again when
/// the person comes back.
pub const LEAVE_FIELD: &str = "_leave";

/// The name of the hidden field that carries the address of the form's page, to which a failed form returns.
pub const PAGE_FIELD: &str = "_page";

/// The name of the hidden field that carries the page's seal: the person and the browser of the page.
pub const SEAL_FIELD: &str = "_seal";

/// The name of the field that `boot.js` adds to the forms of a page that the browser's Back button restores from
/// memory. It makes a form that was sent before count as a new form, not as a repeated one.
pub const AGAIN_FIELD: &str = "_again";

/// The state that a form shows when it is rendered.
#[derive(Clone, Debug, Default)]
pub struct FormState {
    draft: Option<Draft>,
}

/// The state of the form with this id on the page.
pub fn use_form(id: &str) -> FormState {
    FormState {
        draft: use_page().drafts.into_iter().find(|draft| draft.form == id),
    }
}

impl FormState {
    /// The state of a form that came back with this draft.
    #[cfg(feature = "ssr")]
    pub fn of(draft: Draft) -> FormState {
        FormState { draft: Some(draft) }
    }

    /// Whether the form came back with errors.
    pub fn came_back(&self) -> bool {
        self.draft.is_some()
    }

    /// The value typed into the field, where the form came back.
    pub fn value(&self, name: &str) -> Option<String> {
        let draft = self.draft.as_ref()?;
        draft
            .values
            .iter()
            .find(|(field, _)| field == name)
            .map(|(_, value)| value.clone())
    }

    /// All values chosen under one name (checkboxes).
    pub fn values(&self, name: &str) -> Vec<String> {
        let values = self.draft.iter().flat_map(|draft| &draft.values);
        values
            .filter(|(field, _)| field == name)
            .map(|(_, value)| value.clone())
            .collect()
    }

    /// The error code of the field.
    pub fn error(&self, name: &str) -> Option<String> {
        let draft = self.draft.as_ref()?;
        draft
            .errors
            .iter()
            .find(|error| error.field == name)
            .map(|error| error.code.to_string())
    }

    /// Every field's error, in the form's order: (field, code).
    pub fn errors(&self) -> Vec<(String, String)> {
        let errors = self.draft.iter().flat_map(|draft| &draft.errors);
        errors
            .map(|error| (error.field.to_string(), error.code.to_string()))
            .collect()
    }

    /// The code of an error that belongs to no field.
    pub fn problem(&self) -> Option<String> {
        self.draft.as_ref().and_then(|draft| draft.problem.clone())
    }
}
