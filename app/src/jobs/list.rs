//! `/lowongan`

use std::future::{Future, pending};
use std::pin::pin;

use crate::base::page::Title;
use domain::jobs::JobSearch;
#[cfg(feature = "ssr")]
use domain::jobs::Place;
use futures::channel::oneshot;
use futures::future::{Either, select};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::api::{search_jobs, search_regions};
use super::filters::{SearchForm, Shown};
use super::model::SearchPage;
use super::results::{DemoNote, Results};
use crate::base::error::AppError;
#[cfg(feature = "ssr")]
use crate::base::page::unlisted;
use crate::base::page::{canonical, use_page};
use crate::base::text::{t, tr};
use crate::base::ui::{Notice, Tone, changing};

/// The board: the search form and its results. Each state has its own address.
#[component]
pub fn JobListPage() -> impl IntoView {
    let query = use_location().search;
    let search = JobSearch::from_query(&query.get_untracked());
    canonical(&search.first_page().to_path());
    #[cfg(feature = "ssr")]
    if !search.is_listed() || is_nowhere(&search.place) {
        unlisted();
    }
    let asked = Memo::new(move |_| JobSearch::from_query(&query.get()).to_query());
    let results = Resource::new(move || asked.get(), move |query| newest(query, asked));
    let regions = OnceResource::new(search_regions());
    let kept = StoredValue::new(None);
    let answer = move || {
        if let Some(Some(answer)) = results.get() {
            kept.set_value(Some(answer));
        }
        kept.get_value()
    };
    let shown: Shown = Signal::derive(move || answer().and_then(Result::ok));
    let fault = changing(move || {
        let error = answer().and_then(Result::err);
        error.map(|error| view! { <Fault error/> }).into_any()
    });
    let again = Callback::new(move |()| {
        if matches!(kept.get_value(), Some(Err(_))) {
            results.refetch();
        }
    });
    let form = changing(move || {
        let regions = regions.get().and_then(Result::ok);
        regions
            .map(|regions| view! { <SearchForm search=search.clone() regions shown again/> })
            .into_any()
    });
    let shifted = changing(move || {
        let shifted = shown.get().is_some_and(|page| page.shifted);
        shifted.then(|| view! { <DemoNote/> }).into_any()
    });
    view! {
        <Title text=tr(t::jobs::TITLE)/>
        <h1>{tr(t::jobs::TITLE)}</h1>
        <Transition>
            {shifted}
            {fault}
            <div class="jobs">
                {form}
                <Results shown/>
            </div>
        </Transition>
    }
}

/// Whether the place is missing from the region tables, although its code is well formed.
#[cfg(feature = "ssr")]
fn is_nowhere(place: &Place) -> bool {
    *place != Place::Everywhere && super::reference::region_name(place.code()).is_none()
}

/// The answer to a search.
type Answer = Result<SearchPage, AppError>;

/// Runs a search; gives None as soon as the visitor asks for another one. A resource waits for one answer before it
/// asks for the next, and over a bad connection the first answer may never come.
fn newest(query: String, asked: Memo<String>) -> impl Future<Output = Option<Answer>> {
    let (tell, told) = oneshot::channel();
    let mut tell = Some(tell);
    let words = query.clone();
    Effect::new(move |_| {
        if asked.get() != words
            && let Some(tell) = tell.take()
        {
            // The receiver is gone when the answer has already come.
            let _ = tell.send(());
        }
    });
    async move {
        let overtaken = async {
            if told.await.is_err() {
                pending::<()>().await;
            }
        };
        match select(pin!(search_jobs(query)), pin!(overtaken)).await {
            Either::Left((answer, _)) => Some(answer),
            Either::Right(_) => None,
        }
    }
}

/// Error notice: the search failed.
#[component]
fn Fault(error: AppError) -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::platform::set_status(error.status());
    view! { <Notice tone=Tone::Danger announce=true>{t::error_text(use_page().lang, error.code())}</Notice> }
}
