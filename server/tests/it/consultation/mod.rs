//! Consultations: the page without JavaScript, the counsellor's desk, the socket, and faults of the connection.

mod audited;
mod calendar;
mod client;
mod crowds;
mod desk;
mod erased;
mod faults;
mod handed_over;
mod home;
mod limits;
pub mod line;
mod lost;
mod nats;
mod old_guests;
mod plain;
mod presence;
mod removed;
mod restored;
mod shared;
mod signed_out;
mod silent;
mod strange;
mod turns;
mod version;

use std::net::SocketAddr;
use std::time::Duration;

use crate::support::{Browser, Portal};
use app::consultation::StartTalk;
use app::platform::{Clock, Ids, start_session};
use axum::Router;
use leptos::server_fn::ServerFn;
use sqlx::PgPool;
use time::OffsetDateTime;
use uuid::Uuid;

/// A time limit that is longer than any step takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

fn new_id() -> Uuid {
    Ids.uuid(Clock::system().now())
}

/// The value of the first field of this name on a page.
fn field(page: &str, name: &str) -> String {
    let tag = page
        .split('<')
        .find(|tag| tag.starts_with("input") && tag.contains(&format!("name=\"{name}\"")))
        .unwrap_or_else(|| panic!("no field {name} in {page}"));
    let value = tag.split_once("value=\"").unwrap().1;
    value.split_once('"').unwrap().0.to_owned()
}

/// Begins a conversation as a guest; returns the address of its page.
pub async fn start_as_guest(browser: &mut Browser, words: &str) -> String {
    let page = browser.get("/konsultasi").await;
    let client_id = field(&page.body, "client_id");
    let fields = [
        ("_form", "mulai"),
        ("client_id", client_id.as_str()),
        ("name", "Siti"),
        ("topic", "go_abroad"),
        ("body", words),
    ];
    let answer = browser
        .submit("/konsultasi", StartTalk::url(), &fields)
        .await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    let to = answer.location().to_owned();
    assert!(to.starts_with("/konsultasi/"), "{to}");
    to
}

pub async fn count(portal: &Portal, sql: &'static str) -> i64 {
    sqlx::query_scalar(sql)
        .fetch_one(portal.pool())
        .await
        .unwrap()
}

/// A new signed-in person of a role; returns their id and their cookie.
async fn signed_in(pool: &PgPool, now: OffsetDateTime, role: &str) -> (Uuid, String) {
    let id = new_id();
    sqlx::query(
        "INSERT INTO person (id, name, email, role, created_at) VALUES ($1, 'Siti', $2, $3, $4)",
    )
    .bind(id)
    .bind(format!("{id}@portal.test"))
    .bind(role)
    .bind(now)
    .execute(pool)
    .await
    .unwrap();
    let mut conn = pool.acquire().await.unwrap();
    let session = start_session(&mut conn, now, Ids, id, "test")
        .await
        .unwrap();
    (id, format!("__Host-session={}", session.token))
}

/// A browser with one more session of this person.
async fn signed_in_again(portal: &Portal, person: Uuid) -> Browser {
    let mut conn = portal.pool().acquire().await.unwrap();
    let session = start_session(&mut conn, portal.clock().now(), Ids, person, "test")
        .await
        .unwrap();
    let mut browser = portal.browser();
    browser.set_cookie("__Host-session", &session.token);
    browser
}

/// The id in a conversation's address, as [`start_as_guest`] returns it.
fn id_of(talk: &str) -> Uuid {
    talk["/konsultasi/".len()..].parse().unwrap()
}

/// Serves a portal on a port of its own until the test ends, because a socket needs a port.
async fn serve(router: Router) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, service).await });
    address
}

/// Sets the opening hours to every hour of every day.
async fn always_open(portal: &Portal) {
    sqlx::raw_sql(
        "DELETE FROM counsellor_shift;
         INSERT INTO counsellor_shift (weekday, opens, closes)
         SELECT day, '00:00', '23:59:59.999999' FROM generate_series(1, 7) AS day",
    )
    .execute(portal.pool())
    .await
    .unwrap();
}
