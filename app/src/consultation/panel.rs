//! One conversation on a page: the history, the live messages, and the composer.
//!
//! The first HTML holds the history and an empty log, so that a screen reader reads out the messages that come later
//! and not the history. The form posts by itself; a page that is awake takes over its submit and sends by the socket.

use domain::consultation::body::BODY_MAX;
use domain::consultation::client::{Core, Talk};
use domain::consultation::state::Status;
use domain::consultation::wire::{Message, Party, TalkState};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use uuid::Uuid;

use super::api::{Say, StartTalk};
use super::lines::{line, pending_row};
use super::live::Live;
use super::model::TalkView;
use super::words::outcome_text;
use crate::base::form::{FORM_ID_FIELD, use_form};
use crate::base::page::use_page;
use crate::base::text::{t, tr, trf};
use crate::base::ui::{ButtonKind, FormMarks, Row, Submit, changing, counter, rows, textarea_html};

/// The messages and the composer. `view` is the data with which the page was rendered.
#[component]
pub(super) fn TalkPanel(live: Live, view: TalkView) -> impl IntoView {
    let core = live.core;
    let TalkView {
        talk,
        history,
        client_id,
    } = view;
    let (id, own) = (talk.conversation, talk.party);
    let history = history
        .into_iter()
        .map(|message| line(live, id, own, message))
        .collect_view();
    let fresh = move || {
        let messages = with_talk(core, id, |talk| talk.messages().to_vec()).unwrap_or_default();
        let row = |message: Message| {
            Row::new(message.seq.to_string(), move || {
                line(live, id, own, message)
            })
        };
        messages.into_iter().map(row).collect()
    };
    let pending = move || {
        let pending = with_talk(core, id, |talk| talk.outbox().to_vec()).unwrap_or_default();
        pending
            .into_iter()
            .map(|pending| pending_row(live, id, pending))
            .collect()
    };
    view! {
        // `tabindex`: the keyboard must reach a region that scrolls.
        <div
            class="talk-scroll"
            id=format!("percakapan-{id}")
            role="region"
            tabindex="0"
            aria-label=tr(t::consultation::TALK_HISTORY)
        >
            <div class="talk-lines">{history}</div>
            <div class="talk-lines" role="log" aria-label=tr(t::consultation::TALK_LIVE)>
                {rows(fresh)}
            </div>
            <div class="talk-lines">{rows(pending)}</div>
        </div>
        <p class="talk-typing hint" id=(own == Party::Citizen).then_some("akhir")>{changing(move || typing(core, id))}</p>
        <Composer live talk client_id/>
    }
}

/// The composer of a conversation. The browser posts its form; an awake page sends it by the socket and keeps the focus
/// in it.
#[component]
fn Composer(live: Live, talk: TalkState, client_id: Uuid) -> impl IntoView {
    let TalkState {
        conversation,
        party: own,
        citizen: name,
        topic,
        last_seq: shown,
        ..
    } = talk;
    let form = format!("balas-{conversation}");
    let field = format!("{form}-body");
    let left = counter(&field, BODY_MAX);
    let draft = use_form(&form);
    let lang = use_page().lang;
    let error = format!("{form}-error");
    let problem = RwSignal::new(draft.error("body").or(draft.problem()));
    let body = draft.value("body").unwrap_or_default();
    let may_write =
        Memo::new(move |_| with_talk(live.core, conversation, Talk::may_write).unwrap_or_default());
    // Hides the composer when the person may not write any more, but not while it holds unsent words or the person
    // corrects them.
    let (came_back, mut is_held) = (draft.came_back(), false);
    // `autofocus` moves the focus here after a refused form, also without a script: the address after the refusal has
    // no fragment.
    let is_wrong = problem.with_untracked(Option::is_some);
    let is_hidden = changing(move || {
        let may_write = may_write.get();
        is_held = !may_write && (is_held || live.holds(conversation, came_back));
        !may_write && !is_held
    });
    let wrong = changing(move || problem.with(Option::is_some).then_some("true"));
    let words = changing(move || {
        problem.with(|code| code.as_ref().map_or("", |code| t::error_text(lang, code)))
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        if live.submit(conversation, problem) {
            event.prevent_default();
        }
    };
    let keydown = {
        let form = form.clone();
        move |event: leptos::ev::KeyboardEvent| {
            if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
                event.prevent_default();
                if !live.submit(conversation, problem) {
                    live.post(&form);
                }
            }
        }
    };
    let typed = move |_| live.typed(conversation, problem);
    view! {
        <div class="talk-write" hidden=is_hidden>
            <form id=form.clone() class="composer" method="post" action=Say::url() novalidate on:submit=submit>
                <FormMarks/>
                <input type="hidden" name=FORM_ID_FIELD value=form.clone()/>
                <input type="hidden" name="conversation" value=conversation.to_string()/>
                <input type="hidden" name="client_id" value=client_id.to_string()/>
                <input type="hidden" name="seen" value=shown.to_string()/>
                <p hidden=changing(move || may_write.get())>{tr(t::consultation::TALK_UNSENT)}</p>
                <label class="label" for=field.clone()>{tr(t::consultation::TALK_BODY)}</label>
                <p class="field-error" id=error.clone() role="alert">{words}</p>
                <textarea
                    id=field
                    name="body"
                    rows="3"
                    autofocus=is_wrong
                    aria-describedby=error
                    aria-invalid=wrong
                    inner_html=textarea_html(&body)
                    on:keydown=keydown
                    on:input=typed
                ></textarea>
                {left}
                <div hidden=changing(move || !may_write.get())><Submit label=tr(t::consultation::TALK_SEND)/></div>
                // After the end of a conversation, the words begin a new one.
                <input type="hidden" name="topic" value=topic/>
                <input type="hidden" name="name" value=name/>
                <button
                    type="submit"
                    class="button"
                    formaction=StartTalk::url()
                    hidden=changing(move || may_write.get() || own == Party::Counsellor)
                >
                    {tr(t::consultation::TALK_ANEW)}
                </button>
            </form>
        </div>
    }
}

/// One sentence about the conversation's state, for the side of this page.
pub(super) fn standing(core: RwSignal<Core>, conversation: Uuid) -> String {
    with_talk(core, conversation, |talk| {
        if talk.is_gone {
            return tr(t::consultation::TALK_GONE).to_owned();
        }
        let name = talk.counsellor.clone().unwrap_or_default();
        match (talk.status, talk.party) {
            (Status::Closed, _) => {
                let outcome = talk.outcome.map(outcome_text).unwrap_or_default();
                trf(t::consultation::TALK_CLOSED, &[("outcome", &outcome)])
            }
            (Status::Active, Party::Citizen) => trf(t::consultation::TALK_WITH, &[("name", &name)]),
            (Status::Active, Party::Counsellor) => {
                tr(t::consultation::TALK_CITIZEN_ACTIVE).to_owned()
            }
            (Status::Waiting, Party::Counsellor) => {
                tr(t::consultation::TALK_CITIZEN_WAITING).to_owned()
            }
            (Status::Waiting, Party::Citizen) => match talk.place {
                Some(place) => trf(t::consultation::TALK_PLACE, &[("place", &place)]),
                None => tr(t::consultation::TALK_WAITING).to_owned(),
            },
        }
    })
    .unwrap_or_default()
}

/// Whether the other side is connected, in words; empty where that is not known, and where nobody is there to answer.
pub(super) fn presence(core: RwSignal<Core>, conversation: Uuid) -> String {
    with_talk(core, conversation, |talk| {
        let is_here = talk.peer_here.filter(|_| !talk.is_gone)?;
        let (name, away) = match (talk.party, talk.status) {
            (_, Status::Closed) | (Party::Citizen, Status::Waiting) => return None,
            (Party::Citizen, Status::Active) => (
                talk.counsellor.as_ref()?,
                t::consultation::TALK_COUNSELLOR_AWAY,
            ),
            (Party::Counsellor, _) => (&talk.citizen, t::consultation::TALK_CITIZEN_AWAY),
        };
        let words = if is_here {
            t::consultation::TALK_HERE
        } else {
            away
        };
        Some(trf(words, &[("name", name)]))
    })
    .flatten()
    .unwrap_or_default()
}

fn typing(core: RwSignal<Core>, conversation: Uuid) -> String {
    with_talk(core, conversation, |talk| {
        let name = match talk.party {
            Party::Citizen => talk.counsellor.clone().unwrap_or_default(),
            Party::Counsellor => talk.citizen.clone(),
        };
        talk.peer_typing
            .then(|| trf(t::consultation::TALK_TYPING, &[("name", &name)]))
    })
    .flatten()
    .unwrap_or_default()
}

pub(super) fn with_talk<T>(
    core: RwSignal<Core>,
    conversation: Uuid,
    read: impl FnOnce(&Talk) -> T,
) -> Option<T> {
    core.with(|core| core.talks().get(&conversation).map(read))
}

/// A small form with one button, for one action on this conversation.
#[component]
pub(super) fn OneButton(
    action: &'static str,
    conversation: Uuid,
    label: &'static str,
    #[prop(optional)] kind: ButtonKind,
) -> impl IntoView {
    view! {
        <form method="post" action=action>
            <FormMarks/>
            <input type="hidden" name="conversation" value=conversation.to_string()/>
            <Submit label kind/>
        </form>
    }
}
