//! What the employer's and the officer's pages exchange with the server.

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

/// The last request to speak for a company.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyRequest {
    pub company: String,
    #[serde(with = "time::serde::timestamp")]
    pub asked_at: OffsetDateTime,
    /// An officer still has to look at it.
    pub waiting: bool,
    /// Why it was refused.
    pub refusal: Option<String>,
}

/// One of the own published vacancies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyVacancy {
    pub slug: String,
    pub title: String,
    pub company: String,
    pub place: String,
    pub open: bool,
    #[serde(with = "time::serde::timestamp")]
    pub closes_at: OffsetDateTime,
    /// Applications that nobody has looked at.
    pub new: i64,
    /// Applications that wait for a step.
    pub running: i64,
    /// All applications.
    pub all: i64,
}

/// Where a vacancy stands that its employer wrote here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DraftState {
    Waiting,
    Returned,
    Published,
}

impl DraftState {
    /// The state of a stored word.
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
    /// Why it was sent back.
    pub reason: Option<String>,
    #[serde(with = "time::serde::timestamp")]
    pub sent_at: OffsetDateTime,
    /// Another with each text that the employer sends: what an officer decides is what an officer has read.
    pub version: i64,
}

/// `/perusahaan`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmployerHome {
    pub companies: Vec<Company>,
    pub request: Option<MyRequest>,
    pub vacancies: Vec<MyVacancy>,
    /// Those that are not published.
    pub drafts: Vec<Draft>,
}

/// The form of a vacancy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpeningView {
    pub companies: Vec<Company>,
    pub regions: RegionChoices,
    /// The vacancy that is written again.
    pub draft: Option<Draft>,
    /// What the form holds.
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
    /// What the employer can do now.
    pub open: Vec<Step>,
}

/// `/perusahaan/lowongan/{slug}`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VacancyApplicants {
    pub vacancy: MyVacancy,
    pub applicants: Vec<Applicant>,
}

/// `/perusahaan/lamaran/{code}`
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
    /// Imported vacancies of a company of that name which nobody owns.
    pub vacancies: i64,
}
