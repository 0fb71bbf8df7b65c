//! Texts for codes, dates and cohorts.

use domain::courses::{ApplicantKind, Meeting, Status, Topic, Window, WindowState};
use domain::format::{date_in_wib, date_long, date_time_wib, time_wib, until_wib};
use time::OffsetDateTime;

use super::model::{Cohort, Programme};
use crate::base::page::use_page;
use crate::base::text::{Lang, Text, t, tr, trf};
use crate::base::ui::{Tone, weekday_text};

pub(super) fn kind(kind: ApplicantKind) -> Text {
    match kind {
        ApplicantKind::Returned => t::courses::KIND_RETURNED,
        ApplicantKind::Candidate => t::courses::KIND_CANDIDATE,
        ApplicantKind::Family => t::courses::KIND_FAMILY,
        ApplicantKind::Resident => t::courses::KIND_RESIDENT,
    }
}

/// The kinds of applicants that a programme is for, as one line. The kind `Resident` stands for everybody.
pub(super) fn kinds(kinds: &[ApplicantKind]) -> String {
    let names: Vec<&str> = kinds
        .iter()
        .map(|one| match one {
            ApplicantKind::Resident => tr(t::courses::KIND_RESIDENT_PROGRAMME),
            one => tr(kind(*one)),
        })
        .collect();
    names.join(", ")
}

/// Who may join a programme, a line each: the kinds, the countries of work, the years since the return.
pub(super) fn who_may_join(programme: &Programme) -> Vec<String> {
    let mut lines = vec![kinds(&programme.audience)];
    if !programme.countries.is_empty() {
        let names = countries(&programme.countries);
        lines.push(trf(
            t::courses::PROGRAMME_COUNTRIES,
            &[("countries", &names)],
        ));
    }
    lines.extend(
        programme
            .return_within_years
            .map(|n| trf(t::courses::PROGRAMME_RETURN_LIMIT.of(n), &[("n", &n)])),
    );
    lines
}

pub(super) fn topic(topic: Topic) -> Text {
    match topic {
        Topic::Money => t::courses::TOPIC_MONEY,
        Topic::Business => t::courses::TOPIC_BUSINESS,
        Topic::Trade => t::courses::TOPIC_TRADE,
        Topic::Group => t::courses::TOPIC_GROUP,
        Topic::Family => t::courses::TOPIC_FAMILY,
        Topic::Departure => t::courses::TOPIC_DEPARTURE,
        Topic::Certification => t::courses::TOPIC_CERTIFICATION,
    }
}

/// One of `domain::courses::COUNTRIES`.
pub(super) fn country(code: &str) -> Text {
    match code {
        "HK" => t::courses::COUNTRY_HK,
        "TW" => t::courses::COUNTRY_TW,
        "MY" => t::courses::COUNTRY_MY,
        "KR" => t::courses::COUNTRY_KR,
        "JP" => t::courses::COUNTRY_JP,
        "SG" => t::courses::COUNTRY_SG,
        "BN" => t::courses::COUNTRY_BN,
        "SA" => t::courses::COUNTRY_SA,
        "AE" => t::courses::COUNTRY_AE,
        "QA" => t::courses::COUNTRY_QA,
        "KW" => t::courses::COUNTRY_KW,
        "OM" => t::courses::COUNTRY_OM,
        "BH" => t::courses::COUNTRY_BH,
        "JO" => t::courses::COUNTRY_JO,
        "TR" => t::courses::COUNTRY_TR,
        _ => t::courses::COUNTRY_OTHER,
    }
}

/// The names of countries, as one line.
pub(super) fn countries(codes: &[String]) -> String {
    let names: Vec<&str> = codes.iter().map(|code| tr(country(code))).collect();
    names.join(", ")
}

pub(super) fn status(status: Status) -> (Text, Tone) {
    match status {
        Status::Enrolled => (t::courses::STATUS_ENROLLED, Tone::Success),
        Status::Waiting => (t::courses::STATUS_WAITING, Tone::Info),
        Status::Offered => (t::courses::STATUS_OFFERED, Tone::Warning),
        Status::Cancelled => (t::courses::STATUS_CANCELLED, Tone::Neutral),
        Status::Lapsed => (t::courses::STATUS_LAPSED, Tone::Neutral),
        Status::Completed => (t::courses::STATUS_COMPLETED, Tone::Success),
        Status::NotCompleted => (t::courses::STATUS_NOT_COMPLETED, Tone::Danger),
    }
}

/// The state of a cohort's enrolment, and whether it is full.
pub(super) fn state(state: WindowState, full: bool) -> (Text, Tone) {
    match state {
        WindowState::NotYetOpen => (t::courses::COHORT_STATE_SOON, Tone::Info),
        WindowState::Open if full => (t::courses::COHORT_STATE_FULL, Tone::Warning),
        WindowState::Open => (t::courses::COHORT_STATE_OPEN, Tone::Success),
        WindowState::Closed => (t::courses::COHORT_STATE_CLOSED, Tone::Neutral),
        WindowState::Running => (t::courses::COHORT_STATE_RUNNING, Tone::Info),
        WindowState::Ended => (t::courses::COHORT_STATE_ENDED, Tone::Neutral),
    }
}

/// A person's name; an erased account has none.
pub(super) fn name(name: String) -> String {
    if name.is_empty() {
        tr(t::courses::OFFICER_ERASED).to_owned()
    } else {
        name
    }
}

fn english() -> bool {
    use_page().lang == Lang::En
}

/// `17 Agustus 2026`, in WIB.
pub(super) fn date(at: OffsetDateTime) -> String {
    date_long(date_in_wib(at), english())
}

/// `Senin, 17 Agustus 2026`, in WIB.
pub(super) fn day(at: OffsetDateTime) -> String {
    let weekday = weekday_text(date_in_wib(at).weekday().number_from_monday());
    let weekday = weekday.map(tr).unwrap_or_default();
    format!("{weekday}, {}", date(at))
}

/// `Senin, 17 Agustus 2026, 08.00 WIB sampai 14.00 WIB`; with the day of the end where that is another.
pub(super) fn meeting(meeting: Meeting) -> String {
    let (from, to) = (meeting.starts_at, meeting.ends_at);
    let end = match date_in_wib(from) == date_in_wib(to) {
        true => time_wib(to),
        false => format!("{}, {}", day(to), time_wib(to)),
    };
    format!("{}, {}", day(from), span(&time_wib(from), &end))
}

/// `17 Agustus 2026, 14.30 WIB`.
pub(super) fn date_time(at: OffsetDateTime) -> String {
    date_time_wib(at, english())
}

/// The last day (WIB) of something that ends at `end`, with the hour when it ends within that day.
pub(super) fn until(end: OffsetDateTime) -> String {
    until_wib(end, english())
}

/// The number of free seats, or that the cohort is full and how many wait. Once enrolment is over, only the number of
/// all seats.
pub(super) fn seats(cohort: &Cohort) -> String {
    let free = (cohort.seats - cohort.taken).max(0);
    if !matches!(cohort.state, WindowState::NotYetOpen | WindowState::Open) {
        trf(
            t::courses::COHORT_SEATS_ONLY.of(cohort.seats),
            &[("seats", &cohort.seats)],
        )
    } else if free == 0 {
        trf(
            t::courses::COHORT_FULL.of(cohort.seats),
            &[("seats", &cohort.seats), ("waiting", &cohort.waiting)],
        )
    } else {
        let words = if cohort.sets_seats_aside() {
            t::courses::COHORT_SEATS_LEFT_QUOTA
        } else {
            t::courses::COHORT_SEATS_LEFT
        };
        trf(
            words.of(cohort.seats),
            &[("free", &free), ("seats", &cohort.seats)],
        )
    }
}

/// `Kabupaten Blitar, mulai 17 Agustus 2026`.
pub(super) fn place_and_date(cohort: &Cohort) -> String {
    let date = date(cohort.window.starts_at);
    trf(
        t::courses::COHORT_PLACE_AND_DATE,
        &[("place", &cohort.regency), ("date", &date)],
    )
}

/// Every meeting on a line of its own; when they are not known, `5 pertemuan, pertama 17 Agustus 2026, 08.00 WIB`.
pub(super) fn meetings(cohort: &Cohort) -> String {
    if !cohort.meetings.is_empty() {
        let lines = cohort.meetings.iter().map(|one| meeting(*one));
        return lines.collect::<Vec<_>>().join("\n");
    }
    let at = date_time(cohort.window.starts_at);
    match cohort.sessions {
        0 | 1 => trf(t::courses::COHORT_SESSION_ONE, &[("at", &at)]),
        n => trf(t::courses::COHORT_SESSIONS, &[("n", &n), ("at", &at)]),
    }
}

/// When enrolment opens, until when it is open, or that it is over.
pub(super) fn enrolment(state: WindowState, window: &Window) -> String {
    match state {
        WindowState::NotYetOpen => trf(
            t::courses::COHORT_OPENS,
            &[("at", &date_time(window.opens_at))],
        ),
        WindowState::Open => trf(
            t::courses::COHORT_OPEN_UNTIL,
            &[("at", &until(window.closes_at))],
        ),
        _ => tr(t::courses::COHORT_CLOSED).to_owned(),
    }
}

/// `08.00 WIB sampai 14.00 WIB`.
pub(super) fn span(from: &str, to: &str) -> String {
    trf(t::courses::MINE_TIME, &[("from", &from), ("to", &to)])
}

/// `Pertemuan 3`.
pub(super) fn session(number: i32) -> String {
    trf(t::courses::MINE_SESSION, &[("n", &number)])
}
