//! People's texts stay plain text: markup, quotes, braces, line breaks and direction marks are planted into every
//! stored text, and then read on every page in every role, in every message, and in every form that comes back.
//!
//! The pages and the callers come from the role table, the columns from the database, so that the test misses none.

mod columns;
mod forms;
mod html;

use axum::body::Body;
use axum::http::{HeaderValue, Method, Request, header};

use super::{Row, Try, World, rows, tries};
use crate::support::{Answer, Portal, logged};
use columns::{plant, unknown_columns};
use html::{changed, faults_of, turned};

/// The beginning of the seed, the planted text.
const MARK: &str = "Kw7q";
/// The seed tries what no person's text may do: close the element around it, open another one, be unescaped twice, have
/// its braces filled.
const SEED: &str = "Kw7q\"'></title></textarea><!--<script></script><meta selundup><img onerror=selundup()>&lt;{name}{code}{n}";
/// Ends an isolate (U+2069) and then overrides the direction (U+202E), so that the rest of the line would run from
/// right to left.
const OVERRIDE: &str = "\u{2069}\u{202e}";

/// A demonstration portal with the seed in every text that people have written.
async fn planted(seed: &str) -> (Portal, World) {
    let portal = Portal::start_with(|settings| settings.demo = true).await;
    plant(portal.pool(), seed).await;
    let world = World {
        platform: portal.platform.clone(),
    };
    (portal, world)
}

/// The same request with the `Accept` header of a browser that opens a page.
fn opened(mut request: Request<Body>) -> Request<Body> {
    if !request.uri().path().starts_with("/api/") {
        let kind = HeaderValue::from_static("text/html");
        request.headers_mut().insert(header::ACCEPT, kind);
    }
    request
}

/// The faults of an answer.
fn faults_in(answer: &Answer) -> Vec<String> {
    let mut faults = Vec::new();
    if answer.status.is_server_error() {
        faults.push(format!("{}", answer.status));
    }
    for (name, value) in &answer.headers {
        if value.to_str().is_ok_and(|value| value.contains(MARK)) {
            faults.push(format!("the header {name} holds it: {value:?}"));
        }
    }
    let kind = answer.header("content-type");
    if kind.starts_with("text/html") {
        faults.extend(faults_of(&answer.body));
    } else if answer.body.contains(MARK) && !kind.starts_with("application/json") {
        faults.push(format!("{kind} holds it"));
    }
    faults
}

/// Calls every address that changes something, so that the pages have something to show.
async fn everything_is_done(portal: &Portal, world: &World) {
    for row in rows().into_iter().filter(|row| row.method == Method::POST) {
        // Clears the limits, which would hide the behaviour behind them.
        forget_limits(portal).await;
        for Try {
            mut browser, owner, ..
        } in tries(portal, &row.expect).await
        {
            let call = (row.fixture)(world.clone(), owner).await;
            browser.send(call.request(&row.method, &row.address)).await;
        }
    }
}

async fn forget_limits(portal: &Portal) {
    sqlx::query("DELETE FROM rate_limit")
        .execute(portal.pool())
        .await
        .unwrap();
}

/// The pages; last those that show what was read and sent before.
fn pages() -> Vec<Row> {
    let mut pages: Vec<Row> = rows()
        .into_iter()
        .filter(|row| row.method == Method::GET)
        .collect();
    pages.sort_by_key(|row| ["/petugas/audit", "/kotak-keluar"].contains(&row.address.as_str()));
    pages
}

#[tokio::test]
async fn every_column_of_text_is_planted_or_the_portals_own() {
    let portal = Portal::start().await;
    let unknown = unknown_columns(portal.pool()).await;
    assert!(
        unknown.is_empty(),
        "plant.sql plants none of these, and they are not known to be the portal's own: {unknown:#?}"
    );
}

#[tokio::test]
async fn what_people_wrote_is_no_markup_to_anybody() {
    // Starts to keep this thread's log lines.
    logged();
    let seed = format!("{SEED}{OVERRIDE}");
    let (portal, world) = planted(&seed).await;
    everything_is_done(&portal, &world).await;
    let (mut wrong, mut shown) = (Vec::new(), 0);
    for row in pages() {
        forget_limits(&portal).await;
        for Try {
            who,
            mut browser,
            owner,
            ..
        } in tries(&portal, &row.expect).await
        {
            let call = (row.fixture)(world.clone(), owner).await;
            let answer = browser
                .send(opened(call.request(&row.method, &row.address)))
                .await;
            shown += usize::from(answer.page().contains(MARK));
            let faults = faults_in(&answer);
            wrong.extend(
                faults
                    .into_iter()
                    .map(|fault| format!("{} as {who}: {fault}", row.name())),
            );
        }
    }
    for (recipient, subject, body) in messages(&portal).await {
        for text in [recipient, subject, body] {
            if changed(&text).is_some() || turned(&text) {
                wrong.push(format!("a message says {text:?}"));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} faults:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert!(shown > 150, "only {shown} pages have shown anything of it");
    assert!(!logged().contains(MARK), "the log holds people's words");
}

#[tokio::test]
async fn what_is_typed_into_any_form_comes_back_as_it_was() {
    let (portal, world) = planted(SEED).await;
    let wrong = forms::all_filled(&portal, &world, SEED).await;
    assert!(
        wrong.is_empty(),
        "{} faults:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[tokio::test]
async fn a_line_break_in_a_name_adds_no_line_to_a_mails_head() {
    let (portal, world) = planted("Kw7q\r\nBcc: semua@portal.test\r\n\r\n=cmd").await;
    everything_is_done(&portal, &world).await;
    let messages = messages(&portal).await;
    assert!(
        messages
            .iter()
            .any(|(_, subject, _)| subject.contains(MARK)),
        "{messages:?}"
    );
    for (recipient, subject, _) in messages {
        assert!(!recipient.contains(char::is_control), "{recipient:?}");
        assert!(!subject.contains(char::is_control), "{subject:?}");
    }
}

/// Recipient, subject and text of the messages in the outbox.
async fn messages(portal: &Portal) -> Vec<(String, String, String)> {
    sqlx::query_as("SELECT recipient, subject, body FROM outbox_message")
        .fetch_all(portal.pool())
        .await
        .unwrap()
}
