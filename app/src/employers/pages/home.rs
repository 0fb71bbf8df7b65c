use crate::base::page::Title;
use domain::accounts::{Role, encoded};
use leptos::prelude::*;

use crate::applications::words::{day, until};
use crate::base::loaded::loaded;
use crate::base::text::{line_of, t, tr, trf};
use crate::base::ui::done_notice;
use crate::base::ui::{
    ButtonKind, ButtonRow, Card, Cards, EmptyState, LinkButton, Notice, StatusTag, Tone,
};
use crate::base::viewer::viewer_in;
use crate::employers::api::read_employer_home;
use crate::employers::model::{Draft, DraftState, EmployerHome, MyRequest, MyVacancy};

/// `/perusahaan`: the employer's vacancies and the number of waiting applications; for others, the way to become an
/// employer.
#[component]
pub fn EmployerHomePage() -> impl IntoView {
    if let Err(page) = viewer_in(&Role::SERVED) {
        return page;
    }
    let found = Resource::new(|| (), |()| read_employer_home());
    view! {
        <Title text=tr(t::employers::HOME_TITLE)/>
        {done_notice(&[("diminta", t::employers::REQUEST_SENT), ("dikirim", t::employers::OPENING_SENT)])}
        <h1>{tr(t::employers::HOME_TITLE)}</h1>
        {loaded(found, |home| view! { <Home home/> })}
    }
    .into_any()
}

#[component]
fn Home(home: EmployerHome) -> impl IntoView {
    let EmployerHome {
        companies,
        request,
        vacancies,
        drafts,
    } = home;
    let waiting = request.as_ref().is_some_and(|request| request.waiting);
    let request = request.and_then(request_notice);
    if companies.is_empty() {
        let way = (!waiting).then(|| {
            view! { <p><LinkButton href="/perusahaan/daftar" label=tr(t::employers::REQUEST_OPEN)/></p> }
        });
        return view! { {request} <p class="lead">{tr(t::employers::HOME_NONE)}</p> {way} }
            .into_any();
    }
    let names: Vec<_> = companies
        .iter()
        .map(|company| company.name.as_str())
        .collect();
    let drafts = (!drafts.is_empty()).then(|| {
        view! {
            <h2>{tr(t::employers::DRAFTS)}</h2>
            <Cards>{drafts.into_iter().map(draft_card).collect_view()}</Cards>
        }
    });
    let list = if vacancies.is_empty() {
        view! { <EmptyState title=tr(t::employers::VACANCIES_NONE)/> }.into_any()
    } else {
        view! { <Cards>{vacancies.into_iter().map(vacancy_card).collect_view()}</Cards> }.into_any()
    };
    let another = (!waiting).then(|| {
        view! { <LinkButton href="/perusahaan/daftar" label=tr(t::employers::REQUEST_ANOTHER) kind=ButtonKind::Secondary/> }
    });
    view! {
        {request}
        <p class="lead">{line_of(names, ", ")}</p>
        <ButtonRow>
            <LinkButton href="/perusahaan/lowongan/baru" label=tr(t::employers::OPENING_NEW)/>
            {another}
        </ButtonRow>
        {drafts}
        <h2>{tr(t::employers::VACANCIES)}</h2>
        {list}
    }
    .into_any()
}

fn request_notice(request: MyRequest) -> Option<AnyView> {
    let values: [(&str, &dyn std::fmt::Display); 2] = [
        ("company", &request.company),
        ("date", &day(request.asked_at)),
    ];
    if request.waiting {
        let words = trf(t::employers::REQUEST_WAITS, &values);
        return Some(view! { <Notice tone=Tone::Info><p>{words}</p></Notice> }.into_any());
    }
    let reason = request.refusal?;
    let words = trf(t::employers::REQUEST_REFUSED, &values);
    let notice = view! { <Notice tone=Tone::Warning title=words><p class="typed-text">{reason}</p></Notice> };
    Some(notice.into_any())
}

fn vacancy_card(vacancy: MyVacancy) -> impl IntoView {
    let meta = line_of([vacancy.company, vacancy.place], " · ");
    let open = trf(
        if vacancy.open {
            t::employers::OPEN_UNTIL
        } else {
            t::employers::CLOSED_SINCE
        },
        &[("date", &until(vacancy.closes_at))],
    );
    let new = (vacancy.new > 0).then(|| {
        view! { <StatusTag label=trf(t::employers::NEW_APPLICANTS, &[("n", &vacancy.new)]) tone=Tone::Warning/> " " }
    });
    let counts = counts(vacancy.running, vacancy.all)
        .unwrap_or_else(|| tr(t::employers::COUNTS_NONE).to_owned());
    view! {
        <Card
            href=format!("/perusahaan/lowongan/{}", encoded(&vacancy.slug))
            title=vacancy.title
            meta=meta
            level=3
        >
            <p>{new}{counts}</p>
            <p class="hint">{open}</p>
        </Card>
    }
}

fn draft_card(draft: Draft) -> impl IntoView {
    let (label, tone) = match draft.state {
        DraftState::Returned => (t::employers::DRAFT_RETURNED, Tone::Danger),
        DraftState::Waiting | DraftState::Published => (t::employers::DRAFT_WAITING, Tone::Info),
    };
    view! {
        <Card
            href=format!("/perusahaan/draf/{}", draft.id)
            title=draft.opening.title
            meta=draft.company.name
            level=3
        >
            <p><StatusTag label=tr(label) tone=tone/></p>
            {draft.reason.map(|reason| view! { <p class="typed-text">{reason}</p> })}
        </Card>
    }
}

/// The number of a vacancy's applications, and how many of them wait for a step; none where there is none.
pub(super) fn counts(running: i64, all: i64) -> Option<String> {
    (all > 0).then(|| {
        trf(
            t::employers::COUNTS.of(all),
            &[("running", &running), ("all", &all)],
        )
    })
}
