//! The queue, longest wait first. An awake desk follows it.

use domain::bidi::isolated;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::api::{TakeTalk, load_queue};
use super::desk_parts::{OWN_TALKS, Problem};
use super::live::Live;
use super::model::QueueEntry;
use super::words::{topic_text, when};
use crate::base::text::{t, tr, trf};
use crate::base::ui::{ButtonKind, FormMarks, Row, Submit, changing, rows};

#[component]
pub(super) fn Queue(live: Live, queue: RwSignal<Vec<QueueEntry>>) -> impl IntoView {
    let core = live.core;
    let moves = Memo::new(move |_| core.with(|core| core.queue_moves()));
    // Loads the queue again each time the server says that it has changed.
    Effect::new(move |before: Option<u64>| {
        let now = moves.get();
        if before.is_some_and(|before| before != now) {
            leptos::task::spawn_local(async move {
                if let Ok(fresh) = load_queue().await {
                    queue.set(fresh);
                }
            });
        }
        now
    });
    let take = RwSignal::new(None);
    let line = move |entry: QueueEntry| {
        let (id, about) = (entry.id, entry.citizen.clone());
        let messages = changing(move || {
            queue.with(|queue| {
                let entry = queue.iter().find(|entry| entry.id == id);
                let messages = entry.map_or(0, |entry| entry.messages);
                trf(t::consultation::DESK_MESSAGES, &[("n", &messages)])
            })
        });
        view! {
            <li>
                <p><strong>{isolated(&entry.citizen).into_owned()}</strong> " – " {topic_text(&entry.topic)}</p>
                <p class="hint">
                    {trf(t::consultation::DESK_SINCE, &[("at", &when(entry.queued_at))])} ", "
                    {messages}
                </p>
                <form method="post" action=TakeTalk::url() on:submit=move |event| live.dispatch(&event, None, take, OWN_TALKS)>
                    <FormMarks/>
                    <input type="hidden" name="conversation" value=entry.id.to_string()/>
                    <Submit label=tr(t::consultation::DESK_TAKE) kind=ButtonKind::Secondary about/>
                </form>
            </li>
        }
        .into_any()
    };
    let waiting = move || {
        // A row that stays keeps its button, and the focus on it.
        let row = |entry: QueueEntry| Row::new(entry.id.to_string(), move || line(entry));
        queue.get().into_iter().map(row).collect()
    };
    view! {
        <Problem problem=take/>
        <ol class="queue">{rows(waiting)}</ol>
    }
}
