//! One wrapper around every server function: right statuses for machines, and for a plain HTML form a
//! way back to its page with what was typed and what is wrong.

mod drafts;
mod once;
mod whose;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{
    ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, HeaderName, LOCATION, REFERER, SET_COOKIE,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use domain::accounts::own_page;
use url::Url;

use app::base::error::AppError;
use app::base::form::{LEAVE_FIELD, PAGE_FIELD};
use app::platform::Visit;

use drafts::{forget, leave};
pub(crate) use drafts::{return_to_stranger, return_with_draft};
pub(crate) use once::Sending;
use once::{Again, once};
pub(crate) use whose::{is_other_person, whose_problem};

use crate::events::Outcome;
use crate::intake::MOST_BYTES;
use crate::refusal::is_person;
use crate::router::AppState;

/// Where server functions live.
const PREFIX: &str = "/api/";
/// An answer of a server function that is an error is small.
const MOST_ERROR_BYTES: usize = 64 * 1024;

/// Wraps the server functions; everything else passes.
pub async fn wrap(State(state): State<AppState>, request: Request, next: Next) -> Response {
    if !request.uri().path().starts_with(PREFIX) {
        return next.run(request).await;
    }
    let (mut parts, body) = request.into_parts();
    let html = parts.method == Method::POST && is_person(&parts.headers);
    let visit = parts.extensions.get::<Visit>().cloned().unwrap_or_default();
    // It is there already.
    let body = to_bytes(body, MOST_BYTES).await.unwrap_or_default();
    let typed = typed(&parts.headers, &body);
    let back = page_of(value(&typed, PAGE_FIELD), &parts.headers).unwrap_or_else(|| "/".to_owned());
    let way_out = typed.iter().find(|(name, _)| html && name == LEAVE_FIELD);
    if let Some((_, to)) = way_out {
        return leave(&state, &visit, &back, &typed, to).await;
    }
    let path = parts.uri.path().to_owned();
    let problem = whose_problem(&visit, &typed, &path);
    let (response, error) = if let Some(problem) = &problem
        && *problem != AppError::Unauthenticated
    {
        (Response::default(), Some(problem.clone()))
    } else {
        // The function answers as to a machine: its own way back would put forgeable text into the address.
        parts
            .headers
            .insert(ACCEPT, HeaderValue::from_static("application/json"));
        parts.headers.remove(REFERER);
        let run = next.run(Request::from_parts(parts, Body::from(body)));
        let sending = Sending::of(&state.platform, &visit, &typed, &path);
        once(sending, problem, run).await
    };
    // The first press was noted already.
    let outcome = (response.extensions().get::<Again>().is_none()).then(|| Outcome(error.clone()));
    let mut answer = match (html, error) {
        (false, Some(error)) => {
            let status = match response.status() {
                status if status.is_client_error() => status,
                _ => status_of(&error),
            };
            keep_cookies(&response, machine(status, &error))
        }
        (false, None) => response,
        (true, None) => {
            forget(&state.platform, &visit, &typed).await;
            let to = text(response.headers(), &LOCATION).map_or(back, str::to_owned);
            keep_cookies(&response, see_other(&to))
        }
        (true, Some(error)) if is_other_person(&error) => {
            return_to_stranger(&state, &visit, &back, &typed, &error).await
        }
        (true, Some(error)) => {
            let answer = return_with_draft(&state, &visit, &back, &typed, &error).await;
            keep_cookies(&response, answer)
        }
    };
    if let Some(outcome) = outcome {
        answer.extensions_mut().insert(outcome);
    }
    answer
}

/// The page that a form was sent from: the one that it names, or that the browser does.
pub(crate) fn page_of(named: Option<&str>, headers: &HeaderMap) -> Option<String> {
    let named = named.and_then(own_page).map(str::to_owned);
    named.or_else(|| text(headers, &REFERER).map(own_path))
}

/// The value of the field.
pub(crate) fn value<'a>(typed: &'a [(String, String)], field: &str) -> Option<&'a str> {
    let found = typed.iter().find(|(name, _)| name == field);
    found.map(|(_, value)| value.as_str())
}

/// The path and query of an address of ours. Another site's address becomes `/`-something on ours, which
/// is harmless: only the path is taken.
fn own_path(address: &str) -> String {
    let Ok(url) = Url::parse(address) else {
        return "/".to_owned();
    };
    let path = url.path();
    // `//host` would be read as an address elsewhere.
    let path = format!("/{}", path.trim_start_matches(['/', '\\']));
    match url.query() {
        Some(query) => format!("{path}?{query}"),
        None => path,
    }
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// The fields of a form, in its order; of anything else none.
pub(crate) fn typed(headers: &HeaderMap, body: &Bytes) -> Vec<(String, String)> {
    let form = text(headers, &CONTENT_TYPE)
        .is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"));
    if form {
        url::form_urlencoded::parse(body).into_owned().collect()
    } else {
        Vec::new()
    }
}

/// A server function answers every error with 500 and its JSON. A 4xx says that there is no such function: an upgrade has
/// renamed it since the page was loaded.
async fn split_error(response: Response) -> (Response, Option<AppError>) {
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return (response, None);
    }
    let (mut parts, body) = response.into_parts();
    let error = if status == StatusCode::INTERNAL_SERVER_ERROR {
        let body = to_bytes(body, MOST_ERROR_BYTES).await.unwrap_or_default();
        serde_json::from_slice(&body).unwrap_or_else(|_| AppError::Internal(String::new()))
    } else if status.is_client_error() {
        AppError::Conflict("outdated".into())
    } else {
        AppError::Unavailable
    };
    parts.headers.remove(CONTENT_LENGTH);
    (Response::from_parts(parts, Body::empty()), Some(error))
}

fn status_of(error: &AppError) -> StatusCode {
    StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

fn machine(status: StatusCode, error: &AppError) -> Response {
    (status, axum::Json(error)).into_response()
}

fn see_other(to: &str) -> Response {
    Redirect::to(to).into_response()
}

/// Cookies and other headers that the function has set stay on whatever is answered in its place.
fn keep_cookies(from: &Response, mut to: Response) -> Response {
    for name in [SET_COOKIE, HeaderName::from_static("clear-site-data")] {
        for value in from.headers().get_all(&name) {
            to.headers_mut().append(name.clone(), value.clone());
        }
    }
    to
}

#[cfg(test)]
mod tests {
    use super::own_path;

    #[test]
    fn the_way_back_stays_on_the_portal() {
        assert_eq!(
            own_path("https://portal.example/daftar?a=b#c"),
            "/daftar?a=b"
        );
        assert_eq!(
            own_path("https://evil.example//evil.example/x"),
            "/evil.example/x"
        );
        assert_eq!(own_path("javascript:alert(1)"), "/alert(1)");
        assert_eq!(own_path("nonsense"), "/");
    }
}
