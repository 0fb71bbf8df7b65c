//! Whether one can be answered at once, for the first page.

use leptos::prelude::*;

use super::api::load_availability;
use super::model::Availability;
use super::words::coming;
use crate::text::{t, tr, trf};
use crate::ui::changing;

/// Nothing where it cannot be read: the first page does not fail for it.
#[component]
pub fn ConsultationNow() -> impl IntoView {
    let now = Resource::new(|| (), |()| load_availability());
    let shown = changing(move || {
        Suspend::new(async move { now.await.ok().map(|now| line(now).into_any()).into_any() })
            .into_any()
    });
    view! { <Suspense>{shown}</Suspense> }
}

fn line(now: Availability) -> impl IntoView {
    view! {
        <p class="home-consultation">
            {words(now)} " " <a href="/konsultasi">{tr(t::consultation::NOW_LINK)}</a>
        </p>
    }
}

fn words(now: Availability) -> String {
    let Availability { opening, at_desk } = now;
    let at = opening.changes_at.map(coming);
    match (opening.is_open, at) {
        (true, Some(at)) if at_desk > 0 => {
            trf(t::consultation::NOW_READY, &[("at", &at), ("n", &at_desk)])
        }
        (true, Some(at)) => trf(t::consultation::NOW_OPEN, &[("at", &at)]),
        (false, Some(at)) => trf(t::consultation::NOW_CLOSED_UNTIL, &[("at", &at)]),
        (_, None) => tr(t::consultation::NOW_CLOSED).to_owned(),
    }
}
