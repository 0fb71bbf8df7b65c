//! The handler of accounts that is no page: the download of one's own data.

use app::accounts::personal_data;
use app::platform::Visit;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderMap, Method};
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Extension, Json};
use domain::accounts::sign_in_address;

use crate::refusal::refuse;
use crate::state::AppState;

/// `GET /akun/data.json`: everything that the portal keeps about the signed-in person.
pub async fn my_data(
    State(state): State<AppState>,
    Extension(visit): Extension<Visit>,
    headers: HeaderMap,
) -> Response {
    let Some(viewer) = visit.viewer else {
        return Redirect::to(&sign_in_address("/akun")).into_response();
    };
    let data = async {
        let mut conn = state.platform.pool.acquire().await?;
        personal_data::export(&state.platform, &mut conn, viewer.person_id).await
    };
    match data.await {
        Ok(data) => {
            let headers = [
                (CONTENT_TYPE, "application/json; charset=utf-8"),
                (
                    CONTENT_DISPOSITION,
                    "attachment; filename=\"data-saya.json\"",
                ),
            ];
            (headers, Json(data)).into_response()
        }
        Err(error) => refuse(&state.assets, &Method::GET, &headers, &error),
    }
}
