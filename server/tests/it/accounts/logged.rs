//! The log holds no personal data, whatever field it is typed into and whatever fails.

use std::net::SocketAddr;

use app::accounts::api::{
    AuditTrail, ChangeName, ConfirmRegistration, FindInTrail, Register, RequestReset,
    ResetPassword, SignIn,
};
use app::consultation::StartTalk;
use app::jobs::api::SearchJobs;
use app::status::api::LookUp;
use leptos::server_fn::ServerFn;
use tempfile::TempDir;
use uuid::Uuid;

use super::{PASSWORD, member};
use crate::support::Portal;
use crate::support::process::{SERVE, Serving, exchange, portal as program, wait_until};

const NAME: &str = "Sumiyati Wulandari";
const EMAIL: &str = "sumi.wulan@contoh.id";
const PHONE: &str = "081298765432";
const CODE: &str = "918273";
const WORDS: &str = "paspor saya ditahan majikan";

/// A form with these fields.
fn form(fields: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish()
}

/// Puts each value into the addresses of pages and into every form.
async fn say_everything(addr: SocketAddr, session: &str) {
    let id = Uuid::new_v4().to_string();
    for value in [NAME, EMAIL, PHONE, CODE, WORDS, PASSWORD] {
        let query = form(&[
            ("q", value),
            ("kata", value),
            ("orang", value),
            ("kode", value),
            ("next", value),
            ("query", value),
            ("who", value),
            ("code", value),
        ]);
        for path in [
            "/",
            "/lowongan",
            "/status",
            "/masuk",
            "/daftar/kode",
            "/petugas/audit",
            "/akun",
            AuditTrail::url(),
            SearchJobs::url(),
            LookUp::url(),
        ] {
            exchange(addr, &format!("GET {path}?{query} HTTP/1.1\r\n"), "").await;
        }
        let segment = query.split(['=', '&']).nth(1).unwrap().replace('+', "%20");
        for path in ["/", "/akun/lamaran/", "/lowongan/", "/konsultasi/", "/pkg/"] {
            let head =
                format!("GET {path}{segment} HTTP/1.1\r\nreferer: http://{addr}/?{query}\r\n");
            exchange(addr, &head, "").await;
        }
        let fields = [
            ("_form", "form"),
            ("request", &*id),
            ("client_id", &id),
            ("topic", "other"),
            ("contact", value),
            ("who", value),
            ("name", value),
            ("body", value),
            ("password", value),
            ("code", CODE),
            ("consent", "true"),
        ];
        for path in [
            SignIn::url(),
            Register::url(),
            RequestReset::url(),
            ConfirmRegistration::url(),
            ResetPassword::url(),
            StartTalk::url(),
            ChangeName::url(),
            FindInTrail::url(),
        ] {
            for cookie in ["", session] {
                let head = format!(
                    "POST {path} HTTP/1.1\r\ncookie: {cookie}\r\nx-forwarded-for: {value}\r\n"
                );
                exchange(addr, &head, &form(&fields)).await;
                exchange(addr, &head, value).await;
            }
        }
    }
    let whole = [
        ("name", NAME),
        ("contact", EMAIL),
        ("password", PASSWORD),
        ("consent", "true"),
    ];
    for contact in [EMAIL, PHONE] {
        let mut fields = whole;
        fields[1].1 = contact;
        let head = format!("POST {} HTTP/1.1\r\n", Register::url());
        assert_eq!(exchange(addr, &head, &form(&fields)).await, 303);
    }
}

#[tokio::test]
async fn nothing_of_a_person_is_in_the_log() {
    let portal = Portal::start().await;
    member(&portal, "lain@contoh.id").await;
    let mut browser = portal.browser();
    super::sign_in(&mut browser, "lain@contoh.id", PASSWORD).await;
    let session = browser.cookies();
    let data = TempDir::new().unwrap();
    let mut command = program(data.path(), &SERVE);
    command
        .env("DATABASE_URL", portal.database_url())
        // Both carriers fail, so that the portal logs errors about messages.
        .env("PORTAL_SMTP_URL", "smtp://127.0.0.1:9")
        .env("PORTAL_PHONE_COMMAND", "/bin/false")
        .env("PORTAL_TRUSTED_PROXIES", "1");
    let serving = Serving::start_by(&mut command).await;
    say_everything(serving.addr, &session).await;
    wait_until("each message was tried", async || {
        let untried = "SELECT count(*) FROM outbox_message WHERE attempts = 0";
        let (all, untried): (i64, i64) = sqlx::query_as(sqlx::AssertSqlSafe(format!(
            "SELECT (SELECT count(*) FROM outbox_message), ({untried})"
        )))
        .fetch_one(portal.pool())
        .await
        .unwrap();
        all > 0 && untried == 0
    })
    .await;
    let codes: Vec<String> = sqlx::query_scalar("SELECT body FROM outbox_message")
        .fetch_all(portal.pool())
        .await
        .unwrap();
    let log = serving.stop_and_read().await;
    assert!(log.contains("POST /api/"), "{log}");
    assert!(log.contains("gateway"), "no failure was logged: {log}");
    let sent = codes.iter().filter_map(|body| {
        body.split(|c: char| !c.is_ascii_digit())
            .find(|run| run.len() == 6)
    });
    let typed = [NAME, EMAIL, PHONE, CODE, WORDS, PASSWORD];
    let parts = [
        "sumi.wulan",
        "Wulandari",
        "81298765432",
        "ditahan",
        "kursi",
        "lain@",
    ];
    let tokens = session
        .split("; ")
        .filter_map(|cookie| cookie.split('=').nth(1));
    for secret in typed.into_iter().chain(parts).chain(sent).chain(tokens) {
        let line = log.lines().find(|line| line.contains(secret));
        assert_eq!(line, None, "{secret} is in the log");
    }
}
