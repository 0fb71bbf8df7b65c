//! A form needs no header to lead back to its page or to be known as the portal's own; it needs cookies.

use app::accounts::api::{Register, RequestReset};
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use domain::accounts::Role;
use leptos::server_fn::ServerFn;

use super::{OWN, opened, posted};
use crate::roles::{World, rows};
use crate::support::papers::PDF;
use crate::support::{Answer, BASE_URL, Browser, Portal, hidden};

const PAGE: &str = "/daftar?next=/akun/profil";

/// Sends a registration with an incomplete email address.
async fn register(browser: &mut Browser, headers: &[(&str, &str)]) -> Answer {
    let page = browser.get(PAGE).await;
    let (seal, own) = (page.hidden("_seal"), page.hidden("_page"));
    let fields = [
        ("_seal", &*seal),
        ("_page", &*own),
        ("_form", "register"),
        ("name", "Siti Aminah"),
        ("contact", "siti@contoh"),
        ("password", "kursi biru di teras"),
        ("consent", "true"),
    ];
    browser
        .send(posted(Register::url(), &fields, headers))
        .await
}

#[tokio::test]
async fn a_form_finds_back_to_its_page_without_a_referer() {
    let portal = Portal::start_with(|settings| settings.demo = true).await;
    let foreign = ("referer", "https://lain.example/akun");
    let origin = format!("{BASE_URL}/");
    for headers in [
        &[OWN][..],
        &[OWN, ("referer", &origin)],
        &[OWN, foreign],
        &[("origin", BASE_URL)],
        // An old browser, or a proxy that removes all of them.
        &[],
    ] {
        let mut browser = portal.browser();
        let answer = register(&mut browser, headers).await;
        assert_eq!(
            (answer.status, answer.location()),
            (StatusCode::SEE_OTHER, PAGE),
            "{headers:?}"
        );
        let page = browser.get(PAGE).await.page();
        assert!(page.contains("value=\"Siti Aminah\""), "{page}");
        assert!(page.contains("Tulis alamat email yang lengkap"), "{page}");
    }
}

#[tokio::test]
async fn the_way_back_leads_to_no_other_site() {
    let portal = Portal::start_with(|settings| settings.demo = true).await;
    for page in [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "/%2f/evil.example",
        "javascript:alert(1)",
        "/api/accounts/sign_out",
        "",
    ] {
        let fields = [("_form", "forgot"), ("_page", page), ("contact", "x")];
        let request = posted(RequestReset::url(), &fields, &[OWN]);
        let answer = portal.browser().send(request).await;
        assert_eq!(answer.location(), "/", "{page}");
        let fields = [("lang", "en"), ("_page", page)];
        let request = posted("/bahasa", &fields, &[OWN]);
        let answer = portal.browser().send(request).await;
        assert_eq!(answer.location(), "/", "{page}");
    }
}

#[tokio::test]
async fn without_both_headers_the_seal_of_this_browser_decides() {
    let portal = Portal::start_with(|settings| settings.demo = true).await;
    let mut browser = portal.browser();
    let seal = browser.get("/?a=b").await.hidden("_seal");
    let other = portal.browser().get("/").await.hidden("_seal");
    let send = |seal: &str, headers: &[(&str, &str)]| {
        let fields = [("lang", "id"), ("_seal", seal), ("_page", "/?a=b")];
        posted("/bahasa", &fields, headers)
    };
    let taken = browser.send(send(&seal, &[])).await;
    assert_eq!(
        (taken.status, taken.location()),
        (StatusCode::SEE_OTHER, "/?a=b")
    );
    let evil = [("origin", "https://evil.example")];
    let site = [("sec-fetch-site", "cross-site")];
    for (seal, headers) in [
        (&*other, &[][..]),
        ("", &[]),
        ("AAAA", &[]),
        // The browser's headers count more than a seal.
        (&seal, &evil),
        (&seal, &site),
    ] {
        let refused = browser.send(send(seal, headers)).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{seal} {headers:?}");
        assert!(refused.page().contains("tidak datang dari portal"));
    }
    // The portal reads the seal of HTML forms only.
    let json = Request::post("/api/accounts/sign_out")
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from(format!("{{\"_seal\":\"{seal}\"}}")))
        .unwrap();
    assert_eq!(browser.send(json).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_browser_that_keeps_no_cookies_is_told_at_its_first_form() {
    let portal = Portal::start_with(|settings| settings.demo = true).await;
    let page = portal.browser().get("/lupa-sandi").await;
    let (seal, own) = (page.hidden("_seal"), page.hidden("_page"));
    let fields = [
        ("_seal", &*seal),
        ("_page", &*own),
        ("_form", "forgot"),
        ("contact", "siti@contoh.id"),
    ];
    for headers in [&[OWN][..], &[("origin", BASE_URL)], &[]] {
        let request = posted(RequestReset::url(), &fields, headers);
        let told = portal.browser().send(request).await;
        assert_eq!(told.status, StatusCode::FORBIDDEN, "{headers:?}");
        let page = told.page();
        assert!(page.contains("tidak menyimpan kuki"), "{page}");
        assert!(page.contains("tombol Kembali"), "{page}");
    }
    let request = posted("/bahasa", &[("lang", "en"), ("_seal", &seal)], &[OWN]);
    let told = portal.browser().send(request).await;
    assert_eq!(told.status, StatusCode::FORBIDDEN);
    let taken: i64 = sqlx::query_scalar(
        "SELECT (SELECT count(*) FROM outbox_message) + (SELECT count(*) FROM form_draft)",
    )
    .fetch_one(portal.pool())
    .await
    .unwrap();
    assert_eq!(taken, 0);
}

/// The multipart form of a CV.
fn upload(seal: &str, page: &str) -> Request<Body> {
    let part = |name: &str, value: &str| {
        format!("--XX\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let words = [
        part("_seal", seal),
        part("_page", page),
        part("_form", "cv"),
    ]
    .concat();
    let file = "--XX\r\nContent-Disposition: form-data; name=\"cv\"; filename=\"cv.pdf\"\r\n\r\n";
    let body = [words.as_bytes(), file.as_bytes(), PDF, b"\r\n--XX--\r\n"];
    Request::post("/akun/profil/cv")
        .header(header::ACCEPT, "text/html")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=XX")
        .body(Body::from(body.concat()))
        .unwrap()
}

#[tokio::test]
async fn an_upload_is_known_by_its_seal_too() {
    let portal = Portal::start().await;
    let (_, mut browser) = portal.signed_in(Role::Citizen, "Siti Aminah").await;
    let page = browser.get("/akun/profil/cv").await;
    let (seal, own) = (page.hidden("_seal"), page.hidden("_page"));
    let other = portal.browser().get("/").await.hidden("_seal");
    for seal in ["", &other] {
        let refused = browser.send(upload(seal, &own)).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{seal}");
    }
    let guest = portal.browser().send(upload(&seal, &own)).await;
    assert_eq!(guest.status, StatusCode::FORBIDDEN);
    let kept = portal.platform.files.list().await.unwrap().len();
    assert_eq!(kept, 0);
    let taken = browser.send(upload(&seal, &own)).await;
    assert_eq!(taken.location(), "/akun/profil?pesan=cv");
}

#[tokio::test]
async fn every_posted_form_of_every_page_carries_its_page_and_its_seal() {
    let portal = Portal::start_with(|settings| settings.demo = true).await;
    let world = World {
        platform: portal.platform.clone(),
    };
    let mut forms = 0;
    let pages = rows()
        .into_iter()
        .filter(|row| row.method == Method::GET && !row.address.starts_with("/api/"));
    for row in pages {
        let role = row.expect.roles.first().copied().unwrap_or(Role::Citizen);
        let (person, mut browser) = portal.signed_in(role, "Yang Membuka").await;
        let call = (row.fixture)(world.clone(), person).await;
        let request = opened(call.request(&row.method, &row.address));
        let path = request.uri().to_string();
        let page = browser.send(request).await;
        for form in page.body.split("<form").skip(1) {
            let form = form.split("</form>").next().unwrap();
            if form.split('>').next().unwrap().contains("method=\"post\"") {
                assert_eq!(hidden(form, "_page"), path, "{path}: {form}");
                assert_eq!(hidden(form, "_seal").len(), 59, "{path}: {form}");
                forms += 1;
            }
        }
    }
    assert!(forms > 60, "{forms} forms");
}
