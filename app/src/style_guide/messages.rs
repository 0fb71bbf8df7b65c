//! Text, messages, buttons and tags.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::parts::Section;
use crate::base::text::{t, tr};
use crate::base::ui::*;

#[component]
pub(super) fn Messages() -> impl IntoView {
    let tones = [
        (Tone::Neutral, tr(t::style_guide::TONE_NEUTRAL)),
        (Tone::Info, tr(t::style_guide::TONE_INFO)),
        (Tone::Success, tr(t::style_guide::TONE_SUCCESS)),
        (Tone::Warning, tr(t::style_guide::TONE_WARNING)),
        (Tone::Danger, tr(t::style_guide::TONE_DANGER)),
    ];
    let query = use_query_map();
    let question = move || {
        let body = || view! { <p>{tr(t::style_guide::SENTENCE)}</p> };
        match query.read().get_str("tanya") {
            Some("hapus") => view! {
                <Dialog id="gaya-dialog" title=tr(t::style_guide::ASK_DELETE) close="/gaya">
                    {body()}
                    <LinkButton href="/gaya" label=tr(t::style_guide::DELETE) kind=ButtonKind::Danger/>
                </Dialog>
            }
            .into_any(),
            Some("simpan") => view! {
                <Dialog id="gaya-dialog" title=tr(t::style_guide::ASK_SAVE) close="/gaya" close_label=tr(t::style_guide::LATER)>
                    {body()}
                    <LinkButton href="/gaya" label=tr(t::style_guide::SAVE)/>
                </Dialog>
            }
            .into_any(),
            _ => ().into_any(),
        }
    };
    view! {
        <Section title=tr(t::style_guide::TEXT)>
            <h3>{tr(t::style_guide::HEADING)}</h3>
            <h4>{tr(t::style_guide::HEADING)}</h4>
            <p>
                {tr(t::style_guide::SENTENCE)} " " <a href="/">{tr(t::style_guide::A_LINK)}</a>
            </p>
            <p class="muted">{tr(t::style_guide::SENTENCE)}</p>
            <ul>
                <li>{tr(t::style_guide::ITEM)}</li>
                <li>{tr(t::style_guide::ITEM)}</li>
            </ul>
            <ol>
                <li>{tr(t::style_guide::ITEM)}</li>
                <li>{tr(t::style_guide::ITEM)}</li>
            </ol>
        </Section>
        <Section title=tr(t::style_guide::BUTTONS)>
            <form action="/gaya" method="get">
                <ButtonRow>
                    <Submit label=tr(t::style_guide::SAVE)/>
                    <Submit label=tr(t::style_guide::PREVIEW) kind=ButtonKind::Secondary name="show" value="1"/>
                    <Submit label=tr(t::style_guide::DELETE) kind=ButtonKind::Danger/>
                    <Submit label=tr(t::style_guide::LATER) kind=ButtonKind::Quiet about=tr(t::style_guide::ITEM)/>
                </ButtonRow>
            </form>
            <ButtonRow>
                <LinkButton href="/gaya" label=tr(t::style_guide::NEXT_STEP)/>
                <LinkButton href="/gaya" label=tr(t::style_guide::PREVIEW) kind=ButtonKind::Secondary/>
                <LinkButton href="/gaya" label=tr(t::style_guide::DELETE) kind=ButtonKind::Danger/>
                <LinkButton href="/gaya" label=tr(t::style_guide::LATER) kind=ButtonKind::Quiet about=tr(t::style_guide::ITEM)/>
            </ButtonRow>
        </Section>
        <Section title=tr(t::style_guide::TAGS)>
            <p class="gaya-row">
                {tones.map(|(tone, label)| view! { <StatusTag label tone/> " " }).collect_view()}
            </p>
        </Section>
        <Section title=tr(t::style_guide::MESSAGES)>
            {tones.map(|(tone, label)| view! { <Notice title=label tone><p>{tr(t::style_guide::SENTENCE)}</p></Notice> }).collect_view()}
            {tones.map(|(tone, _)| view! { <Notice tone><p>{tr(t::style_guide::SENTENCE)}</p></Notice> }).collect_view()}
            <Notice tone=Tone::Success announce=true><p>{tr(t::style_guide::SAVED)}</p></Notice>
            <Warning><p>{tr(t::style_guide::NO_FEE)}</p></Warning>
            <Inset><p>{tr(t::style_guide::SENTENCE)}</p></Inset>
            <KeepCode/>
            <Details summary=tr(t::style_guide::MORE)><p>{tr(t::style_guide::SENTENCE)}</p></Details>
            <Details summary=tr(t::style_guide::MORE) open=true><p>{tr(t::style_guide::SENTENCE)}</p></Details>
            <p><a href="/gaya?tanya=hapus">{tr(t::style_guide::ASK_DELETE)}</a></p>
            <p><a href="/gaya?tanya=simpan">{tr(t::style_guide::ASK_SAVE)}</a></p>
            {question}
        </Section>
    }
}
