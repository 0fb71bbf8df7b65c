//! Accounts: what people and attackers do with them.

mod crowd;
mod data;
mod forms;
mod hashing;
mod language;
mod logged;
mod meanwhile;
mod messages;
mod network;
mod notice;
mod officers;
mod register;
mod reset;
mod sessions;
mod sign_in;
mod talks;
mod trail;
mod trail_search;
mod typed;

pub use meanwhile::until_held_up;

use app::accounts::api::{SignIn, SignOut};
use app::accounts::passwords;
use domain::accounts::Role;
use leptos::server_fn::ServerFn;
use uuid::Uuid;

use crate::support::{Answer, Browser, Portal};

/// A password that passes the password rule.
pub const PASSWORD: &str = "kursi biru di teras";

/// A demonstration portal: tests read codes from its outbox.
async fn demo() -> Portal {
    Portal::start_with(|settings| settings.demo = true).await
}

/// A person who can sign in with this contact and [`PASSWORD`].
async fn member(portal: &Portal, email: &str) -> Uuid {
    let person = portal.person(Role::Citizen, "Siti Aminah").await;
    let hash = passwords::hash(portal.platform.ids, PASSWORD)
        .await
        .unwrap();
    sqlx::query("UPDATE person SET email = $2, password_hash = $3 WHERE id = $1")
        .bind(person)
        .bind(email)
        .bind(hash)
        .execute(portal.pool())
        .await
        .unwrap();
    person
}

async fn sign_in(browser: &mut Browser, contact: &str, password: &str) -> Answer {
    let fields = [
        ("_form", "sign-in"),
        ("contact", contact),
        ("password", password),
    ];
    browser.submit("/masuk", SignIn::url(), &fields).await
}

async fn sign_out(browser: &mut Browser) -> Answer {
    browser.submit("/akun", SignOut::url(), &[]).await
}

/// Whether the browser is signed in: the account page opens.
async fn is_in(browser: &mut Browser) -> bool {
    browser.get("/akun").await.status == 200
}

/// The newest message to this contact.
async fn newest_message(portal: &Portal, to: &str) -> String {
    sqlx::query_scalar("SELECT body FROM outbox_message WHERE recipient = $1 ORDER BY created_at DESC, id DESC LIMIT 1")
        .bind(to)
        .fetch_one(portal.pool())
        .await
        .unwrap()
}

/// The code in the newest message to this contact.
async fn newest_code(portal: &Portal, to: &str) -> String {
    let body = newest_message(portal, to).await;
    let code: Option<&str> = body
        .split(|c: char| !c.is_ascii_digit())
        .find(|run| run.len() == 6);
    code.unwrap_or_else(|| panic!("no code in: {body}"))
        .to_owned()
}

/// A code that differs from this one.
fn other_than(code: &str) -> String {
    let first = if code.starts_with('1') { '2' } else { '1' };
    format!("{first}{}", &code[1..])
}

/// The value of `?permintaan=` in the address of a code's page.
fn request_of(location: &str) -> String {
    let query = location
        .split("permintaan=")
        .nth(1)
        .unwrap_or_else(|| panic!("no request in {location}"));
    query.split('&').next().unwrap().to_owned()
}
