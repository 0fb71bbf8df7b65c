//! `POST /bahasa`: the language of the screen.

use axum::Form;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, Method};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use serde::Deserialize;

use app::base::error::AppError;
use app::base::text::Lang;
use app::platform::{Cookie, LANG_KEPT_FOR, cookie_line};

use crate::forms::page_of;
use crate::refusal::refuse;
use crate::state::AppState;

/// The language that was chosen.
#[derive(Deserialize)]
pub struct Choice {
    lang: String,
    #[serde(rename = "_page")]
    page: Option<String>,
}

/// Stores the language in a cookie and redirects back to the page.
pub async fn choose(
    State(state): State<AppState>,
    headers: HeaderMap,
    choice: Result<Form<Choice>, FormRejection>,
) -> Response {
    let Ok(Form(choice)) = choice else {
        let problem = AppError::Invalid(Vec::new());
        return refuse(&state.assets, &Method::POST, &headers, &problem);
    };
    let lang = Lang::parse(&choice.lang).unwrap_or_default().code();
    let back = page_of(choice.page.as_deref(), &headers).unwrap_or_else(|| "/".to_owned());
    let cookie = cookie_line(Cookie::Lang, lang, Some(LANG_KEPT_FOR));
    (AppendHeaders([(SET_COOKIE, cookie)]), Redirect::to(&back)).into_response()
}
