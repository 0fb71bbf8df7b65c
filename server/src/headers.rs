//! Security headers of every answer.

use axum::extract::Request;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, VARY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderName, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::Response;
use data_encoding::BASE64;

use app::platform::{Ids, Visit};

use crate::site::ForEverybody;

/// The nonce that this answer's scripts carry.
#[derive(Clone, Debug)]
pub struct CspNonce(pub String);

/// Paths whose answers hold personal data, whoever asks.
const PERSONAL: [&str; 10] = [
    "/akun",
    "/api",
    "/petugas",
    "/perusahaan",
    "/konsultasi",
    "/masuk",
    "/daftar",
    "/lupa-sandi",
    // The codes of a demonstration.
    "/kotak-keluar",
    "/status",
];

/// The policy of an answer that is not a page: it can do nothing when a browser opens it as a page. It is also shorter,
/// and a phone loads ten such files before the client starts.
const NO_DOCUMENT: &str =
    "default-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

/// Sets the security headers, with a new nonce for the scripts of a page.
pub async fn safe_headers(mut request: Request, next: Next) -> Response {
    let nonce = BASE64.encode(&Ids.bytes::<16>());
    request.extensions_mut().insert(CspNonce(nonce.clone()));
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let document = headers
        .get(CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if document {
        // The page's language depends on these headers, and so does all its personal data.
        headers.append(VARY, HeaderValue::from_static("Accept-Language, Cookie"));
    }
    let policy = if document {
        HeaderValue::from_str(&policy(&nonce)).ok()
    } else {
        None
    };
    headers.insert(
        CONTENT_SECURITY_POLICY,
        policy.unwrap_or(HeaderValue::from_static(NO_DOCUMENT)),
    );
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    // Forms without JavaScript return to the Referer; other sites do not get it.
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(
        HeaderName::from_static("cross-origin-opener-policy"),
        HeaderValue::from_static("same-origin"),
    );
    headers.insert(
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("same-origin"),
    );
    headers.insert(
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
    );
    headers.insert(
        HeaderName::from_static("strict-transport-security"),
        HeaderValue::from_static("max-age=31536000"),
    );
    response
}

/// Keeps personal pages out of every cache, the browser's own included: after signing out, Back shows nothing. Files of
/// the site are not personal, so a signed-in person does not load them again for each page.
pub async fn keep_private(request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let personal = PERSONAL
        .iter()
        .any(|start| path == *start || path.starts_with(&format!("{start}/")));
    let known = request
        .extensions()
        .get::<Visit>()
        .is_some_and(|visit| visit.viewer.is_some() || !visit.drafts.is_empty());
    let private = personal || known || !matches!(*request.method(), Method::GET | Method::HEAD);
    let mut response = next.run(request).await;
    if response.extensions().get::<ForEverybody>().is_some() {
        return response;
    }
    if private {
        response
            .headers_mut()
            .insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    } else {
        response
            .headers_mut()
            .entry(CACHE_CONTROL)
            .or_insert(HeaderValue::from_static("private, no-cache"));
    }
    response
}

fn policy(nonce: &str) -> String {
    // cargo-leptos reloads the page through a socket of its own, in development only.
    let reload = if std::env::var_os("LEPTOS_WATCH").is_some() {
        " ws://127.0.0.1:3001"
    } else {
        ""
    };
    format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' data:; font-src 'self'; connect-src 'self'{reload}; manifest-src 'self'; form-action 'self'; \
         base-uri 'none'; frame-ancestors 'none'"
    )
}
