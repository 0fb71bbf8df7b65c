//! `/petugas/pelatihan`: the trainer's cohorts.

use crate::base::loaded::loaded;
use crate::base::page::Title;
use leptos::prelude::*;

use super::model::TrainerCohort;
use super::officer;
use super::parts::CohortTag;
use super::words;
use crate::base::text::{line_of, t, tr, trf};
use crate::base::ui::{Breadcrumbs, EmptyState, Link, StatusTag, Table};

/// The cohorts of the trainer who is signed in.
#[component]
pub fn ClassesPage() -> impl IntoView {
    let classes = Resource::new(|| (), |()| officer::list_classes());
    view! {
        {loaded(classes, |classes| view! { <List classes/> })}
    }
}

#[component]
fn List(classes: Vec<TrainerCohort>) -> impl IntoView {
    let columns = [
        t::courses::OFFICER_CLASS,
        t::courses::OFFICER_WHERE,
        t::courses::OFFICER_STARTS,
        t::courses::OFFICER_SEATS,
        t::courses::OFFICER_WAITING,
        t::courses::OFFICER_STATE,
    ];
    let list = if classes.is_empty() {
        view! {
            <EmptyState title=tr(t::courses::OFFICER_NONE)>
                <p>{tr(t::courses::OFFICER_NONE_TEXT)}</p>
            </EmptyState>
        }
        .into_any()
    } else {
        view! {
            <Table
                caption=tr(t::courses::OFFICER_TITLE)
                caption_hidden=true
                columns=columns.into_iter().map(|text| tr(text).to_owned()).collect()
                rows=classes.into_iter().map(row).collect()
            />
        }
        .into_any()
    };
    view! {
        <Title text=tr(t::courses::OFFICER_TITLE)/>
        <Breadcrumbs links=vec![Link::new("/petugas", tr(t::layout::NAV_OFFICER))]/>
        <h1>{tr(t::courses::OFFICER_TITLE)}</h1>
        <p>{tr(t::courses::OFFICER_LEAD)}</p>
        {list}
    }
}

fn row(class: TrainerCohort) -> Vec<AnyView> {
    let state = if class.completed {
        view! { <StatusTag label=tr(t::courses::OFFICER_CLOSED)/> }.into_any()
    } else {
        let full = class.taken >= class.seats;
        view! { <CohortTag state=class.state full/> }.into_any()
    };
    let href = format!("/petugas/pelatihan/{}", class.id);
    vec![
        view! { <a href=href>{class.title}</a> }.into_any(),
        line_of([class.venue, class.regency], ", ").into_any(),
        words::date(class.window.starts_at).into_any(),
        trf(
            t::courses::OFFICER_OF,
            &[("taken", &class.taken), ("seats", &class.seats)],
        )
        .into_any(),
        class.waiting.to_string().into_any(),
        state,
    ]
}
