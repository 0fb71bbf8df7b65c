//! The next cohorts with free seats, for the home page.

use leptos::prelude::*;

use super::model::Upcoming;
use super::words;
use crate::base::text::{t, tr, trf};
use crate::base::ui::{Card, Cards, StatusTag};

/// The cohorts as cards; renders nothing when there are none.
#[component]
pub fn NextClasses(list: Vec<Upcoming>) -> impl IntoView {
    (!list.is_empty()).then(|| {
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
        .into_any()
    })
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
