//! One wrapper around every server function: right statuses for machines, and for a plain HTML form a
//! way back to its page with what was typed and what is wrong.

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{
    ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, HeaderName, LOCATION, REFERER, SET_COOKIE,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::accounts::limits;
use url::Url;

use app::error::AppError;
use app::form::{Draft, FORM_ID_FIELD};
use app::platform::{
    Platform, VISITOR_COOKIE, Visit, count_uses, forget_draft, keep_draft, new_token,
};
use app::shell::error_document;

use crate::intake::MOST_BYTES;
use crate::refusal::is_person;
use crate::router::AppState;

/// Where server functions live.
const PREFIX: &str = "/api/";
/// Of a form that comes back no more is kept. The longest, a vacancy, is a fifth of that, and in the longest letters two
/// thirds; who has written more finds it by the browser's Back.
const MOST_KEPT: usize = 64 * 1024;
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
    let back = text(&parts.headers, &REFERER).map_or_else(|| "/".to_owned(), own_path);
    // It is there already.
    let body = to_bytes(body, MOST_BYTES).await.unwrap_or_default();
    let typed = typed(&parts.headers, &body);
    // The function answers as to a machine: its own way back would put forgeable text into the address.
    parts
        .headers
        .insert(ACCEPT, HeaderValue::from_static("application/json"));
    parts.headers.remove(REFERER);
    let response = next.run(Request::from_parts(parts, Body::from(body))).await;
    let (response, error) = split_error(response).await;
    match (html, error) {
        (false, Some(error)) => {
            let status = match response.status() {
                StatusCode::INTERNAL_SERVER_ERROR => StatusCode::from_u16(error.status()),
                status => Ok(status),
            };
            let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            keep_cookies(&response, machine(status, &error))
        }
        (false, None) => response,
        (true, None) => {
            forget(&state.platform, &visit, &typed).await;
            let to = text(response.headers(), &LOCATION).map_or(back, str::to_owned);
            keep_cookies(&response, see_other(&to))
        }
        (true, Some(error)) => {
            let answer = return_with_draft(&state, &visit, &back, &typed, &error).await;
            keep_cookies(&response, answer)
        }
    }
}

/// The path and query of an address of ours. Another site's address becomes `/`-something on ours, which
/// is harmless: only the path is taken.
pub fn own_path(address: &str) -> String {
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

fn typed(headers: &HeaderMap, body: &Bytes) -> Vec<(String, String)> {
    let form = text(headers, &CONTENT_TYPE)
        .is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"));
    if form {
        url::form_urlencoded::parse(body).into_owned().collect()
    } else {
        Vec::new()
    }
}

/// What a person typed and may be shown again. Secrets and identity numbers are typed anew.
fn may_be_kept(field: &str) -> bool {
    const SECRET: [&str; 5] = ["password", "code", "nik", "passport", "token"];
    !field.starts_with('_') && !SECRET.iter().any(|secret| field.contains(secret))
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

/// The id of the form on its page; empty for one that has none.
fn form_of(typed: &[(String, String)]) -> String {
    let id = typed.iter().find(|(name, _)| name == FORM_ID_FIELD);
    id.map(|(_, id)| storable(id).chars().take(60).collect())
        .unwrap_or_default()
}

/// Text as the database takes it: Postgres knows no NUL, and no keyboard types one.
fn storable(text: &str) -> String {
    text.replace('\0', "")
}

async fn forget(platform: &Platform, visit: &Visit, typed: &[(String, String)]) {
    let Some(visitor) = &visit.visitor else {
        return;
    };
    if let Ok(mut conn) = platform.pool.acquire().await
        && let Err(error) = forget_draft(&mut conn, visitor, &form_of(typed)).await
    {
        tracing::warn!(%error, "a form's draft could not be forgotten");
    }
}

/// Leads back to the page of a form that has failed, which shows what was typed and what is wrong.
pub(crate) async fn return_with_draft(
    state: &AppState,
    visit: &Visit,
    back: &str,
    typed: &[(String, String)],
    error: &AppError,
) -> Response {
    let platform = &state.platform;
    let draft = Draft {
        form: form_of(typed),
        values: typed
            .iter()
            .filter(|(name, _)| may_be_kept(name))
            .map(|(name, value)| (storable(name), storable(value)))
            .collect(),
        errors: if let AppError::Invalid(fields) = error {
            fields.clone()
        } else {
            Vec::new()
        },
        problem: match error {
            AppError::Invalid(fields) if !fields.is_empty() => None,
            error => Some(error.code().to_owned()),
        },
    };
    let pairs = draft.values.iter();
    if pairs
        .map(|(name, value)| name.len() + value.len())
        .sum::<usize>()
        > MOST_KEPT
    {
        let problem = AppError::conflict("too_large");
        return stay(state, visit, StatusCode::PAYLOAD_TOO_LARGE, &problem);
    }
    let (visitor, cookie) = match &visit.visitor {
        Some(visitor) => (visitor.clone(), None),
        None => {
            let (bytes, token) = new_token(platform.ids);
            (
                bytes,
                Some(format!(
                    "{VISITOR_COOKIE}={token}; Path=/; Secure; HttpOnly; SameSite=Lax"
                )),
            )
        }
    };
    // Who is sent to sign in needs no words for that, where no form keeps what was typed.
    let signing_in = *error == AppError::Unauthenticated;
    let kept = async {
        if signing_in && draft.form.is_empty() {
            return Ok(());
        }
        let (mut conn, now) = (platform.pool.acquire().await?, platform.clock.now());
        let network = visit.network();
        let by = match &visit.viewer {
            Some(viewer) => (limits::FORM_PERSON, Some(&viewer.person_id.as_bytes()[..])),
            None => (limits::FORM_ADDRESS, network.as_deref()),
        };
        count_uses(&mut conn, now, &[by]).await?;
        keep_draft(&mut conn, now, &visitor, back, &draft).await
    };
    match kept.await {
        Ok(()) => {}
        Err(AppError::RateLimited) => {
            let status = StatusCode::TOO_MANY_REQUESTS;
            return stay(state, visit, status, &AppError::RateLimited);
        }
        Err(_) => {
            let status = StatusCode::SERVICE_UNAVAILABLE;
            return stay(state, visit, status, &AppError::Unavailable);
        }
    }
    let to = if signing_in {
        format!(
            "/masuk?next={}",
            url::form_urlencoded::byte_serialize(back.as_bytes()).collect::<String>()
        )
    } else {
        back.to_owned()
    };
    let mut response = see_other(&to);
    if let Some(cookie) = cookie.and_then(|cookie| HeaderValue::from_str(&cookie).ok()) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}

/// Says what is wrong without going back: that would lose what was typed, and the browser's own Back keeps it.
fn stay(state: &AppState, visit: &Visit, status: StatusCode, problem: &AppError) -> Response {
    let page = error_document(&state.assets, visit.lang, problem, true);
    (status, Html(page)).into_response()
}

#[cfg(test)]
mod tests {
    use super::{may_be_kept, own_path};

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

    #[test]
    fn secrets_are_never_kept() {
        for field in [
            "password",
            "new_password",
            "code",
            "nik",
            "passport_number",
            "_form",
        ] {
            assert!(!may_be_kept(field), "{field}");
        }
        assert!(may_be_kept("name"));
    }
}
