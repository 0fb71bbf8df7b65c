//! `/akun/pelatihan`: the courses that a person has enrolled in.

use crate::base::loaded::loaded;
use crate::base::page::Title;
use domain::courses::{Status, Stream};
use leptos::prelude::*;

use super::api;
use super::model::Enrolment;
use super::words;
use crate::base::text::{t, tr, trf};
use crate::base::ui::{Breadcrumbs, Card, Cards, EmptyState, Link, StatusTag};

/// The person's list.
#[component]
pub fn MyCoursesPage() -> impl IntoView {
    let list = Resource::new(|| (), |()| api::my_enrolments());
    view! {
        {loaded(list, |list| view! { <List list/> })}
    }
}

#[component]
fn List(list: Vec<Enrolment>) -> impl IntoView {
    let none = list.is_empty();
    let cards = list
        .into_iter()
        .map(|enrolment| view! { <EnrolmentCard enrolment/> })
        .collect_view();
    let list = if none {
        view! {
            <EmptyState title=tr(t::courses::MINE_NONE)>
                <p><a href=Stream::Empowerment.path()>{tr(t::courses::CATALOGUE_EMPOWERMENT_TITLE)}</a></p>
                <p><a href=Stream::Training.path()>{tr(t::courses::CATALOGUE_TRAINING_TITLE)}</a></p>
            </EmptyState>
        }
        .into_any()
    } else {
        view! { <Cards>{cards}</Cards> }.into_any()
    };
    view! {
        <Title text=tr(t::courses::MINE_TITLE)/>
        <Breadcrumbs links=vec![Link::new("/akun", tr(t::courses::NAV_ACCOUNT))]/>
        <h1>{tr(t::courses::MINE_TITLE)}</h1>
        {list}
    }
}

#[component]
fn EnrolmentCard(enrolment: Enrolment) -> impl IntoView {
    let date = words::date(enrolment.window.starts_at);
    let meta = trf(
        t::courses::COHORT_PLACE_AND_DATE,
        &[("place", &enrolment.regency), ("date", &date)],
    );
    let next = match (
        enrolment.status,
        enrolment.offer_until,
        enrolment.waiting_place,
    ) {
        (Status::Offered, Some(until), _) => Some(trf(
            t::courses::MINE_CONFIRM_BY,
            &[("at", &words::until(until))],
        )),
        (Status::Offered, None, _) => Some(tr(t::courses::MINE_EXPIRED_TITLE).to_owned()),
        (_, _, Some(place)) => Some(trf(t::courses::MINE_PLACE, &[("n", &place)])),
        _ => None,
    };
    let (label, tone) = words::status(enrolment.status);
    view! {
        <Card href=format!("/akun/pelatihan/{}", enrolment.code) title=enrolment.title meta>
            <p class="course-tags">
                <StatusTag label=tr(label) tone/>
                {next.map(|next| view! { <span>{next}</span> })}
            </p>
            <p class="muted">
                {trf(t::courses::MINE_ENROLLED_ON, &[("date", &words::date(enrolment.created_at))])}
            </p>
        </Card>
    }
}
