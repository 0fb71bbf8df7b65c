//! The job board: import, search, pages.

mod closing;
mod command;
mod copies;
mod handed_on;
pub mod import;
mod meant;
mod orders;
mod pages;
mod pairs;
mod portions;
mod search;
mod shipped;
mod words;

use app::jobs::api::SearchJobs;
use app::jobs::model::SearchPage;
use axum::body::Body;
use axum::http::{Request, header};
use leptos::server_fn::ServerFn;

use crate::support::Browser;

/// The answer of the search's server function to this query string.
async fn find(browser: &mut Browser, query: &str) -> SearchPage {
    let asked = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("query", query)
        .finish();
    let request = Request::get(format!("{}?{asked}", SearchJobs::url()))
        .header(header::ACCEPT, "application/json");
    let answer = browser.send(request.body(Body::empty()).unwrap()).await;
    assert!(
        answer.status.is_success(),
        "{query}: {} {}",
        answer.status,
        answer.body
    );
    serde_json::from_str(&answer.body).unwrap()
}
