//! What a failed form held.

use serde::{Deserialize, Serialize};

use super::error::FieldError;

/// A form that came back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The form's id on its page.
    pub form: String,
    /// What was typed, in the order of the form; never passwords, codes or identity numbers.
    pub values: Vec<(String, String)>,
    /// What is wrong, and where.
    pub errors: Vec<FieldError>,
    /// An error that belongs to no field, by code.
    pub problem: Option<String>,
}
