//! Nothing that a client can send to a server function makes the server fail: tries each field of each function, and
//! each body as a whole, as a guest and in each role.

use axum::body::Body;
use axum::http::{Method, Request, header};
use domain::accounts::Role;

use super::{Call, Row, World, rows};
use crate::support::{Browser, Portal};

const FORM: &str = "application/x-www-form-urlencoded";

/// Values for a field.
const VALUES: [&str; 9] = [
    "",
    "\0",
    "a\0b",
    "99999999999999999999999999",
    "-9223372036854775808",
    "NaN",
    "tidak-ada-pilihan-ini",
    "\u{202e}'; DROP TABLE person; --",
    "00000000-0000-0000-0000-000000000000",
];

/// Bodies to send instead of a form, with their content types.
fn bodies() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        (FORM, Vec::new()),
        (FORM, b"\xff\xfe=\xff\0&&=&a[b][c]=1&a=2&a=3".to_vec()),
        (FORM, b"%00=%00&%FF=%FF&%".to_vec()),
        (FORM, b"[1, null, {\"a\": []}]".to_vec()),
        ("application/json", b"[1, null, {\"a\": []}]".to_vec()),
        ("multipart/form-data", b"--x".to_vec()),
        ("", vec![b'a'; 1 << 20]),
    ]
}

/// The request with this text instead of the form: as the body, or as the query of a GET.
fn with_body(row: &Row, kind: &str, body: &[u8]) -> Request<Body> {
    let get = row.method == Method::GET;
    let mut path = row.address.clone();
    if get {
        let query = body.iter().take(2000).map(|byte| match byte {
            b'!'..=b'~' if !b"\"#<>{}".contains(byte) => char::from(*byte).to_string(),
            byte => format!("%{byte:02X}"),
        });
        path = format!("{path}?{}", query.collect::<String>());
    }
    Request::builder()
        .method(&row.method)
        .uri(path)
        .header("sec-fetch-site", "same-origin")
        .header(header::ACCEPT, "application/json")
        .header(header::CONTENT_TYPE, kind)
        .body(Body::from(if get { Vec::new() } else { body.to_vec() }))
        .unwrap()
}

/// The results of the sweep so far.
#[derive(Default)]
struct Sweep {
    tried: usize,
    faults: Vec<String>,
}

impl Sweep {
    async fn send(&mut self, browser: &mut Browser, request: Request<Body>, what: &str) {
        let answer = browser.send(request).await;
        self.tried += 1;
        if answer.status.is_server_error() {
            self.faults.push(format!("{what}: {}", answer.status));
        }
    }

    /// Sends every body.
    async fn bodies(&mut self, row: &Row, who: &str, browser: &mut Browser) {
        for (number, (kind, body)) in bodies().into_iter().enumerate() {
            let what = format!("{} as {who}, body {number}", row.name());
            self.send(browser, with_body(row, kind, &body), &what).await;
        }
    }

    /// Sends every value in every field.
    async fn values(&mut self, row: &Row, who: &str, browser: &mut Browser, call: &Call) {
        for field in 0..call.fields() {
            for value in VALUES {
                let what = format!("{} as {who}, field {field} = {value:?}", row.name());
                let request = call.but(field, value).request(&row.method, &row.address);
                self.send(browser, request, &what).await;
            }
        }
    }
}

#[tokio::test]
async fn nothing_that_is_sent_to_a_server_function_is_a_fault_of_ours() {
    let portal = Portal::start_with(|settings| settings.demo = true).await;
    let world = World {
        platform: portal.platform.clone(),
    };
    let mut sweep = Sweep::default();
    let functions = rows()
        .into_iter()
        .filter(|row| row.address.starts_with("/api/"));
    for row in functions {
        // Clears the limits, which would hide the behaviour behind them.
        sqlx::query("DELETE FROM rate_limit")
            .execute(portal.pool())
            .await
            .unwrap();
        let stranger = portal.person(Role::Citizen, "Orang Lain").await;
        let call = (row.fixture)(world.clone(), stranger).await;
        let mut guest = portal.browser();
        sweep.bodies(&row, "a guest", &mut guest).await;
        sweep.values(&row, "a guest", &mut guest, &call).await;
        for role in Role::ALL {
            let (_, mut browser) = portal.signed_in(role, "Yang Bertanya").await;
            sweep.bodies(&row, role.as_str(), &mut browser).await;
        }
        // A caller whose role is allowed reaches more of the code than the others.
        if let Some(role) = row.expect.roles.first() {
            let (person, mut browser) = portal.signed_in(*role, "Yang Bertanya").await;
            let call = (row.fixture)(world.clone(), person).await;
            let who = role.as_str();
            sweep.values(&row, who, &mut browser, &call).await;
        }
    }
    assert!(sweep.tried > 3000, "{}", sweep.tried);
    assert!(sweep.faults.is_empty(), "{:#?}", sweep.faults);
}
