//! The counsellors' opening hours in words.

use leptos::prelude::*;
use time::OffsetDateTime;

use super::live::Live;
use super::model::{DayHours, OpenState};
use super::own_clock::own_clock;
use super::words::when;
use crate::base::text::{t, tr, trf};
use crate::base::ui::{Details, Notice, Tone, changing, weekday_text};

/// Says whether counsellors answer now, and explains the time outside opening hours.
#[component]
pub(super) fn OpenNotice(
    opening: OpenState,
    /// The page's client: once awake, it knows the device's clock of a person abroad.
    #[prop(optional)]
    live: Option<Live>,
) -> impl IntoView {
    let OpenState {
        is_open,
        changes_at,
        holiday,
    } = opening;
    let own = live.zip(changes_at).map(|(live, at)| abroad(live, at));
    let changes_at = changes_at.map(when);
    let line = match (is_open, changes_at) {
        (true, Some(at)) => trf(t::consultation::HOURS_OPEN, &[("at", &at)]),
        (false, Some(at)) => trf(t::consultation::HOURS_CLOSED_UNTIL, &[("at", &at)]),
        (_, None) => tr(t::consultation::HOURS_CLOSED).to_owned(),
    };
    let holiday = holiday.map(|name| {
        // Holidays have their Indonesian names on every page.
        view! { <p>{tr(t::consultation::HOURS_HOLIDAY)} " " <span lang="id">{name}</span></p> }
            .into_any()
    });
    let outside =
        (!is_open).then(|| view! { <p>{tr(t::consultation::HOURS_OUTSIDE)}</p> }.into_any());
    let tone = if is_open {
        Tone::Success
    } else {
        Tone::Warning
    };
    view! {
        <Notice tone>
            {holiday}
            <p>{line} " " {own}</p>
            {outside}
        </Notice>
    }
}

/// The moment on the clock of a person abroad.
fn abroad(live: Live, at: OffsetDateTime) -> impl IntoView {
    let clock = own_clock(live, at);
    let words = move || {
        clock().map_or_else(String::new, |at| {
            trf(t::consultation::HOURS_OWN_CLOCK, &[("at", &at)])
        })
    };
    view! { <span>{changing(words)}</span> }
}

/// The week's shifts.
#[component]
pub(super) fn Week(week: Vec<DayHours>) -> impl IntoView {
    let days = week
        .into_iter()
        .map(|DayHours { weekday, shifts }| {
            let shifts = if shifts.is_empty() {
                tr(t::consultation::HOURS_DAY_CLOSED).to_owned()
            } else {
                shifts.join(", ")
            };
            view! { <div><dt>{weekday_text(weekday).map(tr)}</dt><dd>{shifts}</dd></div> }
        })
        .collect_view();
    view! {
        <Details summary=tr(t::consultation::HOURS_HEADING)>
            <dl class="week">{days}</dl>
            <p class="hint">{tr(t::consultation::HOURS_ZONE)}</p>
        </Details>
    }
}
