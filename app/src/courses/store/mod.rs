//! SQL of the courses. Each function takes the connection first and returns `None` for "not found".

mod catalogue;
mod drafts;
mod enrol;
mod meetings;
mod mine;
mod person;
mod roster;
mod sample;
mod settle;

pub use catalogue::{addresses, audience, catalogue, places, programme, residences, upcoming};
pub use drafts::{answers, forget_answers, purge_answers, save_answers};
pub use enrol::{Enrolled, NewEnrolment, cancel, confirm, enrol, open_in_programme, outlook};
pub use meetings::clashes;
pub use mine::{enrolment, enrolments, owner};
pub use person::{Recipient, erase, kept, recipient, unsent_answers};
pub use roster::{Officer, complete, mark, roster, sheet, trainer_cohorts};
pub use sample::load_sample;
pub use settle::{Notice, due, settle};

use domain::courses::{ApplicantKind, Status, Stream, Topic, Window};

/// The error for a value that the schema's checks do not allow.
fn impossible(column: &str, value: &str) -> sqlx::Error {
    sqlx::Error::Decode(format!("{column} holds {value:?}").into())
}

fn status(value: &str) -> Result<Status, sqlx::Error> {
    Status::parse(value).ok_or_else(|| impossible("status", value))
}

fn stream(value: &str) -> Result<Stream, sqlx::Error> {
    Stream::parse(value).ok_or_else(|| impossible("stream", value))
}

fn topic(value: &str) -> Result<Topic, sqlx::Error> {
    Topic::parse(value).ok_or_else(|| impossible("topic", value))
}

fn kind(value: &str) -> Result<ApplicantKind, sqlx::Error> {
    ApplicantKind::parse(value).ok_or_else(|| impossible("kind", value))
}

fn kinds(values: &[String]) -> Result<Vec<ApplicantKind>, sqlx::Error> {
    values.iter().map(|value| kind(value)).collect()
}

fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::to_owned).collect()
}

/// A count of rows for the rules; the schema keeps counts at zero or above.
fn count(value: i64) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

/// The four dates of a cohort.
fn window(
    opens_at: time::OffsetDateTime,
    closes_at: time::OffsetDateTime,
    starts_at: time::OffsetDateTime,
    ends_at: time::OffsetDateTime,
) -> Window {
    Window {
        opens_at,
        closes_at,
        starts_at,
        ends_at,
    }
}
