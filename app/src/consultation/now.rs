//! Whether one can be answered at once, for the first page.

use leptos::prelude::*;

use super::api::load_availability;
use super::model::Availability;
use super::words::coming;
use crate::text::{t, tr, trf};

/// Nothing where it cannot be read: the first page does not fail for it.
#[component]
pub fn ConsultationNow() -> impl IntoView {
    let now = Resource::new(|| (), |()| load_availability());
    view! {
        <Suspense>
            {move || Suspend::new(async move {
                let words = now.await.ok().map(words);
                words.map(|words| view! {
                    <p class="home-consultation">
                        {words} " " <a href="/konsultasi">{tr(t::consultation::NOW_LINK)}</a>
                    </p>
                })
            })}
        </Suspense>
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
