//! The portal's pages and their server functions.
//!
//! This crate is compiled twice: with `ssr` for the server, with `hydrate` for the browser. This file only composes the
//! modules.

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

/// The content of `<body>`.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    base::page::provide_page();
    routes::Portal()
}

/// Hydrates the page in the browser, once the part of the client that the page needs is loaded.
#[cfg(feature = "hydrate")]
pub fn hydrate() {
    std::panic::set_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        mark_client("failed");
    }));
    // `spawn_local` of wasm-bindgen, because Leptos has no executor before its first view.
    wasm_bindgen_futures::spawn_local(async {
        leptos::mount::hydrate_from_async(leptos::tachys::dom::body(), App)
            .await
            .forget();
        mark_client("on");
    });
}

/// Sets `<html data-client>` to the state of the client. Where it is `failed`, `boot.js` lets links load whole pages.
#[cfg(feature = "hydrate")]
fn mark_client(state: &str) {
    if let Some(root) = document().document_element() {
        // If even this fails, nothing can be done; the links still work.
        let _ = root.set_attribute("data-client", state);
    }
}
