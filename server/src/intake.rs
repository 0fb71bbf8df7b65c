//! Reads the whole body of a request before the session is checked.

use std::time::Duration;

use app::base::error::AppError;
use app::shell::Assets;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use domain::address::CV;
use futures::StreamExt;
use tokio::time::timeout;
use url::form_urlencoded;

use crate::refusal::refuse;

/// Most bytes of a body. No form of the portal needs more; files have handlers of their own.
pub const MOST_BYTES: usize = 256 * 1024;
/// How long a form may take to arrive: twice the time of the largest form on the slowest connection.
const PATIENCE: Duration = Duration::from_secs(60);

/// Reads the whole body before the session is checked: the sender of a slow form may have signed out, or may have gone,
/// by the time it is complete. Files are too large for that; their handler checks again at the end.
pub async fn take_in(State(assets): State<Assets>, request: Request, next: Next) -> Response {
    if request.uri().path() == CV || request.body().is_end_stream() {
        return next.run(request).await;
    }
    let (mut parts, body) = request.into_parts();
    let read = timeout(PATIENCE, read(body)).await;
    let read = read.unwrap_or(Err(Unread::TooSlow));
    let (code, status) = match read.and_then(|body| in_utf8(&mut parts.headers, body)) {
        Ok(body) => {
            return next.run(Request::from_parts(parts, Body::from(body))).await;
        }
        Err(Unread::TooLarge) => ("too_large", StatusCode::PAYLOAD_TOO_LARGE),
        Err(Unread::TooSlow) => ("too_slow", StatusCode::REQUEST_TIMEOUT),
    };
    // The browser's Back keeps the typed values. Keeping them on the server would defeat the limit.
    let problem = AppError::conflict(code);
    let mut answer = refuse(&assets, &parts.method, &parts.headers, &problem);
    *answer.status_mut() = status;
    answer
}

/// Why a body was not read.
enum Unread {
    TooLarge,
    /// The body did not arrive in time, or it is incomplete.
    TooSlow,
}

/// Reads the whole body, if it is no longer than a form of the portal can be.
async fn read(body: Body) -> Result<Bytes, Unread> {
    let mut pieces = body.into_data_stream();
    let mut kept = Vec::new();
    while let Some(piece) = pieces.next().await {
        let piece = piece.map_err(|_| Unread::TooSlow)?;
        if kept.len() + piece.len() > MOST_BYTES {
            return Err(Unread::TooLarge);
        }
        kept.extend_from_slice(&piece);
    }
    Ok(kept.into())
}

/// Makes a form valid UTF-8. Half of an emoji, or bytes of another encoding, would make the whole form unreadable. They
/// become the replacement character, and everything else stays.
fn in_utf8(headers: &mut HeaderMap, body: Bytes) -> Result<Bytes, Unread> {
    let kind = headers
        .get(CONTENT_TYPE)
        .map_or(&b""[..], HeaderValue::as_bytes);
    let is_form = kind.starts_with(b"application/x-www-form-urlencoded");
    if !is_form || str::from_utf8(&urlencoding::decode_binary(&body)).is_ok() {
        return Ok(body);
    }
    headers.remove(CONTENT_LENGTH);
    let form = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(form_urlencoded::parse(&body))
        .finish();
    if form.len() > MOST_BYTES {
        return Err(Unread::TooLarge);
    }
    Ok(form.into())
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::body::to_bytes;
    use axum::http::header::ACCEPT;
    use axum::middleware::from_fn_with_state;
    use axum::routing::post;
    use tower::ServiceExt;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_form_that_never_comes_is_answered_with_words() {
        let assets = Assets {
            js: "".into(),
            wasm: "".into(),
            css: "/pkg/portal.css".into(),
        };
        let router = Router::new()
            .route("/api/kirim", post(|| async { "sent" }))
            .layer(from_fn_with_state(assets, take_in));
        for (lang, words) in [("id", "tidak sampai utuh"), ("en", "did not arrive whole")] {
            let piece = Ok::<_, std::convert::Infallible>("name=Si");
            let body = futures::stream::iter([piece]).chain(futures::stream::pending());
            let request = Request::post("/api/kirim")
                .header("cookie", format!("lang={lang}"))
                .header(ACCEPT, "text/html")
                .body(Body::from_stream(body))
                .unwrap();
            let answer = router.clone().oneshot(request).await.unwrap();
            assert_eq!(answer.status(), StatusCode::REQUEST_TIMEOUT);
            let body = to_bytes(answer.into_body(), MOST_BYTES).await.unwrap();
            let body = String::from_utf8_lossy(&body);
            assert!(body.contains(words), "{body}");
        }
    }
}
