//! Employers: the companies that an account speaks for, its vacancies, its applicants, and the officers who decide
//! about companies and vacancies.
//!
//! Anybody signed in as a citizen or employer may ask to speak for a company. A counsellor or administrator grants the
//! request, which makes the account an employer's and gives it the company's imported vacancies. An employer sees and
//! moves only applications for vacancies that its account owns; each access to an applicant's data is audited. A
//! vacancy that an employer writes is public only after an officer has published it.

pub mod api;
#[cfg(feature = "ssr")]
pub mod demo;
pub mod model;
pub mod officer_api;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
mod service;
#[cfg(feature = "ssr")]
mod store;

#[cfg(feature = "ssr")]
pub use service::SERVICE;

#[cfg(feature = "ssr")]
pub use pages::{
    ApplicantPage, CompaniesPage, EmployerHomePage, OpeningPage, RequestPage,
    VacancyApplicantsPage, WaitingOpeningPage, WaitingOpeningsPage,
};

#[cfg(feature = "ssr")]
pub use server::*;

#[cfg(feature = "ssr")]
mod server {
    use sqlx::PgConnection;
    use uuid::Uuid;

    use super::store;
    use crate::applications::steps::decline_all_of;
    use crate::base::error::AppError;
    use crate::base::text::{Lang, t};
    use crate::platform::Platform;

    /// The data that the service keeps about a person, for the person's own download.
    pub async fn export_person(
        conn: &mut PgConnection,
        person: Uuid,
    ) -> Result<serde_json::Value, AppError> {
        store::export(conn, person).await
    }

    /// Deletes the data that the service keeps about a person, or removes the person from it.
    pub async fn erase_person(
        platform: &Platform,
        conn: &mut PgConnection,
        person: Uuid,
    ) -> Result<(), AppError> {
        // Locks the vacancies first: an application that is sent at this moment is declined too, or finds no employer.
        store::hold_vacancies(conn, person).await?;
        let note = t::employers::ACCOUNT_CLOSED.get(Lang::Id);
        decline_all_of(platform, conn, person, note).await?;
        store::erase(conn, platform.clock.now(), person).await
    }
}
