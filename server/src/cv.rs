//! Upload and download of CVs. These are plain handlers, because a server function would hold the whole file in memory.

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

/// An upload that is larger than a CV may be is read up to this many bytes, so that it can be answered: a browser whose
/// upload is cut shows no answer.
pub const MOST_BYTES: usize = 32 * 1024 * 1024;

/// `GET /akun/profil/cv/berkas`: the person's own CV.
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

/// `GET /akun/lamaran/{code}/cv`: the CV that was sent with one of the person's own applications.
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

/// The code in the address; empty when its bytes are not text, and no application has an empty code.
fn read_code(code: Result<Path<String>, PathRejection>) -> String {
    code.map(|Path(code)| code).unwrap_or_default()
}

/// Sends the file as an attachment, never for display: content from a stranger must not run as a page of the portal.
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
