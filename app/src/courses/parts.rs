//! Pieces that several pages of the courses share.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::model::{Clash, ClassKey, Cohort};
use super::words;
use crate::base::page::use_page;
use crate::base::text::{t, tr, trf};
use crate::base::ui::{ButtonKind, LinkButton, Notice, StatusTag, SummaryRow, Tone};
use domain::courses::{Stream, WindowState};

/// A parameter of the address; empty when it is missing.
pub(super) fn param(name: &'static str) -> impl Fn() -> String + Copy + Send + Sync + 'static {
    let params = use_params_map();
    move || params.read().get(name).unwrap_or_default()
}

/// The cohort in the address.
pub(super) fn class_key(stream: Stream) -> impl Fn() -> ClassKey + Copy + Send + Sync + 'static {
    let (slug, cohort) = (param("slug"), param("cohort"));
    move || ClassKey {
        stream,
        slug: slug(),
        cohort: cohort(),
    }
}

/// The name of a catalogue.
pub(super) fn stream_name(stream: Stream) -> &'static str {
    match stream {
        Stream::Training => tr(t::courses::NAV_TRAINING),
        Stream::Empowerment => tr(t::courses::NAV_EMPOWERMENT),
    }
}

/// Notice that the shown programmes were shipped as examples.
#[component]
pub(super) fn SampleNotice() -> impl IntoView {
    view! { <Notice tone=Tone::Neutral><p>{tr(t::courses::SAMPLE_TEXT)}</p></Notice> }
}

/// Shown instead of a form that could not be sent: that enrolment is over, or when it opens, with a link to other
/// courses.
pub(super) fn not_open(stream: Stream, cohort: &Cohort) -> AnyView {
    let why = cohort.state.refusal().unwrap_or_default();
    let from = (cohort.state == WindowState::NotYetOpen)
        .then(|| words::enrolment(cohort.state, &cohort.window));
    view! {
        <Notice><p>{t::error_text(use_page().lang, why)} " " {from}</p></Notice>
        <LinkButton href=stream.path() label=tr(t::courses::CHECK_OTHERS) kind=ButtonKind::Secondary/>
    }
    .into_any()
}

/// Warns of other cohorts that meet at the same hours.
#[component]
pub(super) fn Clashes(clashes: Vec<Clash>) -> impl IntoView {
    if clashes.is_empty() {
        return ().into_any();
    }
    let groups = clashes.into_iter().map(|clash| {
        let href = format!("/akun/pelatihan/{}", clash.code);
        let name = trf(
            t::courses::CLASH_GROUP,
            &[("title", &clash.title), ("place", &clash.regency)],
        );
        let meetings = clash.meetings.into_iter().map(words::meeting);
        let meetings = meetings
            .map(|meeting| view! { <br/> {meeting} })
            .collect_view();
        view! { <li><a href=href>{name}</a> {meetings}</li> }
    });
    view! {
        <Notice tone=Tone::Warning title=tr(t::courses::CLASH_TITLE)>
            <p>{tr(t::courses::CLASH_TEXT)}</p>
            <ul>{groups.collect_view()}</ul>
        </Notice>
    }
    .into_any()
}

/// A tag with the state of a cohort's enrolment.
#[component]
pub(super) fn CohortTag(state: domain::courses::WindowState, full: bool) -> impl IntoView {
    let (label, tone) = words::state(state, full);
    view! { <StatusTag label=tr(label) tone/> }
}

/// When, where and for whom a cohort is.
pub(super) fn facts(cohort: &Cohort) -> Vec<SummaryRow> {
    let mut rows = vec![
        SummaryRow::new(tr(t::courses::COHORT_WHEN), words::meetings(cohort)),
        SummaryRow::new(
            tr(t::courses::COHORT_WHERE),
            place(&cohort.venue, &cohort.address),
        ),
        SummaryRow::new(tr(t::courses::COHORT_SEATS), words::seats(cohort)),
    ];
    let places = quota_lines(cohort);
    if !places.is_empty() {
        rows.push(SummaryRow::new(
            tr(t::courses::COHORT_QUOTA),
            places.join("\n"),
        ));
    }
    rows.push(SummaryRow::new(
        tr(t::courses::COHORT_ENROLMENT),
        words::enrolment(cohort.state, &cohort.window),
    ));
    rows
}

/// Venue and address on two lines.
pub(super) fn place(venue: &str, address: &str) -> String {
    format!("{venue}\n{address}")
}

/// The seats that are set aside, the regencies whose residents alone may join, and when seats are no longer set aside.
fn quota_lines(cohort: &Cohort) -> Vec<String> {
    let mut lines = Vec::new();
    if cohort.listed_only {
        lines.push(trf(
            t::courses::COHORT_LISTED_ONLY,
            &[("places", &region_names(cohort))],
        ));
    }
    let quotas = cohort.regions.iter().filter_map(|region| {
        let n = region.quota?;
        Some(trf(
            t::courses::COHORT_QUOTA_LINE,
            &[("n", &n), ("place", &region.name)],
        ))
    });
    lines.extend(quotas);
    if let Some(at) = cohort
        .quota_release_at
        .filter(|_| cohort.sets_seats_aside())
    {
        lines.push(trf(
            t::courses::COHORT_QUOTA_RELEASE,
            &[("date", &words::date(at))],
        ));
    }
    lines
}

/// The names of the regencies that a cohort serves.
pub(super) fn region_names(cohort: &Cohort) -> String {
    let names: Vec<&str> = cohort
        .regions
        .iter()
        .map(|region| region.name.as_str())
        .collect();
    names.join(", ")
}
