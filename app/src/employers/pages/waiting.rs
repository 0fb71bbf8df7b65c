use crate::base::page::Title;
use domain::accounts::Role;
use domain::applications::REFUSAL;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::facts::facts;
use super::officer_crumbs;
use crate::applications::words::moment;
use crate::base::loaded::loaded;
use crate::base::page::param;
use crate::base::text::{line_of, t, tr, trf};
use crate::base::ui::done_notice;
use crate::base::ui::{
    Breadcrumbs, ButtonKind, Card, Cards, EmptyState, HiddenField, Inset, Link, PostForm, Submit,
    SummaryList, TextArea,
};
use crate::base::viewer::viewer_in;
use crate::employers::model::Draft;
use crate::employers::officer_api::{
    PublishOpening, ReturnOpening, read_waiting_opening, read_waiting_openings,
};

const CHECKERS: [Role; 2] = [Role::Counsellor, Role::Admin];

/// `/petugas/lowongan`: vacancies that wait to be checked.
#[component]
pub fn WaitingOpeningsPage() -> impl IntoView {
    if let Err(page) = viewer_in(&CHECKERS) {
        return page;
    }
    let found = Resource::new(|| (), |()| read_waiting_openings());
    view! {
        <Title text=tr(t::employers::CHECK_TITLE)/>
        {officer_crumbs()}
        {done_notice(&[("terbit", t::employers::CHECK_PUBLISHED), ("dikembalikan", t::employers::CHECK_RETURNED)])}
        <h1>{tr(t::employers::CHECK_TITLE)}</h1>
        <p class="lead">{tr(t::employers::CHECK_LEAD)}</p>
        {loaded(found, list)}
    }
    .into_any()
}

fn list(drafts: Vec<Draft>) -> AnyView {
    if drafts.is_empty() {
        return view! { <EmptyState title=tr(t::employers::CHECK_NONE)/> }.into_any();
    }
    view! { <Cards>{drafts.into_iter().map(card).collect_view()}</Cards> }.into_any()
}

fn card(draft: Draft) -> impl IntoView {
    let meta = line_of([&draft.company.name, &draft.place_name], " · ");
    view! {
        <Card href=format!("/petugas/lowongan/{}", draft.id) title=draft.opening.title meta=meta>
            <p class="hint">{trf(t::employers::CHECK_SENT_AT, &[("at", &moment(draft.sent_at))])}</p>
        </Card>
    }
}

/// `/petugas/lowongan/{id}`: one such vacancy, to publish or to send back.
#[component]
pub fn WaitingOpeningPage() -> impl IntoView {
    if let Err(page) = viewer_in(&CHECKERS) {
        return page;
    }
    let found = Resource::new(|| param("id"), read_waiting_opening);
    view! {
        <Breadcrumbs links=vec![
            Link::new("/petugas", tr(t::layout::NAV_OFFICER)),
            Link::new("/petugas/lowongan", tr(t::employers::CHECK_TITLE)),
        ]/>
        {loaded(found, |draft| view! { <One draft/> })}
    }
    .into_any()
}

#[component]
fn One(draft: Draft) -> impl IntoView {
    let [published, returned] = [draft.id, draft.id].map(|id| id.to_string());
    let again = draft.reason.clone().map(|reason| {
        view! {
            <Inset>
                <p>{tr(t::employers::CHECK_AGAIN)}</p>
                <p class="typed-text">{reason}</p>
            </Inset>
        }
    });
    view! {
        <Title text=draft.opening.title.clone()/>
        <h1>{draft.opening.title.clone()}</h1>
        <p class="hint">{trf(t::employers::CHECK_SENT_AT, &[("at", &moment(draft.sent_at))])}</p>
        {again}
        <SummaryList rows=facts(&draft)/>
        <div class="apply-narrow">
            <h2>{tr(t::employers::CHECK_DECIDE)}</h2>
            <p>{tr(t::employers::CHECK_RULES)}</p>
            <PostForm id="publish" action=PublishOpening::url()>
                <HiddenField name="id" value=published/>
                <HiddenField name="version" value=draft.version.to_string()/>
                <Submit label=tr(t::employers::CHECK_PUBLISH)/>
            </PostForm>
            <PostForm id="return" action=ReturnOpening::url()>
                <HiddenField name="id" value=returned/>
                <HiddenField name="version" value=draft.version.to_string()/>
                <TextArea name="reason" limit=REFUSAL label=tr(t::employers::CHECK_REASON) hint=tr(t::employers::CHECK_REASON_HINT) rows=4/>
                <Submit label=tr(t::employers::CHECK_RETURN) kind=ButtonKind::Secondary/>
            </PostForm>
        </div>
    }
}
