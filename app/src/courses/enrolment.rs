//! `/akun/pelatihan/{code}`: one enrolment, from its confirmation to its outcome; and `…/batal`.

use crate::base::loaded::loaded;
use crate::base::page::Title;
use domain::courses::{COMPLETION_PERCENT, CONFIRM_HOURS, Status};
use domain::format::time_wib;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::api::{self, CancelEnrolment, ConfirmSeat};
use super::model::{Enrolment, Session};
use super::parts::{Clashes, param, place};
use super::words;
use crate::base::text::{Text, line_of, t, tr, trf};
use crate::base::ui::KeepCode;
use crate::base::ui::{
    Breadcrumbs, ButtonKind, ButtonRow, HiddenField, Link, LinkButton, Notice, Panel, PostForm,
    StatusTag, Submit, SummaryList, SummaryRow, Table, Timeline, TimelineEntry, Tone,
};

/// One enrolment.
#[component]
pub fn EnrolmentPage() -> impl IntoView {
    let enrolment = Resource::new(param("code"), api::my_enrolment);
    view! {
        {loaded(enrolment, |enrolment| view! { <Detail enrolment/> })}
    }
}

/// The title of the page, and what the person must know in this state.
pub(super) fn situation(
    status: Status,
    offer_until: Option<OffsetDateTime>,
) -> (Text, Option<String>) {
    let hours: (&str, &dyn std::fmt::Display) = ("hours", &CONFIRM_HOURS);
    match (status, offer_until) {
        (Status::Enrolled, _) => (t::courses::MINE_ENROLLED_TITLE, None),
        (Status::Waiting, _) => (
            t::courses::MINE_WAITING_TITLE,
            Some(trf(t::courses::MINE_WAITING_TEXT, &[hours])),
        ),
        (Status::Offered, Some(until)) => (
            t::courses::MINE_OFFERED_TITLE,
            Some(trf(
                t::courses::MINE_OFFERED_TEXT,
                &[("at", &words::until(until))],
            )),
        ),
        (Status::Offered, None) => (
            t::courses::MINE_EXPIRED_TITLE,
            Some(tr(t::courses::MINE_EXPIRED_TEXT).to_owned()),
        ),
        (Status::Cancelled, _) => (
            t::courses::MINE_CANCELLED_TITLE,
            Some(tr(t::courses::MINE_CANCELLED_TEXT).to_owned()),
        ),
        (Status::Lapsed, _) => (
            t::courses::MINE_LAPSED_TITLE,
            Some(tr(t::courses::MINE_LAPSED_TEXT).to_owned()),
        ),
        (Status::Completed, _) => (
            t::courses::MINE_COMPLETED_TITLE,
            Some(tr(t::courses::MINE_COMPLETED_TEXT).to_owned()),
        ),
        (Status::NotCompleted, _) => (
            t::courses::MINE_NOT_COMPLETED_TITLE,
            Some(trf(
                t::courses::MINE_NOT_COMPLETED_TEXT,
                &[("percent", &COMPLETION_PERCENT)],
            )),
        ),
    }
}

#[component]
fn Detail(enrolment: Enrolment) -> impl IntoView {
    let (title, text) = situation(enrolment.status, enrolment.offer_until);
    let live = enrolment.status.is_open()
        && (enrolment.status != Status::Offered || enrolment.offer_until.is_some());
    let head = if live {
        view! { <Panel title=tr(title) code_label=tr(t::courses::MINE_CODE) code=enrolment.code.clone()/> }.into_any()
    } else {
        view! { <h1>{tr(title)}</h1> }.into_any()
    };
    let offer = enrolment
        .offer_until
        .is_some()
        .then(|| view! { <Offer code=enrolment.code.clone()/> });
    let waiting = enrolment
        .waiting_place
        .map(|n| view! { <p class="lead">{trf(t::courses::MINE_PLACE, &[("n", &n)])}</p> });
    let cancel = (enrolment.can_cancel && enrolment.offer_until.is_none()).then(|| {
        let href = format!("/akun/pelatihan/{}/batal", enrolment.code);
        view! { <p><a href=href>{tr(t::courses::MINE_CANCEL)}</a></p> }
    });
    let (tone, text) = (
        if enrolment.offer_until.is_some() {
            Tone::Warning
        } else {
            Tone::Info
        },
        text,
    );
    let programme = format!("{}/{}", enrolment.stream.path(), enrolment.programme_slug);
    view! {
        <Title text=tr(title)/>
        <Breadcrumbs links=vec![Link::new("/akun/pelatihan", tr(t::courses::MINE_TITLE))]/>
        {head}
        {waiting}
        {text.map(|text| view! { <Notice tone><p>{text}</p></Notice> })}
        {offer}
        {live.then(|| view! { <p>{tr(t::courses::MINE_KEEP_CODE)}</p> <KeepCode/> })}
        <h2>{tr(t::courses::MINE_DETAILS)}</h2>
        <SummaryList rows=rows(&enrolment)/>
        {cancel}
        <Clashes clashes=enrolment.clashes/>
        <p><a href=programme>{tr(t::courses::MINE_PROGRAMME)}</a></p>
        {takes_part(enrolment.status).then(|| view! { <Schedule sessions=enrolment.sessions/> })}
        <h2>{tr(t::courses::MINE_HISTORY)}</h2>
        <Timeline entries=history(&enrolment.history)/>
    }
}

fn rows(enrolment: &Enrolment) -> Vec<SummaryRow> {
    let (label, tone) = words::status(enrolment.status);
    let mut rows = vec![
        SummaryRow::new(tr(t::courses::CHECK_COURSE), enrolment.title.clone()),
        SummaryRow::view(
            tr(t::courses::OFFICER_STATUS),
            view! { <StatusTag label=tr(label) tone/> },
        ),
        SummaryRow::new(tr(t::courses::MINE_CODE), enrolment.code.clone()),
        SummaryRow::new(
            tr(t::courses::COHORT_WHEN),
            words::date_time(enrolment.window.starts_at),
        ),
        SummaryRow::new(
            tr(t::courses::COHORT_WHERE),
            format!(
                "{}\n{}",
                enrolment.regency,
                place(&enrolment.venue, &enrolment.address)
            ),
        ),
    ];
    if takes_part(enrolment.status) {
        let bring = enrolment.bring.join("\n");
        rows.push(SummaryRow::new(tr(t::courses::PROGRAMME_BRING), bring));
    }
    rows
}

/// Whether meetings and what to bring are shown: not for a person who gave the seat up or never had one.
fn takes_part(status: Status) -> bool {
    !matches!(status, Status::Cancelled | Status::Lapsed)
}

#[component]
fn Offer(code: String) -> impl IntoView {
    view! {
        <PostForm id="confirm-seat" action=ConfirmSeat::url()>
            <HiddenField name="code" value=code.clone()/>
            <ButtonRow>
                <Submit label=tr(t::courses::MINE_CONFIRM)/>
                <LinkButton
                    href=format!("/akun/pelatihan/{code}/batal")
                    label=tr(t::courses::MINE_DECLINE)
                    kind=ButtonKind::Secondary
                />
            </ButtonRow>
        </PostForm>
    }
}

#[component]
fn Schedule(sessions: Vec<Session>) -> impl IntoView {
    if sessions.is_empty() {
        return ().into_any();
    }
    let rows = sessions
        .into_iter()
        .map(|session| {
            let time = words::span(&time_wib(session.starts_at), &time_wib(session.ends_at));
            let presence = match session.present {
                Some(true) => t::courses::MINE_PRESENT,
                Some(false) => t::courses::MINE_ABSENT,
                None => t::courses::MINE_NOT_TAKEN,
            };
            vec![
                words::session(session.number).into_any(),
                words::day(session.starts_at).into_any(),
                time.into_any(),
                tr(presence).into_any(),
            ]
        })
        .collect();
    let columns = [
        t::courses::OFFICER_SESSIONS,
        t::courses::COHORT_DATE,
        t::courses::COHORT_WHEN,
        t::courses::MINE_ATTENDANCE,
    ];
    view! {
        <h2>{tr(t::courses::MINE_SESSIONS)}</h2>
        <Table
            caption=tr(t::courses::MINE_SESSIONS)
            caption_hidden=true
            columns=columns.into_iter().map(|text| tr(text).to_owned()).collect()
            rows
        />
    }
    .into_any()
}

/// The states that an enrolment was in.
pub(super) fn history(events: &[super::model::Event]) -> Vec<TimelineEntry> {
    let last = events.len().saturating_sub(1);
    let entries = events.iter().enumerate().map(|(at, event)| TimelineEntry {
        title: tr(words::status(event.status).0).to_owned(),
        at: words::date_time(event.at),
        datetime: event.at.format(&Rfc3339).unwrap_or_default(),
        body: String::new(),
        current: at == last,
    });
    entries.collect()
}

/// The question before an enrolment is given up.
#[component]
pub fn CancelPage() -> impl IntoView {
    let enrolment = Resource::new(param("code"), api::my_enrolment);
    view! {
        {loaded(enrolment, |enrolment| view! { <Cancel enrolment/> })}
    }
}

#[component]
fn Cancel(enrolment: Enrolment) -> impl IntoView {
    let back = format!("/akun/pelatihan/{}", enrolment.code);
    let waiting = enrolment.status == Status::Waiting;
    let (title, question) = if enrolment.can_cancel {
        let form = view! { <CancelForm code=enrolment.code waiting back/> }.into_any();
        (t::courses::CANCEL_TITLE, form)
    } else {
        let (title, why) = if enrolment.status.is_open() {
            let why = tr(t::courses::ERRORS_COURSE_BEGUN).to_owned();
            (t::courses::CANCEL_LATE_TITLE, Some(why))
        } else {
            situation(enrolment.status, enrolment.offer_until)
        };
        let answer = view! {
            {why.map(|why| view! { <p>{why}</p> })}
            <LinkButton href=back label=tr(t::courses::CHECK_SEE_MINE) kind=ButtonKind::Secondary/>
        };
        (title, answer.into_any())
    };
    view! {
        <Title text=tr(title)/>
        <Breadcrumbs links=vec![Link::new("/akun/pelatihan", tr(t::courses::MINE_TITLE))]/>
        <h1>{tr(title)}</h1>
        <p class="lead">{line_of([enrolment.title, words::date(enrolment.window.starts_at)], ", ")}</p>
        {question}
    }
}

#[component]
fn CancelForm(code: String, waiting: bool, back: String) -> impl IntoView {
    let text = if waiting {
        t::courses::CANCEL_TEXT_WAITING
    } else {
        t::courses::CANCEL_TEXT_SEAT
    };
    view! {
        <p>{tr(text)}</p>
        <PostForm id="cancel-enrolment" action=CancelEnrolment::url()>
            <HiddenField name="code" value=code/>
            <ButtonRow>
                <Submit label=tr(t::courses::CANCEL_YES) kind=ButtonKind::Danger/>
                <LinkButton href=back label=tr(t::courses::CANCEL_NO) kind=ButtonKind::Secondary/>
            </ButtonRow>
        </PostForm>
    }
}
