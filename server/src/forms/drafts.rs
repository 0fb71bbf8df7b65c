//! Drafts: the values that a person typed into a form, kept until they come back to it.

use axum::http::header::SET_COOKIE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use domain::accounts::{limits, next_path};

use app::base::draft::Draft;
use app::base::error::AppError;
use app::base::form::FORM_ID_FIELD;
use app::platform::{
    Cookie, Platform, Seal, Visit, cookie_line, count_uses, forget_draft, keep_draft,
};
use app::shell::error_document;

use super::answer::see_other;
use super::typed::value;
use super::whose::seal_of;
use crate::state::AppState;

/// Most bytes of a draft. The longest form, a vacancy, needs a fifth of it, or two thirds in characters of many bytes.
/// A person who has written more finds the text with the browser's Back.
const MOST_KEPT: usize = 64 * 1024;

/// Whether a typed value may be kept and shown again. Secrets and identity numbers must be typed again.
fn may_be_kept(field: &str) -> bool {
    const SECRET: [&str; 5] = ["password", "code", "nik", "passport", "token"];
    !field.starts_with('_') && !SECRET.iter().any(|secret| field.contains(secret))
}

/// The id of the form on its page; empty for a form without an id.
fn form_of(typed: &[(String, String)]) -> String {
    value(typed, FORM_ID_FIELD)
        .map(|id| storable(id).chars().take(60).collect())
        .unwrap_or_default()
}

/// Removes NUL characters: Postgres does not store them, and no keyboard types one.
fn storable(text: &str) -> String {
    text.replace('\0', "")
}

pub(super) async fn forget(platform: &Platform, visit: &Visit, typed: &[(String, String)]) {
    let Some(visitor) = &visit.visitor else {
        return;
    };
    if let Ok(mut conn) = platform.pool.acquire().await
        && let Err(error) = forget_draft(&mut conn, visitor, &form_of(typed)).await
    {
        tracing::warn!(%error, "a form's draft could not be forgotten");
    }
}

/// Redirects back to the page of a failed form, which shows the typed values and the errors.
pub(crate) async fn return_with_draft(
    state: &AppState,
    visit: &Visit,
    back: &str,
    typed: &[(String, String)],
    error: &AppError,
) -> Response {
    let mut draft = draft(typed);
    match error {
        AppError::Invalid(fields) if !fields.is_empty() => draft.errors.clone_from(fields),
        error => draft.problem = Some(error.code().to_owned()),
    }
    let owner = owner(state, visit, typed);
    if *error != AppError::Unauthenticated {
        return keep_and_go(state, visit, back, back, &draft, &owner).await;
    }
    let next: String = url::form_urlencoded::byte_serialize(back.as_bytes()).collect();
    let to = format!("/masuk?next={next}");
    // Without a form there is no draft to keep, and the sign-in page needs no explanation.
    if draft.form.is_empty() {
        return see_other(&to);
    }
    keep_and_go(state, visit, back, &to, &draft, &owner).await
}

/// Tells the signed-in person that the form was shown to another person. The typed values are kept for that other
/// person alone; the signed-in person sees nothing of them.
pub(crate) async fn return_to_stranger(
    state: &AppState,
    visit: &Visit,
    back: &str,
    typed: &[(String, String)],
    error: &AppError,
) -> Response {
    let theirs = draft(typed);
    if !theirs.form.is_empty() {
        let owner = owner(state, visit, typed);
        let kept = keep_and_go(state, visit, back, back, &theirs, &owner).await;
        if kept.status() != StatusCode::SEE_OTHER {
            return kept;
        }
    }
    let told = Draft {
        problem: Some(error.code().to_owned()),
        ..draft(&[])
    };
    let owner = owner_now(state, visit);
    keep_and_go(state, visit, back, back, &told, &owner).await
}

/// The owner of the form: the person to whom it was shown or, when it has no seal, the person who sends it.
fn owner(state: &AppState, visit: &Visit, typed: &[(String, String)]) -> Vec<u8> {
    seal_of(typed).map_or_else(|| owner_now(state, visit), |seal| seal.owner())
}

fn owner_now(state: &AppState, visit: &Visit) -> Vec<u8> {
    let person = visit.viewer.as_ref().map(|viewer| viewer.person_id);
    Seal::new(state.platform.ids, None, person).owner()
}

/// Redirects to the page that the pressed button names. The form shows the typed values when the person comes back.
pub(super) async fn leave(
    state: &AppState,
    visit: &Visit,
    back: &str,
    typed: &[(String, String)],
    to: &str,
) -> Response {
    let to = next_path(to).unwrap_or(back);
    let owner = owner(state, visit, typed);
    keep_and_go(state, visit, back, to, &draft(typed), &owner).await
}

fn draft(typed: &[(String, String)]) -> Draft {
    Draft {
        form: form_of(typed),
        values: typed
            .iter()
            .filter(|(name, _)| may_be_kept(name))
            .map(|(name, value)| (storable(name), storable(value)))
            .collect(),
        errors: Vec::new(),
        problem: None,
    }
}

/// Keeps the draft of the page at `back`, and redirects to `to`.
async fn keep_and_go(
    state: &AppState,
    visit: &Visit,
    back: &str,
    to: &str,
    draft: &Draft,
    owner: &[u8],
) -> Response {
    let platform = &state.platform;
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
            let (bytes, token) = platform.visitors.give(platform.ids, platform.clock.now());
            (bytes, Some(cookie_line(Cookie::Visitor, &token, None)))
        }
    };
    let kept = async {
        let (mut conn, now) = (platform.pool.acquire().await?, platform.clock.now());
        let crowd = visit.crowd();
        let by = match &visit.viewer {
            Some(viewer) => (limits::FORM_PERSON, Some(&viewer.person_id.as_bytes()[..])),
            None => (limits::FORM_ADDRESS, crowd.as_deref()),
        };
        count_uses(&mut conn, now, &[by]).await?;
        keep_draft(&mut conn, now, &visitor, owner, back, draft).await
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
    let mut response = see_other(to);
    if let Some(cookie) = cookie.and_then(|cookie| HeaderValue::from_str(&cookie).ok()) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}

/// Shows the error without a redirect: a redirect would lose the typed values, and the browser's own Back keeps them.
fn stay(state: &AppState, visit: &Visit, status: StatusCode, problem: &AppError) -> Response {
    let page = error_document(&state.assets, visit.lang, problem, true);
    (status, Html(page)).into_response()
}

#[cfg(test)]
mod tests {
    use super::may_be_kept;

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
