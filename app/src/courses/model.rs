//! Data that the course pages get from the server.

use domain::courses::{
    Answers, ApplicantKind, Meeting, Refusal, Status, Stream, Topic, Window, WindowState,
};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

/// The catalogue's filters, with the values of the address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filters {
    #[serde(default)]
    pub words: String,
    /// Code of an [`ApplicantKind`], or empty.
    #[serde(default)]
    pub kind: String,
    /// Code of a [`Topic`], or empty.
    #[serde(default)]
    pub topic: String,
    /// Code of a regency, or empty.
    #[serde(default)]
    pub regency: String,
    /// Only cohorts with a free seat.
    #[serde(default)]
    pub free_only: bool,
}

/// The cohort that a form is about, by the parts of its address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassKey {
    pub stream: Stream,
    /// The programme's slug.
    pub slug: String,
    /// The cohort's slug.
    pub cohort: String,
}

impl ClassKey {
    /// The address of one step of the enrolment in the cohort: `daftar` or `periksa`.
    pub fn path(&self, step: &str) -> String {
        format!(
            "{}/{}/{}/{step}",
            self.stream.path(),
            self.slug,
            self.cohort
        )
    }
}

/// One entry of a select: a regency where cohorts are held, or where a person may live.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    pub code: String,
    pub name: String,
}

/// A programme with its coming cohorts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Programme {
    pub slug: String,
    pub stream: Stream,
    pub topic: Topic,
    pub audience: Vec<ApplicantKind>,
    /// Codes of `domain::courses::COUNTRIES`; empty means any country of work.
    pub countries: Vec<String>,
    pub return_within_years: Option<i32>,
    /// Lesson hours of 45 minutes.
    pub hours: i32,
    pub sample: bool,
    pub title: String,
    pub summary: String,
    pub outcomes: Vec<String>,
    pub bring: Vec<String>,
    pub certificate: String,
    pub funder: String,
    pub cohorts: Vec<Cohort>,
}

/// A cohort of a programme: one group of participants with its place and dates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cohort {
    pub slug: String,
    pub regency: String,
    pub venue: String,
    pub address: String,
    pub seats: i32,
    pub taken: i32,
    pub waiting: i32,
    pub sessions: i64,
    /// Every meeting in its order; empty in the catalogue.
    pub meetings: Vec<Meeting>,
    pub window: Window,
    /// The state when the server answered.
    pub state: WindowState,
    pub listed_only: bool,
    pub quota_release_at: Option<OffsetDateTime>,
    /// The regencies that the cohort serves, with the seats that are set aside for them now.
    pub regions: Vec<Region>,
}

impl Cohort {
    /// Whether some of the free seats may be for residents of certain regencies alone.
    pub fn sets_seats_aside(&self) -> bool {
        self.regions.iter().any(|region| region.quota.is_some())
    }
}

/// A regency that a cohort serves, with the seats set aside for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Region {
    pub code: String,
    pub name: String,
    pub quota: Option<i32>,
}

/// The catalogue page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Catalogue {
    pub programmes: Vec<Programme>,
    /// Regencies that have a cohort in this catalogue whose enrolment is not over.
    pub places: Vec<Place>,
}

/// The page of the eligibility questions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Questions {
    pub programme: Programme,
    pub cohort: Cohort,
    pub places: Vec<Place>,
    /// The person's earlier answers.
    pub answers: Option<Answers>,
    pub enrolled: Option<Open>,
}

/// The open enrolment that a person already has in a programme: nobody may have two.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Open {
    pub code: String,
    /// Whether it is in the cohort that was asked for, not in another one of the programme.
    pub is_here: bool,
}

/// Another cohort in which the person has a seat, or waits for one, and which meets at hours of the cohort in question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clash {
    pub code: String,
    pub title: String,
    pub regency: String,
    /// Its meetings that overlap a meeting of the cohort in question.
    pub meetings: Vec<Meeting>,
}

/// The check-your-answers page, with or without answers to check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Checked {
    /// The person has not answered the questions, or has already sent the answers.
    Unanswered {
        enrolled: Option<Open>,
    },
    Answered(Box<Check>),
}

/// The check-your-answers page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    pub programme: Programme,
    pub cohort: Cohort,
    pub answers: Answers,
    /// Name of the regency of residence; `None` outside the province.
    pub regency: Option<String>,
    /// Reasons why the person may not join; empty when they may.
    pub refusals: Vec<Refusal>,
    /// Whether a seat is free for this person now. Enrolling decides whether they get it.
    pub seat_free: bool,
    /// The place on the waiting list that they would get without a free seat.
    pub waiting_place: usize,
    pub enrolled: Option<Open>,
    /// Other cohorts with meetings that the person would miss; they may enrol all the same.
    pub clashes: Vec<Clash>,
}

/// One of a person's enrolments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrolment {
    pub code: String,
    pub status: Status,
    pub created_at: OffsetDateTime,
    pub offer_until: Option<OffsetDateTime>,
    /// From 1; only while waiting.
    pub waiting_place: Option<usize>,
    /// Whether it can still be cancelled.
    pub can_cancel: bool,
    pub stream: Stream,
    pub programme_slug: String,
    pub title: String,
    pub regency: String,
    pub venue: String,
    pub address: String,
    pub window: Window,
    pub bring: Vec<String>,
    pub sessions: Vec<Session>,
    pub clashes: Vec<Clash>,
    pub history: Vec<Event>,
}

/// The state of an enrolment, for anybody who holds its code: nothing that names a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ByCode {
    pub title: String,
    pub status: Status,
    pub offer_until: Option<OffsetDateTime>,
    /// From 1; only while waiting.
    pub waiting_place: Option<usize>,
    /// The first day of the class.
    pub starts_at: OffsetDateTime,
    pub history: Vec<Event>,
    /// Whether it is the reader's own.
    pub own: bool,
}

/// A meeting of a cohort.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    pub number: i32,
    pub starts_at: OffsetDateTime,
    pub ends_at: OffsetDateTime,
    /// For a participant: whether they were present; `None` before the attendance is taken. For a trainer: whether it
    /// was taken.
    pub present: Option<bool>,
}

/// A state that an enrolment was in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    pub at: OffsetDateTime,
    pub status: Status,
}

/// A coming cohort on the home page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Upcoming {
    pub stream: Stream,
    pub slug: String,
    pub title: String,
    pub regency: String,
    pub starts_at: OffsetDateTime,
    pub free: i32,
    pub sample: bool,
}

/// A cohort in the trainer's list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrainerCohort {
    pub id: Uuid,
    pub title: String,
    pub regency: String,
    pub venue: String,
    pub seats: i32,
    pub taken: i32,
    pub waiting: i32,
    pub window: Window,
    pub state: WindowState,
    pub completed: bool,
}

/// A cohort's roster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Roster {
    pub cohort: TrainerCohort,
    pub sessions: Vec<Session>,
    pub participants: Vec<Participant>,
    /// Whether the class can be closed now: it is over, and the attendance of every session was taken.
    pub can_complete: bool,
}

/// A person on the roster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Participant {
    pub enrolment: Uuid,
    /// For the audit trail; stays on the server.
    #[serde(skip)]
    pub person: Uuid,
    pub name: String,
    pub contact: String,
    pub regency: String,
    pub kind: ApplicantKind,
    pub country: Option<String>,
    pub return_year: Option<i32>,
    pub status: Status,
    /// Numbers of the sessions attended.
    pub attended: Vec<i32>,
}

/// The attendance page of one session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    pub cohort: TrainerCohort,
    pub session: Session,
    pub participants: Vec<Participant>,
    /// Whether the attendance can be taken now: the session has begun, and the class is not closed.
    pub can_mark: bool,
}
