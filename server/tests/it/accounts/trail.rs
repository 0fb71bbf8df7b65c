//! The audit trail shows the name and role that officers had when they acted, whatever happened to their accounts
//! later; and it shows changes to their accounts, whoever made them.

use app::accounts::api::{ChangeName, ChangePassword, DeleteAccount, ResetPassword};
use app::accounts::demo as demo_accounts;
use app::accounts::officers::{add_officer, remove_officer};
use app::consultation::TakeNext;
use app::employers::officer_api::HandOver;
use axum::http::StatusCode;
use domain::accounts::Role;
use leptos::server_fn::ServerFn;
use sqlx::AssertSqlSafe;
use uuid::Uuid;

use super::{PASSWORD, demo, member, newest_code, request_of, sign_in};
use crate::consultation::start_as_guest;
use crate::support::{Answer, Browser, Portal};

const DEWI: &str = "dewi@contoh.id";
const NEW_PASSWORD: &str = "meja hijau di dapur";

/// Action; role and name of the actor; name of the person whose account it is; object.
type Line = (String, String, Option<String>, Option<String>, String);

async fn changes(portal: &Portal) -> Vec<Line> {
    sqlx::query_as(
        "SELECT action, actor_role, actor_name, subject_name, object FROM audit
         WHERE action NOT LIKE '%.read' ORDER BY id",
    )
    .fetch_all(portal.pool())
    .await
    .unwrap()
}

fn line(action: &str, by: (&str, Option<&str>), about: Option<&str>, role: &str) -> Line {
    let owned = |name: Option<&str>| name.map(str::to_owned);
    let object = format!("role:{role}");
    (
        action.into(),
        by.0.into(),
        owned(by.1),
        owned(about),
        object,
    )
}

async fn rename(browser: &mut Browser, name: &str) -> Answer {
    let fields = [("_form", "name"), ("name", name)];
    browser
        .submit("/akun/nama", ChangeName::url(), &fields)
        .await
}

async fn erase(browser: &mut Browser) {
    let fields = [("_form", "delete"), ("password", PASSWORD)];
    let done = browser
        .submit("/akun/hapus", DeleteAccount::url(), &fields)
        .await;
    assert_eq!(done.location(), "/masuk?pesan=terhapus");
}

/// Opens the officer's own screen, which writes a line into the audit trail.
async fn look(browser: &mut Browser) {
    assert_eq!(
        browser.get("/petugas/konsultasi").await.status,
        StatusCode::OK
    );
}

/// The rows of the audit trail that contain this text, as HTML.
async fn rows(portal: &Portal, text: &str) -> Vec<String> {
    let (_, mut admin) = portal.signed_in(Role::Admin, "Ratna Sari").await;
    let page = admin.get("/petugas/audit").await.page();
    let rows = page.split("<tr>").filter(|row| row.contains(text));
    rows.map(str::to_owned).collect()
}

#[tokio::test]
async fn a_line_keeps_the_officer_s_name_and_role_through_a_change_an_end_of_office_and_an_erasure()
{
    let portal = Portal::start().await;
    let p = &portal.platform;
    add_officer(p, Role::Counsellor, "Dewi Lama", DEWI, PASSWORD)
        .await
        .unwrap();
    let mut browser = portal.browser();
    sign_in(&mut browser, DEWI, PASSWORD).await;
    start_as_guest(&mut portal.browser(), "Halo").await;
    browser.call(TakeNext::url(), &[]).await;
    look(&mut browser).await;
    rename(&mut browser, "Dewi Baru").await;
    look(&mut browser).await;
    let seen = async |when: &str| {
        let desk = rows(&portal, "Antrean dan riwayat").await;
        let old = desk
            .iter()
            .filter(|row| row.contains("Dewi Lama (Pengantar kerja)"));
        let new = desk
            .iter()
            .filter(|row| row.contains("Dewi Baru (Pengantar kerja)"));
        assert_eq!((old.count(), new.count()), (1, 1), "{when}: {desk:?}");
    };
    seen("after the change").await;
    remove_officer(p, DEWI).await.unwrap();
    seen("after the end of the office").await;
    sign_in(&mut browser, DEWI, PASSWORD).await;
    rename(&mut browser, "Dewi Warga").await;
    seen("after a change as a citizen").await;
    erase(&mut browser).await;
    seen("after the erasure").await;
    let all: String = sqlx::query_scalar("SELECT string_agg(a::text, ' ') FROM audit a")
        .fetch_one(portal.pool())
        .await
        .unwrap();
    assert!(
        !all.contains("Warga"),
        "a citizen's name is in the trail: {all}"
    );
}

#[tokio::test]
async fn every_change_of_an_officer_s_account_is_a_line_whoever_made_it() {
    let portal = demo().await;
    let p = &portal.platform;
    add_officer(p, Role::Trainer, "Dewi", DEWI, PASSWORD)
        .await
        .unwrap();
    let mut browser = portal.browser();
    sign_in(&mut browser, DEWI, PASSWORD).await;
    rename(&mut browser, "Dewi").await;
    rename(&mut browser, "Dewi Lestari").await;
    let fields = [("current_password", PASSWORD), ("password", NEW_PASSWORD)];
    let done = browser
        .submit("/akun/sandi", ChangePassword::url(), &fields)
        .await;
    assert_eq!(done.location(), "/akun?pesan=sandi");
    let asked = super::reset::ask(&mut browser, DEWI).await;
    let request = request_of(asked.location());
    let code = newest_code(&portal, DEWI).await;
    let fields = [
        ("request", &*request),
        ("code", &code),
        ("password", PASSWORD),
    ];
    let done = browser
        .submit("/lupa-sandi/kode", ResetPassword::url(), &fields)
        .await;
    assert_eq!(done.location(), "/masuk?pesan=sandi-baru");
    remove_officer(p, DEWI).await.unwrap();
    add_officer(p, Role::Admin, "Ratna", "ratna@contoh.id", PASSWORD)
        .await
        .unwrap();
    let mut ratna = portal.browser();
    sign_in(&mut ratna, "ratna@contoh.id", PASSWORD).await;
    erase(&mut ratna).await;

    let (command, trainer) = (("command", None), "trainer");
    let (before, after) = (("trainer", Some("Dewi")), ("trainer", Some("Dewi Lestari")));
    let name = Some("Dewi Lestari");
    let expected = [
        line("officer.added", command, Some("Dewi"), trainer),
        line("officer.name", before, name, trainer),
        line("officer.password", after, name, trainer),
        line("officer.reset", after, name, trainer),
        line("officer.removed", command, name, trainer),
        line("officer.added", command, Some("Ratna"), "admin"),
        line(
            "officer.erased",
            ("admin", Some("Ratna")),
            Some("Ratna"),
            "admin",
        ),
    ];
    assert_eq!(changes(&portal).await, expected);
    let all: String = sqlx::query_scalar("SELECT string_agg(a::text, ' ') FROM audit a")
        .fetch_one(portal.pool())
        .await
        .unwrap();
    assert!(
        !all.contains("contoh.id"),
        "a contact is in the trail: {all}"
    );

    for (words, row) in [
        ("Akun petugas dibuat", "Perintah di server"),
        ("Nama petugas diganti", "Dewi (Pengajar)"),
        (
            "Kata sandi petugas diatur ulang dengan kode",
            "Dewi Lestari (Pengajar)",
        ),
        ("Tugas sebagai petugas diakhiri", "Perintah di server"),
        ("Akun petugas dihapus", "Ratna (Administrator)"),
    ] {
        let found = rows(&portal, words).await;
        assert!(
            found.iter().any(|it| it.contains(row)),
            "{words}: {found:?}"
        );
    }
}

#[tokio::test]
async fn what_a_demonstration_changes_of_its_officers_is_a_line_once() {
    let portal = demo().await;
    let p = &portal.platform;
    let actions = async || -> Vec<String> {
        changes(&portal)
            .await
            .into_iter()
            .map(|line| line.0)
            .collect()
    };
    demo_accounts::ensure(p).await.unwrap();
    assert_eq!(actions().await, ["officer.added"; 3]);
    demo_accounts::ensure(p).await.unwrap();
    assert_eq!(actions().await.len(), 3, "nothing was changed");
    sqlx::query(
        "UPDATE person SET name = 'Lain', email = 'lain@portal.example' WHERE role = 'admin'",
    )
    .execute(portal.pool())
    .await
    .unwrap();
    demo_accounts::ensure(p).await.unwrap();
    assert_eq!(actions().await[3..], ["officer.name", "officer.contact"]);
    demo_accounts::lock(p).await.unwrap();
    demo_accounts::lock(p).await.unwrap();
    assert_eq!(actions().await[5..], ["officer.password"; 3]);
    demo_accounts::ensure(p).await.unwrap();
    assert_eq!(actions().await[8..], ["officer.password"; 3]);
    let admin = demo_accounts::ACCOUNTS[4];
    let answer = sign_in(&mut portal.browser(), admin.email, admin.password).await;
    assert_eq!(answer.location(), "/petugas");
}

#[tokio::test]
async fn who_becomes_an_employer_is_a_line_without_a_name_and_a_citizen_s_own_changes_are_none() {
    let portal = Portal::start().await;
    let siti = member(&portal, "siti@contoh.id").await;
    let mut browser = portal.browser();
    sign_in(&mut browser, "siti@contoh.id", PASSWORD).await;
    rename(&mut browser, "Siti Khusus").await;
    let (_, mut officer) = portal.signed_in(Role::Counsellor, "Dewi").await;
    for company in ["PT Satu", "PT Dua"] {
        let fields = [("company", company), ("contact", "siti@contoh.id")];
        officer
            .submit("/petugas/perusahaan", HandOver::url(), &fields)
            .await;
    }
    let by = ("counsellor", Some("Dewi"));
    assert_eq!(
        changes(&portal).await,
        [line("employer.made", by, None, "employer")]
    );
    let subject: Option<Uuid> =
        sqlx::query_scalar("SELECT subject FROM audit WHERE action = 'employer.made'")
            .fetch_one(portal.pool())
            .await
            .unwrap();
    assert_eq!(subject, Some(siti));
    assert!(rows(&portal, "Akun menjadi pemberi kerja").await[0].contains("Siti Khusus"));
    erase(&mut browser).await;
    let row = rows(&portal, "Akun menjadi pemberi kerja").await;
    assert!(
        row[0].contains("Akun terhapus") && !row[0].contains("Siti"),
        "{row:?}"
    );
}

#[tokio::test]
async fn lines_of_before_keep_the_name_of_the_day_of_the_upgrade() {
    let portal = Portal::start().await;
    let dewi = portal.person(Role::Counsellor, "Dewi Lama").await;
    let budi = portal.person(Role::Employer, "Budi Dahulu").await;
    let run = async |sql: String| {
        let done = sqlx::raw_sql(AssertSqlSafe(sql))
            .execute(portal.pool())
            .await;
        done.unwrap();
    };
    run(
        "ALTER TABLE audit DROP COLUMN actor_name, DROP COLUMN subject_name;
         DROP TABLE audit_former_name"
            .into(),
    )
    .await;
    let of_before = |actor: Uuid, role: &str, object: &str| {
        format!(
            "INSERT INTO audit (at, actor, actor_role, action, object)
             VALUES (now(), '{actor}', '{role}', 'roster.read', 'cohort:{object}')"
        )
    };
    run(of_before(dewi, "counsellor", "lama")).await;
    run(of_before(budi, "employer", "milik-budi")).await;
    run(include_str!("../../../../migrations/0020_audit_names.sql").into()).await;
    // The earlier version, which still serves during the upgrade, writes no names either.
    run(of_before(dewi, "counsellor", "sesudah")).await;
    run(format!(
        "UPDATE person SET name = 'Dewi Baru' WHERE id = '{dewi}';
         UPDATE person SET name = 'Budi Kini' WHERE id = '{budi}'"
    ))
    .await;
    for (object, name) in [
        ("lama", "Dewi Lama"),
        ("sesudah", "Dewi Lama"),
        ("milik-budi", "Budi Kini"),
    ] {
        let row = rows(&portal, object).await;
        assert!(row[0].contains(name), "{object}: {row:?}");
    }
    for sql in [
        "UPDATE audit_former_name SET name = 'x'",
        "DELETE FROM audit_former_name",
    ] {
        assert!(
            sqlx::query(sql).execute(portal.pool()).await.is_err(),
            "{sql}"
        );
    }
}
