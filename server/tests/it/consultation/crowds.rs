//! Many sockets, and sockets that send without end: they have a share of the server, and the pages keep theirs.

use std::time::{Duration, Instant};

use data_encoding::BASE64URL_NOPAD;
use domain::accounts::Role;
use domain::consultation::wire::{ClientFrame, PROTOCOL, ServerFrame};
use uuid::Uuid;

use super::line::Line;
use super::{id_of, new_id, serve, start_as_guest};
use crate::support::Portal;
use crate::support::process::wait_until;

#[tokio::test]
async fn a_network_has_so_many_sockets_of_guests() {
    let portal = Portal::start_with(|settings| {
        settings.trusted_proxies = 1;
        settings.sockets_of_network = 2;
    })
    .await;
    let address = serve(portal.router.clone()).await;
    let mut lines = Vec::new();
    for (network, code) in [
        ("203.0.113.9", None),
        ("203.0.113.9", None),
        ("203.0.113.9", Some(1013)),
        ("203.0.113.10", None),
    ] {
        let mut guest = portal.browser();
        start_as_guest(&mut guest, "Halo").await;
        let mut line = Line::open_from(&address, &guest.cookies(), network).await;
        match code {
            Some(code) => assert_eq!(line.rest().await.1, Some(code)),
            None => {
                greet(&mut line).await;
                lines.push(line);
            }
        }
    }
    let (_, person) = portal.signed_in(Role::Citizen, "Siti").await;
    let mut line = Line::open_from(&address, &person.cookies(), "203.0.113.9").await;
    greet(&mut line).await;
}

async fn greet(line: &mut Line) {
    line.say(&ClientFrame::Hello {
        protocol: PROTOCOL,
        epoch: None,
        cursors: vec![],
    })
    .await;
    while !matches!(line.next().await, ServerFrame::Welcome { .. }) {}
}

#[tokio::test]
async fn a_socket_that_asks_without_end_waits_and_loses_nothing() {
    let portal = Portal::start().await;
    let address = serve(portal.router.clone()).await;
    let mut guest = portal.browser();
    start_as_guest(&mut guest, "Halo").await;
    let mut line = Line::open(&address, &guest.cookies()).await;
    greet(&mut line).await;
    let began = Instant::now();
    // A socket may send 300 frames at once, the greeting among them, and then five a second.
    for _ in 0..310 {
        line.say(&ClientFrame::Ping).await;
    }
    let mut pongs = 0;
    while pongs < 310 {
        pongs += usize::from(line.next().await == ServerFrame::Pong);
    }
    assert!(
        began.elapsed() >= Duration::from_secs(2),
        "nobody held it back"
    );
}

/// A new guest cookie, as a script makes one for each connection.
fn made_up(number: u8) -> String {
    format!(
        "__Host-konsultasi={}",
        BASE64URL_NOPAD.encode(&[number; 32])
    )
}

#[tokio::test]
async fn guests_who_drop_their_cookies_wait_for_their_network_s_turn_and_nobody_else_does() {
    let portal = Portal::start_with(|settings| settings.trusted_proxies = 1).await;
    let address = serve(portal.router.clone()).await;
    let began = Instant::now();
    let mut lines = Vec::new();
    // A network may send 8192 frames at once, and then 500 a second.
    for number in 0..32 {
        let mut line = Line::open_from(&address, &made_up(number), "203.0.113.9").await;
        greet(&mut line).await;
        lines.push(line);
    }
    let flood = lines.into_iter().map(|mut line| async move {
        for _ in 0..290 {
            line.say(&ClientFrame::Ping).await;
        }
        let mut pongs = 0;
        while pongs < 290 {
            pongs += usize::from(line.next().await == ServerFrame::Pong);
        }
    });
    let others = async {
        let (_, person) = portal.signed_in(Role::Citizen, "Siti").await;
        greet(&mut Line::open_from(&address, &person.cookies(), "203.0.113.9").await).await;
        greet(&mut Line::open_from(&address, &made_up(99), "203.0.113.10").await).await;
    };
    tokio::join!(futures::future::join_all(flood), others);
    let paced = Duration::from_millis(2 * (32 * 291 - 8192));
    assert!(began.elapsed() >= paced, "nobody held them back");
}

/// How many queries wait for a lock that the test holds.
async fn stuck(portal: &Portal) -> i64 {
    let waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    sqlx::query_scalar(waiting)
        .fetch_one(portal.pool())
        .await
        .unwrap()
}

async fn say_all(lines: &mut [(Line, Uuid)]) {
    for (line, conversation) in lines {
        line.say(&ClientFrame::Send {
            conversation: *conversation,
            client_id: new_id(),
            body: "Masih ada?".to_owned(),
        })
        .await;
    }
}

/// Checks that pages load while at most `most` queries wait for a lock.
async fn reads_on(portal: &Portal, most: i64) {
    let mut browser = portal.browser();
    for _ in 0..20 {
        assert_eq!(browser.get("/pelatihan").await.status, 200);
        assert!(stuck(portal).await <= most);
    }
}

#[tokio::test]
async fn sockets_that_hang_leave_connections_to_the_pages() {
    let portal = Portal::start().await;
    let address = serve(portal.router.clone()).await;
    let mut lines = Vec::new();
    for number in 0..18 {
        let mut asker = match number {
            0..12 => portal.browser(),
            _ => portal.signed_in(Role::Citizen, "Budi").await.1,
        };
        let talk = id_of(&start_as_guest(&mut asker, "Halo").await);
        let mut line = Line::open(&address, &asker.cookies()).await;
        greet(&mut line).await;
        lines.push((line, talk));
    }
    let (guests, people) = lines.split_at_mut(12);
    let mut held = portal.pool().begin().await.unwrap();
    sqlx::query("SELECT FROM conversation FOR UPDATE")
        .execute(&mut *held)
        .await
        .unwrap();
    say_all(guests).await;
    wait_until("four guests hang", async || stuck(&portal).await >= 4).await;
    let (_, person) = portal.signed_in(Role::Citizen, "Siti").await;
    greet(&mut Line::open(&address, &person.cookies()).await).await;
    reads_on(&portal, 4).await;
    say_all(people).await;
    wait_until("two people hang too", async || stuck(&portal).await >= 6).await;
    reads_on(&portal, 6).await;
    held.rollback().await.unwrap();
}
