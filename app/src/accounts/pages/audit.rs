use crate::page::Title;
use domain::accounts::{Look, Role, encoded};
use domain::format::date_time_wib;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::{role_name, viewer_in};
use crate::accounts::api::audit_trail;
use crate::accounts::model::{AuditEntry, AuditPage, Subject};
use crate::loaded::loaded;
use crate::page::use_page;
use crate::text::{Lang, line_of, t, tr};
use crate::ui::{
    Breadcrumbs, ButtonKind, EmptyState, ExactField, GetForm, Link, Pager, Submit, Table,
};

/// `/petugas/audit`
#[component]
pub fn AuditTrailPage() -> impl IntoView {
    if let Err(page) = viewer_in(&[Role::Admin]) {
        return page;
    }
    let query = use_query_map();
    let asked = move || {
        query.with(|query| {
            let before = query.get("sebelum").and_then(|number| number.parse().ok());
            (query.get("orang").unwrap_or_default(), before)
        })
    };
    let asked_for = query
        .with_untracked(|query| query.get("orang"))
        .unwrap_or_default();
    let typed = asked_for.clone();
    let trail = Resource::new(asked, |(who, before)| audit_trail(who, before));
    view! {
        <Title text=tr(t::accounts::AUDIT_TITLE)/>
        <Breadcrumbs links=vec![Link::new("/petugas", tr(t::accounts::OFFICER_TITLE))]/>
        <h1>{tr(t::accounts::AUDIT_TITLE)}</h1>
        <p>{tr(t::accounts::AUDIT_LEAD)}</p>
        <GetForm id="audit" action="/petugas/audit" search_label=tr(t::accounts::AUDIT_SEARCH_LABEL)>
            <ExactField
                name="orang"
                label=tr(t::accounts::AUDIT_WHO)
                hint=tr(t::accounts::AUDIT_WHO_HINT)
                value=typed
                autocomplete="off"
            />
            <Submit label=tr(t::accounts::AUDIT_SUBMIT) kind=ButtonKind::Secondary/>
        </GetForm>
        {loaded(trail, move |page| list(page, &asked_for))}
    }
    .into_any()
}

fn list(page: AuditPage, who: &str) -> AnyView {
    if page.entries.is_empty() {
        let words = if page.nobody {
            t::accounts::AUDIT_NO_PERSON
        } else {
            t::accounts::AUDIT_NONE
        };
        return view! { <EmptyState title=tr(words)/> }.into_any();
    }
    let next = page
        .next
        .map(|before| format!("/petugas/audit?orang={}&sebelum={before}", encoded(who)));
    let columns = [
        t::accounts::AUDIT_AT,
        t::accounts::AUDIT_ACTOR,
        t::accounts::AUDIT_ACTION,
        t::accounts::AUDIT_SUBJECT,
        t::accounts::AUDIT_OBJECT,
    ];
    view! {
        <Table
            caption=tr(t::accounts::AUDIT_CAPTION)
            columns=columns.into_iter().map(|text| tr(text).to_owned()).collect()
            rows=page.entries.into_iter().map(row).collect()
        />
        <Pager next=next.unwrap_or_default()/>
    }
    .into_any()
}

fn row(entry: AuditEntry) -> Vec<AnyView> {
    let erased = || tr(t::accounts::AUDIT_DELETED_PERSON).to_owned();
    let actor = entry.actor.unwrap_or_else(erased);
    let role = entry
        .actor_role
        .map(|role| format!("({})", role_name(role)))
        .unwrap_or_default();
    let look = Look::parse(&entry.action);
    let subject = match entry.subject {
        Subject::Person(name) => name,
        Subject::Erased => erased(),
        // Whoever has an account is named.
        Subject::Several if look == Some(Look::Consultation) => {
            tr(t::accounts::AUDIT_GUEST).to_owned()
        }
        Subject::Several => tr(t::accounts::AUDIT_SEVERAL).to_owned(),
    };
    vec![
        date_time_wib(entry.at, use_page().lang == Lang::En).into_any(),
        line_of([actor, role], " ").into_any(),
        look.map_or(entry.action, |look| look_words(look).to_owned())
            .into_any(),
        subject.into_any(),
        // Its kind is said by the look.
        entry
            .object
            .split_once(':')
            .map(|(_, id)| view! { <code>{id.to_owned()}</code> })
            .into_any(),
    ]
}

fn look_words(look: Look) -> &'static str {
    tr(match look {
        Look::Consultation => t::accounts::AUDIT_LOOKS_CONSULTATION,
        Look::ConsultationDesk => t::accounts::AUDIT_LOOKS_CONSULTATION_DESK,
        Look::Roster => t::accounts::AUDIT_LOOKS_ROSTER,
        Look::Attendance => t::accounts::AUDIT_LOOKS_ATTENDANCE,
        Look::Applicants => t::accounts::AUDIT_LOOKS_APPLICANTS,
        Look::Application => t::accounts::AUDIT_LOOKS_APPLICATION,
        Look::Cv => t::accounts::AUDIT_LOOKS_CV,
        Look::CompanyRequests => t::accounts::AUDIT_LOOKS_COMPANY_REQUESTS,
        Look::Audit => t::accounts::AUDIT_LOOKS_AUDIT,
    })
}
