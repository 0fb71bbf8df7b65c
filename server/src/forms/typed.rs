//! The values typed into a form, and the page from which it came.

use axum::body::Bytes;
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_TYPE, HeaderName, REFERER};
use domain::accounts::own_page;
use url::Url;

/// The page from which a form was sent: the form names it, or else the browser does.
pub(crate) fn page_of(named: Option<&str>, headers: &HeaderMap) -> Option<String> {
    let named = named.and_then(own_page).map(str::to_owned);
    named.or_else(|| text(headers, &REFERER).map(own_path))
}

/// The value of the field.
pub(crate) fn value<'a>(typed: &'a [(String, String)], field: &str) -> Option<&'a str> {
    let found = typed.iter().find(|(name, _)| name == field);
    found.map(|(_, value)| value.as_str())
}

/// The path and query of one of the portal's addresses. An address of another site becomes a path on the portal, which
/// is harmless because only the path is taken.
fn own_path(address: &str) -> String {
    let Ok(url) = Url::parse(address) else {
        return "/".to_owned();
    };
    let path = url.path();
    // A browser would read `//host` as an address of another site.
    let path = format!("/{}", path.trim_start_matches(['/', '\\']));
    match url.query() {
        Some(query) => format!("{path}?{query}"),
        None => path,
    }
}

/// The value of a header, if it is text.
pub(super) fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// The fields of a form in their order; none when the body is not a form.
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
