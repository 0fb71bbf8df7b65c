//! Vacancies that employers write on the portal, and the officer who checks them.

use app::employers::api::SendOpening;
use app::employers::officer_api::{PublishOpening, ReturnOpening};
use axum::http::StatusCode;
use domain::accounts::Role;
use domain::format::{date_in_wib, date_long};
use leptos::server_fn::ServerFn;
use time::Duration;
use uuid::Uuid;

use super::employers::employer;
use crate::support::{Browser, Portal};

/// The fields of a complete vacancy that closes in 30 days.
pub fn opening(portal: &Portal, company: Uuid) -> Vec<(&'static str, String)> {
    let day = date_in_wib(portal.clock().now() + Duration::days(30));
    let text = |field, value: &str| (field, value.to_owned());
    vec![
        text("_form", "opening"),
        ("company", company.to_string()),
        text("title", "Penjahit kemeja"),
        text(
            "description",
            "Menjahit kemeja sesuai pola, enam hari kerja, di bengkel kami.",
        ),
        text("education", "smp"),
        text("kind", "penuh-waktu"),
        text("place", "35.78"),
        text("quota", "4"),
        text("wage_min", "4.700.000"),
        ("deadline_day", day.day().to_string()),
        ("deadline_month", u8::from(day.month()).to_string()),
        ("deadline_year", day.year().to_string()),
    ]
}

pub fn pairs<'a>(fields: &'a [(&'static str, String)]) -> Vec<(&'a str, &'a str)> {
    fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect()
}

#[tokio::test]
async fn a_written_vacancy_is_checked_before_it_is_on_the_board() {
    let portal = Portal::start().await;
    let (_, mut browser, company, mut officer) = employer(&portal).await;
    let fields = opening(&portal, company);
    let sent = browser
        .submit(
            "/perusahaan/lowongan/baru",
            SendOpening::url(),
            &pairs(&fields),
        )
        .await;
    assert_eq!(sent.location(), "/perusahaan?pesan=dikirim");
    let draft: Uuid = sqlx::query_scalar("SELECT id FROM vacancy_draft")
        .fetch_one(portal.pool())
        .await
        .unwrap();
    let published = || async {
        sqlx::query_scalar::<_, String>("SELECT slug FROM vacancy WHERE source = 'portal'")
            .fetch_optional(portal.pool())
            .await
            .unwrap()
    };
    assert_eq!(published().await, None);
    let page = format!("/petugas/lowongan/{draft}");
    assert!(officer.get(&page).await.page().contains("Penjahit kemeja"));
    let (id, version) = (draft.to_string(), version(&mut officer, &page).await);
    let unsaid = [
        ("_form", "return"),
        ("id", &*id),
        ("version", &*version),
        ("reason", ""),
    ];
    assert!(
        officer
            .submit_and_follow(&page, ReturnOpening::url(), &unsaid)
            .await
            .page()
            .contains("field-error")
    );
    officer
        .submit(
            &page,
            ReturnOpening::url(),
            &[
                ("id", &id),
                ("version", &version),
                ("reason", "Sebutkan jam kerjanya"),
            ],
        )
        .await;
    let edit = browser
        .get(&format!("/perusahaan/draf/{draft}"))
        .await
        .page();
    assert!(
        edit.contains("Sebutkan jam kerjanya")
            && edit.contains("Penjahit kemeja")
            && edit.contains("4700000")
    );
    assert_eq!(
        officer
            .call(PublishOpening::url(), &[("id", &id), ("version", &version)])
            .await
            .status,
        StatusCode::NOT_FOUND,
        "it does not wait"
    );

    let mut again = fields.clone();
    again.push(("draft", id.clone()));
    browser
        .submit(
            "/perusahaan/lowongan/baru",
            SendOpening::url(),
            &pairs(&again),
        )
        .await;
    let stale = [("_form", "publish"), ("id", &*id), ("version", &*version)];
    let changed = officer
        .submit_and_follow(&page, PublishOpening::url(), &stale)
        .await
        .page();
    assert!(changed.contains("baru saja mengubah lowongan ini"));
    assert_eq!(published().await, None, "nobody has read this text");
    let version = self::version(&mut officer, &page).await;
    officer
        .submit(
            &page,
            PublishOpening::url(),
            &[("id", &id), ("version", &version)],
        )
        .await;
    let slug = published().await.unwrap();
    let public = portal.browser().get(&format!("/lowongan/{slug}")).await;
    assert!(public.status == StatusCode::OK && public.page().contains(&format!("{slug}/lamar")));
    let today = date_long(date_in_wib(portal.clock().now()), false);
    let checked = format!("diperiksa petugas portal pada {today}.");
    assert!(public.body.contains(&checked), "{}", public.page());
    let found = portal
        .browser()
        .get("/lowongan?kata=penjahit+kemeja&wilayah=semua")
        .await
        .page();
    assert!(found.contains(&slug), "the search finds it");
    // The same vacancy, sent again, does not appear twice on the board.
    let twice = pairs(&fields);
    browser
        .submit("/perusahaan/lowongan/baru", SendOpening::url(), &twice)
        .await;
    let copy: Uuid = sqlx::query_scalar("SELECT id FROM vacancy_draft WHERE state = 'waiting'")
        .fetch_one(portal.pool())
        .await
        .unwrap();
    let page = format!("/petugas/lowongan/{copy}");
    let (copy, version) = (copy.to_string(), self::version(&mut officer, &page).await);
    officer
        .submit(
            &page,
            PublishOpening::url(),
            &[("id", &copy), ("version", &version)],
        )
        .await;
    let firsts: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM vacancy WHERE source = 'portal' AND duplicate_of IS NULL",
    )
    .fetch_one(portal.pool())
    .await
    .unwrap();
    assert_eq!(firsts, 1);
    let (_, mut stranger) = portal.signed_in(Role::Employer, "Lain").await;
    assert_eq!(
        stranger
            .get(&format!("/perusahaan/draf/{draft}"))
            .await
            .status,
        StatusCode::NOT_FOUND
    );
}

/// The version of a waiting vacancy's text that this page shows.
async fn version(officer: &mut Browser, page: &str) -> String {
    let body = officer.get(page).await.body;
    let (_, after) = body.split_once("name=\"version\" value=\"").unwrap();
    after.split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_vacancy_whose_last_day_has_passed_is_not_published() {
    let portal = Portal::start().await;
    let (_, mut browser, company, _) = employer(&portal).await;
    let from = "/perusahaan/lowongan/baru";
    let fields = opening(&portal, company);
    browser
        .submit(from, SendOpening::url(), &pairs(&fields))
        .await;
    portal.clock().advance(Duration::days(31));
    let (_, mut officer) = portal.signed_in(Role::Counsellor, "Dewi").await;
    let id: Uuid = sqlx::query_scalar("SELECT id FROM vacancy_draft")
        .fetch_one(portal.pool())
        .await
        .unwrap();
    let page = format!("/petugas/lowongan/{id}");
    let (id, version) = (id.to_string(), version(&mut officer, &page).await);
    let sent = [("_form", "publish"), ("id", &*id), ("version", &*version)];
    let back = officer
        .submit_and_follow(&page, PublishOpening::url(), &sent)
        .await
        .page();
    assert!(back.contains("Hari terakhir melamar sudah lewat."));
}

#[tokio::test]
async fn a_wrong_field_of_a_vacancy_leaves_the_others() {
    let portal = Portal::start().await;
    let (_, mut browser, company, _) = employer(&portal).await;
    let mut fields = opening(&portal, company);
    fields.push(("age_max", "30".to_owned()));
    fields.push(("sex", String::new()));
    let page = browser
        .submit_and_follow(
            "/perusahaan/lowongan/baru",
            SendOpening::url(),
            &pairs(&fields),
        )
        .await
        .page();
    assert!(page.contains("Tulis alasan mengapa umur atau jenis kelamin dibatasi."));
    for kept in ["Penjahit kemeja", "enam hari kerja", "4.700.000"] {
        assert!(page.contains(kept), "{kept}");
    }
    let foreign = Uuid::new_v4();
    let refused = browser
        .call(SendOpening::url(), &pairs(&opening(&portal, foreign)))
        .await;
    assert_eq!(
        refused.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "another's company"
    );
}

#[tokio::test]
async fn the_longest_vacancy_comes_back_whole_and_what_nobody_writes_is_not_kept() {
    let portal = Portal::start().await;
    let (_, mut employer, _, _) = employer(&portal).await;
    let from = "/perusahaan/lowongan/baru";
    // Characters of four bytes, as many as each field accepts.
    let fields = [
        ("title", 120),
        ("description", 6000),
        ("requirements", 4000),
        ("address", 300),
        ("reason", 500),
    ];
    let long = fields.map(|(name, length)| (name, "\u{1f9f5}".repeat(length)));
    let mut sent = vec![("_form", "opening"), ("company", "")];
    sent.extend(long.iter().map(|(name, text)| (*name, &**text)));
    let page = employer
        .submit_and_follow(from, SendOpening::url(), &sent)
        .await
        .page();
    for (name, text) in &long {
        assert!(page.contains(text), "{name} is lost");
    }

    let kept = async || -> Option<i32> {
        sqlx::query_scalar("SELECT max(length(draft::text)) FROM form_draft")
            .fetch_one(portal.pool())
            .await
            .unwrap()
    };
    let before = kept().await;
    let flood = "x".repeat(70_000);
    let answer = employer
        .submit(
            from,
            SendOpening::url(),
            &[("_form", "opening"), ("ruang", &flood)],
        )
        .await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(
        answer.body.contains("Tekan tombol Kembali"),
        "{}",
        answer.body
    );
    assert_eq!(kept().await, before);
}
