//! One wrapper around every server function. It gives programs the right statuses, and leads a plain HTML form back to
//! its page with the typed values and the errors.

mod answer;
mod drafts;
mod once;
mod typed;
mod whose;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{ACCEPT, HeaderName, LOCATION, REFERER, SET_COOKIE};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use app::base::error::AppError;
use app::base::form::{LEAVE_FIELD, PAGE_FIELD};
use app::platform::Visit;

use answer::see_other;
use drafts::{forget, leave};
pub(crate) use drafts::{return_to_stranger, return_with_draft};
pub(crate) use once::Sending;
use once::{Again, once};
pub(crate) use typed::{page_of, typed, value};
pub(crate) use whose::{is_other_person, whose_problem};

use crate::events::Outcome;
use crate::intake::MOST_BYTES;
use crate::refusal::is_person;
use crate::state::AppState;

/// The path prefix of server functions.
const PREFIX: &str = "/api/";
/// Wraps the server functions; every other request passes unchanged.
pub async fn wrap(State(state): State<AppState>, request: Request, next: Next) -> Response {
    if !request.uri().path().starts_with(PREFIX) {
        return next.run(request).await;
    }
    let (mut parts, body) = request.into_parts();
    let html = parts.method == Method::POST && is_person(&parts.headers);
    let visit = parts.extensions.get::<Visit>().cloned().unwrap_or_default();
    // The intake has already read the whole body.
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
        // Makes the function answer as it answers a program: for a form it would put text that anybody can forge into
        // the address.
        parts
            .headers
            .insert(ACCEPT, HeaderValue::from_static("application/json"));
        parts.headers.remove(REFERER);
        let run = next.run(Request::from_parts(parts, Body::from(body)));
        let sending = Sending::of(&state.platform, &visit, &typed, &path);
        once(sending, problem, run).await
    };
    // The outcome of the first submission was noted already.
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
            let to = typed::text(response.headers(), &LOCATION).map_or(back, str::to_owned);
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

fn status_of(error: &AppError) -> StatusCode {
    StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

fn machine(status: StatusCode, error: &AppError) -> Response {
    (status, axum::Json(error)).into_response()
}

/// Copies the cookies and other headers that the function has set to the answer that replaces its own.
fn keep_cookies(from: &Response, mut to: Response) -> Response {
    for name in [SET_COOKIE, HeaderName::from_static("clear-site-data")] {
        for value in from.headers().get_all(&name) {
            to.headers_mut().append(name.clone(), value.clone());
        }
    }
    to
}
