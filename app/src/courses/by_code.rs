//! An enrolment as shown to anybody who holds its code.

use domain::courses::Status;
use leptos::prelude::*;

use super::enrolment::{history, situation};
use super::model::ByCode;
use super::words;
use crate::base::page::use_page;
use crate::base::text::{t, tr, trf};
use crate::base::ui::{StatusTag, SummaryList, SummaryRow, Timeline};

/// The enrolment's state, the next step, and its history.
#[component]
pub fn EnrolmentByCode(found: ByCode) -> impl IntoView {
    let (label, tone) = words::status(found.status);
    let (title, text) = situation(found.status, found.offer_until);
    let mut rows = vec![
        SummaryRow::new(tr(t::courses::CHECK_COURSE), found.title.clone()),
        SummaryRow::view(
            tr(t::courses::OFFICER_STATUS),
            view! { <StatusTag label=tr(label) tone/> },
        ),
    ];
    if let Some(n) = found.waiting_place {
        rows.push(SummaryRow::new(
            tr(t::courses::OFFICER_QUEUE),
            trf(t::courses::MINE_PLACE, &[("n", &n)]),
        ));
    }
    let next = next(&found);
    view! {
        <SummaryList rows/>
        <p><strong>{tr(title)}</strong></p>
        {text.map(|text| view! { <p>{text}</p> })}
        {next.map(|next| view! { <p>{next}</p> })}
        <h2>{tr(t::courses::MINE_HISTORY)}</h2>
        <Timeline entries=history(&found.history)/>
    }
}

/// The effect of the cohort's first day on a seat or on a place on the waiting list.
fn next(found: &ByCode) -> Option<String> {
    let begun = found.starts_at <= use_page().now;
    let text = match found.status {
        Status::Enrolled if begun => t::courses::BY_CODE_BEGUN,
        Status::Enrolled | Status::Offered => t::courses::BY_CODE_BEGINS,
        Status::Waiting => t::courses::BY_CODE_LIST_ENDS,
        _ => return None,
    };
    Some(trf(text, &[("at", &words::date_time(found.starts_at))]))
}
