//! Identifies the person of a request, once for each request, before anything else needs to know.

use std::net::{IpAddr, SocketAddr};
use std::sync::Once;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::header::{CONTENT_TYPE, SET_COOKIE};
use axum::http::{HeaderValue, Method};
use axum::middleware::Next;
use axum::response::Response;

use app::platform::{Cookie, Visit, cookie_line, lang_of, load_visit};

use crate::refusal::{is_person, refuse};
use crate::state::AppState;

/// Puts the [`app::platform::Visit`] into the request's extensions, where pages and server functions find it.
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
    // Built files are the same for everybody, and the error page has its style also while the database is away.
    if path.starts_with("/pkg/") {
        let lang = lang_of(request.headers());
        request.extensions_mut().insert(Visit {
            lang,
            ..Visit::default()
        });
        return next.run(request).await;
    }
    let platform = &state.platform;
    match load_visit(
        &platform.pool,
        &platform.visitors,
        platform.clock.now(),
        request.headers(),
        &path,
    )
    .await
    {
        Ok(mut visit) => {
            visit.address = client_address(&request, platform.settings.trusted_proxies);
            let is_new = visit.visitor.is_none()
                && *request.method() == Method::GET
                && is_person(request.headers());
            let given = is_new.then(|| platform.visitors.give(platform.ids, platform.clock.now()));
            if let Some((token, _)) = &given {
                visit.visitor = Some(token.clone());
            }
            request.extensions_mut().insert(visit);
            let answer = next.run(request).await;
            match given {
                Some((_, token)) => with_token(answer, &token),
                None => answer,
            }
        }
        Err(error) => refuse(&state.assets, request.method(), request.headers(), &error),
    }
}

/// Gives the browser its own token with a page: every page has a form, and forms are bound to the token.
fn with_token(mut answer: Response, token: &str) -> Response {
    let is_page = answer
        .headers()
        .get(CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if is_page && let Ok(cookie) = HeaderValue::from_str(&cookie_line(Cookie::Visitor, token, None))
    {
        answer.headers_mut().append(SET_COOKIE, cookie);
    }
    answer
}

/// The client's address. Each trusted proxy adds the address of its own client at the end of `X-Forwarded-For`; anybody
/// can make up the entries before theirs.
pub(crate) fn client_address(request: &Request, trusted_proxies: usize) -> Option<IpAddr> {
    let peer = request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map(|ConnectInfo(peer)| peer.ip());
    let Some(nearest) = trusted_proxies.checked_sub(1) else {
        return peer;
    };
    let lines = request.headers().get_all("x-forwarded-for").into_iter();
    let told: Vec<&str> = lines
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(','))
        .collect();
    let address = told.iter().rev().nth(nearest);
    let address = address.and_then(|address| read_address(address));
    if address.is_none() {
        // The value may be a person's address, or may be made up: it is not logged.
        static SAID: Once = Once::new();
        SAID.call_once(|| {
            tracing::warn!(
                "a request's X-Forwarded-For names no address where --trusted-proxies says the client's is: \
                 such requests are not limited by network; this is said once"
            );
        });
    }
    address
}

/// Reads an address as proxies write it: alone, or with the client's port.
fn read_address(told: &str) -> Option<IpAddr> {
    let told = told.trim();
    let bare = told
        .strip_prefix('[')
        .and_then(|told| told.strip_suffix(']'));
    bare.unwrap_or(told)
        .parse()
        .or_else(|_| told.parse::<SocketAddr>().map(|address| address.ip()))
        .ok()
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    fn asked(forwarded: &[&str], trusted_proxies: usize) -> Option<String> {
        let mut request = Request::new(Body::empty());
        let peer = SocketAddr::from(([10, 0, 0, 1], 4000));
        request.extensions_mut().insert(ConnectInfo(peer));
        for line in forwarded {
            let value = line.parse().unwrap();
            request.headers_mut().append("x-forwarded-for", value);
        }
        client_address(&request, trusted_proxies).map(|address| address.to_string())
    }

    #[test]
    fn without_a_proxy_the_peer_counts_whatever_it_claims() {
        assert_eq!(asked(&["1.2.3.4"], 0).as_deref(), Some("10.0.0.1"));
    }

    #[test]
    fn only_what_the_trusted_proxies_have_added_counts() {
        assert_eq!(asked(&["6.6.6.6, 1.2.3.4"], 1).as_deref(), Some("1.2.3.4"));
        assert_eq!(
            asked(&["6.6.6.6, 1.2.3.4, 10.0.0.9"], 2).as_deref(),
            Some("1.2.3.4")
        );
        assert_eq!(
            asked(&["6.6.6.6", "2001:db8::1"], 1).as_deref(),
            Some("2001:db8::1")
        );
        for (told, address) in [
            ("1.2.3.4:50123", "1.2.3.4"),
            ("[2001:db8::1]:50123", "2001:db8::1"),
            ("[2001:db8::1]", "2001:db8::1"),
        ] {
            assert_eq!(asked(&["6.6.6.6", told], 1).as_deref(), Some(address));
        }
        assert_eq!(asked(&[], 1), None);
        assert_eq!(asked(&["nonsense"], 1), None);
    }
}
