//! A person's data: its export, its erasure, and the record of who has accessed it.

use std::collections::BTreeSet;

use app::accounts::api::{AuditTrail, DeleteAccount};
use app::platform::{Viewer, audit};
use axum::body::Body;
use axum::http::Request;
use domain::accounts::{Access, Role};
use leptos::server_fn::ServerFn;
use sqlx::Row;
use uuid::Uuid;

use super::{PASSWORD, demo, is_in, member, newest_code, request_of, sign_in};
use crate::support::{Browser, Portal};

async fn delete(browser: &mut Browser, password: &str) -> String {
    let fields = [("_form", "delete"), ("password", password)];
    browser
        .submit("/akun/hapus", DeleteAccount::url(), &fields)
        .await
        .location()
        .to_owned()
}

/// Every text in every table of the database, to search for data that must be gone.
async fn whole_database(portal: &Portal) -> String {
    let tables: Vec<String> = sqlx::query_scalar(
        "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'",
    )
    .fetch_all(portal.pool())
    .await
    .unwrap();
    let mut all = String::new();
    for table in tables {
        let sql = sqlx::AssertSqlSafe(format!(
            "SELECT COALESCE(string_agg(t::text, E'\\n'), '') FROM \"{table}\" t"
        ));
        let rows: String = sqlx::query_scalar(sql)
            .fetch_one(portal.pool())
            .await
            .unwrap();
        all.push_str(&rows);
    }
    all
}

#[tokio::test]
async fn a_deleted_account_is_gone_from_every_table_and_the_consent_stays() {
    let portal = demo().await;
    let mut browser = portal.browser();
    let request = request_of(
        super::register::register(&mut browser, "aminah.khusus@contoh.id")
            .await
            .location(),
    );
    let code = newest_code(&portal, "aminah.khusus@contoh.id").await;
    super::register::confirm(&mut browser, &request, &code).await;
    assert!(whole_database(&portal).await.contains("aminah.khusus"));
    assert_eq!(
        delete(&mut browser, "kursi merah di teras").await,
        "/akun/hapus"
    );
    assert!(is_in(&mut browser).await);
    assert_eq!(
        delete(&mut browser, PASSWORD).await,
        "/masuk?pesan=terhapus"
    );
    assert!(!is_in(&mut browser).await);
    let left = whole_database(&portal).await;
    for trace in ["aminah.khusus", "Siti Aminah", "argon2id"] {
        assert!(
            !left.contains(trace),
            "{trace} is still in the database:\n{left}"
        );
    }
    let consents: i64 = sqlx::query_scalar("SELECT count(*) FROM consent")
        .fetch_one(portal.pool())
        .await
        .unwrap();
    assert_eq!(consents, 1);
    let mut again = portal.browser();
    sign_in(&mut again, "aminah.khusus@contoh.id", PASSWORD).await;
    assert!(!is_in(&mut again).await);
    // The contact can be registered again.
    let request = request_of(
        super::register::register(&mut again, "aminah.khusus@contoh.id")
            .await
            .location(),
    );
    let code = newest_code(&portal, "aminah.khusus@contoh.id").await;
    super::register::confirm(&mut again, &request, &code).await;
    assert!(is_in(&mut again).await);
}

#[tokio::test]
async fn every_column_that_refers_to_a_person_says_what_erasure_does_to_it() {
    let portal = Portal::start().await;
    let columns: BTreeSet<String> = sqlx::query_scalar(
        "SELECT cl.relname || '.' || a.attname FROM pg_constraint c
         JOIN pg_class cl ON cl.oid = c.conrelid
         JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY(c.conkey)
         WHERE c.contype = 'f' AND c.confrelid = 'person'::regclass",
    )
    .fetch_all(portal.pool())
    .await
    .unwrap()
    .into_iter()
    .collect();
    let listed: BTreeSet<String> = (portal.platform.services.iter())
        .flat_map(|service| service.person_columns)
        .map(|(column, _)| (*column).to_owned())
        .collect();
    let missing: Vec<_> = columns.difference(&listed).collect();
    assert!(
        missing.is_empty(),
        "these columns refer to a person and no service says what erasure does to them: {missing:?}"
    );
    let gone: Vec<_> = listed.difference(&columns).collect();
    assert!(
        gone.is_empty(),
        "services list columns that are not there: {gone:?}"
    );
}

#[tokio::test]
async fn one_s_own_data_can_be_taken_along_and_holds_no_secret() {
    let portal = Portal::start().await;
    member(&portal, "siti@contoh.id").await;
    member(&portal, "budi@contoh.id").await;
    let mut browser = portal.browser();
    sign_in(&mut browser, "siti@contoh.id", PASSWORD).await;
    let answer = browser.get("/akun/data.json").await;
    assert_eq!(
        answer.header("content-disposition"),
        "attachment; filename=\"data-saya.json\""
    );
    let data: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(data["account"]["email"], "siti@contoh.id");
    assert_eq!(data["account"]["role"], "citizen");
    assert_eq!(data["account"]["sessions"].as_array().unwrap().len(), 1);
    assert!(!answer.body.contains("argon2") && !answer.body.contains("budi"));
    let refused = portal.browser().get("/akun/data.json").await;
    assert_eq!(
        (refused.status.as_u16(), refused.location()),
        (303, "/masuk?next=/akun")
    );
}

async fn read_of(portal: &Portal, officer: Uuid, subject: Option<Uuid>) {
    let viewer = Viewer {
        person_id: officer,
        session_id: Uuid::new_v4(),
        name: "Dewi Lestari".into(),
        role: Role::Counsellor,
    };
    let mut conn = portal.pool().acquire().await.unwrap();
    audit(
        &mut conn,
        portal.clock(),
        &viewer,
        Access::Application,
        "application:1",
        subject,
    )
    .await
    .unwrap();
}

#[tokio::test]
async fn the_trail_shows_who_read_whose_data_and_is_for_the_admin() {
    let portal = Portal::start().await;
    let siti = member(&portal, "siti@contoh.id").await;
    let officer = portal.person(Role::Counsellor, "Dewi Lestari").await;
    read_of(&portal, officer, Some(siti)).await;
    read_of(&portal, officer, None).await;
    let (admin, mut browser) = portal.signed_in(Role::Admin, "Ratna Sari").await;
    let page = browser.get("/petugas/audit").await.page();
    assert!(
        page.contains("Dewi Lestari")
            && page.contains("Siti Aminah")
            && page.contains("Beberapa orang")
            && page.contains("Lamaran dan profil"),
        "{page}"
    );
    let page = browser
        .get(&format!("/petugas/audit?orang={siti}"))
        .await
        .page();
    assert!(
        page.contains("Siti Aminah") && !page.contains("Beberapa orang"),
        "{page}"
    );
    let seen: Vec<(Uuid, Option<Uuid>)> =
        sqlx::query("SELECT actor, subject FROM audit WHERE action = 'audit.read' ORDER BY id")
            .fetch_all(portal.pool())
            .await
            .unwrap()
            .into_iter()
            .map(|row| (row.get(0), row.get(1)))
            .collect();
    assert_eq!(
        seen,
        [(admin, None), (admin, Some(siti))],
        "looking at the trail, whole or one person's, is itself recorded"
    );
    for role in [
        Role::Counsellor,
        Role::Trainer,
        Role::Employer,
        Role::Citizen,
    ] {
        let (_, mut other) = portal.signed_in(role, "Bukan Admin").await;
        assert_eq!(other.get("/petugas/audit").await.status, 403, "{role:?}");
    }
}

#[tokio::test]
async fn the_trail_is_read_in_pages_without_gaps() {
    let portal = Portal::start().await;
    let officer = portal.person(Role::Counsellor, "Dewi Lestari").await;
    for _ in 0..120 {
        read_of(&portal, officer, None).await;
    }
    let (_, mut browser) = portal.signed_in(Role::Admin, "Ratna").await;
    let (mut sizes, mut query) = (Vec::new(), String::new());
    loop {
        let address = format!("{}{query}", AuditTrail::url());
        let request = Request::get(address).header("accept", "application/json");
        let answer = browser.send(request.body(Body::empty()).unwrap()).await;
        let page: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
        sizes.push(page["entries"].as_array().unwrap().len());
        match page["next"].as_i64() {
            Some(next) => query = format!("?before={next}"),
            None => break,
        }
    }
    assert_eq!(sizes, [50, 50, 20]);
}

#[tokio::test]
async fn the_trail_cannot_be_changed() {
    let portal = Portal::start().await;
    let officer = portal.person(Role::Counsellor, "Dewi").await;
    read_of(&portal, officer, None).await;
    for sql in [
        "UPDATE audit SET action = 'x'",
        "DELETE FROM audit",
        "TRUNCATE audit",
    ] {
        assert!(
            sqlx::query(sql).execute(portal.pool()).await.is_err(),
            "{sql}"
        );
    }
}
