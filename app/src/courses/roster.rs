//! `/petugas/pelatihan/{cohort}`: the people of a cohort, its meetings, and the closing of the class.

use crate::base::loaded::loaded;
use crate::base::page::Title;
use domain::courses::{Attendance, Status};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use uuid::Uuid;

use super::model::{Participant, Roster, Session, TrainerCohort};
use super::officer::{self, CloseClass};
use super::parts::param;
use super::words;
use crate::base::error::AppError;
use crate::base::page::use_page;
use crate::base::text::{line_of, t, tr, trf};
use crate::base::ui::{
    Breadcrumbs, EmptyState, HiddenField, Link, Notice, PostForm, StatusTag, Submit, Table, Task,
    TaskList, Tone,
};

/// The cohort's id in the address; None for anything else, which the page answers with "not found".
pub(super) fn cohort_id() -> impl Fn() -> Option<Uuid> + Copy + Send + Sync + 'static {
    let id = param("cohort");
    move || Uuid::parse_str(&id()).ok()
}

/// One cohort.
#[component]
pub fn RosterPage() -> impl IntoView {
    let roster = Resource::new(cohort_id(), |cohort| async move {
        officer::read_roster(cohort.ok_or(AppError::NotFound)?).await
    });
    view! {
        {loaded(roster, |roster| view! { <Detail roster/> })}
    }
}

#[component]
fn Detail(roster: Roster) -> impl IntoView {
    let Roster {
        cohort,
        sessions,
        participants,
        can_complete,
    } = roster;
    let total = u32::try_from(sessions.len()).unwrap_or_default();
    let (queue, seated): (Vec<_>, Vec<_>) = participants
        .into_iter()
        .partition(|participant| participant.status == Status::Waiting);
    let id = cohort.id;
    let complete = can_complete.then(|| view! { <Complete cohort=id/> });
    let seated = if seated.is_empty() {
        view! { <EmptyState title=tr(t::courses::OFFICER_NOBODY)/> }.into_any()
    } else {
        view! { <People caption=tr(t::courses::OFFICER_PARTICIPANTS) people=seated sessions=total/> }.into_any()
    };
    let queue = (!queue.is_empty()).then(|| {
        view! {
            <h2>{tr(t::courses::OFFICER_QUEUE)}</h2>
            <People caption=tr(t::courses::OFFICER_QUEUE) people=queue sessions=total/>
        }
    });
    view! {
        <Title text=tr(t::courses::OFFICER_ROSTER)/>
        <Breadcrumbs links=vec![Link::new("/petugas/pelatihan", tr(t::courses::OFFICER_TITLE))]/>
        <ClassHeading cohort=cohort.clone()/>
        {complete}
        <h2>{tr(t::courses::OFFICER_SESSIONS)}</h2>
        <TaskList tasks=sessions.into_iter().map(|session| task(&cohort, &session)).collect()/>
        <h2>{tr(t::courses::OFFICER_PARTICIPANTS)}</h2>
        {seated}
        {queue}
    }
}

/// Heading with the class that the page is about.
#[component]
pub(super) fn ClassHeading(cohort: TrainerCohort) -> impl IntoView {
    let date = words::date(cohort.window.starts_at);
    let place = line_of([&cohort.venue, &cohort.regency], ", ");
    view! {
        <h1>{cohort.title}</h1>
        <p class="lead">
            {trf(t::courses::COHORT_PLACE_AND_DATE, &[("place", &place), ("date", &date)])}
            ". "
            {tr(t::courses::OFFICER_SEATS)} ": "
            {trf(t::courses::OFFICER_OF, &[("taken", &cohort.taken), ("seats", &cohort.seats)])}
            "."
        </p>
    }
}

/// A meeting, with a link to its attendance list when it has begun.
fn task(cohort: &TrainerCohort, session: &Session) -> Task {
    let begun = use_page().now >= session.starts_at;
    let (status, tone) = match (session.present, begun) {
        (Some(true), _) => (t::courses::OFFICER_TAKEN, Tone::Success),
        (_, true) => (t::courses::OFFICER_TO_TAKE, Tone::Warning),
        _ => (t::courses::OFFICER_LATER, Tone::Neutral),
    };
    let href = format!("/petugas/pelatihan/{}/hadir/{}", cohort.id, session.number);
    Task {
        label: words::session(session.number),
        href: if begun { href } else { String::new() },
        hint: words::date_time(session.starts_at),
        status: tr(status).to_owned(),
        tone,
    }
}

#[component]
fn Complete(cohort: Uuid) -> impl IntoView {
    view! {
        <Notice tone=Tone::Info><p>{tr(t::courses::OFFICER_COMPLETE_TEXT)}</p></Notice>
        <PostForm id="close-class" action=CloseClass::url()>
            <HiddenField name="cohort" value=cohort.to_string()/>
            <Submit label=tr(t::courses::OFFICER_COMPLETE)/>
        </PostForm>
    }
}

#[component]
fn People(caption: &'static str, people: Vec<Participant>, sessions: u32) -> impl IntoView {
    let columns = [
        t::courses::OFFICER_NAME,
        t::courses::OFFICER_CONTACT,
        t::courses::OFFICER_LIVES,
        t::courses::OFFICER_BACKGROUND,
        t::courses::OFFICER_STATUS,
        t::courses::OFFICER_ATTENDED,
    ];
    let rows = people
        .into_iter()
        .map(|person| row(person, sessions))
        .collect();
    view! {
        <Table
            caption=caption
            caption_hidden=true
            columns=columns.into_iter().map(|text| tr(text).to_owned()).collect()
            rows
        />
    }
}

fn row(person: Participant, sessions: u32) -> Vec<AnyView> {
    let (label, tone) = words::status(person.status);
    let background = background(&person);
    let attendance = Attendance {
        present: u32::try_from(person.attended.len()).unwrap_or_default(),
        sessions,
    };
    let attended = trf(
        t::courses::OFFICER_ATTENDED_OF,
        &[
            ("present", &attendance.present),
            ("sessions", &sessions),
            ("percent", &attendance.percent()),
        ],
    );
    vec![
        words::name(person.name).into_any(),
        person.contact.into_any(),
        person.regency.into_any(),
        background.into_any(),
        view! { <StatusTag label=tr(label) tone/> }.into_any(),
        attended.into_any(),
    ]
}

/// The person's answers about their background.
fn background(person: &Participant) -> String {
    let kind = tr(words::kind(person.kind));
    let country = person
        .country
        .as_deref()
        .map(|code| tr(words::country(code)));
    match (country, person.return_year) {
        (Some(country), Some(year)) => trf(
            t::courses::OFFICER_RETURNED_FROM,
            &[("kind", &kind), ("country", &country), ("year", &year)],
        ),
        (Some(country), None) => trf(
            t::courses::OFFICER_KIND_COUNTRY,
            &[("kind", &kind), ("country", &country)],
        ),
        _ => kind.to_owned(),
    }
}
