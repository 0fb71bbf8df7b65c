//! The routes of the server, and the layers around them.

use std::sync::OnceLock;
use std::time::Duration;

use app::App;
use app::base::error::AppError;
use app::platform::page_context;
use app::shell::{Assets, shell};
use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{Method, StatusCode};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use domain::address::CV;
use leptos::nonce::Nonce;
use leptos::prelude::{provide_context, use_context};
use leptos_axum::{
    AxumRouteListing, LeptosRoutes, generate_route_list_with_exclusions_and_ssg_and_context,
};
use tokio::time::timeout;
use tower_http::compression::CompressionLayer;

use crate::refusal::{addressed, caught, handed_on, refuse};
use crate::site::{Site, file_or};
use crate::state::AppState;
use crate::{
    accounts, cv, events, forms, headers, intake, jobs, language, log, origin, unread, visit, ws,
};

/// The whole portal as one service.
pub fn router(state: AppState) -> Router {
    let context = {
        let state = state.clone();
        move || page_contexts(&state)
    };
    let routes = pages(context.clone());
    let document = {
        let state = state.clone();
        move || shell(&state.assets, state.options.clone())
    };
    let site = Site::of(&state.options);
    let lost = leptos_axum::render_app_async_with_context(context.clone(), document.clone());
    let lost = get(lost).with_state::<()>(());
    Router::new()
        .route("/healthz", get(|| async { "ok" }))
        .route("/readyz", get(ready))
        .route("/robots.txt", get(jobs::robots))
        .route("/sitemap.xml", get(jobs::sitemap))
        .route("/bahasa", post(language::choose))
        .route("/akun/data.json", get(accounts::my_data))
        .route("/ws/konsultasi", get(ws::upgrade))
        .route(
            CV,
            post(cv::upload).layer(DefaultBodyLimit::max(cv::MOST_BYTES)),
        )
        .route("/akun/profil/cv/berkas", get(cv::own))
        .route("/akun/lamaran/{code}/cv", get(cv::of_own_application))
        .route("/perusahaan/lamaran/{code}/cv", get(cv::of_applicant))
        .leptos_routes_with_context(&state, routes, context, document)
        .fallback(move |request: Request| file_or(site, lost, request))
        .layer(from_fn_with_state(state.assets.clone(), in_time))
        .layer(from_fn_with_state(state.clone(), forms::wrap))
        .layer(from_fn(handed_on))
        .layer(from_fn(headers::keep_private))
        .layer(from_fn_with_state(state.clone(), events::watch))
        .layer(from_fn_with_state(state.clone(), visit::with_visit))
        .layer(from_fn_with_state(state.clone(), origin::own_origin))
        .layer(from_fn_with_state(state.assets.clone(), intake::take_in))
        .layer(from_fn_with_state(state.assets.clone(), addressed))
        .layer(from_fn_with_state(state.assets.clone(), caught))
        .layer(from_fn(headers::safe_headers))
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(state.clone(), log::requests))
        .layer(from_fn(unread::read_on))
        .with_state(state)
}

/// The routes of all pages, read from the app once in each process.
///
/// Reading them suspends every resource of the process for good (leptos-rs/leptos #4773), and a page that is rendered
/// meanwhile would never end. So no router exists before the first reading is done, and there is no second reading.
pub fn pages(context: impl Fn() + Clone + Send + Sync + 'static) -> Vec<AxumRouteListing> {
    static PAGES: OnceLock<Vec<AxumRouteListing>> = OnceLock::new();
    let read = || generate_route_list_with_exclusions_and_ssg_and_context(App, None, context).0;
    PAGES.get_or_init(read).clone()
}

/// Provides the contexts of pages and server functions.
fn page_contexts(state: &AppState) {
    provide_context(state.platform.clone());
    provide_context(page_context());
    let parts = use_context::<http::request::Parts>();
    if let Some(nonce) =
        parts.and_then(|parts| parts.extensions.get::<headers::CspNonce>().cloned())
    {
        provide_context(Nonce::from_value(nonce.0));
    }
}

/// The longest time for a page. A statement ends within 30 s, so a page that takes longer than this never ends.
const PATIENCE: Duration = Duration::from_secs(45);

/// Ends the wait for a page that never ends: the person gets an error page instead of a browser that waits.
async fn in_time(State(assets): State<Assets>, request: Request, next: Next) -> Response {
    if request.method() != Method::GET {
        return next.run(request).await;
    }
    let headers = request.headers().clone();
    match timeout(PATIENCE, next.run(request)).await {
        Ok(response) => response,
        Err(_) => {
            tracing::error!("a page did not end");
            refuse(&assets, &Method::GET, &headers, &AppError::Unavailable)
        }
    }
}

/// `/readyz`: ready when the database answers and has every migration of this binary.
async fn ready(State(state): State<AppState>) -> Response {
    let newest = app::platform::migrator()
        .iter()
        .map(|step| step.version)
        .max()
        .unwrap_or_default();
    // The query is not checked at compile time: the migrator's own table is not in the schema for those checks.
    let applied = sqlx::query_scalar::<_, Option<i64>>(
        "SELECT max(version) FROM _sqlx_migrations WHERE success",
    )
    .fetch_one(&state.platform.pool)
    .await;
    match applied {
        Ok(Some(version)) if version >= newest => "ready".into_response(),
        _ => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use tower::ServiceExt;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_page_that_never_ends_is_answered_with_words() {
        let assets = Assets {
            js: "".into(),
            wasm: "".into(),
            css: "/pkg/portal.css".into(),
        };
        let router = Router::new()
            .route("/lama", get(std::future::pending::<()>))
            .layer(from_fn_with_state(assets, in_time));
        for (cookie, words) in [
            ("", "<h1>Layanan sedang tidak dapat dihubungi</h1>"),
            ("lang=en", "<h1>The service cannot be reached just now</h1>"),
        ] {
            let request = Request::get("/lama")
                .header("cookie", cookie)
                .header("accept", "text/html");
            let request = request.body(Body::empty()).unwrap();
            let response = router.clone().oneshot(request).await.unwrap();
            assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
            let body = axum::body::to_bytes(response.into_body(), 5000).await;
            let body = String::from_utf8(body.unwrap().to_vec()).unwrap();
            assert!(body.contains(words), "{body}");
        }
    }
}
