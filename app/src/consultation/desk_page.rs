//! `/petugas/konsultasi`: the counsellor's desk: the queue, and several conversations beside each other.
//!
//! All actions work as plain forms. An awake page does the same without loading anew, follows the queue, and calls the
//! counsellor by the window's title and, when switched on, a sound.

use crate::base::page::Title;
use domain::consultation::queue::LOAD_CAP;
use domain::consultation::state::Status;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos::text_prop::TextProp;
use uuid::Uuid;

use super::api::{TakeNext, load_desk};
use super::bell::SoundSwitch;
use super::desk_parts::{OWN_TALKS, Problem};
use super::desk_queue::Queue;
use super::desk_talk::DeskTalk;
use super::live::Live;
use super::model::{DeskEntry, DeskView, TalkView, core_of};
use super::talk_page::LinkLine;
use super::words::{outcome_code_text, topic_text, when};
use crate::base::error_page::ErrorPage;
use crate::base::form::use_form;
use crate::base::page::use_page;
use crate::base::text::{line_of, t, tr, trf};
use crate::base::ui::{
    Breadcrumbs, Details, Link, Notice, PostForm, Row, Submit, Tone, changing, rows,
};

/// `/petugas/konsultasi`
#[component]
pub fn DeskPage() -> impl IntoView {
    let page = Resource::new(|| (), |()| load_desk());
    let shown = changing(move || {
        Suspend::new(async move {
            match page.await {
                Ok(view) => view! { <Desk view/> }.into_any(),
                Err(error) => view! { <ErrorPage error/> }.into_any(),
            }
        })
        .into_any()
    });
    view! { <Suspense>{shown}</Suspense> }
}

#[component]
fn Desk(view: DeskView) -> impl IntoView {
    let DeskView {
        epoch,
        talks,
        queue,
        colleagues,
        closed,
    } = view;
    let live = Live::new(core_of(epoch, &talks, None));
    live.start();
    let core = live.core;
    let queue = RwSignal::new(queue);
    let waiting = move || {
        core.with(|core| core.waiting())
            .unwrap_or_else(|| count(queue.read().len()))
    };
    let title = move || match waiting() {
        0 => tr(t::consultation::DESK_TITLE).to_owned(),
        n => trf(t::consultation::DESK_WAITING_TITLE, &[("n", &n)]),
    };
    // The server writes the title after the page's signals are disposed, so it is computed here.
    let title: TextProp = if cfg!(feature = "ssr") {
        title().into()
    } else {
        title.into()
    };
    let unsent = unsent(&talks);
    let views = StoredValue::new(talks);
    let colleagues = StoredValue::new(colleagues);
    let active = move || {
        core.with(|core| {
            count(
                core.talks()
                    .values()
                    .filter(|talk| !talk.is_gone && talk.status == Status::Active)
                    .count(),
            )
        })
    };
    let load = changing(move || {
        trf(
            t::consultation::DESK_LOAD,
            &[("n", &active()), ("max", &LOAD_CAP)],
        )
    });
    let talk = move |id: Uuid| {
        let view = views.with_value(|views| {
            views
                .iter()
                .find(|view| view.talk.conversation == id)
                .cloned()
        });
        let view = view.or_else(|| core.with_untracked(|core| opened(core, live, id)));
        view.map(|view| {
            view! { <DeskTalk live view colleagues=colleagues.get_value()/> }.into_any()
        })
        .into_any()
    };
    let held = move || {
        core.with(|core| {
            // Keeps a conversation that has left the desk while it shows refused messages or words in its field.
            let held = core.talks().iter().filter(|(id, talk)| {
                !talk.is_gone || !talk.outbox().is_empty() || live.holds(**id, false)
            });
            held.map(|(id, _)| *id)
                .map(|id| Row::new(id.to_string(), move || talk(id)))
                .collect()
        })
    };
    let left = changing(move || {
        core.with(|core| {
            let left = core.talks().values().filter(|talk| talk.is_gone);
            left.map(|talk| trf(t::consultation::DESK_LEFT, &[("name", &talk.citizen)]))
                .collect::<Vec<_>>()
                .join(" ")
        })
    });
    let take = RwSignal::new(None);
    view! {
        <Title text=title/>
        <div class="desk" data-wake="now">
            <Breadcrumbs links=vec![Link::new("/petugas", tr(t::layout::NAV_OFFICER))]/>
            <h1>{tr(t::consultation::DESK_TITLE)}</h1>
            <p role="status" class="desk-call">
                {changing(move || match waiting() {
                    0 => tr(t::consultation::DESK_QUEUE_EMPTY).to_owned(),
                    n => trf(t::consultation::DESK_CALLED, &[("n", &n)]),
                })}
            </p>
            <SoundSwitch live waiting=Signal::derive(waiting)/>
            <section class="desk-queue" aria-labelledby="antrean">
                <h2 id="antrean">{tr(t::consultation::DESK_QUEUE)}</h2>
                <div on:submit=move |event| live.dispatch(&event, None, take, OWN_TALKS)>
                    <PostForm id="ambil-berikutnya" action=TakeNext::url()>
                        <Submit label=tr(t::consultation::DESK_TAKE_NEXT)/>
                    </PostForm>
                </div>
                <Problem problem=take/>
                <Queue live queue/>
            </section>
            <section class="desk-held" aria-labelledby=OWN_TALKS>
                <h2 id=OWN_TALKS tabindex="-1">{tr(t::consultation::DESK_TALKS)}</h2>
                {unsent}
                <p>{load}</p>
                <p role="status" class="hint">{left}</p>
                <p hidden=changing(move || active() != 0)>{tr(t::consultation::DESK_NO_TALKS)}</p>
                <div class="desk-talks">{rows(held)}</div>
            </section>
            <LinkLine live refresh="/petugas/konsultasi".to_owned()/>
            <Closed closed/>
        </div>
    }
}

/// Shows words that were posted after their conversation had left this desk: no field is there to which they could
/// return.
fn unsent(talks: &[TalkView]) -> impl IntoView + use<> {
    let drafts = use_page().drafts.into_iter();
    let lost = drafts.filter(|draft| {
        let talk = draft.form.strip_prefix("balas-");
        talk.is_some_and(|id| {
            talks
                .iter()
                .all(|view| view.talk.conversation.to_string() != id)
        })
    });
    lost.filter_map(|draft| use_form(&draft.form).value("body"))
        .map(|body| {
            view! {
                <Notice tone=Tone::Warning announce=true>
                    <p>{tr(t::consultation::TALK_UNSENT)}</p>
                    <p class="talk-words" dir="auto">{body}</p>
                </Notice>
            }
            .into_any()
        })
        .collect_view()
}

/// The view of a conversation that the socket opened on this desk after the page was loaded; its messages come by the
/// socket too.
fn opened(core: &domain::consultation::client::Core, live: Live, id: Uuid) -> Option<TalkView> {
    let talk = core.talks().get(&id)?.state(id);
    Some(TalkView {
        talk,
        history: Vec::new(),
        client_id: live.new_id(),
    })
}

#[component]
fn Closed(closed: Vec<DeskEntry>) -> impl IntoView {
    let line = |entry: DeskEntry| {
        let words = line_of([&*entry.citizen, topic_text(&entry.topic)], " – ");
        let rest = format!(
            "{}, {}",
            outcome_code_text(&entry.outcome),
            when(entry.last_at)
        );
        view! { <li><a href=format!("/petugas/konsultasi/{}", entry.id)>{words}</a> " " <span class="hint">{rest}</span></li> }
            .into_any()
    };
    (!closed.is_empty()).then(|| {
        view! {
            <Details summary=tr(t::consultation::DESK_CLOSED)>
                <ul>{closed.into_iter().map(line).collect_view()}</ul>
            </Details>
        }
    })
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
