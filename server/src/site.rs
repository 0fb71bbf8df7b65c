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

use crate::failure::{Coded, Failure};

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

/// The files of the built site.
#[derive(Clone)]
pub struct Site {
    files: ServeDir,
    /// The built files carry a hash in their names, so that they never change.
    hashed: bool,
}

impl Site {
    /// The files below the site's folder, compressed where the build has done that.
    pub fn of(options: &LeptosOptions) -> Site {
        Site {
            files: ServeDir::new(&*options.site_root)
                .precompressed_br()
                .precompressed_gzip()
                .append_index_html_on_directories(false),
            hashed: options.hash_files,
        }
    }
}

/// The file of this address, or `lost`.
pub async fn file_or(site: Site, lost: MethodRouter<(), Infallible>, request: Request) -> Response {
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        let mut asked = Request::new(Body::empty());
        *asked.method_mut() = request.method().clone();
        *asked.uri_mut() = request.uri().clone();
        *asked.headers_mut() = request.headers().clone();
        if let Some(answer) = file(site, asked).await {
            return answer;
        }
    }
    match lost.oneshot(request).await {
        Ok(answer) => answer,
        Err(never) => match never {},
    }
}

async fn file(mut site: Site, asked: Request) -> Option<Response> {
    let built = asked.uri().path().starts_with("/pkg/");
    let age = match (built, site.hashed) {
        (true, true) => "public, max-age=31536000, immutable",
        (true, false) => "no-cache",
        (false, _) => "public, max-age=3600",
    };
    match site.files.try_call(asked).await {
        Ok(answer) if answer.status() == StatusCode::NOT_FOUND => None,
        Ok(answer) => Some(to_be_kept(answer.map(Body::new), age)),
        Err(error) if NO_SUCH_FILE.contains(&error.kind()) => None,
        Err(error) => {
            tracing::error!(%error, "a file of the site cannot be read");
            Some(StatusCode::INTERNAL_SERVER_ERROR.into_response())
        }
    }
}

/// Says how long a file may be kept. A 304 renews what the browser knows of the file, so it says the same.
fn to_be_kept(mut answer: Response, age: &'static str) -> Response {
    let status = answer.status();
    if status.is_success() || status == StatusCode::NOT_MODIFIED {
        answer
            .headers_mut()
            .insert(CACHE_CONTROL, HeaderValue::from_static(age));
        answer.extensions_mut().insert(ForEverybody);
    }
    answer
}

#[cfg(test)]
mod tests {
    use std::fs;

    use tempfile::TempDir;

    use super::*;

    /// A build beside its program, and what its pages name.
    fn build(hashed: bool) -> (TempDir, LeptosOptions) {
        let folder = TempDir::new().unwrap();
        fs::write(
            folder.path().join("hash.txt"),
            "css: a1\njs: b2\nwasm: c3\n",
        )
        .unwrap();
        fs::create_dir(folder.path().join("pkg")).unwrap();
        let options = LeptosOptions::builder()
            .output_name("portal")
            .site_root(folder.path().to_str().unwrap())
            .hash_files(hashed)
            .build();
        (folder, options)
    }

    #[tokio::test]
    async fn what_the_watcher_writes_anew_is_named_and_fetched_anew() {
        for (hashed, name, age) in [
            (
                true,
                "/pkg/portal.a1.css",
                "public, max-age=31536000, immutable",
            ),
            (false, "/pkg/portal.css", "no-cache"),
        ] {
            let (folder, options) = build(hashed);
            let assets = Assets::of_build(&options, &folder.path().join("portal"));
            assert_eq!(&*assets.css, name);
            fs::write(folder.path().join(name.trim_start_matches('/')), "a {}").unwrap();
            let asked = Request::get(name).body(Body::empty()).unwrap();
            let answer = file(Site::of(&options), asked).await.unwrap();
            assert_eq!(answer.headers()[CACHE_CONTROL], age, "{name}");
        }
    }
}
