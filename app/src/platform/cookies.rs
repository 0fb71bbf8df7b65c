//! Cookies of an answer. All of them are kept from scripts and other sites (`HttpOnly`, `SameSite=Lax`).

use axum::http::header::{HeaderName, HeaderValue, SET_COOKIE};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;
use time::Duration;

use crate::base::cookie::Cookie;

/// The header that sets a cookie; without an `age` the browser drops it when it closes. Every cookie of the portal is
/// made here.
pub fn cookie_line(cookie: Cookie, value: &str, age: Option<Duration>) -> String {
    let name = cookie.name();
    let age = age.map_or_else(String::new, |age| {
        format!("; Max-Age={}", age.whole_seconds())
    });
    format!("{name}={value}; Path=/{age}; Secure; HttpOnly; SameSite=Lax")
}

/// Sets a cookie in the answer to this request.
pub fn give_cookie(cookie: Cookie, token: &str, age: Option<Duration>) {
    header(SET_COOKIE, &cookie_line(cookie, token, age));
}

/// Deletes a cookie in the browser.
pub fn take_cookie(cookie: Cookie) {
    give_cookie(cookie, "", Some(Duration::ZERO));
}

/// Makes the browser delete its cache and storage of the portal.
pub fn clear_site_data() {
    header(
        HeaderName::from_static("clear-site-data"),
        "\"cache\", \"storage\"",
    );
}

fn header(name: HeaderName, value: &str) {
    if let (Some(response), Ok(value)) = (
        use_context::<ResponseOptions>(),
        HeaderValue::from_str(value),
    ) {
        response.append_header(name, value);
    }
}
