//! Finds out who asks, once a request, before anything else needs to know.

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use app::error::AppError;
use app::platform::load_visit;

use crate::router::AppState;

/// Puts the [`app::platform::Visit`] of the request where pages and server functions find it.
pub async fn with_visit(
    State(state): State<AppState>,
    mut request: Request,
    next: Next,
) -> Response {
    let path = request
        .uri()
        .path_and_query()
        .map_or("/", |path| path.as_str())
        .to_owned();
    let platform = &state.platform;
    match load_visit(
        &platform.pool,
        platform.clock.now(),
        request.headers(),
        &path,
    )
    .await
    {
        Ok(visit) => {
            request.extensions_mut().insert(visit);
            next.run(request).await
        }
        Err(error) => refuse(&error),
    }
}

fn refuse(error: &AppError) -> Response {
    StatusCode::from_u16(error.status())
        .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
        .into_response()
}
