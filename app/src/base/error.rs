//! Errors, as codes. The text is chosen where a person sees the error (`locales/<lang>/errors.json`).

use std::borrow::Cow;
use std::fmt;

use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};

/// A field error: a field of a form and the code of its error.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// The field's name in the form.
    pub field: Cow<'static, str>,
    /// The code of the error's text.
    pub code: Cow<'static, str>,
}

/// Why a request was not carried out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AppError {
    /// Nobody is signed in, and somebody must be.
    Unauthenticated,
    /// The person may not do this.
    Forbidden,
    /// It does not exist, or the person may not know that it exists.
    NotFound,
    /// The request has field errors.
    Invalid(Vec<FieldError>),
    /// The request conflicts with the present state; the code says how.
    Conflict(Cow<'static, str>),
    /// Too many tries.
    RateLimited,
    /// The portal cannot do this just now (its database is unavailable); trying again helps.
    Unavailable,
    /// The portal's own fault. The log holds the same reference.
    Internal(String),
}

impl AppError {
    /// An error with one field error.
    pub fn field(field: &'static str, code: &'static str) -> AppError {
        AppError::Invalid(vec![FieldError {
            field: field.into(),
            code: code.into(),
        }])
    }

    /// A conflict with this code.
    pub fn conflict(code: &'static str) -> AppError {
        AppError::Conflict(code.into())
    }

    /// The HTTP status of the error.
    pub fn status(&self) -> u16 {
        match self {
            AppError::Unauthenticated => 401,
            AppError::Forbidden => 403,
            AppError::NotFound => 404,
            AppError::Invalid(_) => 422,
            AppError::Conflict(_) => 409,
            AppError::RateLimited => 429,
            AppError::Unavailable => 503,
            AppError::Internal(_) => 500,
        }
    }

    /// The code of the error's text, where the error belongs to no field.
    pub fn code(&self) -> &str {
        match self {
            AppError::Unauthenticated => "unauthenticated",
            AppError::Forbidden => "forbidden",
            AppError::NotFound => "not_found",
            AppError::Invalid(_) => "invalid",
            AppError::Conflict(code) => code,
            AppError::RateLimited => "rate_limited",
            AppError::Unavailable => "unavailable",
            AppError::Internal(_) => "internal",
        }
    }
}

impl fmt::Display for AppError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for AppError {}

impl FromServerFnError for AppError {
    type Encoder = super::answer::JsonText;

    fn from_server_fn_error(error: ServerFnErrorErr) -> AppError {
        match error {
            // Arguments that cannot be parsed are the caller's fault.
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) => {
                AppError::Invalid(Vec::new())
            }
            // On the server the request cannot be parsed; in the browser the answer cannot.
            ServerFnErrorErr::Deserialization(_) if cfg!(feature = "ssr") => {
                AppError::Invalid(Vec::new())
            }
            ServerFnErrorErr::UnsupportedRequestMethod(_) => AppError::NotFound,
            // No answer came, or none from the portal: the connection or the portal is unavailable.
            ServerFnErrorErr::Request(_)
            | ServerFnErrorErr::Response(_)
            | ServerFnErrorErr::Deserialization(_) => AppError::Unavailable,
            ServerFnErrorErr::Registration(_)
            | ServerFnErrorErr::Serialization(_)
            | ServerFnErrorErr::ServerError(_)
            | ServerFnErrorErr::MiddlewareError(_) => AppError::Internal(String::new()),
        }
    }
}

/// Collects the field errors of a form, so that the person sees all of them at once and not one per try.
#[derive(Debug, Default)]
pub struct Problems(Vec<FieldError>);

impl Problems {
    /// Adds a field error.
    pub fn add(&mut self, field: &'static str, code: &'static str) {
        self.0.push(FieldError {
            field: field.into(),
            code: code.into(),
        });
    }

    /// Returns the value, or adds a field error.
    pub fn take<T, E: Into<Cow<'static, str>>>(
        &mut self,
        field: &'static str,
        value: Result<T, E>,
    ) -> Option<T> {
        match value {
            Ok(value) => Some(value),
            Err(code) => {
                self.0.push(FieldError {
                    field: field.into(),
                    code: code.into(),
                });
                None
            }
        }
    }

    /// Fails when any field error was added.
    pub fn check(self) -> Result<(), AppError> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(AppError::Invalid(self.0))
        }
    }
}
