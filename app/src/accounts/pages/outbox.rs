use crate::base::page::Title;
use domain::format::date_time_wib;
use leptos::prelude::*;

use crate::accounts::api::demo_outbox;
use crate::accounts::model::OutboxEntry;
use crate::base::loaded::loaded;
use crate::base::page::use_page;
use crate::base::text::{Lang, t, tr, trf};
use crate::base::ui::EmptyState;

/// `/kotak-keluar`: the messages of a demo, which are not sent.
#[component]
pub fn OutboxPage() -> impl IntoView {
    let messages = Resource::new(|| (), |()| demo_outbox());
    view! {
        {loaded(messages, list)}
    }
}

fn list(messages: Vec<OutboxEntry>) -> impl IntoView {
    let none = messages
        .is_empty()
        .then(|| view! { <EmptyState title=tr(t::accounts::OUTBOX_NONE)/> });
    let lines = messages.into_iter().map(line).collect_view();
    view! {
        <Title text=tr(t::accounts::OUTBOX_TITLE)/>
        <h1>{tr(t::accounts::OUTBOX_TITLE)}</h1>
        <p>{tr(t::accounts::OUTBOX_LEAD)}</p>
        {none}
        <ul class="cards">{lines}</ul>
    }
}

fn line(message: OutboxEntry) -> impl IntoView {
    let at = date_time_wib(message.at, use_page().lang == Lang::En);
    view! {
        <li class="card">
            <h2 class="card-title">{message.subject}</h2>
            <p class="card-meta">
                {trf(t::accounts::OUTBOX_TO, &[("recipient", &message.recipient)])} " · "
                {trf(t::accounts::OUTBOX_AT, &[("at", &at)])}
            </p>
            <p class="account-message">{message.body}</p>
        </li>
    }
}
