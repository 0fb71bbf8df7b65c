//! A failure is answered with a sentence for a person and a code for a program, with the status that tells whose fault
//! it is.

use std::net::SocketAddr;

use app::accounts::api::{Register, SignOut};
use app::consultation::{TakeNext, TakeTalk};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::accounts::Role;
use leptos::server_fn::ServerFn;
use leptos::server_fn::axum::server_fn_paths;
use time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use uuid::Uuid;

use crate::support::{Answer, Browser, Portal};

const FORM: &str = "application/x-www-form-urlencoded";

/// A portal on which people can register.
async fn demo() -> Portal {
    Portal::start_with(|settings| settings.demo = true).await
}

/// Sends these bytes as a form's body.
async fn send_raw(browser: &mut Browser, path: &str, accept: &str, body: Vec<u8>) -> Answer {
    let request = Request::post(path)
        .header(header::ACCEPT, accept)
        .header(header::CONTENT_TYPE, FORM)
        .header("sec-fetch-site", "same-origin")
        .body(Body::from(body))
        .unwrap();
    browser.send(request).await
}

#[tokio::test]
async fn a_form_whose_bytes_are_no_text_is_no_fault_of_ours() {
    let portal = Portal::start().await;
    let functions = server_fn_paths().filter(|(_, method)| method == "POST");
    let mut tried = 0;
    for (path, _) in functions {
        let mut browser = portal.browser();
        let body = b"name=\xff\xfe\0".to_vec();
        let answer = send_raw(&mut browser, path, "application/json", body).await;
        assert!(answer.status.as_u16() < 500, "{path}: {}", answer.status);
        tried += 1;
    }
    assert!(tried > 10);
}

fn registration<'a>(name: &'a str, form: &'a str) -> [(&'a str, &'a str); 5] {
    [
        ("_form", form),
        ("name", name),
        ("contact", "siti@contoh"),
        ("password", "kursi biru di teras"),
        ("consent", "true"),
    ]
}

#[tokio::test]
async fn a_form_with_a_nul_comes_back_without_it() {
    let portal = demo().await;
    let mut browser = portal.browser();
    let fields = registration("Siti\0 Aminah", "regi\0ster");
    let page = browser
        .submit_and_follow("/daftar", Register::url(), &fields)
        .await;
    assert!(
        page.page().contains("value=\"Siti Aminah\""),
        "{}",
        page.body
    );
    assert!(page.page().contains("error-summary"), "{}", page.body);
}

#[tokio::test]
async fn a_form_of_a_page_with_a_long_address_comes_back() {
    let portal = demo().await;
    let mut browser = portal.browser();
    let from = format!("/daftar?next=/{}", "a".repeat(3000));
    let fields = registration("Siti Aminah", "register");
    let answer = browser.submit(&from, Register::url(), &fields).await;
    assert_eq!(
        (answer.status, answer.location()),
        (StatusCode::SEE_OTHER, &*from)
    );
    let page = browser.get(&from).await.page();
    assert!(page.contains("value=\"Siti Aminah\""), "{page}");
}

/// The notice at the top of a page about an action that failed, used where the page has no form for it.
fn notice(page: &str) -> Option<&str> {
    let (_, rest) = page.split_once("class=\"page-problem\"")?;
    rest.split_once("</header>").map(|(words, _)| words)
}

#[tokio::test]
async fn a_button_that_could_do_nothing_says_so_at_the_top_of_its_page_and_not_for_long() {
    let portal = Portal::start().await;
    let (_, mut counsellor) = portal.signed_in(Role::Counsellor, "Bu Rini").await;
    let desk = "/petugas/konsultasi";
    let clean = counsellor.get(desk).await.page();
    assert_eq!(notice(&clean), None);

    let gone = Uuid::new_v4().to_string();
    let fields = [("conversation", gone.as_str())];
    let page = counsellor
        .submit_and_follow(desk, TakeTalk::url(), &fields)
        .await
        .page();
    let words = notice(&page).unwrap_or_else(|| panic!("nothing is said: {page}"));
    assert!(
        words.contains("role=\"alert\"")
            && words.contains("tabindex=\"-1\"")
            && words.contains("autofocus"),
        "{words}"
    );
    assert!(
        words.contains("<li>") && !words.contains("<form"),
        "{words}"
    );
    // Before the notice, the page equals the one that the client renders.
    assert!(clean.starts_with(page.split_once("<div class=\"page-problem\"").unwrap().0));

    counsellor.set_cookie("__Host-lang", "en");
    let english = counsellor.get(desk).await.page();
    assert!(
        notice(&english).is_some_and(|words| words.contains("That could not be done")),
        "{english}"
    );
    assert_eq!(notice(&counsellor.get("/").await.page()), None);

    portal.clock().advance(Duration::seconds(61));
    assert_eq!(notice(&counsellor.get(desk).await.page()), None);

    // Signing out deletes the notice with the drafts.
    counsellor.submit(desk, TakeTalk::url(), &fields).await;
    assert!(notice(&counsellor.get(desk).await.page()).is_some());
    counsellor.submit(desk, SignOut::url(), &[]).await;
    let kept: i64 = sqlx::query_scalar("SELECT count(*) FROM form_draft")
        .fetch_one(portal.pool())
        .await
        .unwrap();
    assert_eq!(kept, 0);
}

#[tokio::test]
async fn a_form_that_is_too_large_is_answered_with_words() {
    let portal = Portal::start().await;
    for (lang, words) in [("id", "Tekan tombol Kembali"), ("en", "Press Back")] {
        let mut browser = portal.browser();
        browser.set_cookie("__Host-lang", lang);
        for length in [300_000, 3_000_000, 9_000_000] {
            let body = format!("_form=register&name={}", "a".repeat(length)).into_bytes();
            let answer = send_raw(&mut browser, Register::url(), "text/html", body).await;
            assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
            assert!(answer.body.contains(words), "{}", answer.body);
        }
        let body = vec![b'a'; 300_000];
        let answer = send_raw(&mut browser, Register::url(), "application/json", body).await;
        assert_eq!(
            (answer.status.as_u16(), answer.body.as_str()),
            (413, r#"{"Conflict":"too_large"}"#)
        );
    }
}

#[tokio::test]
async fn a_form_of_before_an_upgrade_keeps_what_was_typed_and_says_so() {
    let portal = demo().await;
    let mut browser = portal.browser();
    let fields = registration("Siti Aminah", "register");
    let renamed = "/api/accounts/api/register_as_it_was_called";
    let page = browser
        .submit_and_follow("/daftar", renamed, &fields)
        .await
        .page();
    assert!(page.contains("value=\"Siti Aminah\""), "{page}");
    assert!(page.contains("Portal baru saja diperbarui"), "{page}");

    let machine = browser.call(renamed, &fields).await;
    assert_eq!(
        (machine.status.as_u16(), machine.body.as_str()),
        (405, r#"{"Conflict":"outdated"}"#)
    );
    // A button without fields is answered in the same way.
    let page = browser
        .submit_and_follow("/daftar", renamed, &[])
        .await
        .page();
    assert!(
        notice(&page).is_some_and(|words| words.contains("Portal baru saja diperbarui")),
        "{page}"
    );
}

#[tokio::test]
async fn while_the_database_is_away_a_person_reads_so() {
    let portal = Portal::start().await;
    let (_, mut browser) = portal.signed_in(Role::Citizen, "Siti").await;
    portal.pool().close().await;
    for (lang, page_words, form_words) in [
        (
            "id",
            "Layanan sedang tidak dapat dihubungi",
            "Kiriman Anda belum diproses",
        ),
        (
            "en",
            "The service cannot be reached",
            "What you sent was not carried out",
        ),
    ] {
        browser.set_cookie("__Host-lang", lang);
        let page = browser.get("/").await;
        assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(page.body.contains(page_words), "{}", page.body);
        assert!(page.body.contains(&format!("<html lang=\"{lang}\"")));
        assert!(page.body.contains("/pkg/portal.css"), "{}", page.body);
        let form = browser.submit("/petugas", TakeNext::url(), &[]).await;
        assert_eq!(form.status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(form.body.contains(form_words), "{}", form.body);
        let machine = browser.call(TakeNext::url(), &[]).await;
        assert_eq!(
            (machine.status.as_u16(), machine.body.as_str()),
            (503, "\"Unavailable\"")
        );
    }
    // The stylesheet is served without the database, so that the page is styled.
    assert_eq!(browser.get("/pkg/portal.css").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_download_that_cannot_be_had_is_answered_in_words() {
    let portal = Portal::start().await;
    let (_, mut browser) = portal.signed_in(Role::Citizen, "Siti").await;
    for path in ["/akun/profil/cv/berkas", "/akun/lamaran/ZZZZ2222/cv"] {
        let person = browser.get(path).await;
        assert_eq!(person.status, StatusCode::NOT_FOUND, "{path}");
        assert!(
            person.body.contains("<h1>Halaman ini tidak ada</h1>"),
            "{}",
            person.body
        );
        let request = Request::get(path).body(Body::empty()).unwrap();
        let machine = browser.send(request).await;
        assert_eq!(machine.body, "\"NotFound\"", "{path}");
    }
    sqlx::query("ALTER TABLE consent RENAME TO elsewhere")
        .execute(portal.pool())
        .await
        .unwrap();
    let data = browser.get("/akun/data.json").await;
    assert_eq!(data.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(
        data.body.contains("Ada kesalahan pada sistem kami") && data.body.contains("Nomor rujukan"),
        "{}",
        data.body
    );
}

/// Sends these bytes to a server; returns the first line of the answer, and the whole of it.
async fn raw(addr: SocketAddr, asked: &str) -> (String, String) {
    let mut stream = TcpStream::connect(addr).await.unwrap();
    stream.write_all(asked.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let first = answer.lines().next().unwrap_or_default().to_owned();
    (first, answer)
}

#[tokio::test]
async fn what_names_no_page_is_the_fault_of_who_asks() {
    let portal = Portal::start().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let addr = listener.local_addr().unwrap();
    let router = portal.router.clone();
    tokio::spawn(async move { axum::serve(listener, router).await });
    let head = "host: portal.test\r\naccept: text/html\r\nsec-fetch-site: same-origin\r\nconnection: close\r\n\r\n";
    for (asked, status) in [
        ("GET foo", "400"),
        ("POST foo", "400"),
        ("CONNECT host:1", "400"),
        ("OPTIONS *", "405"),
        ("GET http://portal.test", "200"),
        ("GET //", "404"),
    ] {
        let (first, answer) = raw(addr, &format!("{asked} HTTP/1.1\r\n{head}")).await;
        assert!(
            first.starts_with(&format!("HTTP/1.1 {status}")),
            "{asked}: {first}"
        );
        if status == "400" {
            assert!(answer.contains("<html lang=\"id\""), "{answer}");
        }
    }
}

#[tokio::test]
async fn what_cannot_be_read_is_refused_in_the_persons_language() {
    let portal = Portal::start().await;
    let (_, mut citizen) = portal.signed_in(Role::Citizen, "Siti").await;
    let (_, mut employer) = portal.signed_in(Role::Employer, "Budi").await;
    for (lang, words) in [("id", "<html lang=\"id\""), ("en", "<html lang=\"en\"")] {
        citizen.set_cookie("__Host-lang", lang);
        employer.set_cookie("__Host-lang", lang);
        for (browser, path) in [
            (&mut citizen, "/akun/lamaran/%FF/cv"),
            (&mut employer, "/perusahaan/lamaran/%FF/cv"),
        ] {
            let answer = browser.get(path).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
            assert!(answer.body.contains(words), "{}", answer.body);
        }
        for body in [&b""[..], b"lang", b"\xff\xfe", b"lang=%FF"] {
            citizen.set_cookie("__Host-lang", lang);
            let answer = send_raw(&mut citizen, "/bahasa", "text/html", body.to_vec()).await;
            if answer.status != StatusCode::SEE_OTHER {
                assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
                assert!(answer.body.contains(words), "{}", answer.body);
            }
        }
    }
}
