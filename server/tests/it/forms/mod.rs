//! What every form holds to: its own way back, whose it is, and that two presses are one.

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

/// A browser says so of a form of the portal's own.
const OWN: (&str, &str) = ("sec-fetch-site", "same-origin");

/// A form as a browser without JavaScript sends it, with these headers of its own.
fn posted(action: &str, fields: &[(&str, &str)], headers: &[(&str, &str)]) -> Request<Body> {
    let mut request = Request::post(action)
        .header(header::ACCEPT, "text/html")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(Body::from(form(fields))).unwrap()
}

/// The browser's own token, and the seal of a page that was rendered for this person on it.
fn sealed(browser: &mut Browser, person: Option<Uuid>) -> String {
    let token: [u8; 32] = Ids.bytes();
    browser.set_cookie("__Host-visitor", &BASE64URL_NOPAD.encode(&token));
    Seal::new(Ids, Some(&token), person).text()
}

/// The addresses to which people's forms are sent: the server functions that change something, and the upload of a CV. The
/// choice of a language is nobody's, and the second is the first.
fn functions() -> Vec<Row> {
    let posted = |row: &Row| row.method == "POST" && row.address != "/bahasa";
    rows().into_iter().filter(posted).collect()
}

/// The request of a page's form, with the page's seal.
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

/// The request as a browser sends it that shows the answer to a person.
fn opened(mut request: Request<Body>) -> Request<Body> {
    let html = "text/html".parse().unwrap();
    request.headers_mut().insert(header::ACCEPT, html);
    request
}

/// How many rows each table has, but those that count tries, keep forms, and are worked off by the process itself. The
/// words of the board are counted by what they are: the same text again adds none.
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

/// Limits would hide what lies behind them.
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
