//! One conversation on the counsellor's desk: the citizen, the topic, the messages, and the forms that end it.

use domain::consultation::client::Talk;
use domain::consultation::state::Outcome;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::api::{CloseTalk, GiveBack, HandOver};
use super::desk_parts::{OWN_TALKS, Problem};
use super::live::Live;
use super::model::{Colleague, TalkView};
use super::panel::{TalkPanel, presence, standing, with_talk};
use super::talk_page::earlier_link;
use super::words::{outcome_text, topic_text};
use crate::base::text::{t, tr, trf};
use crate::base::ui::{ButtonKind, Details, FormMarks, Submit, changing};

#[component]
pub(super) fn DeskTalk(live: Live, view: TalkView, colleagues: Vec<Colleague>) -> impl IntoView {
    let core = live.core;
    let id = view.talk.conversation;
    let heading = format!("talk-{id}-nama");
    let topic = format!("talk-{id}-topik");
    // Labels the section by name and topic: many citizens have the same name.
    let whose = format!("{heading} {topic}");
    let unseen = changing(
        move || match with_talk(core, id, Talk::unseen).unwrap_or_default() {
            0 => String::new(),
            n => trf(t::consultation::DESK_UNSEEN, &[("n", &n)]),
        },
    );
    let is_open = move || with_talk(core, id, Talk::may_write).unwrap_or_default();
    let earlier = view
        .earlier()
        .map(|before| earlier_link("/petugas/konsultasi", id, before));
    view! {
        <section class="talk desk-talk" id=format!("talk-{id}") tabindex="-1" aria-labelledby=whose>
            <h3 id=heading>{view.talk.citizen.clone()}</h3>
            <p class="talk-standing">
                <span id=topic>{topic_text(&view.talk.topic)}</span> ". " {changing(move || standing(core, id))} " " <strong>{unseen}</strong>
            </p>
            <p class="talk-presence hint">{changing(move || presence(core, id))}</p>
            {earlier}
            <TalkPanel live view/>
            <div hidden=changing(move || !is_open())><Ways live id colleagues/></div>
        </section>
    }
}

/// The forms to close, hand over and give back a conversation.
#[component]
fn Ways(live: Live, id: uuid::Uuid, colleagues: Vec<Colleague>) -> impl IntoView {
    let (close, hand, back) = (
        RwSignal::new(None),
        RwSignal::new(None),
        RwSignal::new(None),
    );
    let outcomes = Outcome::ALL
        .iter()
        .filter(|outcome| **outcome != Outcome::EndedByCitizen)
        .map(|outcome| {
            view! { <option value=outcome.as_str()>{outcome_text(*outcome)}</option> }.into_any()
        })
        .collect_view();
    let others = colleagues
        .iter()
        .map(|colleague| {
            let label = if colleague.has_room {
                colleague.name.clone()
            } else {
                trf(t::consultation::DESK_FULL, &[("name", &colleague.name)])
            };
            view! { <option value=colleague.id.to_string() disabled=!colleague.has_room>{label}</option> }
                .into_any()
        })
        .collect_view();
    let conversation = id.to_string();
    let hand_over = (!colleagues.is_empty()).then(|| {
        let conversation = conversation.clone();
        view! {
            <form method="post" action=HandOver::url() on:submit=move |event| live.dispatch(&event, Some(id), hand, OWN_TALKS)>
                <FormMarks/>
                <input type="hidden" name="conversation" value=conversation/>
                <label class="label" for=format!("rekan-{id}")>{tr(t::consultation::DESK_TO)}</label>
                <select id=format!("rekan-{id}") name="to">{others}</select>
                <Submit label=tr(t::consultation::DESK_HAND_OVER) kind=ButtonKind::Secondary/>
            </form>
        }
        .into_any()
    });
    view! {
        <Details summary=tr(t::consultation::DESK_MORE)>
            <form method="post" action=CloseTalk::url() on:submit=move |event| live.dispatch(&event, Some(id), close, &format!("talk-{id}"))>
                <FormMarks/>
                <input type="hidden" name="conversation" value=conversation.clone()/>
                <label class="label" for=format!("hasil-{id}")>{tr(t::consultation::DESK_OUTCOME)}</label>
                <select id=format!("hasil-{id}") name="outcome">{outcomes}</select>
                <Submit label=tr(t::consultation::DESK_CLOSE)/>
            </form>
            <Problem problem=close/>
            {hand_over}
            <Problem problem=hand/>
            <form method="post" action=GiveBack::url() on:submit=move |event| live.dispatch(&event, Some(id), back, OWN_TALKS)>
                <FormMarks/>
                <input type="hidden" name="conversation" value=conversation/>
                <Submit label=tr(t::consultation::DESK_GIVE_BACK) kind=ButtonKind::Secondary/>
            </form>
            <Problem problem=back/>
        </Details>
    }
}
