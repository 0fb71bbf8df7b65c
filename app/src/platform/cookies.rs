//! Cookies of an answer: out of reach of scripts and other sites, all of them.

use axum::http::header::{HeaderName, HeaderValue, SET_COOKIE};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;
use time::Duration;

/// Gives the browser a cookie; without an `age` it ends with the browser.
pub fn give_cookie(name: &str, token: &str, age: Option<Duration>) {
    let age = age.map_or_else(String::new, |age| {
        format!("; Max-Age={}", age.whole_seconds())
    });
    header(
        SET_COOKIE,
        &format!("{name}={token}; Path=/{age}; Secure; HttpOnly; SameSite=Lax"),
    );
}

/// Takes a cookie away.
pub fn take_cookie(name: &str) {
    give_cookie(name, "", Some(Duration::ZERO));
}

/// Has the browser forget what it has kept of the pages it saw.
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
