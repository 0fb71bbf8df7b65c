//! Applications in words.

use domain::applications::{Actor, CvKind, Part, Status, Step};
use domain::format::{date_in_wib, date_long, date_time_wib, until_wib};
use time::OffsetDateTime;

use super::model::Cv;
use crate::base::page::use_page;
use crate::base::text::{Lang, Text, t, tr, trf};
use crate::base::ui::Tone;

pub fn status_label(status: Status) -> &'static str {
    tr(match status {
        Status::Submitted => t::applications::STATUS_SUBMITTED,
        Status::Reviewed => t::applications::STATUS_REVIEWED,
        Status::Interview => t::applications::STATUS_INTERVIEW,
        Status::Offered => t::applications::STATUS_OFFERED,
        Status::Hired => t::applications::STATUS_HIRED,
        Status::Declined => t::applications::STATUS_DECLINED,
        Status::Withdrawn => t::applications::STATUS_WITHDRAWN,
        Status::Expired => t::applications::STATUS_EXPIRED,
    })
}

pub fn status_tone(status: Status) -> Tone {
    match status {
        Status::Submitted | Status::Reviewed => Tone::Info,
        Status::Interview | Status::Offered => Tone::Warning,
        Status::Hired => Tone::Success,
        Status::Declined | Status::Withdrawn | Status::Expired => Tone::Neutral,
    }
}

/// The meaning of a state for the applicant, and the next step.
pub fn status_hint(status: Status) -> &'static str {
    tr(match status {
        Status::Submitted => t::applications::HINT_SUBMITTED,
        Status::Reviewed => t::applications::HINT_REVIEWED,
        Status::Interview => t::applications::HINT_INTERVIEW,
        Status::Offered => t::applications::HINT_OFFERED,
        Status::Hired => t::applications::HINT_HIRED,
        Status::Declined => t::applications::HINT_DECLINED,
        Status::Withdrawn => t::applications::HINT_WITHDRAWN,
        Status::Expired => t::applications::HINT_EXPIRED,
    })
}

pub fn actor_label(actor: Actor) -> &'static str {
    tr(match actor {
        Actor::Applicant => t::applications::ACTOR_APPLICANT,
        Actor::Employer => t::applications::ACTOR_EMPLOYER,
        Actor::Portal => t::applications::ACTOR_PORTAL,
    })
}

/// The label of a step's button.
pub fn step_label(step: Step) -> &'static str {
    tr(match step {
        Step::Review => t::applications::STEP_REVIEW,
        Step::Invite => t::applications::STEP_INVITE,
        Step::Offer => t::applications::STEP_OFFER,
        Step::Hire => t::applications::STEP_HIRE,
        Step::Decline => t::applications::STEP_DECLINE,
        Step::Accept => t::applications::STEP_ACCEPT,
        Step::Withdraw => t::applications::STEP_WITHDRAW,
        Step::Expire => t::applications::STATUS_EXPIRED,
    })
}

pub fn part_label(part: Part) -> Text {
    match part {
        Part::Education => t::applications::PROFILE_EDUCATION,
        Part::Skills => t::applications::PROFILE_SKILLS,
        Part::Experience => t::applications::PROFILE_YEARS,
        Part::Place => t::applications::PROFILE_PLACE,
        Part::Wish => t::applications::PROFILE_WISH,
    }
}

/// `PDF, 120 kB, diunggah 17 Agustus 2026`.
pub fn cv_text(cv: &Cv) -> String {
    let kind = match cv.kind {
        CvKind::Pdf => "PDF",
        CvKind::Jpeg => "JPEG",
        CvKind::Png => "PNG",
    };
    let kilobytes = cv.bytes.div_euclid(1000).max(1);
    trf(
        t::applications::CV_TEXT,
        &[
            ("kind", &kind),
            ("n", &kilobytes),
            ("date", &day(cv.uploaded_at)),
        ],
    )
}

/// The day of an instant, in WIB.
pub fn day(at: OffsetDateTime) -> String {
    date_long(date_in_wib(at), use_page().lang == Lang::En)
}

/// The end of a period: its last day in WIB, with the hour where it ends within that day.
pub fn until(end: OffsetDateTime) -> String {
    until_wib(end, use_page().lang == Lang::En)
}

/// The minute of an instant, in WIB.
pub fn moment(at: OffsetDateTime) -> String {
    date_time_wib(at, use_page().lang == Lang::En)
}
