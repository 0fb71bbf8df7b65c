//! `/lowongan`

use crate::page::Title;
use domain::jobs::JobSearch;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::api::{search_jobs, search_regions};
use super::filters::{SearchForm, Shown};
use super::results::{DemoNote, Results};
use crate::error::AppError;
use crate::page::{canonical, unlisted, use_page};
use crate::text::{t, tr};
use crate::ui::{Notice, Tone, changing};

/// The board: a form, and what it finds. Each state is its address.
#[component]
pub fn JobListPage() -> impl IntoView {
    let query = use_location().search;
    let search = JobSearch::from_query(&query.get_untracked());
    canonical(&search.first_page().to_path());
    if !search.is_listed() {
        unlisted();
    }
    let asked = Memo::new(move |_| JobSearch::from_query(&query.get()).to_query());
    let results = Resource::new(move || asked.get(), search_jobs);
    let regions = OnceResource::new(search_regions());
    let shown: Shown = Signal::derive(move || results.get().and_then(Result::ok));
    let fault = changing(move || {
        let error = results.get().and_then(Result::err);
        error.map(|error| view! { <Fault error/> }).into_any()
    });
    let form = changing(move || {
        let regions = regions.get().and_then(Result::ok);
        regions
            .map(|regions| view! { <SearchForm search=search.clone() regions shown/> })
            .into_any()
    });
    let page = use_page();
    view! {
        <Title text=tr(t::jobs::TITLE)/>
        <h1>{tr(t::jobs::TITLE)}</h1>
        {page.demo.then(|| view! { <DemoNote/> })}
        <Transition>
            {fault}
            <div class="jobs">
                {form}
                <Results shown/>
            </div>
        </Transition>
    }
}

/// The search cannot be carried out just now.
#[component]
fn Fault(error: AppError) -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::platform::set_status(error.status());
    view! { <Notice tone=Tone::Danger announce=true>{t::error_text(use_page().lang, error.code())}</Notice> }
}
