//! Two presses count as one: sending a form twice has the same effect as sending it once.

use std::collections::BTreeMap;

use app::accounts::api::{ChangeName, RequestReset, SignIn};
use app::accounts::passwords;
use app::platform::sweep_sent_forms;
use axum::http::StatusCode;
use domain::accounts::Role;
use leptos::server_fn::ServerFn;
use time::Duration;

use super::{OWN, counted, functions, lift_limits, messages, posted, request, sealed};
use crate::roles::{Outcome, Row, World};
use crate::support::{Answer, Browser, Portal};

/// Sends a form `presses` times at once; returns the answers, and how many rows each table gained.
async fn added(
    portal: &Portal,
    row: &Row,
    role: Option<Role>,
    presses: usize,
) -> (Vec<Answer>, BTreeMap<String, i64>) {
    let world = World {
        platform: portal.platform.clone(),
    };
    let owner = portal
        .person(role.unwrap_or(Role::Citizen), "Pemilik")
        .await;
    let (person, mut browser) = match role {
        Some(role) => portal.signed_in(role, "Yang Menekan").await,
        None => (owner, portal.browser()),
    };
    let call = (row.fixture)(world, person).await;
    let seal = sealed(&mut browser, role.map(|_| person));
    lift_limits(portal).await;
    let before = counted(portal).await;
    let send = || {
        let (mut browser, request) = (browser.clone(), request(row, call.clone(), &seal));
        async move { browser.send(request).await }
    };
    let answers = futures::future::join_all((0..presses).map(|_| send())).await;
    let mut after = counted(portal).await;
    for (table, rows) in &mut after {
        *rows -= before[table];
    }
    (answers, after)
}

#[tokio::test]
async fn every_form_that_is_pressed_twice_makes_one_thing() {
    let portal = Portal::start_with(|settings| settings.demo = true).await;
    let mut wrong = Vec::new();
    for row in functions() {
        let mut who: Vec<_> = row.expect.roles.iter().copied().map(Some).take(1).collect();
        if row.expect.guest == Outcome::Ok {
            who.push(None);
        }
        for role in who {
            let name = format!("{} as {role:?}", row.name());
            let (one, single) = added(&portal, &row, role, 1).await;
            let (two, double) = added(&portal, &row, role, 2).await;
            if single != double {
                let tables = single
                    .iter()
                    .filter(|(table, rows)| double[*table] != **rows);
                wrong.push(format!("{name}: {:?}", tables.collect::<Vec<_>>()));
            }
            let [first, second] = &two[..] else { panic!() };
            let same = (first.status, first.location()) == (second.status, second.location());
            if !same || first.status != one[0].status {
                wrong.push(format!(
                    "{name}: {} {}, {} {}",
                    first.status,
                    first.location(),
                    second.status,
                    second.location()
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Asks for a code with this seal; returns where the redirect leads.
async fn ask(browser: &mut Browser, seal: &str, contact: &str) -> String {
    let fields = [("_seal", seal), ("_form", "forgot"), ("contact", contact)];
    let request = posted(RequestReset::url(), &fields, &[OWN]);
    browser.send(request).await.location().to_owned()
}

#[tokio::test]
async fn other_words_another_page_or_another_browser_are_another_try() {
    let portal = Portal::start_with(|settings| settings.demo = true).await;
    let mut browser = portal.browser();
    let seal = browser.get("/lupa-sandi").await.hidden("_seal");
    let first = ask(&mut browser, &seal, "siti@contoh.id").await;
    assert_eq!(ask(&mut browser, &seal, "siti@contoh.id").await, first);
    assert_eq!(messages(&portal).await, 1);
    // Another browser with the seal but without this browser's token does not get the answer.
    let mut other = portal.browser();
    other.get("/").await;
    assert_ne!(ask(&mut other, &seal, "siti@contoh.id").await, first);
    assert_eq!(messages(&portal).await, 2);
    assert_ne!(ask(&mut browser, &seal, "budi@contoh.id").await, first);
    assert_eq!(messages(&portal).await, 3);
    // The first contact again counts as a new request, because another one was made in between.
    assert_ne!(ask(&mut browser, &seal, "siti@contoh.id").await, first);
    assert_eq!(messages(&portal).await, 4);
    let anew = browser.get("/lupa-sandi").await.hidden("_seal");
    ask(&mut browser, &anew, "siti@contoh.id").await;
    assert_eq!(messages(&portal).await, 5);
}

#[tokio::test]
async fn what_failed_is_mended_and_sent_again() {
    let portal = Portal::start().await;
    let (_, mut browser) = portal.signed_in(Role::Citizen, "Siti").await;
    let seal = browser.get("/akun/nama").await.hidden("_seal");
    for (name, to) in [
        ("12345", "/akun/nama"),
        ("12345", "/akun/nama"),
        ("Siti Aminah", "/akun?pesan=nama"),
        ("Siti Aminah", "/akun?pesan=nama"),
    ] {
        let fields = [
            ("_seal", &*seal),
            ("_page", "/akun/nama"),
            ("_form", "name"),
            ("name", name),
        ];
        let answer = browser.send(posted(ChangeName::url(), &fields, &[OWN]));
        assert_eq!(answer.await.location(), to, "{name}");
    }
}

#[tokio::test]
async fn a_second_press_brings_the_session_of_the_first_and_it_is_kept_unreadable() {
    let portal = Portal::start().await;
    let person = portal.person(Role::Citizen, "Siti Aminah").await;
    let hash = passwords::hash(portal.platform.ids, "kursi biru di teras").await;
    sqlx::query("UPDATE person SET password_hash = $2 WHERE id = $1")
        .bind(person)
        .bind(hash.unwrap())
        .execute(portal.pool())
        .await
        .unwrap();
    let mut browser = portal.browser();
    let seal = browser.get("/masuk").await.hidden("_seal");
    let contact = format!("{person}@portal.test");
    let fields = [
        ("_seal", &*seal),
        ("_form", "sign-in"),
        ("contact", &*contact),
        ("password", "kursi biru di teras"),
    ];
    // The browser drops the answer to the first press when the button is pressed again.
    let mut forgotten = browser.clone();
    forgotten.send(posted(SignIn::url(), &fields, &[OWN])).await;
    browser.send(posted(SignIn::url(), &fields, &[OWN])).await;
    assert_eq!(browser.get("/akun").await.status, StatusCode::OK);
    assert_eq!(
        browser.cookie("__Host-session"),
        forgotten.cookie("__Host-session")
    );
    let kept: Vec<u8> = sqlx::query_scalar("SELECT answer FROM form_sent")
        .fetch_one(portal.pool())
        .await
        .unwrap();
    assert!(!String::from_utf8_lossy(&kept).contains("Host"));
    // The events hold one sign-in, not two.
    portal.platform.events.write(portal.pool()).await.unwrap();
    let noted: Vec<(String, i64)> = sqlx::query_as("SELECT kind, times FROM security_event")
        .fetch_all(portal.pool())
        .await
        .unwrap();
    assert_eq!(noted, [("sign_in_allowed".to_owned(), 1)]);

    let mut conn = portal.pool().acquire().await.unwrap();
    portal.clock().advance(Duration::minutes(4));
    sweep_sent_forms(&mut conn, portal.clock().now())
        .await
        .unwrap();
    let left: i64 = sqlx::query_scalar("SELECT count(*) FROM form_sent")
        .fetch_one(&mut *conn)
        .await
        .unwrap();
    assert_eq!(left, 0);
}

#[tokio::test]
async fn a_form_whose_process_ended_is_taken_again() {
    let portal = Portal::start_with(|settings| settings.demo = true).await;
    let mut browser = portal.browser();
    let seal = browser.get("/lupa-sandi").await.hidden("_seal");
    ask(&mut browser, &seal, "siti@contoh.id").await;
    sqlx::query("UPDATE form_sent SET answer = NULL")
        .execute(portal.pool())
        .await
        .unwrap();
    portal.clock().advance(Duration::minutes(3));
    ask(&mut browser, &seal, "siti@contoh.id").await;
    assert_eq!(messages(&portal).await, 2);
}
