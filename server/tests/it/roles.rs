//! The role table: every address of the portal, called as a guest and in each role, for one's own data and for another
//! person's.
//!
//! The rows are compared with the server's own list of addresses: an address without a row fails the test, and so does
//! a row without an address. Each service has its rows in `roles/<service>.rs`.

mod accounts;
mod applications;
mod consultation;
mod courses;
mod jobs;
mod planted;
mod spine;
mod status;
mod sweep;
mod table;

use std::collections::BTreeSet;

use axum::http::StatusCode;
use domain::accounts::Role;
use leptos::server_fn::axum::server_fn_paths;
use server::router;
use uuid::Uuid;

pub use table::{Call, Expect, Outcome, Row, World};

use crate::support::{Browser, Portal};

/// Every row of every service.
pub fn rows() -> Vec<Row> {
    [
        spine::rows(),
        accounts::rows(),
        applications::rows(),
        consultation::rows(),
        courses::rows(),
        jobs::rows(),
        status::rows(),
    ]
    .concat()
}

/// The addresses of the router, read from its debug output: axum has no other list.
fn routed(portal: &Portal) -> BTreeSet<String> {
    let printed = format!("{:?}", portal.router);
    let paths = printed
        .split("RouteId(")
        .filter_map(|part| part.split_once("): \""))
        .map(|(_, rest)| rest);
    // Leaves out axum's own route for unmatched addresses: the static files and the page for unknown addresses.
    paths
        .filter_map(|rest| rest.split('"').next())
        .filter(|path| !path.contains("__private__axum"))
        .map(str::to_owned)
        .collect()
}

fn named(rows: &[Row]) -> BTreeSet<String> {
    rows.iter().map(Row::name).collect()
}

#[tokio::test]
async fn every_address_has_its_row_and_every_row_its_address() {
    let portal = Portal::start_with(|settings| settings.demo = true).await;
    let rows = rows();
    let names = named(&rows);
    assert_eq!(names.len(), rows.len(), "an address has two rows");

    let listed: BTreeSet<String> = rows.iter().map(|row| row.address.clone()).collect();
    let routed = routed(&portal);
    assert!(
        routed.len() > 10,
        "the router no longer prints its addresses: {routed:?}"
    );
    let without: Vec<_> = routed.difference(&listed).collect();
    assert!(
        without.is_empty(),
        "these addresses of the router have no row in the role table: {without:#?}"
    );
    let gone: Vec<_> = listed.difference(&routed).collect();
    assert!(
        gone.is_empty(),
        "these rows of the role table have no address: {gone:#?}"
    );

    let functions: BTreeSet<String> = server_fn_paths()
        .map(|(path, method)| format!("{method} {path}"))
        .collect();
    let missing: Vec<_> = functions.difference(&names).collect();
    assert!(
        missing.is_empty(),
        "these server functions have no row of their method: {missing:#?}"
    );

    let mut pages = BTreeSet::new();
    for route in router::pages(|| ()) {
        let name = |method| format!("{method:?}").to_uppercase();
        pages.extend(
            route
                .methods()
                .map(|method| format!("{} {}", name(method), route.path())),
        );
    }
    let missing: Vec<_> = pages.difference(&names).collect();
    assert!(missing.is_empty(), "these pages have no row: {missing:#?}");
}

/// The methods without a row that an address answers with anything but 405.
async fn answered_without_a_row(portal: &Portal, rows: &[Row]) -> Vec<String> {
    let names = named(rows);
    let mut browser = portal.browser();
    let mut answered = Vec::new();
    for address in routed(portal) {
        let path: String = address
            .split('/')
            .map(|part| if part.starts_with('{') { "x" } else { part })
            .collect::<Vec<_>>()
            .join("/");
        for method in ["GET", "POST", "PUT", "PATCH", "DELETE"] {
            let name = format!("{method} {address}");
            if names.contains(&name) {
                continue;
            }
            let method = method.parse().unwrap();
            let request = Call::new().request(&method, &path);
            let status = browser.send(request).await.status;
            if status != StatusCode::METHOD_NOT_ALLOWED {
                answered.push(format!("{name}: {status}"));
            }
        }
    }
    answered
}

#[tokio::test]
async fn a_method_without_a_row_is_not_answered() {
    let portal = Portal::start_with(|settings| settings.demo = true).await;
    let answered = answered_without_a_row(&portal, &rows()).await;
    assert!(
        answered.is_empty(),
        "these methods have no row in the role table: {answered:#?}"
    );
}

/// A caller, the owner of the data that they ask for, and the expected outcome.
struct Try {
    who: String,
    browser: Browser,
    owner: Uuid,
    expected: Outcome,
}

async fn tries(portal: &Portal, expect: &Expect) -> Vec<Try> {
    let mut tries = Vec::new();
    let owner_role = expect.roles.first().copied().unwrap_or(Role::Citizen);
    let stranger = portal.person(owner_role, "Orang Lain").await;
    tries.push(Try {
        who: "a guest".into(),
        browser: portal.browser(),
        owner: stranger,
        expected: expect.guest,
    });
    for role in Role::ALL {
        let (person, browser) = portal.signed_in(role, "Yang Bertanya").await;
        let name = role.as_str();
        if !expect.roles.contains(&role) {
            let owner = portal.person(owner_role, "Orang Lain").await;
            tries.push(Try {
                who: name.into(),
                browser,
                owner,
                expected: expect.others,
            });
            continue;
        }
        if let Some(expected) = expect.foreign {
            let owner = portal.person(role, "Orang Lain").await;
            tries.push(Try {
                who: format!("{name}, another's"),
                browser: browser.clone(),
                owner,
                expected: if expect.overseers.contains(&role) {
                    expect.allowed
                } else {
                    expected
                },
            });
        }
        tries.push(Try {
            who: format!("{name}, own"),
            browser,
            owner: person,
            expected: expect.allowed,
        });
    }
    tries
}

#[tokio::test]
async fn each_role_gets_what_the_table_says() {
    let portal = Portal::start_with(|settings| settings.demo = true).await;
    let world = World {
        platform: portal.platform.clone(),
    };
    let mut wrong = Vec::new();
    for row in rows() {
        for Try {
            who,
            mut browser,
            owner,
            expected,
        } in tries(&portal, &row.expect).await
        {
            let call = (row.fixture)(world.clone(), owner).await;
            let answer = browser.send(call.request(&row.method, &row.address)).await;
            let found = Outcome::of(&answer);
            if found != expected {
                let body: String = answer.body.chars().take(200).collect();
                wrong.push(format!(
                    "{} as {who}: {expected:?} expected, {found:?} found ({})\n    {body}",
                    row.name(),
                    answer.status
                ));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} answers are not as the role table says:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// Tests the test itself: it finds a route that has no row.
#[tokio::test]
async fn a_planted_route_is_seen() {
    let mut portal = Portal::start().await;
    let before = routed(&portal);
    portal.router = portal
        .router
        .route("/selundupan", axum::routing::get(|| async { "!" }));
    let after = routed(&portal);
    assert_eq!(
        after.difference(&before).collect::<Vec<_>>(),
        ["/selundupan"]
    );
}

/// The same for a new method at an address with a row.
#[tokio::test]
async fn a_planted_method_is_seen() {
    let mut portal = Portal::start().await;
    portal.router = portal
        .router
        .route("/akun/data.json", axum::routing::post(|| async { "!" }));
    assert_eq!(
        answered_without_a_row(&portal, &rows()).await,
        ["POST /akun/data.json: 200 OK"]
    );
}
