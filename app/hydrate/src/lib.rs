//! The wasm entry point. Only this crate is linked for the browser.

use wasm_bindgen::prelude::wasm_bindgen;

/// Wakes the page that the server has rendered.
#[wasm_bindgen]
pub fn hydrate() {
    app::hydrate();
}
