//! The results of a search, and the nearest useful searches when there are none.

use domain::format::rupiah;
use domain::jobs::{JobSearch, Place};
use leptos::prelude::*;

use super::filters::Shown;
use super::labels::{
    count_text, day_of, days_label, education_label, kind_label, levels_text, number_text,
    sector_label, source_lang, until, wage_text,
};
use super::model::{Hit, ReadAs, SearchPage, Step, StepKind};
use crate::base::text::{line_of, t, tr, trf};
use crate::base::ui::{Card, Cards, EmptyState, Link, Notice, Pager, Pills, StatusTag, changing};

/// The number of vacancies, the place and the vacancies. The status line stays in the page, so that screen readers read
/// it out when it changes.
#[component]
pub fn Results(shown: Shown) -> impl IntoView {
    let found = changing(move || {
        shown
            .get()
            .map_or_else(String::new, |page| found_words(&page))
    });
    let list = changing(move || shown.get().map(|page| page_view(&page)).into_any());
    view! {
        <section class="jobs-results" aria-label=tr(t::jobs::RESULTS)>
            <p class="jobs-found" id="hasil" role="status" tabindex="-1">{found}</p>
            {list}
        </section>
    }
}

fn found_words(page: &SearchPage) -> String {
    match page.found.n {
        0 => tr(t::jobs::FOUND_NONE).to_owned(),
        n if page.found.or_more => trf(t::jobs::FOUND_MORE, &[("n", &number_text(n))]),
        _ => trf(t::jobs::FOUND, &[("n", &count_text(page.found))]),
    }
}

fn page_view(page: &SearchPage) -> AnyView {
    let search = page.search();
    let corrections = page
        .corrections
        .iter()
        .map(|(typed, meant)| {
            view! { <p>{trf(t::jobs::CORRECTED, &[("meant", meant), ("typed", typed)])}</p> }
                .into_any()
        })
        .collect_view();
    let read_as = page.read_as.iter().map(read_as_view).collect_view();
    let abroad = page.abroad.then(|| {
        view! { <p>{tr(t::jobs::ABROAD)} " " <a href="/konsultasi">{tr(t::jobs::STEPS_ASK)}</a></p> }
            .into_any()
    });
    let pills = pills(&search);
    let pills = (!pills.is_empty()).then(|| {
        let clear = JobSearch {
            place: search.place.clone(),
            radius_km: search.radius_km,
            ..JobSearch::default()
        };
        view! { <Pills label=tr(t::jobs::ACTIVE_FILTERS) links=pills clear=clear.to_path()/> }
    });
    let first = if search.after.is_some() {
        at_results(&search.first_page().to_path())
    } else {
        String::new()
    };
    let first = (!first.is_empty())
        .then(|| view! { <p><a href=first>{tr(t::jobs::PAGER_FIRST)}</a></p> }.into_any());
    let next = page
        .next
        .as_ref()
        .map(|query| at_results(&format!("/lowongan?{query}")))
        .unwrap_or_default();
    view! {
        {scope(page, &search)}
        {corrections}
        {read_as}
        {abroad}
        {pills}
        {first}
        {hits(&page.hits)}
        {(page.found.n == 0).then(|| nothing(page))}
        <Pager next=next/>
        {places(page, &search)}
    }
    .into_any()
}

/// The address of a search with the anchor of its results: without it, a newly loaded page shows the form first.
fn at_results(path: &str) -> String {
    format!("{path}#hasil")
}

fn read_as_view((typed, meant): &(String, ReadAs)) -> AnyView {
    let meant = match meant {
        ReadAs::Kind(kind) => kind_label(*kind),
        ReadAs::Level(level) => education_label(*level),
    };
    view! { <p>{trf(t::jobs::READ_AS, &[("meant", &meant), ("typed", typed)])}</p> }.into_any()
}

/// The searched place, and a link to search everywhere, or back in the home province.
fn scope(page: &SearchPage, search: &JobSearch) -> impl IntoView + use<> {
    let place = page.place_name.clone();
    let words = match (&search.place, search.radius_km) {
        (Place::Everywhere, _) => tr(t::jobs::SCOPE_EVERYWHERE).to_owned(),
        (_, Some(km)) => trf(t::jobs::SCOPE_RADIUS, &[("km", &km), ("place", &place)]),
        (_, None) => trf(t::jobs::SCOPE, &[("place", &place)]),
    };
    let (other, label) = match search.place {
        Place::Everywhere => (Place::default(), t::jobs::TO_HOME),
        _ => (Place::Everywhere, t::jobs::TO_EVERYWHERE),
    };
    let href = JobSearch {
        place: other,
        radius_km: None,
        ..search.first_page()
    }
    .to_path();
    view! { <p class="jobs-scope">{words} " " <a href=href>{tr(label)}</a></p> }
}

fn hits(hits: &[Hit]) -> impl IntoView + use<> {
    if hits.is_empty() {
        return ().into_any();
    }
    let cards = hits
        .iter()
        .cloned()
        .map(|hit| view! { <HitCard hit/> }.into_any())
        .collect_view();
    view! { <Cards>{cards}</Cards> }.into_any()
}

/// A vacancy in a list.
#[component]
pub fn HitCard(
    hit: Hit,
    /// The level of its heading.
    #[prop(default = 2)]
    level: u8,
) -> impl IntoView {
    let meta = line_of([&hit.company, &hit.place], " · ");
    let kind = hit
        .kind
        .map(|kind| view! { <StatusTag label=kind_label(kind)/> }.into_any());
    let mut facts = vec![levels_text(&hit.education)];
    facts.extend(hit.quota.map(|n| trf(t::jobs::CARD_QUOTA, &[("n", &n)])));
    facts.extend(hit.km.map(|km| trf(t::jobs::CARD_KM, &[("km", &km)])));
    facts.retain(|fact| !fact.is_empty());
    let wage = hit
        .wage
        .as_ref()
        .map(|wage| view! { <p class="jobs-wage">{wage_text(wage)}</p> }.into_any());
    let dates = [
        trf(
            t::jobs::CARD_PUBLISHED,
            &[("date", &day_of(hit.published_at))],
        ),
        trf(t::jobs::CARD_CLOSES, &[("date", &until(hit.closes_at))]),
    ];
    view! {
        <Card href=format!("/lowongan/{}", hit.slug) title=hit.title meta=meta level=level lang=source_lang()>
            {wage}
            <p class="jobs-facts">{kind} " " {facts.join(" · ")}</p>
            <p class="jobs-dates">{dates.join(" · ")}</p>
        </Card>
    }
}

fn pills(search: &JobSearch) -> Vec<Link> {
    let search = search.first_page();
    let mut links = Vec::new();
    let mut add =
        |label: String, without: JobSearch| links.push(Link::new(without.to_path(), label));
    if !search.words.is_empty() {
        let label = trf(t::jobs::PILL_WORDS, &[("words", &search.words)]);
        add(
            label,
            JobSearch {
                words: String::new(),
                ..search.clone()
            },
        );
    }
    for kind in &search.kinds {
        let mut without = search.clone();
        without.kinds.remove(kind);
        add(kind_label(*kind).to_owned(), without);
    }
    for level in &search.education {
        let mut without = search.clone();
        without.education.remove(level);
        add(education_label(*level).to_owned(), without);
    }
    if search.education_unsaid {
        let without = JobSearch {
            education_unsaid: false,
            ..search.clone()
        };
        add(tr(t::jobs::EDUCATION_UNSAID).to_owned(), without);
    }
    if !search.programme.is_empty() {
        let label = trf(t::jobs::PILL_PROGRAMME, &[("programme", &search.programme)]);
        add(
            label,
            JobSearch {
                programme: String::new(),
                ..search.clone()
            },
        );
    }
    if let Some(wage) = search.wage_min {
        let label = trf(t::jobs::PILL_WAGE, &[("wage", &rupiah(wage))]);
        add(
            label,
            JobSearch {
                wage_min: None,
                ..search.clone()
            },
        );
    }
    if let Some(sector) = search.sector {
        add(
            sector_label(sector).to_owned(),
            JobSearch {
                sector: None,
                ..search.clone()
            },
        );
    }
    if let Some(days) = search.days {
        add(
            days_label(days),
            JobSearch {
                days: None,
                ..search.clone()
            },
        );
    }
    links
}

fn nothing(page: &SearchPage) -> impl IntoView + use<> {
    let steps = page
        .steps
        .iter()
        .map(|step| {
            let found = trf(t::jobs::STEPS_COUNT, &[("n", &count_text(step.found))]);
            let href = at_results(&format!("/lowongan?{}", step.query));
            view! { <li><a href=href>{step_words(step)}</a> " (" {found} ")"</li> }.into_any()
        })
        .collect_view();
    view! {
        <EmptyState title=tr(t::jobs::STEPS_TITLE)>
            <ul>
                {steps} <li><a href="/konsultasi">{tr(t::jobs::STEPS_ASK)}</a></li>
                <li><a href="/lowongan">{tr(t::jobs::STEPS_START)}</a></li>
            </ul>
        </EmptyState>
    }
}

fn step_words(step: &Step) -> String {
    match &step.kind {
        StepKind::Radius(km, place) => trf(t::jobs::STEPS_RADIUS, &[("km", km), ("place", place)]),
        StepKind::Place(place) => trf(t::jobs::STEPS_PLACE, &[("place", place)]),
        StepKind::AllIn(place) => trf(t::jobs::STEPS_ALL_IN, &[("place", place)]),
        StepKind::Everywhere => tr(t::jobs::STEPS_EVERYWHERE).to_owned(),
        StepKind::NoFilters => tr(t::jobs::STEPS_NO_FILTERS).to_owned(),
        StepKind::WithoutWord(word) => trf(t::jobs::STEPS_WITHOUT_WORD, &[("word", word)]),
    }
}

/// Links to the same search in the places inside the searched one, each with its count.
fn places(page: &SearchPage, search: &JobSearch) -> impl IntoView + use<> {
    if page.facets.places.len() < 2 {
        return ().into_any();
    }
    let plus = if page.facets.or_more { "+" } else { "" };
    let links = page
        .facets
        .places
        .iter()
        .filter_map(|place| {
            let there = JobSearch {
                place: Place::from_code(&place.code)?,
                ..search.first_page()
            };
            let count = format!("({}{plus})", number_text(place.n));
            let link = view! { <a href=there.to_path()>{place.name.clone()}</a> };
            Some(view! { <li>{link} " " {count}</li> }.into_any())
        })
        .collect_view();
    view! {
        <nav class="jobs-places" aria-labelledby="tempat">
            <h2 id="tempat">{tr(t::jobs::PLACES)}</h2>
            <ul>{links}</ul>
        </nav>
    }
    .into_any()
}

/// Notice that a demonstration has shifted the dates; also shown when the demonstration is over.
#[component]
pub fn DemoNote() -> impl IntoView {
    view! { <Notice>{tr(t::jobs::DEMO)}</Notice> }
}
