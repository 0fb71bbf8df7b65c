//! A socket lives no longer than the session that opened it.

use domain::accounts::Role;
use domain::consultation::wire::{CLOSE_FORBIDDEN, ClientFrame, PROTOCOL, ServerFrame};

use super::line::Line;
use super::serve;
use crate::support::Portal;

#[tokio::test]
async fn signing_out_elsewhere_closes_the_socket_with_4403() {
    let portal = Portal::start().await;
    let address = serve(portal.router.clone()).await;
    let (person, browser) = portal.signed_in(Role::Citizen, "Siti").await;
    let mut line = Line::open(&address, &browser.cookies()).await;
    let hello = ClientFrame::Hello {
        protocol: PROTOCOL,
        epoch: None,
        cursors: Vec::new(),
    };
    line.say(&hello).await;
    assert!(matches!(line.next().await, ServerFrame::Welcome { .. }));
    // More pings than the portal lets pass between two looks at the session.
    for _ in 0..8 {
        line.say(&ClientFrame::Ping).await;
        assert_eq!(line.next().await, ServerFrame::Pong);
    }
    sqlx::query("UPDATE session SET revoked_at = now() WHERE person_id = $1")
        .bind(person)
        .execute(portal.pool())
        .await
        .unwrap();
    for _ in 0..8 {
        line.say(&ClientFrame::Ping).await;
    }
    let (_, code) = line.rest().await;
    assert_eq!(code, Some(CLOSE_FORBIDDEN));
}
