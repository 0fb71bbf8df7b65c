use crate::base::page::Title;
use domain::accounts::{Role, encoded};
use domain::applications::{NOTE, Step};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::applicants::named;
use crate::applications::parts::{Standing, StepLine, papers_rows};
use crate::applications::words::step_label;
use crate::base::loaded::loaded;
use crate::base::page::param;
use crate::base::text::{t, tr, trf};
use crate::base::ui::done_notice;
use crate::base::ui::{
    Breadcrumbs, ButtonKind, ButtonRow, HiddenField, Link, PostForm, Submit, SummaryList,
    SummaryRow, TextArea,
};
use crate::base::viewer::viewer_in;
use crate::employers::api::{MoveApplicant, read_applicant};
use crate::employers::model::ApplicantView;

/// `/perusahaan/lamaran/{code}`: one applicant, and the next step.
#[component]
pub fn ApplicantPage() -> impl IntoView {
    if let Err(page) = viewer_in(&[Role::Employer]) {
        return page;
    }
    let found = Resource::new(|| param("code"), read_applicant);
    view! {
        {loaded(found, |view| view! { <One view/> })}
    }
    .into_any()
}

#[component]
fn One(view: ApplicantView) -> impl IntoView {
    let ApplicantView {
        applicant,
        slug,
        title,
        contacts,
        papers,
        steps,
    } = view;
    let name = named(&applicant.name);
    let links = vec![
        Link::new("/perusahaan", tr(t::layout::NAV_EMPLOYER)),
        Link::new(format!("/perusahaan/lowongan/{}", encoded(&slug)), title),
    ];
    let mut rows = Vec::new();
    if !contacts.is_empty() {
        rows.push(SummaryRow::new(
            tr(t::applications::CONTACT),
            contacts.join(", "),
        ));
    }
    rows.extend(papers_rows(
        &papers,
        &format!("/perusahaan/lamaran/{}/cv", applicant.code),
    ));
    view! {
        <Title text=name.clone()/>
        <Breadcrumbs links/>
        {done_notice(&[
            ("review", t::employers::DONE_REVIEW),
            ("invite", t::employers::DONE_INVITE),
            ("offer", t::employers::DONE_OFFER),
            ("hire", t::employers::DONE_HIRE),
            ("decline", t::employers::DONE_DECLINE),
        ])}
        <h1>{name}</h1>
        <p>
            <Standing status=applicant.status/> " "
            <span class="hint">{trf(t::applications::LIST_CODE, &[("code", &applicant.code)])}</span>
        </p>
        <h2>{tr(t::employers::PAPERS)}</h2>
        <SummaryList rows/>
        <Steps code=applicant.code open=applicant.open/>
        <h2>{tr(t::applications::STEPS)}</h2>
        <StepLine steps status=applicant.status moved_at=applicant.moved_at/>
    }
}

/// The steps that the employer can take now, as buttons of one form, with a note to the applicant.
#[component]
fn Steps(code: String, open: Vec<Step>) -> impl IntoView {
    if open.is_empty() {
        return ().into_any();
    }
    let buttons = open
        .into_iter()
        .map(|step| {
            let kind = if step == Step::Decline {
                ButtonKind::Secondary
            } else {
                ButtonKind::Primary
            };
            view! { <Submit label=step_label(step) name="step" value=step.code() kind=kind/> }
        })
        .collect_view();
    view! {
        <h2>{tr(t::employers::DECIDE)}</h2>
        <div class="apply-narrow">
            <PostForm id="step" action=MoveApplicant::url()>
                <HiddenField name="code" value=code/>
                <TextArea name="note" limit=NOTE label=tr(t::employers::NOTE) hint=tr(t::employers::NOTE_HINT) rows=3 optional=true/>
                <ButtonRow>{buttons}</ButtonRow>
            </PostForm>
        </div>
    }
    .into_any()
}
