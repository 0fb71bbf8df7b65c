//! The portal's pages and their server functions.
//!
//! Compiled twice: with `ssr` for the server, with `hydrate` for the browser. This file only composes.

pub mod accounts;
pub mod applications;
pub mod base;
pub mod consultation;
pub mod courses;
pub mod employers;
pub mod home;
pub mod jobs;
mod layout;
#[cfg(feature = "ssr")]
pub mod people;
#[cfg(feature = "ssr")]
pub mod platform;
pub mod routes;
#[cfg(feature = "ssr")]
pub mod services;
#[cfg(feature = "ssr")]
pub mod shell;
pub mod status;
#[cfg(feature = "ssr")]
mod style_guide;

use leptos::prelude::*;
use leptos_meta::provide_meta_context;

/// Everything inside `<body>`.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    base::page::provide_page();
    routes::Portal()
}

/// Wakes the page in the browser, when the part of the client that the page needs has come.
#[cfg(feature = "hydrate")]
pub fn hydrate() {
    std::panic::set_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        mark_client("failed");
    }));
    // Leptos has no executor before its first view.
    wasm_bindgen_futures::spawn_local(async {
        leptos::mount::hydrate_from_async(leptos::tachys::dom::body(), App)
            .await
            .forget();
        mark_client("on");
    });
}

/// Says on `<html data-client>` whether the page is awake; `boot.js` lets links load whole pages when it failed.
#[cfg(feature = "hydrate")]
fn mark_client(state: &str) {
    if let Some(root) = document().document_element() {
        // Nothing can be done where even this fails; the links still work.
        let _ = root.set_attribute("data-client", state);
    }
}
