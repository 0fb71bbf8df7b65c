//! The employer's and the officer's pages, one file each.

mod applicant;
mod applicants;
mod companies;
mod facts;
mod home;
mod opening;
mod request;
mod waiting;

pub use applicant::ApplicantPage;
pub use applicants::VacancyApplicantsPage;
pub use companies::CompaniesPage;
pub use home::EmployerHomePage;
pub use opening::OpeningPage;
pub use request::RequestPage;
pub use waiting::{WaitingOpeningPage, WaitingOpeningsPage};

use crate::base::text::{t, tr};
use crate::base::ui::{Breadcrumbs, Link};
use leptos::prelude::*;

/// The way back to the employer's first page.
fn employer_crumbs() -> impl IntoView {
    view! { <Breadcrumbs links=vec![Link::new("/perusahaan", tr(t::layout::NAV_EMPLOYER))]/> }
}

/// The way back to the officer's desk.
fn officer_crumbs() -> impl IntoView {
    view! { <Breadcrumbs links=vec![Link::new("/petugas", tr(t::layout::NAV_OFFICER))]/> }
}
