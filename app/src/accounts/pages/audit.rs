use crate::base::page::Title;
use domain::accounts::{Access, Change, Role};
use domain::format::date_time_wib;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use uuid::Uuid;

use super::role_name;
use crate::accounts::api::{FindInTrail, audit_trail};
use crate::accounts::model::{Actor, AuditEntry, AuditPage, Subject};
use crate::base::loaded::loaded;
use crate::base::page::query;
use crate::base::page::use_page;
use crate::base::text::{Lang, line_of, t, tr, trf};
use crate::base::ui::{
    Breadcrumbs, ButtonKind, EmptyState, ExactField, Link, Pager, PostForm, Submit, Table,
};
use crate::base::viewer::viewer_in;

/// `/petugas/audit`
#[component]
pub fn AuditTrailPage() -> impl IntoView {
    if let Err(page) = viewer_in(&[Role::Admin]) {
        return page;
    }
    let named = query("orang");
    let person: Option<Uuid> = named.parse().ok();
    let before = query("sebelum").parse().ok();
    let records = match (named.is_empty(), person) {
        // `orang` is no id: an old or a hand-typed address.
        (false, None) => view! { <EmptyState title=tr(t::accounts::AUDIT_NO_PERSON)/> }.into_any(),
        _ => {
            let trail = Resource::new(
                move || (person, before),
                |(person, before)| audit_trail(person, before),
            );
            loaded(trail, move |page| list(page, person))
        }
    };
    view! {
        <Title text=tr(t::accounts::AUDIT_TITLE)/>
        <Breadcrumbs links=vec![Link::new("/petugas", tr(t::accounts::OFFICER_TITLE))]/>
        <h1>{tr(t::accounts::AUDIT_TITLE)}</h1>
        <p>{tr(t::accounts::AUDIT_LEAD)}</p>
        <PostForm id="audit" action=FindInTrail::url()>
            <ExactField
                name="who"
                label=tr(t::accounts::AUDIT_WHO)
                hint=tr(t::accounts::AUDIT_WHO_HINT)
                autocomplete="off"
            />
            <Submit label=tr(t::accounts::AUDIT_SUBMIT) kind=ButtonKind::Secondary/>
        </PostForm>
        {records}
    }
    .into_any()
}

fn list(page: AuditPage, person: Option<Uuid>) -> AnyView {
    let about = page.about.map(|about| {
        let name = match about {
            Subject::Person(name) => name,
            Subject::Erased | Subject::Several => tr(t::accounts::AUDIT_DELETED_PERSON).to_owned(),
        };
        view! {
            <p>
                {trf(t::accounts::AUDIT_ABOUT, &[("name", &name)])} " "
                <a href="/petugas/audit">{tr(t::accounts::AUDIT_ALL)}</a>
            </p>
        }
    });
    if page.entries.is_empty() {
        return view! { {about} <EmptyState title=tr(t::accounts::AUDIT_NONE)/> }.into_any();
    }
    let of = person.map(|id| format!("orang={id}&")).unwrap_or_default();
    let next = page
        .next
        .map(|before| format!("/petugas/audit?{of}sebelum={before}"));
    let columns = [
        t::accounts::AUDIT_AT,
        t::accounts::AUDIT_ACTOR,
        t::accounts::AUDIT_ACTION,
        t::accounts::AUDIT_SUBJECT,
        t::accounts::AUDIT_OBJECT,
    ];
    view! {
        {about}
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
    let actor = match entry.actor {
        Actor::Person(name) => name,
        Actor::Erased => erased(),
        Actor::Command => tr(t::accounts::AUDIT_BY_COMMAND).to_owned(),
    };
    let role = entry
        .actor_role
        .map(|role| format!("({})", role_name(role)))
        .unwrap_or_default();
    let look = Access::parse(&entry.action);
    let change = Change::parse(&entry.action);
    let action = match (look, change) {
        (Some(look), _) => look_words(look).to_owned(),
        (_, Some(change)) => change_words(change).to_owned(),
        _ => entry.action,
    };
    let subject = match entry.subject {
        Subject::Person(name) => name,
        Subject::Erased => erased(),
        // A participant with an account would be named, so this one is a guest.
        Subject::Several if look == Some(Access::Consultation) => {
            tr(t::accounts::AUDIT_GUEST).to_owned()
        }
        Subject::Several => tr(t::accounts::AUDIT_SEVERAL).to_owned(),
    };
    vec![
        date_time_wib(entry.at, use_page().lang == Lang::En).into_any(),
        line_of([actor, role], " ").into_any(),
        action.into_any(),
        subject.into_any(),
        object(&entry.object),
    ]
}

/// The record's object: the role or the id. The action already tells the kind of the object.
fn object(object: &str) -> AnyView {
    match object.split_once(':') {
        Some(("role", role)) => Role::parse(role).map(role_name).into_any(),
        Some((_, id)) => view! { <code>{id.to_owned()}</code> }.into_any(),
        None => ().into_any(),
    }
}

fn look_words(look: Access) -> &'static str {
    tr(match look {
        Access::Consultation => t::accounts::AUDIT_LOOKS_CONSULTATION,
        Access::ConsultationDesk => t::accounts::AUDIT_LOOKS_CONSULTATION_DESK,
        Access::Roster => t::accounts::AUDIT_LOOKS_ROSTER,
        Access::Attendance => t::accounts::AUDIT_LOOKS_ATTENDANCE,
        Access::Applicants => t::accounts::AUDIT_LOOKS_APPLICANTS,
        Access::Application => t::accounts::AUDIT_LOOKS_APPLICATION,
        Access::Cv => t::accounts::AUDIT_LOOKS_CV,
        Access::CompanyRequests => t::accounts::AUDIT_LOOKS_COMPANY_REQUESTS,
        Access::Audit => t::accounts::AUDIT_LOOKS_AUDIT,
    })
}

fn change_words(change: Change) -> &'static str {
    tr(match change {
        Change::OfficerAdded => t::accounts::AUDIT_CHANGES_OFFICER_ADDED,
        Change::OfficerRemoved => t::accounts::AUDIT_CHANGES_OFFICER_REMOVED,
        Change::OfficerErased => t::accounts::AUDIT_CHANGES_OFFICER_ERASED,
        Change::OfficerName => t::accounts::AUDIT_CHANGES_OFFICER_NAME,
        Change::OfficerContact => t::accounts::AUDIT_CHANGES_OFFICER_CONTACT,
        Change::OfficerPassword => t::accounts::AUDIT_CHANGES_OFFICER_PASSWORD,
        Change::OfficerReset => t::accounts::AUDIT_CHANGES_OFFICER_RESET,
        Change::EmployerMade => t::accounts::AUDIT_CHANGES_EMPLOYER_MADE,
    })
}
