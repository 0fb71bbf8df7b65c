//! CVs in and out. Plain handlers: a server function would hold the whole file in memory.

use std::time::Duration;

use app::applications::files::{self, KeptFile, Upload};
use app::error::AppError;
use app::form::{PAGE_FIELD, SEAL_FIELD};
use app::platform::{Platform, Seal, Viewer, Visit};
use axum::Extension;
use axum::body::Body;
use axum::extract::multipart::Field;
use axum::extract::rejection::PathRejection;
use axum::extract::{Multipart, Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use domain::accounts::{Role, next_path, sign_in_address};
use tokio::time::timeout;

use crate::forms::{
    is_other_person, page_of, return_to_stranger, return_with_draft, value, whose_problem,
};
use crate::origin::{Source, proven, refused};
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
    Extension(source): Extension<Source>,
    headers: HeaderMap,
    form: Result<Multipart, axum::extract::multipart::MultipartRejection>,
) -> Response {
    let mut words = vec![("_form".to_owned(), FORM.to_owned())];
    let done = match form {
        Ok(form) => {
            let mut upload = Arriving {
                visit: &visit,
                source,
                headers: &headers,
                words: &mut words,
            };
            let received = timeout(PATIENCE, upload.receive(&state.platform, form)).await;
            received.unwrap_or(Err(AppError::field("cv", "upload_cut")))
        }
        Err(_) => may_upload(&visit, source, &headers, &words)
            .and(Err(AppError::field("cv", "cv_missing"))),
    };
    let word = |name| value(&words, name);
    match done {
        Ok(()) => {
            let next = word("next").and_then(next_path);
            Redirect::to(next.unwrap_or("/akun/profil?pesan=cv")).into_response()
        }
        Err(error) if matches!(error.code(), "elsewhere" | "no_cookies") => {
            refused(&state, &Method::POST, &headers, &error)
        }
        Err(error) if is_person(&headers) => {
            let back = page_of(word(PAGE_FIELD), &headers).unwrap_or_else(|| PAGE.to_owned());
            if is_other_person(&error) {
                return_to_stranger(&state, &visit, &back, &words, &error).await
            } else {
                return_with_draft(&state, &visit, &back, &words, &error).await
            }
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

/// The person who may upload by this form, judged by the words that have come.
fn may_upload(
    visit: &Visit,
    source: Source,
    headers: &HeaderMap,
    words: &[(String, String)],
) -> Result<Viewer, AppError> {
    let seal = value(words, SEAL_FIELD).and_then(Seal::read);
    proven(source, seal.as_ref(), headers)?;
    whose_problem(visit, words, PAGE).map_or(Ok(()), Err)?;
    owner(visit)
}

/// A form with a file, as it comes.
struct Arriving<'a> {
    visit: &'a Visit,
    source: Source,
    headers: &'a HeaderMap,
    /// Its words; they stand before the file.
    words: &'a mut Vec<(String, String)>,
}

impl Arriving<'_> {
    /// Reads the form: its words, and the file. Other parts are passed over.
    async fn receive(&mut self, p: &Platform, mut form: Multipart) -> Result<(), AppError> {
        let mut kept = false;
        while let Some(field) = form
            .next_field()
            .await
            .map_err(|_| AppError::field("cv", "upload_cut"))?
        {
            let name = field.name().unwrap_or_default().to_owned();
            match name.as_str() {
                "next" | PAGE_FIELD | SEAL_FIELD => {
                    self.words
                        .extend(short(field).await.map(|text| (name, text)));
                }
                // Where no file was chosen, browsers send one without a name and content.
                "cv" if !kept && field.file_name().is_some_and(|name| !name.is_empty()) => {
                    let viewer = self.viewer()?;
                    receive_file(p, &viewer, field).await?;
                    kept = true;
                }
                _ => {}
            }
        }
        if kept {
            Ok(())
        } else {
            self.viewer()?;
            Err(AppError::field("cv", "cv_missing"))
        }
    }

    fn viewer(&self) -> Result<Viewer, AppError> {
        may_upload(self.visit, self.source, self.headers, self.words)
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
