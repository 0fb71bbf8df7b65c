//! Two people on one browser: a form that was rendered for one is not sent in the name of the other.

use app::applications::api::{Apply, SaveProfile};
use app::consultation::StartTalk;
use app::courses::api::Enrol;
use app::employers::api::RequestCompany;
use domain::accounts::Role;
use leptos::server_fn::ServerFn;

use super::{counted, functions, lift_limits, posted, request, sealed};
use crate::roles::World;
use crate::support::Portal;

const WORDS: &str = "dibuka oleh orang lain";

/// The functions that check for themselves who the person is, or that leave a device.
const ANYBODYS: [&str; 7] = [
    "confirm_registration",
    "leave_device",
    "register",
    "request_reset",
    "reset_password",
    "sign_in",
    "sign_out",
];

fn is_anybodys(address: &str) -> bool {
    let name = address.rsplit('/').next().unwrap();
    ANYBODYS
        .iter()
        .any(|one| name.trim_end_matches(|c: char| c.is_ascii_digit()) == *one)
}

#[tokio::test]
async fn no_form_of_one_person_is_sent_in_the_name_of_another() {
    let portal = Portal::start_with(|settings| settings.demo = true).await;
    let world = World {
        platform: portal.platform.clone(),
    };
    let mut tried = 0;
    for row in functions() {
        if is_anybodys(&row.address) {
            continue;
        }
        let role = row.expect.roles.first().copied().unwrap_or(Role::Citizen);
        let first = portal.person(role, "Yang Membuka").await;
        let (second, mut browser) = portal.signed_in(role, "Yang Mengirim").await;
        let call = (row.fixture)(world.clone(), second).await;
        let call = call
            .form("typed", "Rahasia Yang Membuka")
            .form("_form", "x");
        let seal = sealed(&mut browser, Some(first));
        lift_limits(&portal).await;
        let before = counted(&portal).await;
        let answer = browser.send(request(&row, call, &seal)).await;
        let name = row.name();
        assert_eq!(answer.location(), "/status", "{name}");
        assert_eq!(counted(&portal).await, before, "{name}");
        let page = browser.get("/status").await;
        assert!(page.page().contains(WORDS), "{name}: {}", page.page());
        assert!(!page.body.contains("Rahasia"), "{name}");
        tried += 1;
    }
    assert!(tried > 25, "{tried}");
}

/// A form with typed text, and its page.
struct Typed {
    role: Role,
    page: &'static str,
    action: &'static str,
    fields: &'static [(&'static str, &'static str)],
}

fn forms() -> Vec<Typed> {
    vec![
        Typed {
            role: Role::Citizen,
            page: "/akun/profil",
            action: SaveProfile::url(),
            fields: &[("_form", "profile"), ("skills", "Rahasia Ani")],
        },
        Typed {
            role: Role::Citizen,
            page: "/konsultasi",
            action: StartTalk::url(),
            fields: &[
                ("_form", "mulai"),
                ("client_id", "0193b0f0-0000-4000-8000-000000000001"),
                ("topic", "work"),
                ("body", "Rahasia Ani"),
            ],
        },
        Typed {
            role: Role::Employer,
            page: "/perusahaan/daftar",
            action: RequestCompany::url(),
            fields: &[("_form", "company"), ("company", "Rahasia Ani")],
        },
    ]
}

#[tokio::test]
async fn what_one_typed_when_the_session_ended_waits_for_that_person_alone() {
    let portal = Portal::start().await;
    for form in forms() {
        let (ani, mut browser) = portal.signed_in(form.role, "Ani").await;
        let (_, other) = portal.signed_in(form.role, "Budi").await;
        let seal = browser.get(form.page).await.hidden("_seal");
        sqlx::query("UPDATE session SET revoked_at = now() WHERE person_id = $1")
            .bind(ani)
            .execute(portal.pool())
            .await
            .unwrap();
        let fields = [&[("_seal", &*seal), ("_page", form.page)], form.fields].concat();
        let answer = browser
            .send(posted(
                form.action,
                &fields,
                &[("sec-fetch-site", "same-origin")],
            ))
            .await;
        let to = answer.location();
        assert!(to.starts_with("/masuk?next="), "{}: {to}", form.page);
        let guest = browser.get(form.page).await.body;
        assert!(!guest.contains("Rahasia"), "{} as a guest", form.page);
        browser.set_cookie("__Host-session", other.cookie("__Host-session").unwrap());
        let theirs = browser.get(form.page).await.body;
        assert!(!theirs.contains("Rahasia"), "{} as another", form.page);
        let again = portal.session_of(ani).await;
        browser.set_cookie("__Host-session", &again);
        let own = browser.get(form.page).await.page();
        assert!(own.contains("Rahasia Ani"), "{}: {own}", form.page);
    }
}

#[tokio::test]
async fn what_another_sends_is_shown_to_neither_but_kept_for_whose_it_is() {
    let portal = Portal::start().await;
    for form in forms() {
        let (ani, mut browser) = portal.signed_in(form.role, "Ani").await;
        let (_, other) = portal.signed_in(form.role, "Budi").await;
        let seal = browser.get(form.page).await.hidden("_seal");
        browser.set_cookie("__Host-session", other.cookie("__Host-session").unwrap());
        let fields = [&[("_seal", &*seal), ("_page", form.page)], form.fields].concat();
        let answer = browser
            .send(posted(
                form.action,
                &fields,
                &[("sec-fetch-site", "same-origin")],
            ))
            .await;
        assert_eq!(answer.location(), form.page);
        let theirs = browser.get(form.page).await;
        assert!(theirs.page().contains(WORDS), "{}", theirs.page());
        assert!(!theirs.body.contains("Rahasia"), "{}", form.page);
        let again = portal.session_of(ani).await;
        browser.set_cookie("__Host-session", &again);
        let own = browser.get(form.page).await.page();
        assert!(own.contains("Rahasia Ani"), "{}: {own}", form.page);
        assert!(!own.contains(WORDS), "{own}");
    }
}

#[tokio::test]
async fn what_a_guest_typed_follows_who_registers() {
    let portal = Portal::start().await;
    let mut browser = portal.browser();
    let seal = browser.get("/konsultasi").await.hidden("_seal");
    let (_, other) = portal.signed_in(Role::Citizen, "Siti").await;
    browser.set_cookie("__Host-session", other.cookie("__Host-session").unwrap());
    let fields = [
        ("_seal", &*seal),
        ("_page", "/konsultasi"),
        ("_form", "mulai"),
        ("client_id", "0193b0f0-0000-4000-8000-000000000001"),
        ("name", "Siti"),
        ("topic", "work"),
        ("body", "Saya ingin bertanya"),
    ];
    let own = [("sec-fetch-site", "same-origin")];
    browser.send(posted(StartTalk::url(), &fields, &own)).await;
    let page = browser.get("/konsultasi").await.page();
    assert!(page.contains("Anda sudah masuk"), "{page}");
    assert!(page.contains("Saya ingin bertanya"), "{page}");
    let begun: i64 = sqlx::query_scalar("SELECT count(*) FROM conversation")
        .fetch_one(portal.pool())
        .await
        .unwrap();
    assert_eq!(begun, 0);
}

#[tokio::test]
async fn an_application_and_a_seat_are_nobody_elses() {
    let portal = Portal::start_with(|settings| settings.demo = true).await;
    let world = World {
        platform: portal.platform.clone(),
    };
    for action in [Apply::url(), Enrol::url()] {
        let row = functions().into_iter().find(|row| row.address == action);
        let row = row.unwrap();
        let (ani, mut browser) = portal.signed_in(Role::Citizen, "Ani").await;
        let (budi, other) = portal.signed_in(Role::Citizen, "Budi").await;
        let call = (row.fixture)(world.clone(), budi).await;
        let seal = sealed(&mut browser, Some(ani));
        browser.set_cookie("__Host-session", other.cookie("__Host-session").unwrap());
        let refused = browser.send(request(&row, call.clone(), &seal)).await;
        assert_eq!(refused.location(), "/status", "{action}");
        // The same form with a page in the sender's own name.
        let seal = sealed(&mut browser, Some(budi));
        let taken = browser.send(request(&row, call, &seal)).await;
        assert!(
            taken.location().starts_with("/akun/"),
            "{}",
            taken.location()
        );
    }
}
