//! Tabs of another version of the portal: opened before an upgrade, or left open after a downgrade.

use domain::consultation::wire::{CLOSE_BAD_FRAME, ClientFrame, PROTOCOL, ServerFrame};

use super::line::Line;
use super::{serve, start_as_guest};
use crate::support::Portal;

#[tokio::test]
async fn another_version_is_told_the_servers_and_closed_with_4400() {
    let portal = Portal::start().await;
    let address = serve(portal.router.clone()).await;
    let mut guest = portal.browser();
    start_as_guest(&mut guest, "Halo").await;
    for protocol in [PROTOCOL - 1, PROTOCOL + 1] {
        let hello = ClientFrame::Hello {
            protocol,
            epoch: None,
            cursors: Vec::new(),
        };
        let mut line = Line::open(&address, &guest.cookies()).await;
        line.say(&hello).await;
        let (frames, code) = line.rest().await;
        assert!(
            matches!(
                frames[..],
                [ServerFrame::Welcome {
                    protocol: PROTOCOL,
                    ..
                }]
            ),
            "{frames:?}"
        );
        assert_eq!(code, Some(CLOSE_BAD_FRAME));
    }
}

#[tokio::test]
async fn a_greeting_that_cannot_be_read_is_closed_with_4400() {
    let portal = Portal::start().await;
    let address = serve(portal.router.clone()).await;
    let mut guest = portal.browser();
    start_as_guest(&mut guest, "Halo").await;
    for words in [r#"{"greeting":{"protocol":2}}"#, r#""ping""#, "halo"] {
        let mut line = Line::open(&address, &guest.cookies()).await;
        line.write(words).await;
        let (frames, code) = line.rest().await;
        assert_eq!(
            (frames, code),
            (Vec::new(), Some(CLOSE_BAD_FRAME)),
            "{words}"
        );
    }
}
