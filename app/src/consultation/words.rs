//! Words for the codes of consultation, and times for readers.

use domain::consultation::state::{Outcome, Status, Topic};
use domain::consultation::wire::{Kind, Message, SILENT};
use domain::format::{date_in_wib, date_time_wib, time_wib};
use time::OffsetDateTime;

use crate::base::page::use_page;
use crate::base::text::{Lang, t, tr, trf};
use crate::base::ui::Tone;

pub(super) fn topic_text(code: &str) -> &'static str {
    tr(match Topic::parse(code).unwrap_or(Topic::Other) {
        Topic::FindWork => t::consultation::TOPIC_FIND_WORK,
        Topic::GoAbroad => t::consultation::TOPIC_GO_ABROAD,
        Topic::Abroad => t::consultation::TOPIC_ABROAD,
        Topic::Returned => t::consultation::TOPIC_RETURNED,
        Topic::Training => t::consultation::TOPIC_TRAINING,
        Topic::Rights => t::consultation::TOPIC_RIGHTS,
        Topic::Other => t::consultation::TOPIC_OTHER,
    })
}

pub(super) fn outcome_text(outcome: Outcome) -> &'static str {
    tr(match outcome {
        Outcome::Answered => t::consultation::OUTCOME_ANSWERED,
        Outcome::ToVacancies => t::consultation::OUTCOME_TO_VACANCIES,
        Outcome::ToTraining => t::consultation::OUTCOME_TO_TRAINING,
        Outcome::ToOffice => t::consultation::OUTCOME_TO_OFFICE,
        Outcome::ToComplaint => t::consultation::OUTCOME_TO_COMPLAINT,
        Outcome::NoReply => t::consultation::OUTCOME_NO_REPLY,
        Outcome::EndedByCitizen => t::consultation::OUTCOME_ENDED_BY_CITIZEN,
    })
}

pub(super) fn outcome_code_text(code: &str) -> &'static str {
    Outcome::parse(code).map(outcome_text).unwrap_or_default()
}

pub(super) fn status_text(status: Status) -> (&'static str, Tone) {
    match status {
        Status::Waiting => (tr(t::consultation::STATUS_WAITING), Tone::Warning),
        Status::Active => (tr(t::consultation::STATUS_ACTIVE), Tone::Success),
        Status::Closed => (tr(t::consultation::STATUS_CLOSED), Tone::Neutral),
    }
}

/// The text of a change of state; `None` for a text message.
pub(super) fn event_text(message: &Message) -> Option<String> {
    let name = &message.name;
    Some(match message.kind {
        Kind::Text => return None,
        Kind::Taken => trf(t::consultation::EVENT_TAKEN, &[("name", name)]),
        Kind::Returned if message.body == SILENT => {
            tr(t::consultation::EVENT_RETURNED_SILENT).to_owned()
        }
        Kind::Returned => tr(t::consultation::EVENT_RETURNED).to_owned(),
        Kind::Transferred => trf(
            t::consultation::EVENT_TRANSFERRED,
            &[("from", name), ("to", &message.body)],
        ),
        Kind::Closed => trf(
            t::consultation::EVENT_CLOSED,
            &[
                ("name", name),
                ("outcome", &outcome_code_text(&message.body)),
            ],
        ),
    })
}

/// The time of a message in WIB, with its date unless it is the day of the page.
pub(super) fn moment(millis: i64) -> String {
    when(instant(millis))
}

/// The instant of a message, to the second.
pub(super) fn instant(millis: i64) -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp(millis.div_euclid(1000))
        .unwrap_or(OffsetDateTime::UNIX_EPOCH)
}

/// A time in WIB, with its date unless it is the day of the page.
pub(super) fn when(at: OffsetDateTime) -> String {
    let page = use_page();
    if date_in_wib(at) == date_in_wib(page.now) {
        time_wib(at)
    } else {
        date_time_wib(at, page.lang == Lang::En)
    }
}

/// The time of a message in UTC for `<time datetime>`, such as `2026-08-17T03:00:00Z`.
pub(super) fn machine_moment(millis: i64) -> String {
    let at = instant(millis);
    let (date, clock) = (at.date(), at.time());
    format!(
        "{}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
        date.year(),
        u8::from(date.month()),
        date.day(),
        clock.hour(),
        clock.minute(),
        clock.second()
    )
}
