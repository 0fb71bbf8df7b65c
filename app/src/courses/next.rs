//! The next groups with free seats, for the first page.

use leptos::prelude::*;

use super::api;
use super::model::Upcoming;
use super::words;
use crate::text::{t, tr, trf};
use crate::ui::{Card, Cards, StatusTag, changing};

/// Nothing where there is none, or where they cannot be read: the first page does not fail for it.
#[component]
pub fn NextClasses() -> impl IntoView {
    let list = Resource::new(|| (), |()| api::next_classes());
    let shown = changing(move || {
        Suspend::new(async move {
            let list = list.await.unwrap_or_default();
            (!list.is_empty())
                .then(|| view! { <List list/> })
                .into_any()
        })
        .into_any()
    });
    view! { <Suspense>{shown}</Suspense> }
}

#[component]
fn List(list: Vec<Upcoming>) -> impl IntoView {
    let cards = list
        .into_iter()
        .map(|class| view! { <ClassCard class/> })
        .collect_view();
    view! {
        <section aria-labelledby="pelatihan-terdekat">
            <h2 id="pelatihan-terdekat">{tr(t::courses::CATALOGUE_NEXT)}</h2>
            <Cards columns=true>{cards}</Cards>
        </section>
    }
}

#[component]
fn ClassCard(class: Upcoming) -> impl IntoView {
    let date = words::date(class.starts_at);
    let meta = trf(
        t::courses::COHORT_PLACE_AND_DATE,
        &[("place", &class.regency), ("date", &date)],
    );
    view! {
        <Card href=format!("{}/{}", class.stream.path(), class.slug) title=class.title meta level=3>
            <p class="course-tags">
                <span>{trf(t::courses::CATALOGUE_NEXT_SEATS, &[("n", &class.free)])}</span>
                {class.sample.then(|| view! { <StatusTag label=tr(t::courses::SAMPLE_TAG)/> })}
            </p>
        </Card>
    }
}
