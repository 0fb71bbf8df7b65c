//! Rules for every form: it leads back to its page, it belongs to one person, and two presses count as one.

mod again;
mod headers;
mod once;
mod typed;
mod whose;

use std::collections::BTreeMap;

use app::platform::{Ids, Seal};
use axum::body::Body;
use axum::http::{Request, header};
use data_encoding::BASE64URL_NOPAD;
use uuid::Uuid;

use crate::roles::{Call, Row, rows};
use crate::support::papers::with_parts;
use crate::support::{Browser, Portal, form};

/// The header with which a browser marks a form of the portal's own.
const OWN: (&str, &str) = ("sec-fetch-site", "same-origin");

/// A form as a browser without JavaScript sends it, with further headers.
fn posted(action: &str, fields: &[(&str, &str)], headers: &[(&str, &str)]) -> Request<Body> {
    let mut request = Request::post(action)
        .header(header::ACCEPT, "text/html")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(Body::from(form(fields))).unwrap()
}

/// Sets a token for the browser; returns the seal of a page that was rendered for this person on it.
fn sealed(browser: &mut Browser, person: Option<Uuid>) -> String {
    let token: [u8; 32] = Ids.bytes();
    browser.set_cookie("__Host-visitor", &BASE64URL_NOPAD.encode(&token));
    Seal::new(Ids, Some(&token), person).text()
}

/// The addresses to which people's forms are sent: the server functions that change something, and the upload of a CV.
/// The choice of a language is left out: it belongs to nobody, and sending it twice changes nothing.
fn functions() -> Vec<Row> {
    let posted = |row: &Row| row.method == "POST" && row.address != "/bahasa";
    rows().into_iter().filter(posted).collect()
}

/// The request that a page's form sends, with the page's seal.
fn request(row: &Row, mut call: Call, seal: &str) -> Request<Body> {
    let marks = [("_seal", seal), ("_page", "/status")];
    match &mut call.body {
        Some((_, body)) => *body = [with_parts(&marks).as_bytes(), body].concat(),
        None => {
            for (name, value) in marks {
                call = call.form(name, value);
            }
        }
    }
    opened(call.request(&row.method, &row.address))
}

/// The request with the `Accept` header of a browser that opens a page.
fn opened(mut request: Request<Body>) -> Request<Body> {
    let html = "text/html".parse().unwrap();
    request.headers_mut().insert(header::ACCEPT, html);
    request
}

/// How many rows each table has, without the tables that count attempts, keep forms, or are worked off by the process
/// itself. The search words are left out too: the same text adds no rows, only counts.
async fn counted(portal: &Portal) -> BTreeMap<String, i64> {
    let tables: Vec<String> = sqlx::query_scalar(
        "SELECT table_name::text FROM information_schema.tables
         WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
           AND table_name NOT IN ('form_sent', 'form_draft', 'rate_limit', 'conversation_outbox',
                                  'security_event', 'search_word')
           AND table_name NOT LIKE 'presence%'",
    )
    .fetch_all(portal.pool())
    .await
    .unwrap();
    let mut counted = BTreeMap::new();
    for table in tables {
        let sql = format!("SELECT count(*) FROM \"{table}\"");
        let rows: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
            .fetch_one(portal.pool())
            .await
            .unwrap();
        counted.insert(table, rows);
    }
    counted
}

/// Clears the limits, which would hide the behaviour behind them.
async fn lift_limits(portal: &Portal) {
    sqlx::query("DELETE FROM rate_limit")
        .execute(portal.pool())
        .await
        .unwrap();
}

async fn messages(portal: &Portal) -> i64 {
    sqlx::query_scalar("SELECT count(*) FROM outbox_message")
        .fetch_one(portal.pool())
        .await
        .unwrap()
}
