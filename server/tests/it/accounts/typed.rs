//! Names, contacts and codes in the forms in which phones and word processors send them.

use app::accounts::api::{ChangeName, ConfirmRegistration, Register};
use app::accounts::officers::add_officer;
use domain::accounts::Role;
use leptos::server_fn::ServerFn;
use uuid::Uuid;

use super::{PASSWORD, demo, is_in, newest_code, request_of, sign_in};
use crate::support::Portal;

async fn name_of(portal: &Portal, person: Uuid) -> String {
    sqlx::query_scalar("SELECT name FROM person WHERE id = $1")
        .bind(person)
        .fetch_one(portal.pool())
        .await
        .unwrap()
}

#[tokio::test]
async fn nothing_that_is_not_seen_is_kept_of_a_name() {
    let portal = Portal::start().await;
    let (person, mut browser) = portal.signed_in(Role::Citizen, "Siti").await;
    for (typed, kept) in [
        ("Si\u{200b}ti\u{202e} Aminah\u{0}", "Siti Aminah"),
        (
            " \u{feff}Siti\u{a0}\u{3164}Aminah\u{2800}\r\n",
            "Siti Aminah",
        ),
        ("Pa\u{302}tissier\u{ad}", "Pâtissier"),
        ("علی\u{200c}رضا", "علی\u{200c}رضا"),
    ] {
        let fields = [("_form", "name"), ("name", typed)];
        let saved = browser
            .submit("/akun/nama", ChangeName::url(), &fields)
            .await;
        assert_eq!(saved.location(), "/akun?pesan=nama", "{typed:?}");
        assert_eq!(name_of(&portal, person).await, kept);
    }
    for (typed, words) in [
        ("\u{200b}\u{3164}\u{2800}\u{ad}", "Isian ini wajib diisi."),
        ("Siti\nAminah", "Tulis dalam satu baris saja."),
    ] {
        let fields = [("_form", "name"), ("name", typed)];
        let page = browser
            .submit_and_follow("/akun/nama", ChangeName::url(), &fields)
            .await
            .page();
        assert!(
            page.contains(words) && page.contains("field-error"),
            "{page}"
        );
    }
}

#[tokio::test]
async fn contacts_and_codes_are_taken_as_they_were_copied() {
    let portal = demo().await;
    let mut browser = portal.browser();
    let fields = [
        ("name", "Siti"),
        ("contact", "\u{202a}ｓｉｔｉ@Contoh.id\u{200b}\u{a0}"),
        ("password", PASSWORD),
        ("consent", "true"),
    ];
    let asked = browser.submit("/daftar", Register::url(), &fields).await;
    let request = request_of(asked.location());
    let code = newest_code(&portal, "siti@contoh.id").await;
    let arabic = code
        .chars()
        .map(|digit| char::from_u32(u32::from('٠') + digit.to_digit(10).unwrap()).unwrap());
    let code = format!("“\u{200f}{}”.", arabic.collect::<String>());
    let fields = [("request", &*request), ("code", &*code)];
    let from = format!("/daftar/kode?permintaan={request}");
    browser
        .submit(&from, ConfirmRegistration::url(), &fields)
        .await;
    assert!(is_in(&mut browser).await, "{code}");
    let mut second = portal.browser();
    sign_in(&mut second, " \u{feff}siti@contoh.id\u{2060}\n", PASSWORD).await;
    assert!(is_in(&mut second).await);
}

#[tokio::test]
async fn officers_of_the_command_line_are_named_as_cleanly() {
    let portal = Portal::start().await;
    let (name, contact) = (
        "De\u{200b}wi\u{0}  Lestari",
        "\u{202a}dewi@contoh.id\u{202c}",
    );
    let officer = add_officer(&portal.platform, Role::Trainer, name, contact, PASSWORD)
        .await
        .unwrap();
    assert_eq!(name_of(&portal, officer).await, "Dewi Lestari");
    let mut browser = portal.browser();
    sign_in(&mut browser, "dewi@contoh.id", PASSWORD).await;
    assert!(is_in(&mut browser).await);
}
