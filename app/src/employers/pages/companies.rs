use crate::base::page::Title;
use domain::accounts::Role;
use domain::applications::{COMPANY, REFUSAL};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::officer_crumbs;
use crate::applications::words::moment;
use crate::base::loaded::loaded;
use crate::base::page::query;
use crate::base::text::{line_of, t, tr, trf};
use crate::base::ui::done_notice;
use crate::base::ui::{
    ButtonKind, EmptyState, ExactField, HiddenField, Link, LinkButton, Notice, PostForm, Submit,
    SummaryList, SummaryRow, TextArea, TextField, Tone,
};
use crate::base::viewer::viewer_in;
use crate::employers::model::Request;
use crate::employers::officer_api::{GrantCompany, HandOver, RefuseCompany, read_company_requests};

/// `/petugas/perusahaan`: the requests to speak for a company, and a form to give a company without a request.
/// `?minta=` opens one request.
#[component]
pub fn CompaniesPage() -> impl IntoView {
    if let Err(page) = viewer_in(&[Role::Counsellor, Role::Admin]) {
        return page;
    }
    let found = Resource::new(|| (), |()| read_company_requests());
    let given = (query("pesan") == "diserahkan").then(|| {
        let n: u64 = query("jumlah").parse().unwrap_or(0);
        view! { <Notice tone=Tone::Success announce=true><p>{trf(t::employers::GIVEN, &[("n", &n)])}</p></Notice> }
    });
    view! {
        <Title text=tr(t::employers::COMPANIES_TITLE)/>
        {officer_crumbs()}
        {given}
        {done_notice(&[("ditolak", t::employers::REFUSED)])}
        <h1>{tr(t::employers::COMPANIES_TITLE)}</h1>
        <p class="lead">{tr(t::employers::COMPANIES_LEAD)}</p>
        <h2>{tr(t::employers::REQUESTS)}</h2>
        {loaded(found, |requests| view! { <Requests requests/> })}
        <div class="apply-narrow">
            <h2>{tr(t::employers::HAND_OVER)}</h2>
            <p>{tr(t::employers::HAND_OVER_TEXT)}</p>
            <PostForm id="hand-over" action=HandOver::url()>
                <TextField name="company" limit=COMPANY label=tr(t::employers::COMPANY) hint=tr(t::employers::HAND_OVER_COMPANY)/>
                <ExactField name="contact" label=tr(t::employers::HAND_OVER_CONTACT)/>
                <Submit label=tr(t::employers::HAND_OVER_SEND) kind=ButtonKind::Secondary/>
            </PostForm>
        </div>
    }
    .into_any()
}

#[component]
fn Requests(requests: Vec<Request>) -> impl IntoView {
    if requests.is_empty() {
        return view! { <EmptyState title=tr(t::employers::REQUESTS_NONE)/> }.into_any();
    }
    let asked = query("minta");
    let open = requests
        .iter()
        .find(|request| request.id.to_string() == asked)
        .cloned();
    let open = open.map(|request| view! { <Decide request/> });
    let lines = requests
        .into_iter()
        .map(|request| {
            let Link { href, label } = Link::new(
                format!("/petugas/perusahaan?minta={}", request.id),
                request.company.clone(),
            );
            view! {
                <li>
                    <a href=href>{label}</a>
                    <p class="hint">{line_of([request.person, moment(request.asked_at)], ", ")}</p>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="plain-list">{lines}</ul> {open} }.into_any()
}

/// One request, to grant or to refuse.
#[component]
fn Decide(request: Request) -> impl IntoView {
    let [granted, refused] = [request.id, request.id].map(|id| id.to_string());
    let rows = vec![
        SummaryRow::new(tr(t::employers::COMPANY), request.company.clone()),
        SummaryRow::new(tr(t::employers::NIB), request.nib),
        SummaryRow::new(tr(t::employers::ASKER), request.person),
        SummaryRow::new(tr(t::employers::POSITION), request.position),
        SummaryRow::new(tr(t::applications::CONTACT), request.contact),
        SummaryRow::new(tr(t::employers::IMPORTED), request.vacancies.to_string()),
    ];
    view! {
        <section class="apply-narrow" aria-labelledby="putusan">
            <h3 id="putusan">{request.company}</h3>
            <p>{tr(t::employers::CHECK_NIB)} " " <a href="https://oss.go.id/" rel="external noopener">"oss.go.id"</a></p>
            <SummaryList rows/>
            <PostForm id="grant" action=GrantCompany::url()>
                <HiddenField name="request" value=granted/>
                <Submit label=tr(t::employers::GRANT)/>
            </PostForm>
            <PostForm id="refuse" action=RefuseCompany::url()>
                <HiddenField name="request" value=refused/>
                <TextArea name="reason" limit=REFUSAL label=tr(t::employers::REFUSE_REASON) rows=3/>
                <Submit label=tr(t::employers::REFUSE) kind=ButtonKind::Danger/>
            </PostForm>
            <p><LinkButton href="/petugas/perusahaan" label=tr(t::employers::REQUESTS_ALL) kind=ButtonKind::Quiet/></p>
        </section>
    }
}
