//! A stranger who uses up the limits of a shared network address does not lock out the other people behind it.

use app::accounts::api::{Register, RequestReset, SignIn};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use data_encoding::BASE64URL_NOPAD;
use domain::accounts::{Limit, SETTLED_AFTER, limits};
use leptos::server_fn::ServerFn;

use super::network::{ONE, from_peer};
use crate::support::Portal;

const SIGN_IN: &str = "contact=tidak.ada%40contoh.id&password=salah";
const CODE: &str = "contact=budi%40contoh.id";
const WEAK: &str = "name=Siti&contact=siti%40contoh.id&password=password123&consent=true";

/// Sets every counter of this limit to its maximum.
async fn fill(portal: &Portal, limit: Limit) {
    let sql = "UPDATE rate_limit SET used = $1 WHERE key LIKE $2 || ':%'";
    let filled = sqlx::query(sql).bind(limit.max).bind(limit.name);
    filled.execute(portal.pool()).await.unwrap();
    // Clears the limits by account and by contact, which would refuse first.
    sqlx::raw_sql(
        "DELETE FROM rate_limit WHERE key LIKE 'sign_in_account:%' OR key LIKE 'code_contact:%'",
    )
    .execute(portal.pool())
    .await
    .unwrap();
}

fn asked(to: &str, form: &str) -> Request<Body> {
    from_peer(to, form, "application/json", ONE, "")
}

#[tokio::test]
async fn a_script_without_cookies_locks_nobody_out_who_was_there_before() {
    let portal = super::demo().await;
    let mut settled = portal.browser();
    settled.get("/masuk").await;
    portal.clock().advance(SETTLED_AFTER);
    for (limit, to, form, answer) in [
        (limits::SIGN_IN_ADDRESS, SignIn::url(), SIGN_IN, 422),
        (limits::CODE_ADDRESS, RequestReset::url(), CODE, 200),
        (limits::PASSWORD_JUDGED_ADDRESS, Register::url(), WEAK, 422),
    ] {
        let name = limit.name;
        let (mut bare, mut new, mut forger) =
            (portal.browser(), portal.browser(), portal.browser());
        new.get("/masuk").await;
        forger.set_cookie("__Host-visitor", &BASE64URL_NOPAD.encode(&[7; 32]));
        assert_eq!(bare.send(asked(to, form)).await.status, answer, "{name}");
        fill(&portal, limit).await;
        for stranger in [&mut bare, &mut new, &mut forger] {
            assert_eq!(stranger.send(asked(to, form)).await.status, 429, "{name}");
        }
        assert_eq!(settled.send(asked(to, form)).await.status, answer, "{name}");
        // A browser that was there before has a limit too.
        fill(&portal, limit).await;
        assert_eq!(settled.send(asked(to, form)).await.status, 429, "{name}");
    }
}

#[tokio::test]
async fn a_browser_on_which_somebody_has_signed_in_is_refused_for_itself_alone() {
    let portal = super::demo().await;
    super::member(&portal, "siti@contoh.id").await;
    let mut known = portal.browser();
    super::sign_in(&mut known, "siti@contoh.id", super::PASSWORD).await;
    super::sign_out(&mut known).await;
    // Uses up the limits of this network address, by a new browser and by one that was there before.
    let mut settled = portal.browser();
    settled.get("/masuk").await;
    portal.clock().advance(SETTLED_AFTER);
    for browser in [&mut portal.browser(), &mut settled] {
        for (limit, to, form) in [
            (limits::SIGN_IN_ADDRESS, SignIn::url(), SIGN_IN),
            (limits::CODE_ADDRESS, RequestReset::url(), CODE),
        ] {
            browser.send(asked(to, form)).await;
            fill(&portal, limit).await;
            let refused = browser.send(asked(to, form)).await;
            assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
        }
    }
    // The known browser has a limit of its own, also for attempts at other people's accounts.
    for (limit, to, form, answer) in [
        (limits::SIGN_IN_DEVICE, SignIn::url(), SIGN_IN, 422),
        (limits::CODE_DEVICE, RequestReset::url(), CODE, 200),
    ] {
        let name = limit.name;
        assert_eq!(known.send(asked(to, form)).await.status, answer, "{name}");
        fill(&portal, limit).await;
        // The portal still counts the browser after it has dropped the token by which it was counted.
        known.set_cookie("__Host-visitor", "");
        assert_eq!(known.send(asked(to, form)).await.status, 429, "{name}");
    }
}
