//! Employers: the companies that an account speaks for, its vacancies, who has applied, and the officers who decide
//! about both.
//!
//! Anybody signed in as a citizen or employer asks to speak for a company; a counsellor or administrator grants it,
//! which makes the account an employer's and hands it the company's imported vacancies. An employer sees and moves only
//! applications for vacancies that its account owns; each look at an applicant is audited. What an employer writes is on
//! the board only after an officer has published it.

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

    /// What the service keeps about a person, for the person's own download.
    pub async fn export_person(
        conn: &mut PgConnection,
        person: Uuid,
    ) -> Result<serde_json::Value, AppError> {
        store::export(conn, person).await
    }

    /// Removes or unnames what the service keeps about a person.
    pub async fn erase_person(
        platform: &Platform,
        conn: &mut PgConnection,
        person: Uuid,
    ) -> Result<(), AppError> {
        // Who is applying in this moment is answered too, or finds nobody to apply to.
        store::hold_vacancies(conn, person).await?;
        let note = t::employers::ACCOUNT_CLOSED.get(Lang::Id);
        decline_all_of(platform, conn, person, note).await?;
        store::erase(conn, platform.clock.now(), person).await
    }
}
