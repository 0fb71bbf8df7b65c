//! Applying for work: the applicant's profile and CV, applying for a vacancy, and what became of it.
//!
//! Profile and CV are a citizen's own. A citizen applies once for a vacancy that an employer owns; the applicant and
//! that employer see the application, the profile as it was when it was sent, and its CV. Who takes which step is
//! decided by [`domain::applications::Step`] under the lock of the application's row; sixty days without a step close
//! it and tell both sides.
//!
//! CVs lie below the portal's files under a name of the portal's own and are read by their owner and by the employers
//! that they were sent to; what a browser is told about them comes from their content.

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

    /// The wrong fields of a form as its answer.
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

    /// What the service keeps about a person, for the person's own download.
    pub async fn export_person(
        conn: &mut PgConnection,
        person: Uuid,
    ) -> Result<serde_json::Value, AppError> {
        store::export(conn, person).await
    }

    /// Removes or unnames what the service keeps about a person; the worker deletes the files.
    pub async fn erase_person(
        platform: &Platform,
        conn: &mut PgConnection,
        person: Uuid,
    ) -> Result<(), AppError> {
        store::erase(conn, platform.clock.now(), person).await
    }
}
