//! Back to a form that was sent: an action that was undone since is done anew.

use app::accounts::api::RequestReset;
use app::courses::api::{CancelEnrolment, Enrol, SaveAnswers};
use domain::accounts::Role;
use leptos::server_fn::ServerFn;

use super::{OWN, messages, opened, posted};
use crate::courses::{BLITAR, CLASS_OF_TWO};
use crate::roles::{World, rows};
use crate::support::{Browser, Portal};

/// Forms that store nothing of a person: the choice of a language, and the examples in the style guide.
const OPEN: [&str; 2] = ["action=\"/bahasa\"", "action=\"/gaya\""];

/// Whether the page has a form that belongs to a person.
fn has_own_form(page: &str) -> bool {
    let forms = page.split("<form ").skip(1);
    let heads = forms.filter_map(|form| form.split_once('>'));
    heads
        .filter(|(head, _)| head.contains("method=\"post\""))
        .any(|(head, _)| !OPEN.iter().any(|open| head.contains(open)))
}

/// Without JavaScript only loading the page renews its form, so Back must load the page again.
#[tokio::test]
async fn no_page_with_a_form_is_shown_from_what_the_browser_has_kept() {
    let portal = Portal::start_with(|settings| settings.demo = true).await;
    let world = World {
        platform: portal.platform.clone(),
    };
    let pages = rows()
        .into_iter()
        .filter(|row| row.method == "GET" && !row.address.starts_with("/api/"));
    let (mut kept, mut seen) = (Vec::new(), 0);
    for row in pages {
        for role in Role::ALL.map(Some).into_iter().chain([None]) {
            let (person, mut browser) = match role {
                Some(role) => portal.signed_in(role, "Yang Kembali").await,
                None => (
                    portal.person(Role::Citizen, "Pemilik").await,
                    portal.browser(),
                ),
            };
            let call = (row.fixture)(world.clone(), person).await;
            let page = browser
                .send(opened(call.request(&row.method, &row.address)))
                .await;
            if has_own_form(&page.body) {
                seen += 1;
                if page.header("cache-control") != "no-store" {
                    kept.push(format!(
                        "{} as {role:?}: {}",
                        row.name(),
                        page.header("cache-control")
                    ));
                }
            }
        }
    }
    assert!(kept.is_empty(), "{kept:#?}");
    assert!(seen > 40, "{seen}");
}

const CLASS: [(&str, &str); 3] = [
    ("class[stream]", "empowerment"),
    ("class[slug]", "anggaran"),
    ("class[cohort]", "blitar-1"),
];

/// Sends a form with this seal; returns where its redirect leads.
async fn send(browser: &mut Browser, seal: &str, action: &str, fields: &[(&str, &str)]) -> String {
    let fields = [
        &[("_seal", seal), ("_page", "/status"), ("_form", "x")],
        fields,
    ]
    .concat();
    browser
        .send(posted(action, &fields, &[OWN]))
        .await
        .location()
        .to_owned()
}

#[tokio::test]
async fn what_was_undone_since_is_done_anew() {
    let portal = Portal::start().await;
    CLASS_OF_TWO.insert(&portal.platform).await;
    let (person, mut browser) = portal.signed_in(Role::Citizen, "Siti").await;
    let mut elsewhere = portal.browser();
    elsewhere.set_cookie("__Host-session", &portal.session_of(person).await);
    let year = (portal.clock().now().year() - 1).to_string();
    let answers = [
        &CLASS[..],
        &[
            ("kind", "returned"),
            ("country", "HK"),
            ("return_year", &year),
            ("regency", BLITAR),
            ("adult", "yes"),
        ],
    ]
    .concat();
    // The pages as the browser keeps them: the one with the questions, and the one with the last button.
    let first = browser
        .get("/pemberdayaan/anggaran/blitar-1/daftar")
        .await
        .hidden("_seal");
    let last = "/pemberdayaan/anggaran/blitar-1/periksa";
    assert_eq!(
        send(&mut browser, &first, SaveAnswers::url(), &answers).await,
        last
    );
    let second = browser.get(last).await.hidden("_seal");
    let mut codes = Vec::new();
    for cancels_elsewhere in [false, true, false] {
        assert_eq!(
            send(&mut browser, &first, SaveAnswers::url(), &answers).await,
            last
        );
        let place = send(&mut browser, &second, Enrol::url(), &CLASS).await;
        let code = place
            .strip_prefix("/akun/pelatihan/")
            .expect(&place)
            .to_owned();
        // A second press of the button leads to the same enrolment.
        assert_eq!(
            send(&mut browser, &second, Enrol::url(), &CLASS).await,
            place
        );
        let canceller = if cancels_elsewhere {
            &mut elsewhere
        } else {
            &mut browser
        };
        let seal = canceller
            .get(&format!("{place}/batal"))
            .await
            .hidden("_seal");
        send(canceller, &seal, CancelEnrolment::url(), &[("code", &code)]).await;
        let status: String = sqlx::query_scalar("SELECT status FROM enrolment WHERE code = $1")
            .bind(&code)
            .fetch_one(portal.pool())
            .await
            .unwrap();
        assert_eq!(status, "cancelled");
        assert!(!codes.contains(&code), "{codes:?}");
        codes.push(code);
    }
}

#[tokio::test]
async fn a_form_of_a_page_that_back_has_brought_is_another_try() {
    let portal = Portal::start_with(|settings| settings.demo = true).await;
    let mut browser = portal.browser();
    let seal = browser.get("/lupa-sandi").await.hidden("_seal");
    let contact = ("contact", "siti@contoh.id");
    let first = send(&mut browser, &seal, RequestReset::url(), &[contact]).await;
    let again = [contact, ("_again", "1234.5")];
    for _ in 0..2 {
        assert_ne!(
            send(&mut browser, &seal, RequestReset::url(), &again).await,
            first
        );
    }
    assert_eq!(messages(&portal).await, 2);
}
