//! The applicant's pages, one file each.

mod apply;
mod check;
mod cv;
mod list;
mod one;
mod profile;

pub use apply::ApplyPage;
pub use check::CheckPage;
pub use cv::CvPage;
pub use list::ApplicationsPage;
pub use one::ApplicationPage;
pub use profile::ProfilePage;
pub(crate) use profile::place_choices;
