//! `/lowongan`

use domain::jobs::JobSearch;
use leptos::prelude::*;
use leptos_meta::{Link, Meta, Title};
use leptos_router::hooks::use_location;

use super::api::{search_jobs, search_regions};
use super::filters::{SearchForm, Shown};
use super::results::{DemoNote, Results};
use crate::error::AppError;
use crate::page::use_page;
use crate::text::{t, tr};
use crate::ui::{Notice, Tone};

/// The board: a form, and what it finds. Each state is its address.
#[component]
pub fn JobListPage() -> impl IntoView {
    let query = use_location().search;
    let search = JobSearch::from_query(&query.get_untracked());
    let asked = Memo::new(move |_| JobSearch::from_query(&query.get()).to_query());
    let results = Resource::new(move || asked.get(), search_jobs);
    let regions = OnceResource::new(search_regions());
    let shown: Shown = Signal::derive(move || results.get().and_then(Result::ok));
    let fault = move || {
        results
            .get()
            .and_then(Result::err)
            .map(|error| view! { <Fault error/> })
    };
    let page = use_page();
    let base_url = page.base_url.clone();
    let canonical = move || {
        format!(
            "{base_url}{}",
            JobSearch::from_query(&query.get()).first_page().to_path()
        )
    };
    let unlisted = move || {
        let listed = JobSearch::from_query(&query.get()).is_listed();
        (!listed).then(|| view! { <Meta name="robots" content="noindex, follow"/> })
    };
    view! {
        <Title text=tr(t::jobs::TITLE)/>
        <Link rel="canonical" href=canonical()/>
        {unlisted}
        <h1>{tr(t::jobs::TITLE)}</h1>
        {page.demo.then(|| view! { <DemoNote/> })}
        <Transition>
            {fault}
            <div class="jobs">
                {move || {
                    let search = search.clone();
                    regions.get().and_then(Result::ok).map(|regions| view! { <SearchForm search regions shown/> })
                }}
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
