//! The HTML around the app: everything that a browser needs before the client is loaded, or without it.

use std::path::Path;
use std::sync::Arc;

use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_meta::MetaTags;

use crate::App;
use crate::base::error::AppError;
use crate::base::error_page::document;
use crate::base::text::Lang;
use crate::routes::CLIENT_PATHS;

/// Addresses of the built files, with their content hashes.
#[derive(Clone, Debug)]
pub struct Assets {
    /// The JavaScript that loads the client's WebAssembly.
    pub js: Arc<str>,
    /// The client's WebAssembly.
    pub wasm: Arc<str>,
    /// The stylesheet.
    pub css: Arc<str>,
}

impl Assets {
    /// Reads `hash.txt`, which the build writes beside the executable, with one `kind: hash` per line. A build without
    /// hashes (`make dev`) writes none; a file that is there then belongs to another build and is ignored.
    pub fn of_build(options: &LeptosOptions, executable: &Path) -> Assets {
        let hashes = executable
            .parent()
            .filter(|_| options.hash_files)
            .map(|dir| dir.join(options.hash_file.as_ref()));
        let hashes = hashes
            .and_then(|file| std::fs::read_to_string(file).ok())
            .unwrap_or_default();
        let name = |kind: &str| {
            let hash = hashes
                .lines()
                .filter_map(|line| line.split_once(':'))
                .find(|(found, _)| *found == kind)
                .map(|(_, hash)| format!(".{}", hash.trim()))
                .unwrap_or_default();
            format!(
                "/{}/{}{hash}.{kind}",
                options.site_pkg_dir, options.output_name
            )
            .into()
        };
        Assets {
            js: name("js"),
            wasm: name("wasm"),
            css: name("css"),
        }
    }
}

/// An error as a whole document, for a request for which no page can be rendered. `form` says that a form was sent.
pub fn error_document(assets: &Assets, lang: Lang, error: &AppError, form: bool) -> String {
    document(&assets.css, lang, error, form)
}

/// The whole document.
pub fn shell(assets: &Assets, options: LeptosOptions) -> impl IntoView + use<> {
    let lang = crate::platform::visit().lang.code();
    let Assets { js, wasm, css } = assets.clone();
    let reload = std::env::var_os("LEPTOS_WATCH").map(|_| view! { <AutoReload options/> });
    view! {
        <!DOCTYPE html>
        <html lang=lang data-js=js.to_string() data-wasm=wasm.to_string() data-client-paths=CLIENT_PATHS.join(" ")>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <link rel="stylesheet" href=css.to_string()/>
                <meta name="theme-color" content="#0b5a4c"/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="manifest" href="/manifest.webmanifest"/>
                {reload}
                <MetaTags/>
            </head>
            <body>
                <App/>
                <script type="module" nonce=use_nonce().map(|nonce| nonce.to_string())>
                    {include_str!("boot.js")}
                </script>
            </body>
        </html>
    }
}
