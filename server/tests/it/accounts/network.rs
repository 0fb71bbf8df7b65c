//! Limits by network address, tested through the whole router and through a real socket.

use std::net::SocketAddr;

use app::accounts::api::{ChangePassword, ConfirmRegistration, Register, RequestReset, SignIn};
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, header};
use domain::accounts::{Limit, Role, limits};
use leptos::server_fn::ServerFn;
use sqlx::AssertSqlSafe;
use tempfile::TempDir;
use uuid::Uuid;

use crate::support::Portal;
use crate::support::process::{Serving, exchange};

/// Two addresses from the block for documentation (RFC 5737), one for each of two people.
pub const ONE: &str = "203.0.113.9";
const OTHER: &str = "203.0.113.10";

const SIGN_IN: &str = "contact=tidak.ada%40contoh.id&password=salah";

/// A form request that seems to come from this peer.
pub fn from_peer(to: &str, form: &str, accept: &str, peer: &str, forwarded: &str) -> Request<Body> {
    let mut request = Request::post(to)
        .header(header::ACCEPT, accept)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .header("x-forwarded-for", forwarded)
        .body(Body::from(form.to_owned()))
        .unwrap();
    let peer = SocketAddr::new(peer.parse().unwrap(), 40_000);
    request.extensions_mut().insert(ConnectInfo(peer));
    request
}

/// Sends a form from a new browser, as if from this peer.
async fn ask(portal: &Portal, peer: &str, forwarded: &str, to: &str, form: &str) -> u16 {
    let request = from_peer(to, form, "application/json", peer, forwarded);
    portal.browser().send(request).await.status.as_u16()
}

async fn sign_in(portal: &Portal, peer: &str, forwarded: &str) -> u16 {
    ask(portal, peer, forwarded, SignIn::url(), SIGN_IN).await
}

/// Sets the one network's counter of this limit to its maximum.
async fn use_up(portal: &Portal, limit: Limit) {
    let sql = "UPDATE rate_limit SET used = $1 WHERE key LIKE $2 || ':%'";
    let used = sqlx::query(sql).bind(limit.max).bind(limit.name);
    let used = used.execute(portal.pool()).await.unwrap().rows_affected();
    assert_eq!(used, 1, "{} counts one network", limit.name);
    // Clears the limits by account and by contact, which would refuse first.
    forget(portal, "sign_in_account").await;
    forget(portal, "code_contact").await;
}

async fn forget(portal: &Portal, name: &str) {
    let sql = format!("DELETE FROM rate_limit WHERE key LIKE '{name}:%'");
    let forgotten = sqlx::query(AssertSqlSafe(sql));
    forgotten.execute(portal.pool()).await.unwrap();
}

#[tokio::test]
async fn without_a_proxy_the_peer_is_counted_whatever_it_claims() {
    let portal = Portal::start().await;
    for claimed in [ONE, OTHER, "10.0.0.1, 10.0.0.2"] {
        assert_eq!(sign_in(&portal, ONE, claimed).await, 422);
    }
    use_up(&portal, limits::SIGN_IN_ADDRESS).await;
    assert_eq!(sign_in(&portal, ONE, OTHER).await, 429);
    assert_eq!(sign_in(&portal, OTHER, ONE).await, 422);
}

#[tokio::test]
async fn behind_proxies_the_address_that_the_nearest_trusted_one_was_asked_from_is_counted() {
    for (proxies, behind) in [(1, ""), (2, ", 10.0.0.2")] {
        let portal = Portal::start_with(|settings| settings.trusted_proxies = proxies).await;
        let asks = async |claimed: &str, address: &str| {
            let forwarded = format!("{claimed}{address}{behind}");
            sign_in(&portal, "10.0.0.1", &forwarded).await
        };
        for claimed in ["", "198.51.100.1, ", "127.0.0.1, 198.51.100.2, "] {
            assert_eq!(asks(claimed, ONE).await, 422, "{proxies}");
        }
        use_up(&portal, limits::SIGN_IN_ADDRESS).await;
        assert_eq!(asks("198.51.100.3, ", ONE).await, 429, "{proxies}");
        assert_eq!(asks("203.0.113.9, ", OTHER).await, 422, "{proxies}");
    }
}

#[tokio::test]
async fn a_subscriber_s_whole_network_counts_once() {
    let portal = Portal::start().await;
    for address in ["2001:db8:1:2::1", "2001:db8:1:2:ffff::1"] {
        assert_eq!(sign_in(&portal, address, "").await, 422);
    }
    use_up(&portal, limits::SIGN_IN_ADDRESS).await;
    assert_eq!(sign_in(&portal, "2001:db8:1:2::7", "").await, 429);
    assert_eq!(sign_in(&portal, "2001:db8:1:3::1", "").await, 422);

    // An IPv4 address that arrives through an IPv6 socket counts as the same address.
    forget(&portal, limits::SIGN_IN_ADDRESS.name).await;
    assert_eq!(sign_in(&portal, ONE, "").await, 422);
    use_up(&portal, limits::SIGN_IN_ADDRESS).await;
    let mapped = format!("::ffff:{ONE}");
    assert_eq!(sign_in(&portal, &mapped, "").await, 429);
}

#[tokio::test]
async fn codes_and_guesses_at_them_are_counted_by_network_too() {
    let portal = Portal::start_with(|settings| settings.demo = true).await;
    let guess = format!("request={}&code=123456", Uuid::nil());
    for (limit, to, form, answer) in [
        (
            limits::CODE_ADDRESS,
            RequestReset::url(),
            "contact=siti%40contoh.id",
            200,
        ),
        (
            limits::CODE_TRY_ADDRESS,
            ConfirmRegistration::url(),
            &guess,
            422,
        ),
        (
            limits::PASSWORD_JUDGED_ADDRESS,
            Register::url(),
            "name=Siti&contact=siti%40contoh.id&password=password123&consent=true",
            422,
        ),
    ] {
        let name = limit.name;
        assert_eq!(ask(&portal, ONE, "", to, form).await, answer, "{name}");
        use_up(&portal, limit).await;
        assert_eq!(ask(&portal, ONE, "", to, form).await, 429, "{name}");
        assert_eq!(ask(&portal, OTHER, "", to, form).await, answer, "{name}");
    }
}

/// Uses up this limit for the network `ONE`, and checks that it is refused.
async fn is_full(portal: &Portal, limit: Limit) {
    assert_eq!(sign_in(portal, ONE, "").await, 422);
    use_up(portal, limit).await;
    assert_eq!(sign_in(portal, ONE, "").await, 429);
}

#[tokio::test]
async fn tries_that_an_account_s_limit_refuses_use_up_nothing_of_the_network_s() {
    let portal = Portal::start().await;
    let window = super::sign_in::to_next_quarter(&portal);
    portal.clock().advance(window);
    for _ in 0..limits::SIGN_IN_ACCOUNT.max {
        sign_in(&portal, ONE, "").await;
    }
    for _ in 0..3 {
        assert_eq!(sign_in(&portal, ONE, "").await, 429);
    }
    let used = "SELECT coalesce(sum(used), 0) FROM rate_limit WHERE key LIKE 'sign_in_address:%'";
    let used: i64 = sqlx::query_scalar(used)
        .fetch_one(portal.pool())
        .await
        .unwrap();
    assert_eq!(used, i64::from(limits::SIGN_IN_ACCOUNT.max));
}

#[tokio::test]
async fn a_browser_that_the_account_knows_is_not_locked_out_with_its_network() {
    let portal = Portal::start().await;
    super::member(&portal, "siti@contoh.id").await;
    let mut own = portal.browser();
    super::sign_in(&mut own, "siti@contoh.id", super::PASSWORD).await;
    super::sign_out(&mut own).await;
    is_full(&portal, limits::SIGN_IN_ADDRESS).await;
    let form = "contact=siti%40contoh.id&password=kursi+biru+di+teras";
    let ask = |to| from_peer(to, form, "application/json", ONE, "");
    let stranger = portal.browser().send(ask(SignIn::url())).await;
    assert_eq!(stranger.status, 429);
    assert_eq!(own.send(ask(SignIn::url())).await.status, 200);
}

#[tokio::test]
async fn passwords_that_the_signed_in_type_are_counted_by_network_over_all_accounts() {
    let portal = Portal::start().await;
    let wrong = "current_password=salah+sama+sekali&password=meja+hijau+di+dapur";
    for (peer, answer) in [(ONE, 422), (ONE, 429), (OTHER, 422)] {
        let (_, mut person) = portal.signed_in(Role::Citizen, "Siti").await;
        let change = ChangePassword::url();
        let request = from_peer(change, wrong, "application/json", peer, "");
        assert_eq!(person.send(request).await.status, answer, "{peer}");
        if answer == 422 && peer == ONE {
            use_up(&portal, limits::PASSWORD_CHECK_ADDRESS).await;
        }
    }
}

#[tokio::test]
async fn a_right_code_comes_through_where_others_guess() {
    let portal = super::demo().await;
    let mut browser = portal.browser();
    let answer = super::register::register(&mut browser, "siti@contoh.id").await;
    let request = super::request_of(answer.location());
    let code = super::newest_code(&portal, "siti@contoh.id").await;
    let guess = format!("request={}&code=123456", Uuid::nil());
    let confirm = ConfirmRegistration::url();
    assert_eq!(ask(&portal, ONE, "", confirm, &guess).await, 422);
    use_up(&portal, limits::CODE_TRY_ADDRESS).await;
    let wrong = format!("request={request}&code={}", super::other_than(&code));
    assert_eq!(ask(&portal, ONE, "", confirm, &wrong).await, 429);
    let right = format!("request={request}&code={code}");
    assert_eq!(ask(&portal, ONE, "", confirm, &right).await, 200);
    let used = "SELECT max(used) FROM rate_limit WHERE key LIKE 'code_try_address:%'";
    let used: i32 = sqlx::query_scalar(used)
        .fetch_one(portal.pool())
        .await
        .unwrap();
    assert_eq!(used, limits::CODE_TRY_ADDRESS.max + 1, "only misses count");
}

#[tokio::test]
async fn a_network_that_fills_the_portal_with_failed_forms_is_told_to_go_back() {
    let portal = super::demo().await;
    let form = "_form=register&name=Siti+Aminah&contact=siti%40contoh&password=x&consent=true";
    let register = app::accounts::api::Register::url();
    let ask = |peer| from_peer(register, form, "text/html", peer, "");
    assert_eq!(portal.browser().send(ask(ONE)).await.status, 303);
    use_up(&portal, limits::FORM_ADDRESS).await;
    let refused = portal.browser().send(ask(ONE)).await;
    assert_eq!(refused.status, 429);
    assert!(
        refused.body.contains("isian Anda masih ada di sana"),
        "{}",
        refused.body
    );
    assert_eq!(portal.browser().send(ask(OTHER)).await.status, 303);
    let (_, mut member) = portal.signed_in(Role::Citizen, "Joko").await;
    assert_eq!(member.send(ask(ONE)).await.status, 303);
}

/// The real program passes the peer's address on to the limits.
#[tokio::test]
async fn a_peer_of_the_real_program_is_counted() {
    let portal = Portal::start().await;
    let data = TempDir::new().unwrap();
    let url = ("DATABASE_URL".to_owned(), portal.database_url());
    let serving = Serving::start_with(data.path(), [url]).await;
    let head = |forwarded: &str| {
        let path = SignIn::url();
        format!("POST {path} HTTP/1.1\r\nx-forwarded-for: {forwarded}\r\n")
    };
    for forwarded in [ONE, OTHER] {
        exchange(serving.addr, &head(forwarded), SIGN_IN).await;
    }
    use_up(&portal, limits::SIGN_IN_ADDRESS).await;
    serving.stop().await;
}
