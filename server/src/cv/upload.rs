//! The upload of a CV.

use std::sync::Arc;
use std::time::Duration;

use app::applications::files::Upload;
use app::base::error::AppError;
use app::base::form::{AGAIN_FIELD, PAGE_FIELD, SEAL_FIELD};
use app::platform::{Platform, Seal, Viewer, Visit};
use axum::Extension;
use axum::extract::multipart::Field;
use axum::extract::{Multipart, State};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use data_encoding::HEXLOWER;
use domain::accounts::{Role, next_path};
use domain::address::CV;
use sha2::{Digest, Sha256};
use tokio::time::timeout;

use crate::forms::{
    Sending, is_other_person, page_of, return_to_stranger, return_with_draft, value, whose_problem,
};
use crate::origin::{Source, proven, refused};
use crate::refusal::{is_person, refuse};
use crate::state::AppState;

/// The id of the form on its page.
const FORM: &str = "cv";
/// How long an upload may take: five megabytes on the slowest connection.
const PATIENCE: Duration = Duration::from_secs(15 * 60);

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
            let back = page_of(word(PAGE_FIELD), &headers).unwrap_or_else(|| CV.to_owned());
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

/// Checks, by the text fields read so far, that the person may upload with this form, and returns them.
fn may_upload(
    visit: &Visit,
    source: Source,
    headers: &HeaderMap,
    words: &[(String, String)],
) -> Result<Viewer, AppError> {
    let seal = value(words, SEAL_FIELD).and_then(Seal::read);
    proven(source, seal.as_ref(), headers)?;
    whose_problem(visit, words, CV).map_or(Ok(()), Err)?;
    owner(visit)
}

/// A form with a file, while it is being read.
struct Arriving<'a> {
    visit: &'a Visit,
    source: Source,
    headers: &'a HeaderMap,
    /// The text fields, which come before the file.
    words: &'a mut Vec<(String, String)>,
}

impl Arriving<'_> {
    /// Reads the form: its text fields, and the file. Other parts are skipped.
    async fn receive(&mut self, p: &Arc<Platform>, mut form: Multipart) -> Result<(), AppError> {
        let mut kept = false;
        while let Some(field) = form
            .next_field()
            .await
            .map_err(|_| AppError::field("cv", "upload_cut"))?
        {
            let name = field.name().unwrap_or_default().to_owned();
            match name.as_str() {
                "next" | PAGE_FIELD | SEAL_FIELD | AGAIN_FIELD => {
                    self.words
                        .extend(short(field).await.map(|text| (name, text)));
                }
                // When no file was chosen, browsers send a file without a name and content.
                "cv" if !kept && field.file_name().is_some_and(|name| !name.is_empty()) => {
                    let viewer = self.viewer()?;
                    let (upload, content) = receive_file(p, &viewer, field).await?;
                    self.keep(p, viewer, upload, content).await?;
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

    /// Keeps the file as the person's CV, once: the hash of its content counts as one of the form's fields.
    async fn keep(
        &self,
        p: &Arc<Platform>,
        viewer: Viewer,
        upload: Upload,
        content: String,
    ) -> Result<(), AppError> {
        let content = ("cv".to_owned(), content);
        let typed: Vec<_> = self.words.iter().cloned().chain([content]).collect();
        let Some(sending) = Sending::of(p, self.visit, &typed, CV) else {
            return upload.keep(p, &viewer).await;
        };
        if sending.claim().await?.is_some() {
            return upload.discard(p).await;
        }
        let p = p.clone();
        let kept = async move {
            let kept = upload.keep(&p, &viewer).await;
            (Response::default(), kept.err())
        };
        match sending.carry_out(kept).await {
            (_, Some(error)) => Err(error),
            (_, None) => Ok(()),
        }
    }

    fn viewer(&self) -> Result<Viewer, AppError> {
        may_upload(self.visit, self.source, self.headers, self.words)
    }
}

/// A short text; none when it is longer than 2,000 bytes, the most of an address.
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

/// Writes the file without keeping it yet; returns it with the SHA-256 of its content.
async fn receive_file(
    p: &Platform,
    viewer: &Viewer,
    mut field: Field<'_>,
) -> Result<(Upload, String), AppError> {
    let mut upload = Upload::begin(p, viewer.person_id).await?;
    let mut content = Sha256::new();
    loop {
        match field.chunk().await {
            Ok(Some(piece)) => {
                content.update(&piece);
                upload.write(&piece).await?;
            }
            Ok(None) => return Ok((upload, HEXLOWER.encode(&content.finalize()))),
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
