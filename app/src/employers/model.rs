//! Data that the server sends to the employer's and the officer's pages.

use domain::applications::{Opening, OpeningForm, Status, Step};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::applications::model::{Papers, Taken};
use crate::jobs::model::RegionChoices;

/// A company that the account speaks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Company {
    pub id: Uuid,
    pub name: String,
}

/// The person's last request to speak for a company.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyRequest {
    pub company: String,
    #[serde(with = "time::serde::timestamp")]
    pub asked_at: OffsetDateTime,
    /// Whether it waits for an officer's decision.
    pub waiting: bool,
    /// The reason of a refusal.
    pub refusal: Option<String>,
}

/// One of the employer's own published vacancies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyVacancy {
    pub slug: String,
    pub title: String,
    pub company: String,
    pub place: String,
    pub open: bool,
    #[serde(with = "time::serde::timestamp")]
    pub closes_at: OffsetDateTime,
    /// The number of applications that nobody has reviewed.
    pub new: i64,
    /// The number of applications that wait for a step.
    pub running: i64,
    /// The number of all applications.
    pub all: i64,
}

/// The state of an unpublished vacancy that its employer wrote here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DraftState {
    Waiting,
    Returned,
    Published,
}

impl DraftState {
    /// The state with this stored code.
    pub fn from_code(code: &str) -> Option<DraftState> {
        match code {
            "waiting" => Some(DraftState::Waiting),
            "returned" => Some(DraftState::Returned),
            "published" => Some(DraftState::Published),
            _ => None,
        }
    }
}

/// A vacancy that an officer has yet to publish.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    pub id: Uuid,
    pub company: Company,
    pub opening: Opening,
    /// The place as people call it.
    pub place_name: String,
    pub state: DraftState,
    /// The reason why it was sent back.
    pub reason: Option<String>,
    #[serde(with = "time::serde::timestamp")]
    pub sent_at: OffsetDateTime,
    /// Changes with each text that the employer sends, so that an officer decides only about the text that the officer
    /// has read.
    pub version: i64,
}

/// The data of `/perusahaan`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmployerHome {
    pub companies: Vec<Company>,
    pub request: Option<MyRequest>,
    pub vacancies: Vec<MyVacancy>,
    /// The vacancies that are not published.
    pub drafts: Vec<Draft>,
}

/// The form of a vacancy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpeningView {
    pub companies: Vec<Company>,
    pub regions: RegionChoices,
    /// The vacancy that the employer rewrites; none for a new one.
    pub draft: Option<Draft>,
    /// The values in the form.
    pub form: OpeningForm,
}

/// An applicant in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applicant {
    pub code: String,
    /// Empty when the person's account was erased.
    pub name: String,
    pub status: Status,
    #[serde(with = "time::serde::timestamp")]
    pub sent_at: OffsetDateTime,
    #[serde(with = "time::serde::timestamp")]
    pub moved_at: OffsetDateTime,
    pub has_cv: bool,
    /// The steps that the employer can take now.
    pub open: Vec<Step>,
}

/// The data of `/perusahaan/lowongan/{slug}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VacancyApplicants {
    pub vacancy: MyVacancy,
    pub applicants: Vec<Applicant>,
}

/// The data of `/perusahaan/lamaran/{code}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApplicantView {
    pub applicant: Applicant,
    pub slug: String,
    pub title: String,
    pub contacts: Vec<String>,
    pub papers: Papers,
    /// Oldest first.
    pub steps: Vec<Taken>,
}

/// A request to speak for a company, for the officer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    pub id: Uuid,
    pub person: String,
    pub contact: String,
    pub position: String,
    pub company: String,
    pub nib: String,
    #[serde(with = "time::serde::timestamp")]
    pub asked_at: OffsetDateTime,
    /// The number of vacancies of a company with that name that nobody owns.
    pub vacancies: i64,
}
