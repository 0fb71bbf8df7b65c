//! The page that is shown in place of one that failed: what happened, in plain words, and where to go next.

use super::page::Title;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::error::AppError;
use super::page::{unlisted, use_page};
use super::text::{Lang, Text, t, tr};
use super::ui::LinkButton;

/// The page for an unknown address.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    view! { <ErrorPage error=AppError::NotFound/> }
}

/// The page for an error, answered with the error's status. A person who must sign in first gets a link to sign in.
#[component]
pub fn ErrorPage(
    /// What went wrong.
    error: AppError,
) -> impl IntoView {
    answer(&error);
    unlisted();
    let reference = match &error {
        AppError::Internal(reference) if !reference.is_empty() => Some(reference.clone()),
        _ => None,
    };
    let reference = reference.map(|reference| {
        view! { <p>{tr(t::layout::ERROR_REFERENCE)} " " <strong translate="no">{reference}</strong></p> }
            .into_any()
    });
    let sign_in = (error == AppError::Unauthenticated).then(|| {
        let here = use_location();
        let path = here.pathname.get_untracked() + &query(&here.search.get_untracked());
        view! { <LinkButton href=format!("/masuk?next={}", escaped(&path)) label=tr(t::layout::SIGN_IN)/> }
    });
    let title = tr(title(&error));
    view! {
        <Title text=title/>
        <h1>{title}</h1>
        <p class="lead">{words(&error, use_page().lang)}</p>
        {reference}
        {sign_in}
        <h2>{tr(t::layout::ERROR_ONWARD)}</h2>
        <ul>
            <li><a href="/lowongan">{tr(t::layout::ERROR_TO_JOBS)}</a></li>
            <li><a href="/konsultasi">{tr(t::layout::ERROR_TO_CONSULTATION)}</a></li>
            <li><a href="/">{tr(t::layout::ERROR_TO_HOME)}</a></li>
        </ul>
    }
}

/// The page's heading: what happened, in plain words.
fn title(error: &AppError) -> Text {
    match error {
        AppError::NotFound => t::layout::ERROR_NOT_FOUND,
        AppError::Forbidden => t::layout::ERROR_FORBIDDEN,
        AppError::Unauthenticated => t::layout::ERROR_UNAUTHENTICATED,
        AppError::RateLimited => t::layout::ERROR_BUSY,
        AppError::Unavailable => t::layout::ERROR_UNAVAILABLE,
        AppError::Internal(_) => t::layout::ERROR_FAULT,
        AppError::Invalid(_) | AppError::Conflict(_) => t::layout::ERROR_OTHER,
    }
}

/// The reason, and what the person can do. Some errors have other texts here than in a form.
fn words(error: &AppError, lang: Lang) -> &'static str {
    match error {
        AppError::NotFound => t::layout::ERROR_NOT_FOUND_TEXT.get(lang),
        AppError::Forbidden => t::layout::ERROR_FORBIDDEN_TEXT.get(lang),
        AppError::Unauthenticated => t::layout::ERROR_UNAUTHENTICATED_TEXT.get(lang),
        AppError::Unavailable => t::layout::ERROR_UNAVAILABLE_TEXT.get(lang),
        AppError::Internal(_) => t::layout::ERROR_FAULT_TEXT.get(lang),
        AppError::RateLimited | AppError::Invalid(_) | AppError::Conflict(_) => {
            t::error_text(lang, error.code())
        }
    }
}

/// The error as a whole document, for a request for which the portal cannot render a page. `form` says that a form was
/// sent; its values are still on the previous page in the browser. No part of this text comes from the request.
#[cfg(feature = "ssr")]
pub(crate) fn document(css: &str, lang: Lang, error: &AppError, form: bool) -> String {
    let (title, words) = match error {
        AppError::Conflict(code) if code == "too_large" => (
            t::layout::ERROR_TOO_LARGE.get(lang),
            t::layout::ERROR_TOO_LARGE_TEXT.get(lang),
        ),
        AppError::Conflict(code) if code == "too_slow" => (
            t::layout::ERROR_TOO_SLOW.get(lang),
            t::layout::ERROR_TOO_SLOW_TEXT.get(lang),
        ),
        AppError::Conflict(code) if code == "elsewhere" => (
            t::layout::ERROR_ELSEWHERE.get(lang),
            t::layout::ERROR_ELSEWHERE_TEXT.get(lang),
        ),
        AppError::Conflict(code) if code == "no_cookies" => (
            t::layout::ERROR_NO_COOKIES.get(lang),
            t::layout::ERROR_NO_COOKIES_TEXT.get(lang),
        ),
        AppError::Unavailable | AppError::Internal(_) | AppError::RateLimited if form => (
            title(error).get(lang),
            t::layout::ERROR_UNSENT_TEXT.get(lang),
        ),
        error => (title(error).get(lang), words(error, lang)),
    };
    let reference = match error {
        AppError::Internal(reference) if !reference.is_empty() => {
            let label = t::layout::ERROR_REFERENCE.get(lang);
            format!("<p>{label} <strong translate=\"no\">{reference}</strong></p>")
        }
        _ => String::new(),
    };
    format!(
        "<!DOCTYPE html><html lang=\"{}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\"><meta name=\"robots\" content=\"noindex\">\
         <title>{title} – {}</title><link rel=\"stylesheet\" href=\"{css}\"></head>\
         <body><main class=\"page\"><h1>{title}</h1><p class=\"lead\">{words}</p>{reference}\
         <p>{} <a href=\"/\">{}</a>.</p></main></body></html>",
        lang.code(),
        t::layout::SITE_NAME.get(lang),
        t::layout::ERROR_ONWARD.get(lang),
        t::layout::ERROR_TO_HOME.get(lang),
    )
}

fn query(search: &str) -> String {
    if search.is_empty() {
        String::new()
    } else {
        format!("?{}", search.trim_start_matches('?'))
    }
}

/// Percent-encodes the characters that would end or split a query's value.
fn escaped(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b'~' => {
                out.push(char::from(byte))
            }
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(feature = "ssr")]
fn answer(error: &AppError) {
    super::response::set_status(error.status());
}

#[cfg(not(feature = "ssr"))]
fn answer(_error: &AppError) {}
