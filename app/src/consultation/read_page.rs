//! `/petugas/konsultasi/{id}`: a conversation for the counsellor who has or had it, to read later.

use crate::base::page::Title;
use leptos::prelude::*;

use super::api::load_held_talk;
use super::lines::line;
use super::live::Live;
use super::model::{TalkPageView, TalkView, core_of};
use super::panel::standing;
use super::talk_page::{Older, address_of_talk, earlier_link};
use super::words::topic_text;
use crate::base::error::AppError;
use crate::base::loaded::loaded;
use crate::base::text::{line_of, t, tr};

/// `/petugas/konsultasi/{id}`, older parts by `?sebelum=`.
#[component]
pub fn ReadPage() -> impl IntoView {
    let page = Resource::new(address_of_talk(), |(id, before)| async move {
        load_held_talk(id.ok_or(AppError::NotFound)?, before).await
    });
    loaded(page, |view| {
        if view.is_end {
            view! { <Read view/> }.into_any()
        } else {
            view! { <Older view base="/petugas/konsultasi"/> }.into_any()
        }
    })
}

#[component]
fn Read(view: TalkPageView) -> impl IntoView {
    let TalkPageView { view, epoch, .. } = view;
    let live = Live::new(core_of(epoch, [&view], None));
    let earlier = view
        .earlier()
        .map(|before| earlier_link("/petugas/konsultasi", view.talk.conversation, before));
    let TalkView { talk, history, .. } = view;
    let (id, own) = (talk.conversation, talk.party);
    let lines = history
        .into_iter()
        .map(|message| line(live, id, own, message))
        .collect_view();
    let title = line_of([&*talk.citizen, topic_text(&talk.topic)], " – ");
    view! {
        <Title text=title.clone()/>
        <div class="talk">
            <h1>{title}</h1>
            <p class="talk-standing">{standing(live.core, id)}</p>
            {earlier}
            <div class="talk-lines">{lines}</div>
            <p><a href="/petugas/konsultasi">{tr(t::consultation::DESK_TITLE)}</a></p>
        </div>
    }
}
