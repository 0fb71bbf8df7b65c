//! `/konsultasi`: begin a conversation, or go on with one.

use crate::base::page::Title;
use domain::consultation::body::BODY_MAX;
use domain::consultation::guest::{GOOD_FOR, KEPT_FOR, NAME_MAX};
use domain::consultation::state::{Status, Topic};
use domain::typed::Letters;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_query_map;

use super::api::{LeaveDevice, StartTalk, load_start};
use super::hours_view::{OpenNotice, Week};
use super::model::{OwnTalk, StartView};
use super::words::{status_text, topic_text, when};
use crate::base::loaded::loaded;
use crate::base::page::use_page;
use crate::base::text::{line_of, t, tr, trf};
use crate::base::ui::{
    ButtonKind, Card, Cards, Choice, Details, HiddenField, Notice, PostForm, QuickExit, Radios,
    StatusTag, Submit, TextArea, TextField, Tone,
};

/// `/konsultasi`
#[component]
pub fn ConsultationPage() -> impl IntoView {
    let page = Resource::new(|| (), |()| load_start());
    view! {
        <Title text=tr(t::consultation::TITLE)/>
        <QuickExit/>
        {left_notice()}
        {loaded(page, |view| view! { <Start view/> })}
    }
}

#[component]
fn Start(view: StartView) -> impl IntoView {
    let StartView {
        opening,
        week,
        waiting,
        own,
        client_id,
    } = view;
    let queue = if waiting == 0 {
        tr(t::consultation::HOURS_NOBODY_WAITS).to_owned()
    } else {
        trf(t::consultation::HOURS_WAITING, &[("n", &waiting)])
    };
    let guest = use_page().viewer.is_none();
    let note = guest.then(|| {
        view! {
            <p class="hint">
                {trf(
                    t::consultation::START_GUEST_NOTE,
                    &[("days", &GOOD_FOR.whole_days()), ("kept", &KEPT_FOR.whole_days())],
                )}
                " "
                <a href="/masuk?next=/konsultasi">{tr(t::consultation::START_SIGN_IN)}</a>
            </p>
        }
    });
    let open = own
        .iter()
        .any(|talk| talk.status != Status::Closed && talk.guest.is_some() == guest)
        .then(|| view! { <Notice><p>{tr(t::consultation::START_GOES_ON)}</p></Notice> }.into_any());
    let topics = Topic::ALL
        .iter()
        .map(|topic| Choice::new(topic.as_str(), topic_text(topic.as_str())))
        .collect();
    view! {
        <h1>{tr(t::consultation::TITLE)}</h1>
        <p class="lead">{tr(t::consultation::LEAD)}</p>
        <p class="hint">{tr(t::consultation::TALK_SHARED_PHONE)}</p>
        <OpenNotice opening/>
        <p class="hint">{tr(t::consultation::HOURS_ABROAD)}</p>
        <p>{queue}</p>
        <Week week/>
        <OwnTalks own/>
        <h2>{tr(t::consultation::START_HEADING)}</h2>
        {open}
        <PostForm id="mulai" action=StartTalk::url()>
            <HiddenField name="client_id" value=client_id.to_string()/>
            // Created inside the form: a field outside it would not get the value of the last attempt.
            {guest.then(|| view! {
                <TextField
                    name="name" limit=Letters::at_most(NAME_MAX)
                    label=tr(t::consultation::START_NAME)
                    hint=tr(t::consultation::START_NAME_HINT)
                    autocomplete="given-name"
                    chars=20
                />
            })}
            <Radios name="topic" label=tr(t::consultation::START_TOPIC) choices=topics/>
            <TextArea
                name="body" limit=Letters::at_most(BODY_MAX)
                label=tr(t::consultation::START_BODY)
                hint=tr(t::consultation::START_BODY_HINT)
                rows=5
            />
            <Submit label=tr(t::consultation::START_SUBMIT)/>
        </PostForm>
        {note}
    }
}

/// The notice about the last action, named by `?pesan=`.
fn left_notice() -> Option<impl IntoView> {
    let said = use_query_map().with_untracked(|query| query.get("pesan"));
    (said.as_deref() == Some("dihapus")).then(|| {
        view! {
            <Notice tone=Tone::Success announce=true>
                <p>{tr(t::consultation::OWN_LEFT)}</p>
            </Notice>
        }
    })
}

#[component]
fn OwnTalks(own: Vec<OwnTalk>) -> impl IntoView {
    let leave = own.iter().any(|talk| talk.guest.is_some()).then(|| {
        view! {
            <Details summary=tr(t::consultation::OWN_LEAVE)>
                <p>{trf(t::consultation::OWN_LEAVE_NOTE, &[("kept", &KEPT_FOR.whole_days())])}</p>
                <PostForm id="tinggalkan" action=LeaveDevice::url()>
                    <Submit label=tr(t::consultation::OWN_LEAVE_YES) kind=ButtonKind::Danger/>
                </PostForm>
            </Details>
        }
    });
    let card = |talk: OwnTalk| {
        let (label, tone) = status_text(talk.status);
        let topic = topic_text(&talk.topic);
        // Guests of one device see each other's conversations: the title names the guest.
        let title = match talk.guest {
            Some(name) => line_of([topic, &name], " – "),
            None => topic.to_owned(),
        };
        // The page's script shows this where the browser still holds unsent words for the conversation.
        let unsent = view! {
            " " <strong hidden data-unsent=talk.id.to_string()>{tr(t::consultation::OWN_UNSENT)}</strong>
        };
        let unread = talk
            .unread
            .then(|| view! { " " <strong>{tr(t::consultation::OWN_UNREAD)}</strong> });
        view! {
            <Card
                href=format!("/konsultasi/{}#akhir", talk.id)
                title=title
                meta=trf(t::consultation::OWN_LAST, &[("at", &when(talk.last_at))])
                level=3
            >
                <p><StatusTag label tone/>{unread}{unsent}</p>
            </Card>
        }
    };
    (!own.is_empty()).then(|| {
        view! {
            <section>
                <h2>{tr(t::consultation::OWN_HEADING)}</h2>
                <Cards>{own.into_iter().map(card).collect_view()}</Cards>
                {leave}
            </section>
        }
    })
}
