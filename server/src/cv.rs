//! CVs in and out. Plain handlers: a server function would hold the whole file in memory.

use std::time::Duration;

use app::applications::files::{self, KeptFile, Upload};
use app::error::AppError;
use app::platform::{Platform, Viewer, Visit};
use axum::Extension;
use axum::body::Body;
use axum::extract::multipart::Field;
use axum::extract::rejection::PathRejection;
use axum::extract::{Multipart, Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE, REFERER};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use domain::accounts::{Role, next_path, sign_in_address};
use tokio::time::timeout;

use crate::forms::{own_path, return_with_draft};
use crate::refusal::{is_person, refuse};
use crate::router::AppState;

/// The form's id on its page.
const FORM: &str = "cv";
/// The page of the form, to which it is sent.
pub const PAGE: &str = "/akun/profil/cv";
/// How long an upload may take: five megabytes on the slowest line.
const PATIENCE: Duration = Duration::from_secs(15 * 60);
/// An upload above the limit of a CV is read so far, to be answered: a browser whose upload is cut shows no answer.
pub const MOST_BYTES: usize = 32 * 1024 * 1024;

/// `POST /akun/profil/cv`
pub async fn upload(
    State(state): State<AppState>,
    Extension(visit): Extension<Visit>,
    headers: HeaderMap,
    form: Result<Multipart, axum::extract::multipart::MultipartRejection>,
) -> Response {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let back = text(REFERER).map_or_else(|| PAGE.to_owned(), own_path);
    let html = is_person(&headers);
    let done = match (owner(&visit), form) {
        (Err(error), _) => Err(error),
        (Ok(_), Err(_)) => Err(AppError::field("cv", "required")),
        (Ok(viewer), Ok(form)) => timeout(PATIENCE, receive(&state.platform, &viewer, form))
            .await
            .unwrap_or(Err(AppError::field("cv", "upload_cut"))),
    };
    match done {
        Ok(next) => {
            let next = next
                .as_deref()
                .and_then(next_path)
                .unwrap_or("/akun/profil?pesan=cv");
            Redirect::to(next).into_response()
        }
        Err(error) if html => {
            let typed = [("_form".to_owned(), FORM.to_owned())];
            return_with_draft(&state, &visit, &back, &typed, &error).await
        }
        Err(error) => refuse(&state.assets, &Method::POST, &headers, &error),
    }
}

fn owner(visit: &Visit) -> Result<Viewer, AppError> {
    let viewer = visit.viewer.clone().ok_or(AppError::Unauthenticated)?;
    if Role::SERVED.contains(&viewer.role) {
        Ok(viewer)
    } else {
        Err(AppError::Forbidden)
    }
}

/// Reads the form: where to go on, and the file. What else it holds is passed over.
async fn receive(
    p: &Platform,
    viewer: &Viewer,
    mut form: Multipart,
) -> Result<Option<String>, AppError> {
    let mut next = None;
    let mut kept = false;
    while let Some(field) = form
        .next_field()
        .await
        .map_err(|_| AppError::field("cv", "upload_cut"))?
    {
        match field.name() {
            Some("next") => next = short(field).await,
            // Where no file was chosen, browsers send one without a name and content.
            Some("cv") if !kept && field.file_name().is_some_and(|name| !name.is_empty()) => {
                receive_file(p, viewer, field).await?;
                kept = true;
            }
            _ => {}
        }
    }
    if kept {
        Ok(next)
    } else {
        Err(AppError::field("cv", "required"))
    }
}

/// A short text; none when it is longer than an address may be.
async fn short(mut field: Field<'_>) -> Option<String> {
    let mut text = Vec::new();
    while let Some(piece) = field.chunk().await.ok()? {
        text.extend_from_slice(&piece);
        if text.len() > 2000 {
            return None;
        }
    }
    String::from_utf8(text).ok()
}

async fn receive_file(p: &Platform, viewer: &Viewer, mut field: Field<'_>) -> Result<(), AppError> {
    let mut upload = Upload::begin(p, viewer.person_id).await?;
    loop {
        match field.chunk().await {
            Ok(Some(piece)) => upload.write(&piece).await?,
            Ok(None) => return upload.keep(p, viewer).await,
            Err(error) => {
                upload.discard(p).await?;
                let code = if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
                    "cv_too_large"
                } else {
                    "upload_cut"
                };
                return Err(AppError::field("cv", code));
            }
        }
    }
}

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
