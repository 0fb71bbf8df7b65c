//! A page that cannot be shown: what happened, in the person's words, and where to go on.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_location;

use crate::error::AppError;
use crate::page::use_page;
use crate::text::{t, tr};

/// An unknown address.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    view! { <ErrorPage error=AppError::NotFound/> }
}

/// The page for an error; answers with its status. Somebody who must sign in first is sent to do so.
#[component]
pub fn ErrorPage(
    /// What went wrong.
    error: AppError,
) -> impl IntoView {
    answer(&error);
    let lang = use_page().lang;
    let reference = match &error {
        AppError::Internal(reference) if !reference.is_empty() => Some(reference.clone()),
        _ => None,
    };
    let sign_in = (error == AppError::Unauthenticated).then(|| {
        let here = use_location();
        let address = format!(
            "/masuk?next={}",
            escaped(&(here.pathname.get_untracked() + &query(&here.search.get_untracked())))
        );
        view! { <p><a class="button" href=address>{tr(t::layout::SIGN_IN)}</a></p> }
    });
    view! {
        <Title text=tr(t::layout::ERROR_TITLE)/>
        <h1>{tr(t::layout::ERROR_TITLE)}</h1>
        <p>{t::error_text(lang, error.code())}</p>
        {reference.map(|reference| view! { <p>{tr(t::layout::ERROR_REFERENCE)} " " <strong>{reference}</strong></p> })}
        {sign_in}
        <p><a href="/">{tr(t::layout::TO_HOME)}</a></p>
    }
}

fn query(search: &str) -> String {
    if search.is_empty() {
        String::new()
    } else {
        format!("?{}", search.trim_start_matches('?'))
    }
}

/// Percent-encodes what would end or split a query's value.
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
    crate::platform::set_status(error.status());
}

#[cfg(not(feature = "ssr"))]
fn answer(_error: &AppError) {}
