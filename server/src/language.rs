//! `POST /bahasa`: the language of the screen.

use axum::Form;
use axum::http::HeaderMap;
use axum::http::header::{REFERER, SET_COOKIE};
use axum::response::{AppendHeaders, IntoResponse, Redirect};
use serde::Deserialize;

use app::platform::LANG_COOKIE;
use app::text::Lang;

use crate::forms::own_path;

/// The language that was chosen.
#[derive(Deserialize)]
pub struct Choice {
    lang: String,
}

/// Keeps the language for a year and returns to the page.
pub async fn choose(headers: HeaderMap, Form(choice): Form<Choice>) -> impl IntoResponse {
    let lang = Lang::parse(&choice.lang).unwrap_or_default().code();
    let back = headers
        .get(REFERER)
        .and_then(|value| value.to_str().ok())
        .map_or_else(|| "/".to_owned(), own_path);
    let cookie = format!("{LANG_COOKIE}={lang}; Path=/; Max-Age=31536000; SameSite=Lax");
    (AppendHeaders([(SET_COOKIE, cookie)]), Redirect::to(&back))
}
