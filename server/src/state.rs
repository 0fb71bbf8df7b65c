//! The state that handlers and layers share.

use std::sync::Arc;

use app::platform::Platform;
use app::shell::Assets;
use axum::extract::FromRef;
use leptos::config::LeptosOptions;

use crate::ws::Hub;

/// The state that handlers and layers share.
#[derive(Clone)]
pub struct AppState {
    /// The platform of this process.
    pub platform: Arc<Platform>,
    /// The options of Leptos, with the folder of the built site.
    pub options: LeptosOptions,
    /// Addresses of the built files.
    pub assets: Assets,
    /// The sockets of this process.
    pub hub: Arc<Hub>,
}

impl FromRef<AppState> for LeptosOptions {
    fn from_ref(state: &AppState) -> LeptosOptions {
        state.options.clone()
    }
}

impl FromRef<AppState> for Arc<Hub> {
    fn from_ref(state: &AppState) -> Arc<Hub> {
        state.hub.clone()
    }
}
