//! Refuses what another site makes a browser send. Leptos has no such protection of its own.

use app::error::AppError;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;

use crate::events::foreign_origin;
use crate::refusal::refuse;
use crate::router::AppState;

/// Lets a request that may change something (any method but GET, HEAD and OPTIONS, and every upgrade)
/// pass only when it comes from the portal's own pages.
pub async fn own_origin(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let safe = matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    );
    let upgrade = request.headers().contains_key(header::UPGRADE);
    if (safe && !upgrade) || from_own_page(request.headers(), &state.platform.settings.base_url) {
        return next.run(request).await;
    }
    foreign_origin(&state, &request);
    let problem = AppError::conflict("elsewhere");
    let mut answer = refuse(&state.assets, request.method(), request.headers(), &problem);
    *answer.status_mut() = StatusCode::FORBIDDEN;
    answer
}

/// `Sec-Fetch-Site` where the browser sends it, `Origin` else; neither is a no.
fn from_own_page(headers: &HeaderMap, base_url: &str) -> bool {
    let text = |name: header::HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = headers.get("sec-fetch-site") {
        return site == "same-origin";
    }
    let Some(origin) = text(header::ORIGIN) else {
        return false;
    };
    // Behind TLS the public address is what the browser knows, and what came without TLS may have been changed on its
    // way; else the host that it asked counts too.
    let plain = !base_url.starts_with("https://");
    let asked = text(header::HOST).map(|host| format!("http://{host}"));
    origin == base_url || (plain && asked.is_some_and(|asked| origin == asked))
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: &str = "https://portal.example";

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()))
            .collect()
    }

    #[test]
    fn what_the_browser_says_of_the_site_wins() {
        assert!(from_own_page(
            &headers(&[("sec-fetch-site", "same-origin")]),
            BASE
        ));
        for site in ["cross-site", "same-site", "none", ""] {
            let other = headers(&[("sec-fetch-site", site), ("origin", BASE)]);
            assert!(!from_own_page(&other, BASE), "{site}");
        }
    }

    #[test]
    fn an_old_browser_is_known_by_its_origin() {
        assert!(from_own_page(&headers(&[("origin", BASE)]), BASE));
        let direct = headers(&[
            ("origin", "http://127.0.0.1:3000"),
            ("host", "127.0.0.1:3000"),
        ]);
        for base in ["http://localhost:3000", ""] {
            assert!(from_own_page(&direct, base), "{base}");
        }
        for origin in [
            "https://evil.example",
            "null",
            "https://portal.example.evil.example",
            "http://portal.example",
        ] {
            assert!(
                !from_own_page(
                    &headers(&[("origin", origin), ("host", "portal.example:1")]),
                    BASE
                ),
                "{origin}"
            );
        }
    }

    #[test]
    fn a_portal_behind_tls_takes_nothing_from_its_name_without_tls() {
        let unsafe_page = headers(&[
            ("origin", "http://portal.example"),
            ("host", "portal.example"),
        ]);
        assert!(!from_own_page(&unsafe_page, BASE));
    }

    #[test]
    fn neither_is_refused() {
        assert!(!from_own_page(
            &headers(&[("host", "portal.example")]),
            BASE
        ));
    }
}
