//! The search form: words, place, filters with their counts, order.

use domain::format::rupiah;
use domain::jobs::{
    DAY_CHOICES, EDUCATION_UNSAID, Education, JobSearch, Place, RADIUS_CHOICES_KM, Sector, Sort,
    WAGE_CHOICES, WorkKind,
};
use leptos::html::Form;
use leptos::prelude::*;

use super::labels::{days_label, education_label, kind_label, sector_label};
use super::live::Live;
use super::model::{Count, Facets, Region, RegionChoices, SearchPage};
use crate::base::text::{t, tr, trf};
use crate::base::ui::{ButtonKind, Choice, Select, Submit, TextField, changing};

/// The page of results that is shown; None until the first one arrives.
pub type Shown = Signal<Option<SearchPage>>;

/// The form in the state of `search`; `shown` brings the counts, `again` repeats a search that failed.
#[component]
pub fn SearchForm(
    search: JobSearch,
    regions: RegionChoices,
    shown: Shown,
    again: Callback<()>,
) -> impl IntoView {
    let form = NodeRef::<Form>::new();
    let live = Live::new(form, again);
    let narrowed = search.filter_count() > 0 || search.radius_km.is_some() || search.sort.is_some();
    let radius = RADIUS_CHOICES_KM
        .map(|km| Choice::new(km.to_string(), trf(t::jobs::RADIUS_KM, &[("km", &km)])));
    view! {
        <form
            node_ref=form
            id="saring"
            class="form jobs-form"
            method="get"
            // A newly loaded page starts at the results: on a phone they are below the form.
            action="/lowongan#hasil"
            role="search"
            aria-label=tr(t::jobs::FORM_LABEL)
            on:input=move |event| live.on_input(&event)
            on:submit=move |event| live.on_submit(&event)
        >
            <div class="jobs-words">
                <TextField
                    name="kata"
                    label=tr(t::jobs::WORDS)
                    hint=tr(t::jobs::WORDS_HINT)
                    kind="search"
                    value=search.words.clone()
                />
            </div>
            <PlaceField search=search.clone() regions shown/>
            <Submit label=tr(t::jobs::SUBMIT)/>
            <details class="details jobs-filters" open=narrowed>
                <summary>{tr(t::jobs::FILTERS)}</summary>
                <div class="jobs-facets">
                <Select
                    name="radius"
                    label=tr(t::jobs::RADIUS)
                    hint=tr(t::jobs::RADIUS_HINT)
                    value=search.radius_km.map(|km| km.to_string()).unwrap_or_default()
                    empty=tr(t::jobs::RADIUS_NONE)
                    choices=radius.to_vec()
                />
                <Select
                    name="urut"
                    label=tr(t::jobs::SORT_LABEL)
                    hint=tr(t::jobs::SORT_HINT)
                    value=search.sort.map(Sort::code).unwrap_or_default()
                    empty=tr(t::jobs::SORT_USUAL)
                    choices=vec![
                        Choice::new(Sort::Newest.code(), tr(t::jobs::SORT_NEWEST)),
                        Choice::new(Sort::Nearest.code(), tr(t::jobs::SORT_NEAREST)),
                    ]
                />
                <Facet legend=tr(t::jobs::KIND_LABEL) lines=kind_lines(&search) shown/>
                <Facet legend=tr(t::jobs::EDUCATION_LABEL) lines=education_lines(&search) shown/>
                <TextField
                    name="jurusan"
                    label=tr(t::jobs::PROGRAMME)
                    hint=tr(t::jobs::PROGRAMME_HINT)
                    value=search.programme.clone()
                />
                <Facet legend=tr(t::jobs::WAGE) lines=wage_lines(&search) shown/>
                <Facet legend=tr(t::jobs::SECTOR_LABEL) lines=sector_lines(&search) shown/>
                <Facet legend=tr(t::jobs::DAYS_LABEL) lines=day_lines(&search) shown/>
                <Submit label=tr(t::jobs::APPLY_FILTERS) kind=ButtonKind::Secondary/>
                </div>
            </details>
        </form>
    }
}

/// The select for the place to search.
#[component]
fn PlaceField(search: JobSearch, regions: RegionChoices, shown: Shown) -> impl IntoView {
    let chosen = search.place.code().to_owned();
    let option = {
        let chosen = chosen.clone();
        move |Region { code, name }: Region| {
            let selected = code == chosen;
            view! { <option value=code selected=selected>{name}</option> }.into_any()
        }
    };
    let known: Vec<String> = regions
        .home
        .iter()
        .chain(&regions.provinces)
        .map(|region| region.code.clone())
        .collect();
    let home = regions.home.into_iter().map(option.clone()).collect_view();
    let provinces = regions.provinces.into_iter().map(option).collect_view();
    // The list holds no regencies of other provinces, so the searched one is added.
    let elsewhere = changing(move || {
        let page = shown.get();
        let unlisted = page.and_then(|page| match page.search().place {
            Place::Regency(code) if !known.contains(&code) => Some((code, page.place_name)),
            _ => None,
        });
        unlisted
            .map(|(code, name)| {
                view! { <option value=code selected=true>{name}</option> }.into_any()
            })
            .into_any()
    });
    view! {
        <div class="field">
            <label class="label" for="saring-wilayah">{tr(t::jobs::PLACE)}</label>
            <select id="saring-wilayah" name="wilayah">
                <option value="">{tr(t::jobs::PLACE_HOME)}</option>
                <option value=Place::Everywhere.code().to_owned() selected=search.place == Place::Everywhere>
                    {tr(t::jobs::PLACE_EVERYWHERE)}
                </option>
                {elsewhere}
                <optgroup label=tr(t::jobs::PLACE_HOME_GROUP)>{home}</optgroup>
                <optgroup label=tr(t::jobs::PLACE_OTHER_GROUP)>{provinces}</optgroup>
            </select>
        </div>
    }
}

/// One choice of a facet.
struct Line {
    kind: &'static str,
    name: &'static str,
    value: String,
    label: String,
    checked: bool,
    /// Reads its count from the page's facets; None for the choice "does not matter".
    count: Option<fn(&Facets, usize) -> i64>,
    at: usize,
}

/// The choices of a facet, each with the number of vacancies that it would leave.
#[component]
fn Facet(#[prop(into)] legend: String, lines: Vec<Line>, shown: Shown) -> impl IntoView {
    let lines = lines
        .into_iter()
        .enumerate()
        .map(|(at, line)| {
            let id = format!("saring-{}-{at}", line.name);
            let count = line.count.map(|count| {
                let words = changing(move || {
                    let Some(facets) = shown.get().map(|page| page.facets) else {
                        return String::new();
                    };
                    let count = Count { n: count(&facets, line.at), or_more: facets.or_more };
                    format!(" ({})", super::labels::count_text(count))
                });
                view! { <span class="jobs-count">{words}</span> }.into_any()
            });
            // A choice that would leave nothing is not shown, unless it is chosen.
            let empty = changing(move || {
                let facets = shown.get().map(|page| page.facets);
                facets.is_some_and(|facets| {
                    !facets.or_more && line.count.is_some_and(|count| count(&facets, line.at) == 0)
                })
            });
            view! {
                <div class="option" class:jobs-empty=empty>
                    <input id=id.clone() type=line.kind name=line.name value=line.value checked=line.checked/>
                    <label for=id>{line.label} {count}</label>
                </div>
            }
            .into_any()
        })
        .collect_view();
    view! {
        <fieldset class="field jobs-facet">
            <legend class="label">{legend}</legend>
            <div class="options">{lines}</div>
        </fieldset>
    }
}

fn kind_lines(search: &JobSearch) -> Vec<Line> {
    let line = |(at, kind): (usize, WorkKind)| Line {
        kind: "checkbox",
        name: "jenis",
        value: kind.code().to_owned(),
        label: kind_label(kind).to_owned(),
        checked: search.kinds.contains(&kind),
        count: Some(|facets, at| nth(&facets.kinds, at)),
        at,
    };
    WorkKind::ALL.into_iter().enumerate().map(line).collect()
}

fn education_lines(search: &JobSearch) -> Vec<Line> {
    let line = |(at, level): (usize, Education)| Line {
        kind: "checkbox",
        name: "pendidikan",
        value: level.code().to_owned(),
        label: education_label(level).to_owned(),
        checked: search.education.contains(&level),
        count: Some(|facets, at| nth(&facets.education, at)),
        at,
    };
    let unsaid = Line {
        kind: "checkbox",
        name: "pendidikan",
        value: EDUCATION_UNSAID.to_owned(),
        label: tr(t::jobs::EDUCATION_UNSAID).to_owned(),
        checked: search.education_unsaid,
        count: Some(|facets, at| nth(&facets.education, at)),
        at: Education::ALL.len(),
    };
    Education::ALL
        .into_iter()
        .enumerate()
        .map(line)
        .chain([unsaid])
        .collect()
}

fn wage_lines(search: &JobSearch) -> Vec<Line> {
    let line = |(at, wage): (usize, i64)| Line {
        kind: "radio",
        name: "upah",
        value: wage.to_string(),
        label: rupiah(wage),
        checked: search.wage_min == Some(wage),
        count: Some(|facets, at| nth(&facets.wages, at)),
        at,
    };
    let any = any("upah", tr(t::jobs::WAGE_ANY), search.wage_min.is_none());
    [any]
        .into_iter()
        .chain(WAGE_CHOICES.into_iter().enumerate().map(line))
        .collect()
}

fn sector_lines(search: &JobSearch) -> Vec<Line> {
    let line = |(at, sector): (usize, Sector)| Line {
        kind: "radio",
        name: "pemberi",
        value: sector.code().to_owned(),
        label: sector_label(sector).to_owned(),
        checked: search.sector == Some(sector),
        count: Some(|facets, at| nth(&facets.sectors, at)),
        at,
    };
    let any = any("pemberi", tr(t::jobs::SECTOR_ANY), search.sector.is_none());
    [any]
        .into_iter()
        .chain(Sector::ALL.into_iter().enumerate().map(line))
        .collect()
}

fn day_lines(search: &JobSearch) -> Vec<Line> {
    let line = |(at, days): (usize, u16)| Line {
        kind: "radio",
        name: "sejak",
        value: days.to_string(),
        label: days_label(days),
        checked: search.days == Some(days),
        count: Some(|facets, at| nth(&facets.days, at)),
        at,
    };
    let any = any("sejak", tr(t::jobs::DAYS_ANY), search.days.is_none());
    [any]
        .into_iter()
        .chain(DAY_CHOICES.into_iter().enumerate().map(line))
        .collect()
}

/// The choice "does not matter", which filters nothing.
fn any(name: &'static str, label: &str, checked: bool) -> Line {
    Line {
        kind: "radio",
        name,
        value: String::new(),
        label: label.to_owned(),
        checked,
        count: None,
        at: 0,
    }
}

fn nth(counts: &[i64], at: usize) -> i64 {
    counts.get(at).copied().unwrap_or(0)
}
