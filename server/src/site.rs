//! The files of the built site, and the page for an unknown address.

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

/// Marks an answer that is the same for everybody, so that every cache may keep it.
#[derive(Clone, Copy)]
pub struct ForEverybody;

/// The errors of the system for an address without a file, also for one that no file can have: its name is too long, or
/// it holds a NUL.
const NO_SUCH_FILE: [ErrorKind; 5] = [
    ErrorKind::NotFound,
    ErrorKind::NotADirectory,
    ErrorKind::PermissionDenied,
    ErrorKind::InvalidFilename,
    ErrorKind::InvalidInput,
];

/// The built files that every page names, from the same build as this program.
///
/// # Errors
/// One of them is missing: the pages would come without their style, and the portal would not report it.
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
    /// Whether the names of the built files contain a hash, so that the files never change.
    hashed: bool,
}

impl Site {
    /// The files in the site's folder; compressed ones where the build has made them.
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

/// Answers with the file of this address, or with `lost` if there is none.
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

/// Sets how long a file may be cached. A 304 sets the same, because it renews what the browser knows of the file.
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

    /// Makes a build beside its program, and the options that name it.
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
