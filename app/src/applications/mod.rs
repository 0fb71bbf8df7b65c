//! Applying for work: the applicant's profile and CV, applying for a vacancy, and the steps that follow.
//!
//! Profile and CV belong to a citizen. A citizen applies once for a vacancy that an employer owns; the applicant and
//! that employer see the application, the profile as it was when it was sent, and its CV.
//! [`domain::applications::Step`] decides who may take which step, under the lock of the application's row. Sixty days
//! without a step close the application, and both sides get a message.
//!
//! CVs are stored among the portal's files under names that the portal makes. Their owner and the employers that they
//! were sent to read them; the content type that a browser gets comes from their content.

pub mod api;
#[cfg(feature = "ssr")]
pub mod files;
#[cfg(feature = "ssr")]
mod messages;
pub mod model;
#[cfg(feature = "ssr")]
mod named;
#[cfg(feature = "ssr")]
pub mod pages;
pub mod parts;
#[cfg(feature = "ssr")]
mod service;
#[cfg(feature = "ssr")]
pub mod steps;
#[cfg(feature = "ssr")]
mod store;
pub mod words;

#[cfg(feature = "ssr")]
pub use service::SERVICE;

#[cfg(feature = "ssr")]
pub use pages::{ApplicationPage, ApplicationsPage, ApplyPage, CheckPage, CvPage, ProfilePage};

#[cfg(feature = "ssr")]
pub use named::named;
#[cfg(feature = "ssr")]
pub use server::*;

#[cfg(feature = "ssr")]
mod server {
    use domain::applications::Wrong;
    use sqlx::PgConnection;
    use uuid::Uuid;

    use super::model::Taken;
    use super::store;
    use crate::base::error::{AppError, FieldError};
    use crate::platform::Platform;

    /// The answer for the field errors of a form.
    pub fn invalid(wrong: Vec<Wrong>) -> AppError {
        let fields = wrong.into_iter().map(|(field, code)| FieldError {
            field: field.into(),
            code: code.into(),
        });
        AppError::Invalid(fields.collect())
    }

    /// The steps of an application that the caller may see, oldest first.
    pub async fn steps_of(
        conn: &mut PgConnection,
        application: Uuid,
    ) -> Result<Vec<Taken>, AppError> {
        store::steps(conn, application).await
    }

    /// The data that the service keeps about a person, for the person's own download.
    pub async fn export_person(
        conn: &mut PgConnection,
        person: Uuid,
    ) -> Result<serde_json::Value, AppError> {
        store::export(conn, person).await
    }

    /// Deletes the data that the service keeps about a person, or removes the person from it; the worker deletes the
    /// files.
    pub async fn erase_person(
        platform: &Platform,
        conn: &mut PgConnection,
        person: Uuid,
    ) -> Result<(), AppError> {
        store::erase(conn, platform.clock.now(), person).await
    }
}
