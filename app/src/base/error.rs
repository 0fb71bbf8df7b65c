//! What can go wrong, as codes. Texts are chosen where a person sees them (`locales/<lang>/errors.json`).

use std::borrow::Cow;
use std::fmt;

use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};

/// A field of a form and what is wrong with it.
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
    /// There is no such thing, or it is none of the person's business.
    NotFound,
    /// Fields of the request are wrong.
    Invalid(Vec<FieldError>),
    /// The request does not fit the state of things; the code says how.
    Conflict(Cow<'static, str>),
    /// Too many tries.
    RateLimited,
    /// The portal cannot do this just now (its database is away); trying again helps.
    Unavailable,
    /// Our fault. The reference stands in the log too.
    Internal(String),
}

impl AppError {
    /// One wrong field.
    pub fn field(field: &'static str, code: &'static str) -> AppError {
        AppError::Invalid(vec![FieldError {
            field: field.into(),
            code: code.into(),
        }])
    }

    /// A conflict by code.
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

    /// The code of the text for an error that belongs to no field.
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
            // Arguments that cannot be read are the caller's fault.
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) => {
                AppError::Invalid(Vec::new())
            }
            // On the server it is the request that cannot be read, in the browser the answer.
            ServerFnErrorErr::Deserialization(_) if cfg!(feature = "ssr") => {
                AppError::Invalid(Vec::new())
            }
            ServerFnErrorErr::UnsupportedRequestMethod(_) => AppError::NotFound,
            // No answer came, or none of the portal's: the connection, or the portal, is away.
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

/// Collects what is wrong in a form before saying so: all fields at once, not one a try.
#[derive(Debug, Default)]
pub struct Problems(Vec<FieldError>);

impl Problems {
    /// Notes that a field is wrong.
    pub fn add(&mut self, field: &'static str, code: &'static str) {
        self.0.push(FieldError {
            field: field.into(),
            code: code.into(),
        });
    }

    /// The value, or a note that the field is wrong.
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

    /// Ok when nothing is wrong.
    pub fn check(self) -> Result<(), AppError> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(AppError::Invalid(self.0))
        }
    }
}
