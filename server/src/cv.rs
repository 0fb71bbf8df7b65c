//! CVs in and out. Plain handlers: a server function would hold the whole file in memory.

mod upload;

use app::applications::files::{self, KeptFile};
use app::base::error::AppError;
use app::platform::Visit;
use axum::Extension;
use axum::body::Body;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderMap, Method};
use axum::response::{IntoResponse, Redirect, Response};
use domain::accounts::{Role, sign_in_address};

pub use upload::upload;

use crate::refusal::refuse;
use crate::state::AppState;

/// An upload above the limit of a CV is read so far, to be answered: a browser whose upload is cut shows no answer.
pub const MOST_BYTES: usize = 32 * 1024 * 1024;

/// `GET /akun/profil/cv/berkas`: the own CV.
pub async fn own(
    State(state): State<AppState>,
    Extension(visit): Extension<Visit>,
    headers: HeaderMap,
) -> Response {
    let found = async {
        let viewer = visit.viewer.as_ref().ok_or(AppError::Unauthenticated)?;
        files::own(&state.platform, viewer, None).await
    };
    answer(&state, &headers, found.await, "/akun/profil", "cv").await
}

/// `GET /akun/lamaran/{code}/cv`: the CV that went with an own application.
pub async fn of_own_application(
    State(state): State<AppState>,
    Extension(visit): Extension<Visit>,
    code: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Response {
    let code = read_code(code);
    let found = async {
        let viewer = visit.viewer.as_ref().ok_or(AppError::Unauthenticated)?;
        files::own(&state.platform, viewer, Some(&code)).await
    };
    answer(
        &state,
        &headers,
        found.await,
        "/akun/lamaran",
        &format!("cv-{code}"),
    )
    .await
}

/// `GET /perusahaan/lamaran/{code}/cv`: an applicant's CV, for the employer that it was sent to.
pub async fn of_applicant(
    State(state): State<AppState>,
    Extension(visit): Extension<Visit>,
    code: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Response {
    let code = read_code(code);
    let found = async {
        let viewer = visit.viewer.as_ref().ok_or(AppError::Unauthenticated)?;
        match viewer.role {
            Role::Employer => files::of_applicant(&state.platform, viewer, &code).await,
            _ => Err(AppError::Forbidden),
        }
    };
    answer(
        &state,
        &headers,
        found.await,
        "/perusahaan",
        &format!("cv-{code}"),
    )
    .await
}

/// The code in the address; bytes that are no text are no application's.
fn read_code(code: Result<Path<String>, PathRejection>) -> String {
    code.map(|Path(code)| code).unwrap_or_default()
}

/// Sends the file as something to keep, never as something to show: what a stranger wrote must not run as a page of ours.
async fn answer(
    state: &AppState,
    headers: &HeaderMap,
    found: Result<KeptFile, AppError>,
    page: &str,
    name: &str,
) -> Response {
    let opened = async {
        let kept = found?;
        let file = files::open(&state.platform, &kept).await?;
        Ok::<_, AppError>((kept, file))
    };
    match opened.await {
        Ok((kept, file)) => {
            let headers = [
                (CONTENT_TYPE, kept.kind.media_type().to_owned()),
                (CONTENT_LENGTH, file.bytes.to_string()),
                (
                    CONTENT_DISPOSITION,
                    format!("attachment; filename=\"{name}.{}\"", kept.kind.extension()),
                ),
            ];
            (headers, Body::from_stream(file.pieces)).into_response()
        }
        Err(AppError::Unauthenticated) => Redirect::to(&sign_in_address(page)).into_response(),
        Err(error) => refuse(&state.assets, &Method::GET, headers, &error),
    }
}
