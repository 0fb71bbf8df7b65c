//! `/konsultasi/{id}`: the conversation as the citizen sees it.

use crate::base::page::Title;
use domain::consultation::client::{Link, Talk};
use domain::consultation::state::Status;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::{use_params_map, use_query_map};
use uuid::Uuid;

use super::api::{EndTalk, load_talk};
use super::hours_view::OpenNotice;
use super::lines::line;
use super::live::Live;
use super::model::{TalkPageView, TalkView, core_of};
use super::panel::{OneButton, TalkPanel, presence, standing, with_talk};
use super::words::topic_text;
use crate::base::error::AppError;
use crate::base::error_page::ErrorPage;
use crate::base::text::{t, tr, trf};
use crate::base::ui::{ButtonKind, Details, LinkButton, QuickExit, changing};

/// `/konsultasi/{id}`, older parts by `?sebelum=`.
#[component]
pub fn TalkPage() -> impl IntoView {
    let address = address_of_talk();
    let page = Resource::new(address, |(id, before)| async move {
        load_talk(id.ok_or(AppError::NotFound)?, before).await
    });
    let shown = changing(move || {
        Suspend::new(async move {
            match page.await {
                Ok(view) if view.is_end => view! { <End view/> }.into_any(),
                Ok(view) => view! { <Older view base="/konsultasi"/> }.into_any(),
                Err(error) => view! { <ErrorPage error/> }.into_any(),
            }
        })
        .into_any()
    });
    view! {
        <QuickExit/>
        <Suspense>{shown}</Suspense>
    }
}

/// The conversation of the address, and the `seq` before which to read.
pub(super) fn address_of_talk() -> impl Fn() -> (Option<Uuid>, Option<i64>) + Send + Sync + 'static
{
    let (params, query) = (use_params_map(), use_query_map());
    move || {
        let id = params.read().get("id").and_then(|id| id.parse().ok());
        let before = query
            .read()
            .get("sebelum")
            .and_then(|before| before.parse().ok());
        (id, before)
    }
}

#[component]
fn End(view: TalkPageView) -> impl IntoView {
    let TalkPageView {
        view,
        epoch,
        place,
        opening,
        ..
    } = view;
    let live = Live::new(core_of(epoch, [&view], place));
    live.start();
    let core = live.core;
    let id = view.talk.conversation;
    let topic = topic_text(&view.talk.topic);
    let title = trf(t::consultation::TALK_TITLE, &[("topic", &topic)]);
    let is = move |status| with_talk(core, id, |talk| talk.status == status).unwrap_or_default();
    let earlier = view
        .earlier()
        .map(|before| earlier_link("/konsultasi", id, before));
    // Within opening hours the counsellor of a conversation is there. Outside them, and in the queue, the citizen needs
    // to know when to expect an answer.
    let is_open = opening.is_open;
    let unseen = move || with_talk(core, id, Talk::unseen).unwrap_or_default();
    // The page's address without a fragment: words of a refused form come back to this address, and a link with a `#`
    // would not load the page again.
    let refresh = format!("/konsultasi/{id}");
    view! {
        <Title text=title.clone()/>
        <div class="talk" data-wake="now">
            <h1>{title}</h1>
            <p role="status" class="talk-standing">{changing(move || standing(core, id))}</p>
            <p class="talk-presence hint">{changing(move || presence(core, id))}</p>
            <div hidden=changing(move || is(Status::Closed) || (is_open && is(Status::Active)))>
                <OpenNotice opening live/>
            </div>
            {earlier}
            <TalkPanel live view/>
            <div hidden=changing(move || is(Status::Closed))>
                <LinkLine live refresh/>
                <Details summary=tr(t::consultation::TALK_END_QUESTION)>
                    <p>{tr(t::consultation::TALK_END_NOTE)}</p>
                    <OneButton
                        action=EndTalk::url()
                        conversation=id
                        label=tr(t::consultation::TALK_END)
                        kind=ButtonKind::Secondary
                    />
                </Details>
            </div>
            <div hidden=changing(move || !is(Status::Closed))>
                <p><LinkButton href="/konsultasi" label=tr(t::consultation::TALK_AGAIN)/></p>
            </div>
            <p><a href="/konsultasi">{tr(t::consultation::TALK_ALL)}</a></p>
            <p class="talk-new" hidden=changing(move || unseen() == 0)>
                <a class="button" href="#akhir">
                    {changing(move || trf(t::consultation::DESK_UNSEEN, &[("n", &unseen())]))}
                </a>
            </p>
        </div>
    }
}

/// An older part of a conversation, for reading only.
#[component]
pub(super) fn Older(view: TalkPageView, base: &'static str) -> impl IntoView {
    let TalkPageView { view, epoch, .. } = view;
    let live = Live::new(core_of(epoch, [&view], None));
    let id = view.talk.conversation;
    let title = trf(
        t::consultation::TALK_TITLE,
        &[("topic", &topic_text(&view.talk.topic))],
    );
    let earlier = view.earlier().map(|before| earlier_link(base, id, before));
    let TalkView { talk, history, .. } = view;
    let lines = history
        .into_iter()
        .map(|message| line(live, id, talk.party, message))
        .collect_view();
    view! {
        <Title text=title.clone()/>
        <div class="talk">
            <h1>{title}</h1>
            {earlier}
            <div class="talk-lines">{lines}</div>
            <p><a href=format!("{base}/{id}")>{tr(t::consultation::TALK_LATER)}</a></p>
        </div>
    }
}

pub(super) fn earlier_link(base: &str, conversation: Uuid, before: i64) -> impl IntoView + use<> {
    let href = format!("{base}/{conversation}?sebelum={before}");
    view! { <p><a href=href>{tr(t::consultation::TALK_EARLIER)}</a></p> }
}

/// The state of the connection, in words; on a page that is not awake, also the link that loads new messages.
#[component]
pub(super) fn LinkLine(live: Live, refresh: String) -> impl IntoView {
    let Live { core, is_on, .. } = live;
    let words = changing(move || {
        let (link, lost) = core.with(|core| (core.link(), core.is_lost()));
        match link {
            Link::Up => Some(t::consultation::LINK_UP),
            Link::Down | Link::Opening => lost.then_some(t::consultation::LINK_DOWN),
            Link::Stale => Some(t::consultation::LINK_STALE),
            Link::Barred => Some(t::consultation::LINK_BARRED),
        }
        .map_or("", tr)
    });
    let needs_reload =
        move || is_on.get() && matches!(core.with(|core| core.link()), Link::Stale | Link::Barred);
    view! {
        <p role="status" class="talk-link hint">{words}</p>
        // `rel=external`: the router must load the page anew, also when its address is the same.
        <p hidden=changing(move || is_on.get())>
            <a class="button button-secondary" rel="external" href=refresh.clone()>{tr(t::consultation::TALK_REFRESH)}</a>
        </p>
        <p hidden=changing(move || !needs_reload())>
            <a class="button" rel="external" href=refresh>{tr(t::consultation::LINK_RELOAD)}</a>
        </p>
        <div class="talk-ask" data-wake-ask hidden>
            <p>{tr(t::consultation::LINK_ASK)}</p>
            <button type="button" class="button button-secondary">{tr(t::consultation::LINK_ASK_YES)}</button>
        </div>
    }
}
