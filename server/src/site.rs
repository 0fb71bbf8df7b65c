//! The files of the built site, and the page for an address that nothing has.

use std::convert::Infallible;
use std::io::ErrorKind;
use std::path::{Path, absolute};

use app::shell::Assets;
use axum::body::Body;
use axum::extract::Request;
use axum::http::header::CACHE_CONTROL;
use axum::http::{HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::MethodRouter;
use leptos::config::LeptosOptions;
use tower::ServiceExt;
use tower_http::services::ServeDir;

use crate::cli::{Coded, Failure};

/// Marks an answer that is the same whoever asks, so that every cache may keep it.
#[derive(Clone, Copy)]
pub struct ForEverybody;

/// What the system says of an address that no file has, or could have: its name is too long, or holds a NUL.
const NO_SUCH_FILE: [ErrorKind; 5] = [
    ErrorKind::NotFound,
    ErrorKind::NotADirectory,
    ErrorKind::PermissionDenied,
    ErrorKind::InvalidFilename,
    ErrorKind::InvalidInput,
];

/// The built files that every page names, of the same build as this program.
///
/// # Errors
/// One of them is not there: the pages would come without their style, from a portal that says nothing of it.
pub fn built(site: &LeptosOptions) -> Result<Assets, Failure> {
    let assets = Assets::of_build(site, &std::env::current_exe()?);
    for name in [&assets.css, &assets.js, &assets.wasm] {
        let file = absolute(Path::new(&*site.site_root).join(name.trim_start_matches('/')))?;
        if !file.is_file() {
            return Err(Coded::setting(format!(
                "{} of the built site is missing: start the portal in the folder of its Leptos.toml or name the site's \
                 folder with LEPTOS_SITE_ROOT, and keep the hash.txt of the same build beside the program.",
                file.display()
            )));
        }
    }
    Ok(assets)
}

/// The files below this folder, compressed where the build has done that.
pub fn files(root: &str) -> ServeDir {
    ServeDir::new(root)
        .precompressed_br()
        .precompressed_gzip()
        .append_index_html_on_directories(false)
}

/// The file of this address, or `lost`.
pub async fn file_or(
    files: ServeDir,
    lost: MethodRouter<(), Infallible>,
    request: Request,
) -> Response {
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        let mut asked = Request::new(Body::empty());
        *asked.method_mut() = request.method().clone();
        *asked.uri_mut() = request.uri().clone();
        *asked.headers_mut() = request.headers().clone();
        if let Some(answer) = file(files, asked).await {
            return answer;
        }
    }
    match lost.oneshot(request).await {
        Ok(answer) => answer,
        Err(never) => match never {},
    }
}

async fn file(mut files: ServeDir, asked: Request) -> Option<Response> {
    let path = asked.uri().path().to_owned();
    match files.try_call(asked).await {
        Ok(answer) if answer.status() == StatusCode::NOT_FOUND => None,
        Ok(answer) => Some(to_be_kept(answer.map(Body::new), &path)),
        Err(error) if NO_SUCH_FILE.contains(&error.kind()) => None,
        Err(error) => {
            tracing::error!(%error, "a file of the site cannot be read");
            Some(StatusCode::INTERNAL_SERVER_ERROR.into_response())
        }
    }
}

/// Files with a hash in their name never change. A 304 renews what the browser knows of the file, so it says the same.
fn to_be_kept(mut answer: Response, path: &str) -> Response {
    let status = answer.status();
    if status.is_success() || status == StatusCode::NOT_MODIFIED {
        let age = if path.starts_with("/pkg/") {
            "public, max-age=31536000, immutable"
        } else {
            "public, max-age=3600"
        };
        answer
            .headers_mut()
            .insert(CACHE_CONTROL, HeaderValue::from_static(age));
        answer.extensions_mut().insert(ForEverybody);
    }
    answer
}
