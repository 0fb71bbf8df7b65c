//! One line of a conversation: writer, time, text and delivery, all in words.

use domain::bidi::isolated;
use domain::consultation::client::{Core, Delivery, Pending, PendingState};
use domain::consultation::wire::{Kind, Message, Party};
use leptos::prelude::*;
use uuid::Uuid;

use super::live::Live;
use super::own_clock::own_clock;
use super::words::{event_text, instant, machine_moment, moment};
use crate::base::page::use_page;
use crate::base::text::{t, tr, trf};
use crate::base::ui::{Row, changing};

/// A message of the sequence.
pub(super) fn line(live: Live, conversation: Uuid, own: Party, message: Message) -> AnyView {
    let core = live.core;
    let time = view! { <time datetime=machine_moment(message.at)>{moment(message.at)}</time> };
    if let Some(event) = event_text(&message) {
        return view! { <div class="talk-event" data-seq=message.seq.to_string()>{event} " " {time}</div> }.into_any();
    }
    let seq = message.seq;
    let mine = message.party == own;
    let delivery = (mine && message.kind == Kind::Text).then(|| {
        let word = changing(move || core.with(|core| delivery_word(core, conversation, seq)));
        view! { <span class="talk-delivery">{word}</span> }.into_any()
    });
    let abroad = (own == Party::Citizen).then(|| {
        let clock = own_clock(live, instant(message.at));
        let words = move || {
            clock().map_or_else(String::new, |at| {
                trf(t::consultation::TALK_OWN_CLOCK, &[("at", &at)])
            })
        };
        view! { <span class="hint">{changing(words)}</span> }.into_any()
    });
    let name = if mine && own == Party::Citizen {
        tr(t::consultation::TALK_YOU).to_owned()
    } else {
        isolated(&message.name).into_owned()
    };
    view! {
        <div class=if mine { "talk-line talk-own" } else { "talk-line" } data-seq=seq.to_string()>
            <p class="talk-who"><strong>{name}</strong> " " {time} " " {abroad}</p>
            <p class="talk-words" dir="auto">{message.body}</p>
            {delivery}
        </div>
    }
    .into_any()
}

fn delivery_word(core: &Core, conversation: Uuid, seq: i64) -> &'static str {
    match core
        .talks()
        .get(&conversation)
        .map(|talk| talk.delivery(seq))
    {
        Some(Delivery::Read) => tr(t::consultation::DELIVERY_READ),
        _ => tr(t::consultation::DELIVERY_SENT),
    }
}

/// The row of an own message that is not in the sequence yet; a change of its state renders it again.
pub(super) fn pending_row(live: Live, conversation: Uuid, pending: Pending) -> Row {
    let state = match pending.state {
        PendingState::Waiting => "",
        PendingState::Sent { .. } => "sent",
        PendingState::Refused(code) => code.code(),
    };
    let key = format!("{}{state}", pending.kept.client_id);
    Row::new(key, move || pending_line(live, conversation, pending))
}

fn pending_line(live: Live, conversation: Uuid, pending: Pending) -> AnyView {
    let client_id = pending.kept.client_id;
    let (word, again) = match pending.state {
        PendingState::Waiting => (tr(t::consultation::DELIVERY_PENDING).to_owned(), None),
        PendingState::Sent { .. } => (tr(t::consultation::DELIVERY_SENT).to_owned(), None),
        PendingState::Refused(code) => {
            let why = t::error_text(use_page().lang, code.code());
            let word = trf(t::consultation::DELIVERY_REFUSED, &[("why", &why)]);
            let again = view! {
                <button
                    type="button"
                    class="button button-quiet"
                    on:click=move |_| live.take_back(conversation, client_id)
                >
                    {tr(t::consultation::DELIVERY_RETRY)}
                </button>
            }
            .into_any();
            (word, Some(again))
        }
    };
    view! {
        <div class="talk-line talk-own talk-pending">
            <p class="talk-words" dir="auto">{pending.kept.body}</p>
            <span class="talk-delivery" role=again.is_some().then_some("alert")>{word}</span>
            {again}
        </div>
    }
    .into_any()
}
