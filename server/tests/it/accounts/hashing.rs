//! Hashing a password is the most expensive work that a stranger can cause, so the portal makes all cheap checks before
//! it.

use app::accounts::api::{ChangePassword, DeleteAccount, Register, ResetPassword, SignIn};
use app::accounts::officers::add_officer;
use domain::accounts::{Limit, Role, limits};
use futures::future::join_all;
use leptos::server_fn::ServerFn;
use uuid::Uuid;

use super::{PASSWORD, demo, is_in, member, newest_code, other_than, request_of, sign_in};
use crate::support::{Browser, Portal, logged_of_passwords};

const NEW: &str = "meja hijau di dapur";

/// Sends a form; returns the status, and how many passwords were hashed for it.
async fn hashes(browser: &mut Browser, action: &str, fields: &[(&str, &str)]) -> (u16, usize) {
    logged_of_passwords();
    let status = browser.call(action, fields).await.status.as_u16();
    let logged = logged_of_passwords();
    (status, logged.matches("a password was hashed").count())
}

/// Asks for a code for a new password; returns the request's id and the code.
async fn ask(portal: &Portal, contact: &str) -> (String, String) {
    let answer = super::reset::ask(&mut portal.browser(), contact).await;
    let request = request_of(answer.location());
    (request, newest_code(portal, contact).await)
}

fn reset<'a>(request: &'a str, code: &'a str, password: &'a str) -> [(&'static str, &'a str); 3] {
    [("request", request), ("code", code), ("password", password)]
}

#[tokio::test]
async fn who_has_no_account_is_answered_after_the_same_work() {
    let portal = demo().await;
    member(&portal, "siti@contoh.id").await;
    let mut browser = portal.browser();
    for contact in ["siti@contoh.id", "tidak.ada@contoh.id"] {
        // Two hashes where the normal spelling differs from what was typed, here by a full-width letter.
        for (password, work) in [("salah sama sekali", 1), ("ｓalah sama sekali", 2)] {
            let fields = [("contact", contact), ("password", password)];
            let done = hashes(&mut browser, SignIn::url(), &fields).await;
            assert_eq!(done, (422, work), "{contact}");
        }
        let register = [
            ("name", "Siti"),
            ("contact", contact),
            ("password", PASSWORD),
            ("consent", "true"),
        ];
        let done = hashes(&mut browser, Register::url(), &register).await;
        assert_eq!(done, (200, 1), "{contact}");
    }
}

#[tokio::test]
async fn a_code_that_is_not_right_costs_no_hash_whoever_it_is_for() {
    let portal = demo().await;
    member(&portal, "siti@contoh.id").await;
    let mut browser = portal.browser();
    let (known, code) = ask(&portal, "siti@contoh.id").await;
    let unknown = super::reset::ask(&mut browser, "tidak.ada@contoh.id").await;
    let unknown = request_of(unknown.location());
    let (wrong, nothing) = (other_than(&code), Uuid::new_v4().to_string());
    for request in [&known, &unknown, &nothing] {
        let fields = reset(request, &wrong, NEW);
        let done = hashes(&mut browser, ResetPassword::url(), &fields).await;
        assert_eq!(done, (422, 0));
    }
    // The password is not judged either when the code is wrong.
    let fields = reset(&known, &wrong, "password123");
    let answer = browser.call(ResetPassword::url(), &fields).await.body;
    assert!(
        answer.contains("code_wrong") && !answer.contains("password_"),
        "{answer}"
    );
    let name = reset(&known, &code, "Siti Aminah");
    let done = hashes(&mut browser, ResetPassword::url(), &name).await;
    assert_eq!(done, (422, 0));
    let right = reset(&known, &code, NEW);
    let done = hashes(&mut browser, ResetPassword::url(), &right).await;
    assert_eq!(done, (200, 1));
    let done = hashes(&mut browser, ResetPassword::url(), &right).await;
    assert_eq!(done, (422, 0), "a used code");
}

/// Sets every counter of this limit to its maximum; there must be at least one.
async fn use_up(portal: &Portal, limit: Limit) {
    let sql = "UPDATE rate_limit SET used = $1 WHERE key LIKE $2 || ':%'";
    let used = sqlx::query(sql).bind(limit.max).bind(limit.name);
    let used = used.execute(portal.pool()).await.unwrap().rows_affected();
    assert_ne!(used, 0, "{} counts nobody", limit.name);
}

#[tokio::test]
async fn above_its_limits_nothing_is_hashed() {
    let portal = demo().await;
    member(&portal, "siti@contoh.id").await;
    let mut owner = portal.browser();
    sign_in(&mut owner, "siti@contoh.id", PASSWORD).await;
    let (request, code) = ask(&portal, "siti@contoh.id").await;
    let change = [("current_password", "salah sama sekali"), ("password", NEW)];
    let (delete, unknown) = (
        [("password", "salah sama sekali")],
        [("contact", "a@contoh.id"), ("password", "salah")],
    );
    let register = [
        ("name", "Joko"),
        ("contact", "joko@contoh.id"),
        ("password", PASSWORD),
        ("consent", "true"),
    ];
    let stranger = portal.browser();
    for (limit, browser, action, fields) in [
        (
            limits::SIGN_IN_ACCOUNT,
            &stranger,
            SignIn::url(),
            &unknown[..],
        ),
        (limits::CODE_CONTACT, &stranger, Register::url(), &register),
        (
            limits::PASSWORD_CHECK,
            &owner,
            ChangePassword::url(),
            &change,
        ),
        (
            limits::PASSWORD_CHECK,
            &owner,
            DeleteAccount::url(),
            &delete,
        ),
    ] {
        let mut browser = browser.clone();
        let (_, work) = hashes(&mut browser, action, fields).await;
        assert_eq!(work, 1, "{action}");
        use_up(&portal, limit).await;
        let refused = hashes(&mut browser, action, fields).await;
        assert_eq!(refused, (429, 0), "{action}");
        sqlx::query("DELETE FROM rate_limit")
            .execute(portal.pool())
            .await
            .unwrap();
    }
    // Right codes have a limit of their own.
    let first = reset(&request, &code, NEW);
    let done = hashes(&mut portal.browser(), ResetPassword::url(), &first).await;
    assert_eq!(done, (200, 1));
    use_up(&portal, limits::NEW_PASSWORD).await;
    let (request, code) = ask(&portal, "siti@contoh.id").await;
    let second = reset(&request, &code, PASSWORD);
    let done = hashes(&mut portal.browser(), ResetPassword::url(), &second).await;
    assert_eq!(done, (429, 0));
}

#[tokio::test]
async fn of_resets_with_one_code_that_come_at_once_one_counts() {
    let portal = demo().await;
    member(&portal, "siti@contoh.id").await;
    let (request, code) = ask(&portal, "siti@contoh.id").await;
    let resets = (0..6).map(|number| {
        let (mut browser, request, code) = (portal.browser(), request.clone(), code.clone());
        async move {
            let password = format!("meja hijau nomor {number}");
            let fields = reset(&request, &code, &password);
            let answer = browser.call(ResetPassword::url(), &fields).await;
            (password, answer.status.as_u16())
        }
    });
    let done = join_all(resets).await;
    let taken: Vec<_> = done.iter().filter(|(_, status)| *status == 200).collect();
    assert_eq!(taken.len(), 1, "{done:?}");
    let mut browser = portal.browser();
    sign_in(&mut browser, "siti@contoh.id", &taken[0].0).await;
    assert!(is_in(&mut browser).await);
}

#[tokio::test]
async fn an_officer_whose_contact_is_taken_costs_no_hash() {
    let portal = Portal::start().await;
    member(&portal, "siti@contoh.id").await;
    logged_of_passwords();
    let made = add_officer(
        &portal.platform,
        Role::Trainer,
        "Siti",
        "siti@contoh.id",
        PASSWORD,
    );
    assert!(made.await.is_err());
    assert_eq!(logged_of_passwords(), "");
}

/// Sets the one counter of this limit to its maximum.
async fn fill(portal: &Portal, limit: Limit) {
    let sql = "UPDATE rate_limit SET used = $1 WHERE key LIKE $2 || ':%'";
    let filled = sqlx::query(sql).bind(limit.max).bind(limit.name);
    let filled = filled.execute(portal.pool()).await.unwrap();
    assert_eq!(filled.rows_affected(), 1, "{}", limit.name);
}

#[tokio::test]
async fn a_new_password_is_judged_behind_its_limit() {
    const WEAK: &str = "password123";
    let portal = demo().await;
    member(&portal, "siti@contoh.id").await;
    let mut guest = portal.browser();
    guest.get("/daftar").await;
    let mut siti = portal.browser();
    sign_in(&mut siti, "siti@contoh.id", PASSWORD).await;
    let (request, code) = ask(&portal, "siti@contoh.id").await;
    let register = [
        ("name", "Budi"),
        ("contact", "budi@contoh.id"),
        ("password", WEAK),
        ("consent", "true"),
    ];
    let change = [("current_password", PASSWORD), ("password", WEAK)];
    let reset = reset(&request, &code, WEAK);
    let fill = async || fill(&portal, limits::PASSWORD_JUDGED).await;
    for (browser, action, fields) in [
        (&mut guest, Register::url(), &register[..]),
        (&mut siti, ChangePassword::url(), &change[..]),
        (&mut portal.browser(), ResetPassword::url(), &reset[..]),
    ] {
        sqlx::raw_sql("DELETE FROM rate_limit")
            .execute(portal.pool())
            .await
            .unwrap();
        let judged = browser.call(action, fields).await;
        assert_eq!(judged.status, 422, "{action}");
        assert!(judged.body.contains("password_common"), "{}", judged.body);
        fill().await;
        let refused = browser.call(action, fields).await;
        assert_eq!(refused.status, 429, "{action}: {}", refused.body);
        // A password that is too short is refused without judging it, so that the limit does not matter.
        let short = fields.iter().map(|(name, value)| match *name {
            "password" => ("password", "pendek"),
            _ => (*name, *value),
        });
        let short = browser.call(action, &short.collect::<Vec<_>>()).await;
        assert!(short.body.contains("password_too_short"), "{}", short.body);
    }
    // Correcting a weak password uses up none of the codes that may be sent.
    let codes: i64 = sqlx::query_scalar("SELECT count(*) FROM rate_limit WHERE key LIKE 'code%'")
        .fetch_one(portal.pool())
        .await
        .unwrap();
    assert_eq!(codes, 0);
}
