//! Courses: programmes for those who prepare to leave (`/pelatihan`) and for those who came back and their
//! families (`/pemberdayaan`), with their cohorts, seats, waiting lists and attendance.
//!
//! Anybody reads the catalogue. A citizen enrols, confirms and cancels for themselves only. A trainer sees the
//! rosters of their own cohorts (each read is audited), takes attendance and closes the class; an administrator
//! does so for all cohorts.
//!
//! Invariants: see [`domain::courses`]. Every change of an enrolment takes the lock on its cohort's row first,
//! so the last seat is decided once, in the order of arrival.

pub mod api;
mod attendance;
mod by_code;
mod catalogue;
mod check;
mod classes;
mod enrolment;
#[cfg(feature = "ssr")]
mod messages;
mod mine;
pub mod model;
mod next;
pub mod officer;
mod parts;
#[cfg(feature = "ssr")]
pub mod personal_data;
mod programme;
#[cfg(feature = "ssr")]
pub mod promotion;
mod questions;
mod roster;
#[cfg(feature = "ssr")]
mod sample;
#[cfg(feature = "ssr")]
mod service;
#[cfg(feature = "ssr")]
pub mod store;
mod words;

#[cfg(feature = "ssr")]
pub use service::SERVICE;

#[cfg(feature = "ssr")]
pub use sample::load_sample;

pub use attendance::AttendancePage;
pub use by_code::EnrolmentByCode;
pub use catalogue::{EmpowermentPage, TrainingPage};
pub use check::CheckPage;
pub use classes::ClassesPage;
pub use enrolment::{CancelPage, EnrolmentPage};
pub use mine::MyCoursesPage;
pub use next::NextClasses;
pub use programme::ProgrammePage;
pub use questions::QuestionsPage;
pub use roster::RosterPage;
