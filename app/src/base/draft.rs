//! Drafts: the content of failed forms.

use serde::{Deserialize, Serialize};

use super::error::FieldError;

/// The content of a form that came back with errors.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The form's id on its page.
    pub form: String,
    /// The values as typed, in the order of the form; never passwords, codes or identity numbers.
    pub values: Vec<(String, String)>,
    /// The field errors.
    pub errors: Vec<FieldError>,
    /// The code of an error that belongs to no field.
    pub problem: Option<String>,
}
