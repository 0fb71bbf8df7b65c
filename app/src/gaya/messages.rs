//! Text, messages, buttons and tags.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::parts::Section;
use crate::base::text::{t, tr};
use crate::base::ui::*;

#[component]
pub(super) fn Messages() -> impl IntoView {
    let tones = [
        (Tone::Neutral, tr(t::gaya::TONE_NEUTRAL)),
        (Tone::Info, tr(t::gaya::TONE_INFO)),
        (Tone::Success, tr(t::gaya::TONE_SUCCESS)),
        (Tone::Warning, tr(t::gaya::TONE_WARNING)),
        (Tone::Danger, tr(t::gaya::TONE_DANGER)),
    ];
    let query = use_query_map();
    let question = move || {
        let body = || view! { <p>{tr(t::gaya::SENTENCE)}</p> };
        match query.read().get_str("tanya") {
            Some("hapus") => view! {
                <Dialog id="gaya-dialog" title=tr(t::gaya::ASK_DELETE) close="/gaya">
                    {body()}
                    <LinkButton href="/gaya" label=tr(t::gaya::DELETE) kind=ButtonKind::Danger/>
                </Dialog>
            }
            .into_any(),
            Some("simpan") => view! {
                <Dialog id="gaya-dialog" title=tr(t::gaya::ASK_SAVE) close="/gaya" close_label=tr(t::gaya::LATER)>
                    {body()}
                    <LinkButton href="/gaya" label=tr(t::gaya::SAVE)/>
                </Dialog>
            }
            .into_any(),
            _ => ().into_any(),
        }
    };
    view! {
        <Section title=tr(t::gaya::TEXT)>
            <h3>{tr(t::gaya::HEADING)}</h3>
            <h4>{tr(t::gaya::HEADING)}</h4>
            <p>
                {tr(t::gaya::SENTENCE)} " " <a href="/">{tr(t::gaya::A_LINK)}</a>
            </p>
            <p class="muted">{tr(t::gaya::SENTENCE)}</p>
            <ul>
                <li>{tr(t::gaya::ITEM)}</li>
                <li>{tr(t::gaya::ITEM)}</li>
            </ul>
            <ol>
                <li>{tr(t::gaya::ITEM)}</li>
                <li>{tr(t::gaya::ITEM)}</li>
            </ol>
        </Section>
        <Section title=tr(t::gaya::BUTTONS)>
            <form action="/gaya" method="get">
                <ButtonRow>
                    <Submit label=tr(t::gaya::SAVE)/>
                    <Submit label=tr(t::gaya::PREVIEW) kind=ButtonKind::Secondary name="show" value="1"/>
                    <Submit label=tr(t::gaya::DELETE) kind=ButtonKind::Danger/>
                    <Submit label=tr(t::gaya::LATER) kind=ButtonKind::Quiet about=tr(t::gaya::ITEM)/>
                </ButtonRow>
            </form>
            <ButtonRow>
                <LinkButton href="/gaya" label=tr(t::gaya::NEXT_STEP)/>
                <LinkButton href="/gaya" label=tr(t::gaya::PREVIEW) kind=ButtonKind::Secondary/>
                <LinkButton href="/gaya" label=tr(t::gaya::DELETE) kind=ButtonKind::Danger/>
                <LinkButton href="/gaya" label=tr(t::gaya::LATER) kind=ButtonKind::Quiet about=tr(t::gaya::ITEM)/>
            </ButtonRow>
        </Section>
        <Section title=tr(t::gaya::TAGS)>
            <p class="gaya-row">
                {tones.map(|(tone, label)| view! { <StatusTag label tone/> " " }).collect_view()}
            </p>
        </Section>
        <Section title=tr(t::gaya::MESSAGES)>
            {tones.map(|(tone, label)| view! { <Notice title=label tone><p>{tr(t::gaya::SENTENCE)}</p></Notice> }).collect_view()}
            {tones.map(|(tone, _)| view! { <Notice tone><p>{tr(t::gaya::SENTENCE)}</p></Notice> }).collect_view()}
            <Notice tone=Tone::Success announce=true><p>{tr(t::gaya::SAVED)}</p></Notice>
            <Warning><p>{tr(t::gaya::NO_FEE)}</p></Warning>
            <Inset><p>{tr(t::gaya::SENTENCE)}</p></Inset>
            <KeepCode/>
            <Details summary=tr(t::gaya::MORE)><p>{tr(t::gaya::SENTENCE)}</p></Details>
            <Details summary=tr(t::gaya::MORE) open=true><p>{tr(t::gaya::SENTENCE)}</p></Details>
            <p><a href="/gaya?tanya=hapus">{tr(t::gaya::ASK_DELETE)}</a></p>
            <p><a href="/gaya?tanya=simpan">{tr(t::gaya::ASK_SAVE)}</a></p>
            {question}
        </Section>
    }
}
