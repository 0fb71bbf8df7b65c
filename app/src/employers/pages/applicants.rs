use crate::base::page::Title;
use domain::accounts::{Role, encoded};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::employer_crumbs;
use super::home::counts;
use crate::applications::parts::Standing;
use crate::applications::words::{day, until};
use crate::base::loaded::loaded;
use crate::base::page::{param, query};
use crate::base::text::{line_of, t, tr, trf};
use crate::base::ui::done_notice;
use crate::base::ui::{
    ButtonKind, Dialog, EmptyState, HiddenField, LinkButton, PostForm, Submit, Table,
};
use crate::base::viewer::viewer_in;
use crate::employers::api::{CloseVacancy, read_applicants};
use crate::employers::model::{Applicant, VacancyApplicants};

/// `/perusahaan/lowongan/{slug}`: the applicants and their states.
#[component]
pub fn VacancyApplicantsPage() -> impl IntoView {
    if let Err(page) = viewer_in(&[Role::Employer]) {
        return page;
    }
    let found = Resource::new(|| param("slug"), read_applicants);
    view! {
        {employer_crumbs()}
        {done_notice(&[("ditutup", t::employers::CLOSED)])}
        {loaded(found, |view| view! { <Applicants view/> })}
    }
    .into_any()
}

#[component]
fn Applicants(view: VacancyApplicants) -> impl IntoView {
    let VacancyApplicants {
        vacancy,
        applicants,
    } = view;
    let open = trf(
        if vacancy.open {
            t::employers::OPEN_UNTIL
        } else {
            t::employers::CLOSED_SINCE
        },
        &[("date", &until(vacancy.closes_at))],
    );
    let meta = line_of([&vacancy.company, &vacancy.place, &open], " · ");
    let public = format!("/lowongan/{}", encoded(&vacancy.slug));
    let list = if applicants.is_empty() {
        view! { <EmptyState title=tr(t::employers::APPLICANTS_NONE)/> }.into_any()
    } else {
        let columns = [
            t::employers::APPLICANT,
            t::employers::STATUS,
            t::employers::SENT,
            t::employers::MOVED,
            t::applications::CV,
        ];
        view! {
            <Table
                caption=tr(t::employers::APPLICANTS)
                caption_hidden=true
                columns=columns.map(|name| tr(name).to_owned()).to_vec()
                rows=applicants.into_iter().map(row).collect()
            />
        }
        .into_any()
    };
    let counts = counts(vacancy.running, vacancy.all);
    view! {
        <Title text=vacancy.title.clone()/>
        <h1>{vacancy.title.clone()}</h1>
        <p class="lead">{meta}</p>
        <p><a href=public>{tr(t::employers::SEE_PUBLIC)}</a></p>
        <h2>{tr(t::employers::APPLICANTS)}</h2>
        {counts.map(|words| view! { <p>{words}</p> })}
        {list}
        {vacancy.open.then(|| view! { <Close slug=vacancy.slug/> })}
    }
}

fn row(applicant: Applicant) -> Vec<AnyView> {
    let name = named(&applicant.name);
    let cv = if applicant.has_cv {
        t::employers::CV_THERE
    } else {
        t::employers::CV_MISSING
    };
    vec![
        view! { <a href=format!("/perusahaan/lamaran/{}", applicant.code)>{name}</a> }.into_any(),
        view! { <Standing status=applicant.status/> }.into_any(),
        day(applicant.sent_at).into_any(),
        day(applicant.moved_at).into_any(),
        tr(cv).into_any(),
    ]
}

/// The applicant's name; an erased account has none.
pub(super) fn named(name: &str) -> String {
    if name.is_empty() {
        tr(t::employers::ERASED).to_owned()
    } else {
        name.to_owned()
    }
}

/// Closes the vacancy early, after a question.
#[component]
fn Close(slug: String) -> impl IntoView {
    let here = format!("/perusahaan/lowongan/{}", encoded(&slug));
    if query("tanya") != "tutup" {
        let href = format!("{here}?tanya=tutup");
        return view! { <p><LinkButton href label=tr(t::employers::CLOSE) kind=ButtonKind::Secondary/></p> }.into_any();
    }
    view! {
        <Dialog id="tutup" title=tr(t::employers::CLOSE_TITLE) close=here>
            <p>{tr(t::employers::CLOSE_TEXT)}</p>
            <PostForm id="close" action=CloseVacancy::url()>
                <HiddenField name="slug" value=slug/>
                <Submit label=tr(t::employers::CLOSE) kind=ButtonKind::Danger/>
            </PostForm>
        </Dialog>
    }
    .into_any()
}
