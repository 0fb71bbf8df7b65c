//! `/pelatihan/{slug}` and `/pemberdayaan/{slug}`: one programme and its coming cohorts.

use crate::base::loaded::loaded;
use crate::base::page::{Title, canonical};
use domain::courses::{Stream, WindowState};
use leptos::prelude::*;

use super::api;
use super::model::{ClassKey, Cohort, Programme};
use super::parts::{CohortTag, SampleNotice, facts, param, stream_name};
use super::words;
use crate::base::text::{t, tr, trf};
use crate::base::ui::{
    Breadcrumbs, ButtonKind, Link, LinkButton, SummaryList, SummaryRow, Warning,
};

/// One programme.
#[component]
pub fn ProgrammePage(stream: Stream) -> impl IntoView {
    canonical(&format!("{}/{}", stream.path(), untrack(param("slug"))));
    let programme = Resource::new(param("slug"), move |slug| api::read_programme(stream, slug));
    view! {
        {loaded(programme, |programme| view! { <Detail programme/> })}
    }
}

#[component]
fn Detail(programme: Programme) -> impl IntoView {
    let rows = vec![
        SummaryRow::new(
            tr(t::courses::PROGRAMME_FOR_WHOM),
            words::who_may_join(&programme).join("\n"),
        ),
        SummaryRow::new(
            tr(t::courses::PROGRAMME_LENGTH),
            trf(t::courses::PROGRAMME_HOURS, &[("n", &programme.hours)]),
        ),
        SummaryRow::new(
            tr(t::courses::PROGRAMME_CERTIFICATE),
            programme.certificate.clone(),
        ),
        SummaryRow::new(
            tr(t::courses::PROGRAMME_COST),
            trf(t::courses::PROGRAMME_FREE, &[("who", &programme.funder)]),
        ),
    ];
    let outcomes = programme
        .outcomes
        .iter()
        .map(|line| view! { <li>{line.clone()}</li> })
        .collect_view();
    let bring = programme
        .bring
        .iter()
        .map(|line| view! { <li>{line.clone()}</li> })
        .collect_view();
    let none = programme.cohorts.is_empty();
    let groups = programme
        .cohorts
        .into_iter()
        .map(|cohort| {
            let class = ClassKey {
                stream: programme.stream,
                slug: programme.slug.clone(),
                cohort: cohort.slug.clone(),
            };
            view! { <Group class cohort/> }
        })
        .collect_view();
    view! {
        <Title text=programme.title.clone()/>
        <Breadcrumbs links=vec![Link::new(programme.stream.path(), stream_name(programme.stream))]/>
        <h1>{programme.title}</h1>
        <p class="lead">{programme.summary}</p>
        {programme.sample.then(|| view! { <SampleNotice/> })}
        <div class="course-detail">
            <div>
                <h2>{tr(t::courses::PROGRAMME_COHORTS)}</h2>
                {none.then(|| view! { <p>{tr(t::courses::CATALOGUE_NO_COHORT)}</p> })}
                {groups}
            </div>
            <div>
                <h2>{tr(t::courses::PROGRAMME_FACTS)}</h2>
                <SummaryList rows/>
                <h2>{tr(t::courses::PROGRAMME_OUTCOMES)}</h2>
                <ul>{outcomes}</ul>
                <h2>{tr(t::courses::PROGRAMME_BRING)}</h2>
                <ul>{bring}</ul>
                <Warning><p>{tr(t::courses::PROGRAMME_ASKED_TO_PAY)}</p></Warning>
            </div>
        </div>
    }
}

#[component]
fn Group(class: ClassKey, cohort: Cohort) -> impl IntoView {
    let full = cohort.taken >= cohort.seats;
    let named = [
        ("place", &cohort.regency as _),
        ("date", &words::date(cohort.window.starts_at) as _),
    ];
    let (title, about) = (
        trf(t::courses::COHORT_TITLE, &named),
        trf(t::courses::COHORT_ABOUT, &named),
    );
    let action = (cohort.state == WindowState::Open).then(|| {
        let (label, kind) = if full {
            (t::courses::COHORT_ENROL_WAITING, ButtonKind::Secondary)
        } else {
            (t::courses::COHORT_ENROL, ButtonKind::Primary)
        };
        view! { <LinkButton href=class.path("daftar") label=tr(label) kind about/> }
    });
    view! {
        <section class="course-group">
            <h3>{title}</h3>
            <p><CohortTag state=cohort.state full/></p>
            <SummaryList rows=facts(&cohort)/>
            {action}
        </section>
    }
}
