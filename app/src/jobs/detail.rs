//! `/lowongan/{slug}`

use crate::base::page::Title;
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_meta::{Link, Meta};
use leptos_router::hooks::use_params_map;

use super::api::vacancy;
use super::apply_slot::ApplySlot;
use super::facts::facts;
use super::labels::{day, day_of, source_lang, until};
use super::model::{Source, VacancyView};
use super::posting::json_ld;
use super::results::HitCard;
use crate::base::loaded::loaded;
use crate::base::page::use_page;
use crate::base::text::{Text, line_of, t, tr, trf};
use crate::base::ui::{
    Breadcrumbs, Cards, Inset, Link as Way, Notice, StatusTag, SummaryList, Tone,
};

/// One vacancy; 410 when it is closed, 404 when there is none.
#[component]
pub fn VacancyPage() -> impl IntoView {
    let params = use_params_map();
    let found = Resource::new(
        move || params.read().get("slug").unwrap_or_default(),
        vacancy,
    );
    view! {
        {loaded(found, |vacancy| view! { <Vacancy vacancy/> })}
    }
}

#[component]
fn Vacancy(vacancy: VacancyView) -> impl IntoView {
    let hit = &vacancy.hit;
    if use_params_map().with_untracked(|params| params.get("slug").as_ref() != Some(&hit.slug)) {
        crate::platform::moved(&format!("/lowongan/{}", hit.slug));
    }
    let summary = trf(
        t::jobs::VACANCY_SUMMARY,
        &[
            ("title", &hit.title),
            ("company", &hit.company),
            ("place", &hit.place),
        ],
    );
    let canonical = format!(
        "{}/lowongan/{}",
        use_page().base_url,
        vacancy.canonical_slug
    );
    let lead = line_of([&hit.company, &hit.place], " · ");
    let posting = vacancy.open.then(|| {
        view! {
            <script
                type="application/ld+json"
                nonce=use_nonce().map(|nonce| nonce.to_string())
                inner_html=json_ld(&vacancy, &summary)
            ></script>
        }
    });
    view! {
        <Title text=hit.title.clone()/>
        <Meta name="description" content=summary.clone()/>
        <Link rel="canonical" href=canonical/>
        {posting}
        <Breadcrumbs links=vec![Way::new("/lowongan", tr(t::jobs::TITLE))]/>
        <h1 lang=source_lang()>{hit.title.clone()}</h1>
        <p class="lead">{lead}</p>
        {(!vacancy.open).then(|| view! { <Closed at=until(hit.closes_at) similar=!vacancy.similar.is_empty()/> })}
        {shift(vacancy.source.as_ref())}
        <div class="vacancy">
            <div class="vacancy-main">
                <h2>{tr(t::jobs::VACANCY_FACTS)}</h2>
                <SummaryList rows=facts(&vacancy)/>
                <Texts vacancy=vacancy.clone()/>
            </div>
            {vacancy.open.then(|| view! { <How vacancy=vacancy.clone()/> })}
        </div>
        <Similar vacancy/>
    }
}

/// Notice that the vacancy takes no applications; sets the status 410.
#[component]
fn Closed(at: String, similar: bool) -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::platform::set_status(410);
    view! {
        <Notice title=tr(t::jobs::VACANCY_CLOSED_TITLE) tone=Tone::Warning>
            {trf(t::jobs::VACANCY_CLOSED_TEXT, &[("date", &at)])}
            {similar.then(|| format!(" {}", tr(t::jobs::VACANCY_CLOSED_SIMILAR)))}
        </Notice>
    }
}

/// Notice of the days by which a demonstration has shifted the vacancy's dates.
fn shift(source: Option<&Source>) -> Option<impl IntoView + use<>> {
    let days = source
        .map(|source| source.shift_days)
        .filter(|days| *days != 0)?;
    Some(view! { <Inset><p>{trf(t::jobs::VACANCY_SHIFTED.of(days), &[("n", &days)])}</p></Inset> })
}

/// How to apply: in the portal where the employer has an account, else at the source.
#[component]
fn How(vacancy: VacancyView) -> impl IntoView {
    let how = match (&vacancy.source, vacancy.applied_here) {
        (Some(source), false) => view! { <AtSource source=source.clone()/> }.into_any(),
        _ => view! { <ApplySlot vacancy=vacancy.clone()/> }.into_any(),
    };
    let known = match &vacancy.source {
        Some(source) => seen(source),
        None => trf(
            t::jobs::VACANCY_CHECKED,
            &[("date", &day_of(vacancy.hit.published_at))],
        ),
    };
    view! {
        <section class="vacancy-how" aria-labelledby="cara">
            <h2 id="cara">{tr(t::jobs::VACANCY_HOW)}</h2>
            {how}
            <p>{known}</p>
            <p class="hint">{tr(t::jobs::VACANCY_FREE)}</p>
        </section>
    }
}

#[component]
fn AtSource(source: Source) -> impl IntoView {
    let name = source_name(&source);
    view! {
        <p>{trf(t::jobs::VACANCY_HOW_SOURCE, &[("source", &name)])}</p>
        <p>
            <a class="button" href=source.url rel="external noopener nofollow">
                {trf(t::jobs::VACANCY_HOW_BUTTON, &[("source", &name)])}
            </a>
        </p>
    }
}

fn source_name(source: &Source) -> &'static str {
    tr(match source.code.as_str() {
        "karirhub" => t::jobs::VACANCY_SOURCE_KARIRHUB,
        _ => t::jobs::VACANCY_SOURCE_MAGANGHUB,
    })
}

fn seen(source: &Source) -> String {
    match source.seen_on {
        Some(date) => trf(t::jobs::VACANCY_SEEN, &[("date", &day(date))]),
        None => tr(t::jobs::VACANCY_SEEN_UNKNOWN).to_owned(),
    }
}

/// The long texts, as their source gives them.
#[component]
fn Texts(vacancy: VacancyView) -> impl IntoView {
    let VacancyView {
        description,
        requirements,
        company_description,
        conditions,
        ..
    } = vacancy;
    // Karirhub repeats the requirements at the end of the description, so they are not shown twice.
    let repeated = requirements
        .as_deref()
        .is_some_and(|text| description.as_deref().is_some_and(|all| all.contains(text)));
    let text = |title: Text, body: Option<String>| {
        body.map(|body| view! { <h2>{tr(title)}</h2> <p class="source-text" lang=source_lang()>{body}</p> })
    };
    let list = |title: Text, items: Vec<String>| {
        (!items.is_empty()).then(|| {
            let items = items
                .into_iter()
                .map(|item| view! { <li>{item}</li> })
                .collect_view();
            view! { <h2>{tr(title)}</h2> <ul lang=source_lang()>{items}</ul> }
        })
    };
    let disabled = conditions.for_disabled.then(|| {
        view! { <p><StatusTag label=tr(t::jobs::VACANCY_FOR_DISABLED) tone=Tone::Info/></p> }
    });
    let missing = description
        .is_none()
        .then(|| view! { <p>{tr(t::jobs::VACANCY_NO_DESCRIPTION)}</p> });
    view! {
        {disabled}
        {text(t::jobs::VACANCY_DESCRIPTION, description)}
        {missing}
        {text(t::jobs::VACANCY_REQUIREMENTS, requirements.filter(|_| !repeated))}
        {list(t::jobs::VACANCY_SKILLS, conditions.skills)}
        {list(t::jobs::VACANCY_TOPICS, conditions.topics)}
        {text(t::jobs::VACANCY_ABOUT_EMPLOYER, company_description)}
    }
}

#[component]
fn Similar(vacancy: VacancyView) -> impl IntoView {
    (!vacancy.similar.is_empty()).then(|| {
        let cards = vacancy
            .similar
            .into_iter()
            .map(|hit| view! { <HitCard hit level=3/> })
            .collect_view();
        view! {
            <section aria-labelledby="serupa">
                <h2 id="serupa">{tr(t::jobs::VACANCY_SIMILAR)}</h2>
                <Cards columns=true>{cards}</Cards>
            </section>
        }
    })
}
