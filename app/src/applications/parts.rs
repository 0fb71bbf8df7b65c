//! Components that the applicant's and the employer's pages share.

use domain::applications::{Status, answer_due};
use leptos::prelude::*;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::model::{ByCode, NamedProfile, Papers, Taken};
use super::words::{actor_label, cv_text, day, moment, status_hint, status_label, status_tone};
use crate::base::text::{line_of, t, tr, trf};
use crate::base::ui::{StatusTag, SummaryList, SummaryRow, Timeline, TimelineEntry};
use crate::jobs::labels::{education_label, source_lang};

/// A state as a word.
#[component]
pub fn Standing(status: Status) -> impl IntoView {
    view! { <StatusTag label=status_label(status) tone=status_tone(status)/> }
}

/// A profile's facts. `change` is the address where they can be changed; empty where they cannot.
pub fn profile_rows(named: &NamedProfile, change: &str) -> Vec<SummaryRow> {
    let NamedProfile {
        profile,
        place_name,
    } = named;
    let years = profile.experience_years.map(|n| match n {
        0 => tr(t::applications::PROFILE_NO_YEARS).to_owned(),
        n => trf(t::applications::PROFILE_YEARS_VALUE.of(n), &[("n", &n)]),
    });
    let facts = [
        (
            t::applications::PROFILE_EDUCATION,
            profile
                .education
                .map(|level| education_label(level).to_owned()),
        ),
        (
            t::applications::PROFILE_PROGRAMME,
            profile.programme.clone(),
        ),
        (
            t::applications::PROFILE_SKILLS,
            (!profile.skills.is_empty()).then(|| line_of(&profile.skills, ", ")),
        ),
        (t::applications::PROFILE_YEARS, years),
        (
            t::applications::PROFILE_EXPERIENCE,
            profile.experience.clone(),
        ),
        (
            t::applications::PROFILE_PLACE,
            (!place_name.is_empty()).then(|| place_name.clone()),
        ),
        (t::applications::PROFILE_WISH, profile.wish.clone()),
    ];
    let rows = facts.into_iter().map(|(key, value)| {
        let value = value.unwrap_or_else(|| tr(t::applications::PROFILE_EMPTY).to_owned());
        let row = SummaryRow::view(tr(key), view! { <span class="typed-text">{value}</span> });
        if change.is_empty() {
            row
        } else {
            row.change(change)
        }
    });
    rows.collect()
}

/// The profile, CV and letter of an application; `cv_href` is the address of the CV's download.
pub fn papers_rows(papers: &Papers, cv_href: &str) -> Vec<SummaryRow> {
    let mut rows = profile_rows(&papers.named, "");
    let cv = match &papers.cv {
        Some(cv) => {
            view! { <a href=cv_href.to_owned() rel="external" download>{tr(t::applications::CV_DOWNLOAD)}</a> " " <span class="hint">{cv_text(cv)}</span> }
                .into_any()
        }
        None => tr(t::applications::CV_NONE).into_any(),
    };
    rows.push(SummaryRow::view(tr(t::applications::CV), cv));
    if let Some(letter) = papers.letter.clone() {
        let letter = view! { <span class="typed-text">{letter}</span> };
        rows.push(SummaryRow::view(tr(t::applications::LETTER), letter));
    }
    rows
}

/// The steps of an application with their days, and the day until which the next one is due.
#[component]
pub fn StepLine(
    steps: Vec<Taken>,
    status: Status,
    #[prop(into)] moved_at: OffsetDateTime,
) -> impl IntoView {
    let last = steps.len().saturating_sub(1);
    let mut entries: Vec<TimelineEntry> = steps
        .into_iter()
        .enumerate()
        .map(|(at, step)| TimelineEntry {
            title: status_label(step.status).to_owned(),
            at: moment(step.at),
            datetime: step.at.format(&Rfc3339).unwrap_or_default(),
            body: match step.note {
                Some(note) => format!("{} {note}", actor_label(step.actor)),
                None => actor_label(step.actor).to_owned(),
            },
            current: at == last,
        })
        .collect();
    if !status.is_final() {
        entries.push(TimelineEntry {
            title: tr(t::applications::NEXT).to_owned(),
            body: trf(
                t::applications::NEXT_DUE,
                &[("date", &day(answer_due(moved_at)))],
            ),
            ..TimelineEntry::default()
        });
    }
    view! { <Timeline entries/> }
}

/// An application for a reader who has its code.
#[component]
pub fn ApplicationByCode(found: ByCode) -> impl IntoView {
    let rows = vec![
        SummaryRow::new(tr(t::applications::VACANCY), found.title).lang(source_lang()),
        SummaryRow::view(
            tr(t::applications::STATUS),
            view! { <Standing status=found.status/> },
        ),
    ];
    view! {
        <SummaryList rows/>
        <p>{status_hint(found.status)}</p>
        <h2>{tr(t::applications::STEPS)}</h2>
        <StepLine steps=found.steps status=found.status moved_at=found.moved_at/>
    }
}
