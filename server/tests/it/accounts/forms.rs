//! Without JavaScript, a form with one field error comes back with the other fields as they were typed, but never with
//! a password or a code.

use app::accounts::api::{
    ChangeName, ChangePassword, ConfirmRegistration, DeleteAccount, Register, RequestReset,
    ResetPassword, SignIn,
};
use leptos::server_fn::ServerFn;
use uuid::Uuid;

use super::{PASSWORD, demo, member, sign_in};
use crate::support::Portal;

const SECRET: &str = "rahasia-sekali-77";

/// A form that is sent with one field error.
struct Wrong {
    page: String,
    action: &'static str,
    fields: Vec<(&'static str, &'static str)>,
    /// The field error that the page shows.
    words: &'static str,
}

fn forms() -> Vec<Wrong> {
    let request = "0193b0f0-0000-4000-8000-000000000001";
    vec![
        Wrong {
            page: "/masuk".into(),
            action: SignIn::url(),
            fields: vec![
                ("_form", "sign-in"),
                ("contact", "siti@contoh.id"),
                ("password", SECRET),
            ],
            words: "tidak cocok",
        },
        Wrong {
            page: "/daftar".into(),
            action: Register::url(),
            fields: vec![
                ("_form", "register"),
                ("name", "Siti <Aminah> & \"Rekan\""),
                ("contact", "siti@contoh"),
                ("password", SECRET),
                ("consent", "true"),
            ],
            words: "Tulis alamat email yang lengkap",
        },
        Wrong {
            page: format!("/daftar/kode?permintaan={request}"),
            action: ConfirmRegistration::url(),
            fields: vec![
                ("_form", "register-code"),
                ("request", request),
                ("code", "987654"),
            ],
            words: "Kode sudah tidak berlaku",
        },
        Wrong {
            page: "/lupa-sandi".into(),
            action: RequestReset::url(),
            fields: vec![("_form", "forgot"), ("contact", "siti@contoh")],
            words: "Tulis alamat email yang lengkap",
        },
        Wrong {
            page: format!("/lupa-sandi/kode?permintaan={request}"),
            action: ResetPassword::url(),
            fields: vec![
                ("_form", "reset-code"),
                ("request", request),
                ("code", "987654"),
                ("password", "pendek-77"),
            ],
            words: "paling sedikit 10 karakter",
        },
        Wrong {
            page: "/akun/nama".into(),
            action: ChangeName::url(),
            fields: vec![("_form", "name"), ("name", "12345")],
            words: "Tulis nama dengan huruf",
        },
        Wrong {
            page: "/akun/sandi".into(),
            action: ChangePassword::url(),
            fields: vec![
                ("_form", "password"),
                ("current_password", SECRET),
                ("password", "meja hijau di dapur"),
            ],
            words: "Kata sandi ini tidak cocok",
        },
        Wrong {
            page: "/akun/hapus".into(),
            action: DeleteAccount::url(),
            fields: vec![("_form", "delete"), ("password", SECRET)],
            words: "Kata sandi ini tidak cocok",
        },
    ]
}

#[tokio::test]
async fn one_wrong_field_comes_back_with_the_other_values_and_without_secrets() {
    let portal = demo().await;
    member(&portal, "siti@contoh.id").await;
    for Wrong {
        page,
        action,
        fields,
        words,
    } in forms()
    {
        let mut browser = portal.browser();
        if page.starts_with("/akun") {
            sign_in(&mut browser, "siti@contoh.id", PASSWORD).await;
        }
        let answer = browser.submit(&page, action, &fields).await;
        assert_eq!(
            (answer.status.as_u16(), answer.location()),
            (303, page.as_str())
        );
        let shown = browser.get(&page).await.page();
        assert!(
            shown.contains("error-summary") && shown.contains("aria-invalid=\"true\""),
            "{page}: {shown}"
        );
        assert!(
            shown.contains(words),
            "{page} does not say “{words}”: {shown}"
        );
        for (name, value) in fields {
            let secret = name.contains("password") || name == "code";
            let escaped = value
                .replace('&', "&amp;")
                .replace('<', "&lt;")
                .replace('>', "&gt;")
                .replace('"', "&quot;");
            let kept = shown.contains(&format!("value=\"{escaped}\""))
                || shown.contains(&format!("value=\"{value}\""));
            if secret {
                assert!(!shown.contains(value), "{page} shows the secret {name}");
            } else if name != "_form" {
                assert!(kept, "{page} has lost {name}: {shown}");
            }
        }
        let kept: Vec<String> = sqlx::query_scalar("SELECT draft::text FROM form_draft")
            .fetch_all(portal.pool())
            .await
            .unwrap();
        assert!(
            kept.iter()
                .all(|draft| !draft.contains(SECRET) && !draft.contains("987654")),
            "{page}: {kept:?}"
        );
        sqlx::query("DELETE FROM form_draft")
            .execute(portal.pool())
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn a_consent_that_was_ticked_stays_ticked() {
    let portal = demo().await;
    let mut browser = portal.browser();
    let fields = [
        ("_form", "register"),
        ("name", ""),
        ("contact", "a@b.id"),
        ("password", SECRET),
        ("consent", "true"),
    ];
    browser.submit("/daftar", Register::url(), &fields).await;
    let page = browser.get("/daftar").await.page();
    let consent = page
        .split("name=\"consent\"")
        .nth(1)
        .unwrap()
        .split('>')
        .next()
        .unwrap();
    assert!(consent.contains("checked"), "{consent}");
}

/// Sends values that no page of the portal sends, but a client can.
#[tokio::test]
async fn nothing_that_a_client_can_send_is_a_fault_of_ours() {
    let portal = demo().await;
    member(&portal, "siti@contoh.id").await;
    let mut browser = portal.browser();
    sign_in(&mut browser, "siti@contoh.id", PASSWORD).await;
    let long = "x".repeat(100_000);
    for action in forms().into_iter().map(|form| form.action) {
        for value in [
            "",
            "\0",
            "\u{202e}",
            "'; DROP TABLE person; --",
            "<script>",
            long.as_str(),
            "%00",
            "☃@☃.☃",
        ] {
            let id = Uuid::new_v4().to_string();
            for request in [value, id.as_str()] {
                let fields = [
                    ("request", request),
                    ("contact", value),
                    ("name", value),
                    ("code", value),
                    ("password", value),
                    ("current_password", value),
                    ("consent", value),
                    ("next", value),
                ];
                let answer = browser.call(action, &fields).await;
                assert!(
                    answer.status.is_client_error() || answer.status.is_success(),
                    "{action} {value:.20}: {}",
                    answer.status
                );
            }
        }
        let answer = browser.call(action, &[]).await;
        assert!(
            answer.status.is_client_error(),
            "{action} without fields: {}",
            answer.status
        );
    }
}

#[tokio::test]
async fn a_signed_out_person_who_sends_a_form_is_led_back_to_it() {
    let portal = Portal::start().await;
    let answer = portal
        .browser()
        .submit(
            "/akun/nama",
            ChangeName::url(),
            &[("_form", "name"), ("name", "Siti")],
        )
        .await;
    let to = answer.location().to_owned();
    assert!(to.starts_with("/masuk?next="), "{to}");
    assert!(to.contains("akun"), "{to}");
}
