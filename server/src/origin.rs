//! Refuses requests that another site makes a browser send. Leptos has no such protection of its own.

use app::base::error::AppError;
use app::base::form::SEAL_FIELD;
use app::platform::{Seal, visitor_of};
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use domain::address::CV;

use crate::events::foreign_origin;
use crate::forms::typed;
use crate::intake::MOST_BYTES;
use crate::refusal::refuse;
use crate::state::AppState;

/// The source of a request, as the browser tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    OwnPage,
    Elsewhere,
    /// The headers are missing: an old browser, or a proxy that removes them.
    Unsaid,
}

/// Checks a request that may change something (any method but GET, HEAD and OPTIONS, and every upgrade): it passes only
/// when it comes from the portal's own pages, and a form only when its browser keeps cookies.
pub async fn own_origin(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let safe = matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    );
    let upgrade = request.headers().contains_key(header::UPGRADE);
    if safe && !upgrade {
        return next.run(request).await;
    }
    let source = source(request.headers(), &state.platform.settings.base_url);
    let (mut request, seal) = with_seal(request).await;
    let checked = if source == Source::Elsewhere || (upgrade && source != Source::OwnPage) {
        Err(AppError::conflict("elsewhere"))
    } else if request.uri().path() == CV {
        // The seal is in a part of its own, before the file: the handler of files checks it.
        Ok(())
    } else {
        proven(source, seal.as_ref(), request.headers())
    };
    if let Err(problem) = checked {
        if problem.code() == "elsewhere" {
            foreign_origin(&state, &request);
        }
        return refused(&state, request.method(), request.headers(), &problem);
    }
    request.extensions_mut().insert(source);
    next.run(request).await
}

/// Checks that a form comes from the portal: the browser says so, or the form's seal proves it. A browser without its
/// token keeps no cookies, so the result of its form would be lost at the next step.
///
/// # Errors
/// The conflicts `no_cookies` and `elsewhere`.
pub fn proven(source: Source, seal: Option<&Seal>, headers: &HeaderMap) -> Result<(), AppError> {
    let problem = match (source, seal, visitor_of(headers)) {
        (_, Some(_), None) => "no_cookies",
        (Source::OwnPage, ..) => return Ok(()),
        (Source::Unsaid, Some(seal), Some(visitor)) if seal.is_of_browser(&visitor) => {
            return Ok(());
        }
        _ => "elsewhere",
    };
    Err(AppError::conflict(problem))
}

/// The answer to a form that was refused: a page for a person, JSON for a program.
pub fn refused(
    state: &AppState,
    method: &Method,
    headers: &HeaderMap,
    problem: &AppError,
) -> Response {
    let mut answer = refuse(&state.assets, method, headers, problem);
    *answer.status_mut() = StatusCode::FORBIDDEN;
    answer
}

/// Returns the request, and the seal of its form. The upload of a CV is passed on unread, since files are large.
async fn with_seal(request: Request) -> (Request, Option<Seal>) {
    if request.uri().path() == CV {
        return (request, None);
    }
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, MOST_BYTES).await.unwrap_or_default();
    let typed = typed(&parts.headers, &body);
    let seal = typed.iter().find(|(name, _)| name == SEAL_FIELD);
    let seal = seal.and_then(|(_, seal)| Seal::read(seal));
    (Request::from_parts(parts, Body::from(body)), seal)
}

/// The source of a request, from `Sec-Fetch-Site` if the browser sends it, otherwise from `Origin`.
fn source(headers: &HeaderMap, base_url: &str) -> Source {
    let own = |is_own| {
        if is_own {
            Source::OwnPage
        } else {
            Source::Elsewhere
        }
    };
    if let Some(site) = headers.get("sec-fetch-site") {
        return own(site == "same-origin");
    }
    let Some(origin) = headers.get(header::ORIGIN) else {
        return Source::Unsaid;
    };
    // Behind TLS only the public address counts: the browser knows the portal by it, and a page loaded without TLS may
    // have been changed on its way. Without TLS the host that the browser asked for counts too.
    let plain = !base_url.starts_with("https://");
    let asked = headers
        .get(header::HOST)
        .and_then(|host| Some(format!("http://{}", host.to_str().ok()?)));
    own(origin == base_url || (plain && asked.is_some_and(|asked| origin == asked.as_str())))
}

#[cfg(test)]
mod tests {
    use app::platform::{Cookie, Ids, cookie_line};
    use data_encoding::BASE64URL_NOPAD;

    use super::*;

    const BASE: &str = "https://portal.example";

    fn from_own_page(headers: &HeaderMap, base_url: &str) -> bool {
        source(headers, base_url) == Source::OwnPage
    }

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
    fn without_a_word_of_the_browser_the_seal_decides() {
        let said = headers(&[("host", "portal.example")]);
        assert_eq!(source(&said, BASE), Source::Unsaid);
        let (mine, other) = (Ids.bytes::<32>(), Ids.bytes::<32>());
        let with = |visitor: &[u8]| {
            let cookie = cookie_line(Cookie::Visitor, &BASE64URL_NOPAD.encode(visitor), None);
            headers(&[("cookie", cookie.split(';').next().unwrap())])
        };
        let seal = Seal::new(Ids, Some(&mine), None);
        let tries = [
            (Some(&seal), with(&mine), Ok(())),
            (Some(&seal), with(&other), Err("elsewhere")),
            (None, with(&mine), Err("elsewhere")),
            (None, headers(&[]), Err("elsewhere")),
            (Some(&seal), headers(&[]), Err("no_cookies")),
        ];
        for (seal, headers, expected) in tries {
            let expected = expected.map_err(AppError::conflict);
            assert_eq!(proven(Source::Unsaid, seal, &headers), expected);
        }
        let lost = proven(Source::OwnPage, Some(&seal), &headers(&[]));
        assert_eq!(lost, Err(AppError::conflict("no_cookies")));
        assert_eq!(proven(Source::OwnPage, None, &headers(&[])), Ok(()));
    }
}
