//! `/pelatihan` and `/pemberdayaan`: the programmes, with filters that are part of the address.

use crate::base::loaded::loaded;
use crate::base::page::{Title, canonical, unlisted};
use domain::courses::{ApplicantKind, Stream, Topic};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api;
use super::model::{Catalogue, Filters, Programme};
use super::parts::{CohortTag, SampleNotice};
use super::words;
use crate::base::text::{t, tr, trf};
use crate::base::ui::{
    Card, Cards, Checkbox, Choice, EmptyState, GetForm, Link, Pills, Select, StatusTag, Submit,
    TextField,
};

/// The most cohorts that a card names.
const COHORTS_ON_CARD: usize = 3;

/// `/pelatihan`
#[component]
pub fn TrainingPage() -> impl IntoView {
    view! { <CataloguePage stream=Stream::Training/> }
}

/// `/pemberdayaan`
#[component]
pub fn EmpowermentPage() -> impl IntoView {
    view! { <CataloguePage stream=Stream::Empowerment/> }
}

#[component]
fn CataloguePage(stream: Stream) -> impl IntoView {
    let query = use_query_map();
    let filters = move || {
        let query = query.read();
        let get = |name: &str| query.get(name).unwrap_or_default();
        Filters {
            words: get("kata"),
            kind: get("untuk"),
            topic: get("bidang"),
            regency: get("daerah"),
            free_only: get("kursi") == "ya",
        }
    };
    canonical(stream.path());
    if untrack(filters) != Filters::default() {
        unlisted();
    }
    let found = Resource::new(filters, move |filters| async move {
        api::find_programmes(stream, filters.clone())
            .await
            .map(|found| (filters, found))
    });
    view! {
        {loaded(found, move |(filters, found)| view! { <Found stream filters found/> })}
    }
}

#[component]
fn Found(stream: Stream, filters: Filters, found: Catalogue) -> impl IntoView {
    let (title, lead, other, other_path) = match stream {
        Stream::Training => (
            t::courses::CATALOGUE_TRAINING_TITLE,
            t::courses::CATALOGUE_TRAINING_LEAD,
            t::courses::CATALOGUE_OTHER_EMPOWERMENT,
            Stream::Empowerment.path(),
        ),
        Stream::Empowerment => (
            t::courses::CATALOGUE_EMPOWERMENT_TITLE,
            t::courses::CATALOGUE_EMPOWERMENT_LEAD,
            t::courses::CATALOGUE_OTHER_TRAINING,
            Stream::Training.path(),
        ),
    };
    let sample = found.programmes.iter().any(|programme| programme.sample);
    let none = found.programmes.is_empty();
    let n = found.programmes.len();
    let count = trf(t::courses::CATALOGUE_FOUND.of(n), &[("n", &n)]);
    let pills = pills(stream, &filters, &found);
    let cards = found
        .programmes
        .into_iter()
        .map(|programme| view! { <ProgrammeCard programme/> })
        .collect_view();
    let list = if none {
        view! {
            <EmptyState title=tr(t::courses::CATALOGUE_NONE)>
                <p>{tr(t::courses::CATALOGUE_NONE_HELP)}</p>
                <p><a href=stream.path()>{tr(t::courses::CATALOGUE_ALL)}</a></p>
            </EmptyState>
        }
        .into_any()
    } else {
        view! { <Cards>{cards}</Cards> }.into_any()
    };
    view! {
        <Title text=tr(title)/>
        <h1>{tr(title)}</h1>
        <p class="lead">{tr(lead)}</p>
        {sample.then(|| view! { <SampleNotice/> })}
        <div class="two-columns">
            <FilterForm stream filters places=found.places/>
            <div>
                <p class="muted" id="hasil" role="status" tabindex="-1">{count}</p>
                {pills}
                {list}
                <p><a href=other_path>{tr(other)}</a></p>
            </div>
        </div>
    }
}

#[component]
fn FilterForm(stream: Stream, filters: Filters, places: Vec<super::model::Place>) -> impl IntoView {
    let kinds = ApplicantKind::ALL
        .into_iter()
        .map(|kind| Choice::new(kind.code(), tr(words::kind(kind))))
        .collect();
    let topics = Topic::ALL
        .into_iter()
        .map(|topic| Choice::new(topic.code(), tr(words::topic(topic))))
        .collect();
    let places = places
        .into_iter()
        .map(|place| Choice::new(place.code, place.name))
        .collect();
    view! {
        <GetForm
            id="course-filter"
            action=format!("{}#hasil", stream.path())
            search_label=tr(t::courses::CATALOGUE_FILTER)
            class="course-filter"
        >
            <TextField name="kata" label=tr(t::courses::CATALOGUE_WORDS) value=filters.words kind="search"/>
            <Select
                name="untuk"
                label=tr(t::courses::CATALOGUE_KIND)
                value=filters.kind
                choices=kinds
                empty=tr(t::courses::CATALOGUE_ANY_KIND)
            />
            <Select
                name="bidang"
                label=tr(t::courses::CATALOGUE_TOPIC)
                value=filters.topic
                choices=topics
                empty=tr(t::courses::CATALOGUE_ANY_TOPIC)
            />
            <Select
                name="daerah"
                label=tr(t::courses::CATALOGUE_PLACE)
                value=filters.regency
                choices=places
                empty=tr(t::courses::CATALOGUE_ANY_PLACE)
            />
            <Checkbox name="kursi" label=tr(t::courses::CATALOGUE_FREE_ONLY) value="ya" checked=filters.free_only/>
            <Submit label=tr(t::courses::CATALOGUE_SHOW)/>
        </GetForm>
    }
}

/// The filters in force, each a link to the same list without it.
fn pills(stream: Stream, filters: &Filters, found: &Catalogue) -> Option<AnyView> {
    let mut links = Vec::new();
    let mut add =
        |without: Filters, label: String| links.push(Link::new(address(stream, &without), label));
    if !filters.words.is_empty() {
        add(
            Filters {
                words: String::new(),
                ..filters.clone()
            },
            filters.words.clone(),
        );
    }
    if let Some(kind) = ApplicantKind::parse(&filters.kind) {
        add(
            Filters {
                kind: String::new(),
                ..filters.clone()
            },
            tr(words::kind(kind)).to_owned(),
        );
    }
    if let Some(topic) = Topic::parse(&filters.topic) {
        add(
            Filters {
                topic: String::new(),
                ..filters.clone()
            },
            tr(words::topic(topic)).to_owned(),
        );
    }
    if let Some(place) = found
        .places
        .iter()
        .find(|place| place.code == filters.regency)
    {
        add(
            Filters {
                regency: String::new(),
                ..filters.clone()
            },
            place.name.clone(),
        );
    }
    if filters.free_only {
        add(
            Filters {
                free_only: false,
                ..filters.clone()
            },
            tr(t::courses::CATALOGUE_FREE_ONLY).to_owned(),
        );
    }
    (!links.is_empty()).then(|| {
        view! { <Pills label=tr(t::courses::CATALOGUE_IN_FORCE) links clear=stream.path()/> }
            .into_any()
    })
}

fn address(stream: Stream, filters: &Filters) -> String {
    let mut query = leptos_router::params::ParamsMap::new();
    for (name, value) in [
        ("kata", filters.words.as_str()),
        ("untuk", &filters.kind),
        ("bidang", &filters.topic),
        ("daerah", &filters.regency),
        ("kursi", if filters.free_only { "ya" } else { "" }),
    ] {
        if !value.is_empty() {
            query.insert(name, value.to_owned());
        }
    }
    format!("{}{}", stream.path(), query.to_query_string())
}

#[component]
fn ProgrammeCard(programme: Programme) -> impl IntoView {
    let href = format!("{}/{}", programme.stream.path(), programme.slug);
    let hidden = programme.cohorts.len().saturating_sub(COHORTS_ON_CARD);
    let none = programme.cohorts.is_empty();
    let who = words::who_may_join(&programme).join(" · ");
    let cohorts = programme
        .cohorts
        .into_iter()
        .take(COHORTS_ON_CARD)
        .map(|cohort| {
            let full = cohort.taken >= cohort.seats;
            view! {
                <li>
                    <span>{words::place_and_date(&cohort)}</span>
                    <span class="muted">{words::seats(&cohort)}</span>
                    <CohortTag state=cohort.state full/>
                </li>
            }
        })
        .collect_view();
    view! {
        <Card href title=programme.title meta=who>
            <p>{programme.summary}</p>
            <p class="course-tags">
                <StatusTag label=tr(words::topic(programme.topic))/>
                {programme.sample.then(|| view! { <StatusTag label=tr(t::courses::SAMPLE_TAG)/> })}
            </p>
            {none.then(|| view! { <p class="muted">{tr(t::courses::CATALOGUE_NO_COHORT)}</p> })}
            <ul class="course-groups">{cohorts}</ul>
            {(hidden > 0).then(|| view! { <p class="muted">{trf(t::courses::CATALOGUE_MORE_COHORTS, &[("n", &hidden)])}</p> })}
        </Card>
    }
}
