//! The home page: entries by life situation, and a search.

use crate::base::page::Title;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::base::error::AppError;
use crate::base::text::{Text, t, tr};
use crate::base::ui::{GetForm, Submit, TextField, changing};
use crate::courses::NextClasses;
use crate::courses::model::Upcoming;

/// The data of other services on the home page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HomeView {
    /// One line that tells whether the consultation is open; none where it could not be read.
    pub consultation: Option<String>,
    /// The next cohorts with free seats.
    pub classes: Vec<Upcoming>,
}

/// Reads the data of other services for the home page; anybody may ask. Data that cannot be read is left out, so that
/// the page does not fail.
#[server(input = GetUrl, output = crate::base::answer::Answer)]
pub async fn load_home() -> Result<HomeView, AppError> {
    let (p, lang) = (crate::platform::platform(), crate::platform::visit().lang);
    Ok(HomeView {
        consultation: crate::consultation::in_one_line(&p, lang).await.ok(),
        classes: crate::courses::api::next_classes(&p, lang)
            .await
            .unwrap_or_default(),
    })
}

/// `/`
#[component]
pub fn HomePage() -> impl IntoView {
    let home = Resource::new(|| (), |()| load_home());
    // One `Suspense` only: two that read the same resource can wait for each other forever on the server (leptos-rs
    // #4673).
    let shown = changing(move || {
        Suspend::new(
            async move { view! { <Home view=home.await.unwrap_or_default()/> }.into_any() },
        )
        .into_any()
    });
    view! { <Suspense>{shown}</Suspense> }
}

#[component]
fn Home(view: HomeView) -> impl IntoView {
    let HomeView {
        consultation,
        classes,
    } = view;
    let consultation = consultation.map(|words| {
        view! {
            <p class="home-consultation">
                {words} " " <a href="/konsultasi">{tr(t::consultation::NOW_LINK)}</a>
            </p>
        }
        .into_any()
    });
    view! {
        <Title text=""/>
        <div class="home-top">
            <h1>{tr(t::home::TITLE)}</h1>
            <p class="lead">{tr(t::home::LEAD)}</p>
            <GetForm id="cari" action="/lowongan#hasil" class="home-search" search_label=tr(t::home::SEARCH_LABEL)>
                <TextField name="kata" label=tr(t::home::SEARCH_WORDS) hint=tr(t::home::SEARCH_HINT) kind="search"/>
                <Submit label=tr(t::home::SEARCH_SUBMIT)/>
            </GetForm>
        </div>
        {consultation}
        <section aria-labelledby="keadaan">
            <h2 id="keadaan">{tr(t::home::SITUATIONS)}</h2>
            <ul class="situations">{SITUATIONS.iter().map(situation).collect_view()}</ul>
        </section>
        <NextClasses list=classes/>
    }
}

/// One life situation: its name, what the portal offers for it, and where to begin.
struct Situation {
    /// The drawing, as SVG path data in a 24 × 24 box.
    drawing: &'static str,
    title: Text,
    text: Text,
    first: &'static str,
    /// Another good place to begin.
    second: (&'static str, Text),
}

const SITUATIONS: [Situation; 5] = [
    Situation {
        drawing: "M10.5 3a7.5 7.5 0 1 0 4.7 13.4l4.7 4.7 1.4-1.4-4.7-4.7A7.5 7.5 0 0 0 10.5 3zm0 2a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11z",
        title: t::home::SEEKING_TITLE,
        text: t::home::SEEKING_TEXT,
        first: "/lowongan",
        second: ("/konsultasi", t::home::SEEKING_ADVICE),
    },
    Situation {
        drawing: "M21 16v-2l-8-5V3.5a1.5 1.5 0 0 0-3 0V9l-8 5v2l8-2.5V19l-2 1.5V22l3.5-1 3.5 1v-1.5L13 19v-5.5z",
        title: t::home::GOING_TITLE,
        text: t::home::GOING_TEXT,
        first: "/konsultasi",
        second: ("/pelatihan", t::home::GOING_COURSES),
    },
    Situation {
        drawing: "M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20zm6.9 6h-2.95a15.7 15.7 0 0 0-1.4-3.6A8 8 0 0 1 18.9 8zM12 4c.8 1.2 1.5 2.5 1.9 4h-3.8c.4-1.5 1.1-2.8 1.9-4zM4.3 14a8.3 8.3 0 0 1 0-4h3.4a16.5 16.5 0 0 0 0 4zm.8 2h2.95c.3 1.25.8 2.45 1.4 3.6A8 8 0 0 1 5.1 16zm2.95-8H5.1a8 8 0 0 1 4.35-3.6A15.7 15.7 0 0 0 8.05 8zM12 20c-.8-1.2-1.5-2.5-1.9-4h3.8c-.4 1.5-1.1 2.8-1.9 4zm2.3-6H9.7a14.7 14.7 0 0 1 0-4h4.7a14.7 14.7 0 0 1-.1 4zm.25 5.6c.6-1.15 1.1-2.35 1.4-3.6h2.95a8 8 0 0 1-4.35 3.6zM16.4 14a16.5 16.5 0 0 0 0-4h3.3a8.3 8.3 0 0 1 0 4z",
        title: t::home::ABROAD_TITLE,
        text: t::home::ABROAD_TEXT,
        first: "/konsultasi",
        second: ("/pemberdayaan", t::home::ABROAD_REMITTANCE),
    },
    Situation {
        drawing: "M12 3 2 12h3v8h5v-6h4v6h5v-8h3z",
        title: t::home::RETURNED_TITLE,
        text: t::home::RETURNED_TEXT,
        first: "/pemberdayaan",
        second: ("/lowongan", t::home::RETURNED_JOBS),
    },
    Situation {
        drawing: "M4 21V3h10v5h6v13h-7v-4h-2v4zm3-13h2V6H7zm4 0h2V6h-2zm-4 4h2v-2H7zm4 0h2v-2h-2zm4 0h2v-2h-2zm-8 4h2v-2H7zm4 0h2v-2h-2zm4 0h2v-2h-2z",
        title: t::home::EMPLOYER_TITLE,
        text: t::home::EMPLOYER_TEXT,
        first: "/perusahaan",
        second: ("/masuk?next=/perusahaan", t::home::EMPLOYER_ENTER),
    },
];

fn situation(situation: &Situation) -> AnyView {
    let (href, words) = situation.second;
    view! {
        <li class="situation">
            <svg width="28" height="28" viewBox="0 0 24 24" fill="currentColor" aria-hidden="true">
                <path d=situation.drawing/>
            </svg>
            <h3><a href=situation.first>{tr(situation.title)}</a></h3>
            <p>{tr(situation.text)}</p>
            <p><a href=href>{tr(words)}</a></p>
        </li>
    }
    .into_any()
}
