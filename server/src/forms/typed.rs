//! What was typed into a form, and from which page it came.

use axum::body::Bytes;
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_TYPE, HeaderName, REFERER};
use domain::accounts::own_page;
use url::Url;

/// The page that a form was sent from: the one that it names, or that the browser does.
pub(crate) fn page_of(named: Option<&str>, headers: &HeaderMap) -> Option<String> {
    let named = named.and_then(own_page).map(str::to_owned);
    named.or_else(|| text(headers, &REFERER).map(own_path))
}

/// The value of the field.
pub(crate) fn value<'a>(typed: &'a [(String, String)], field: &str) -> Option<&'a str> {
    let found = typed.iter().find(|(name, _)| name == field);
    found.map(|(_, value)| value.as_str())
}

/// The path and query of an address of ours. Another site's address becomes `/`-something on ours, which
/// is harmless: only the path is taken.
fn own_path(address: &str) -> String {
    let Ok(url) = Url::parse(address) else {
        return "/".to_owned();
    };
    let path = url.path();
    // `//host` would be read as an address elsewhere.
    let path = format!("/{}", path.trim_start_matches(['/', '\\']));
    match url.query() {
        Some(query) => format!("{path}?{query}"),
        None => path,
    }
}

/// A header that is text.
pub(super) fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// The fields of a form, in its order; of anything else none.
pub(crate) fn typed(headers: &HeaderMap, body: &Bytes) -> Vec<(String, String)> {
    let form = text(headers, &CONTENT_TYPE)
        .is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"));
    if form {
        url::form_urlencoded::parse(body).into_owned().collect()
    } else {
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use super::own_path;

    #[test]
    fn the_way_back_stays_on_the_portal() {
        assert_eq!(
            own_path("https://portal.example/daftar?a=b#c"),
            "/daftar?a=b"
        );
        assert_eq!(
            own_path("https://evil.example//evil.example/x"),
            "/evil.example/x"
        );
        assert_eq!(own_path("javascript:alert(1)"), "/alert(1)");
        assert_eq!(own_path("nonsense"), "/");
    }
}
