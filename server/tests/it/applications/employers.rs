use app::employers::api::{CloseVacancy, RequestCompany, SendOpening};
use app::employers::officer_api::{
    GrantCompany, HandOver, PublishOpening, RefuseCompany, ReturnOpening,
};
use axum::http::StatusCode;
use domain::accounts::Role;
use domain::format::date_in_wib;
use leptos::server_fn::ServerFn;
use time::Duration;
use uuid::Uuid;

use super::{Scene, vacancy};
use crate::support::{Browser, Portal};

async fn name_of(portal: &Portal, company: Uuid) -> String {
    sqlx::query_scalar("SELECT name FROM company WHERE id = $1")
        .bind(company)
        .fetch_one(portal.pool())
        .await
        .unwrap()
}

/// A whole vacancy's fields, its last day a month ahead.
fn opening(portal: &Portal, company: Uuid) -> Vec<(&'static str, String)> {
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

fn pairs<'a>(fields: &'a [(&'static str, String)]) -> Vec<(&'a str, &'a str)> {
    fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect()
}

/// An employer whose company an officer has handed over.
async fn employer(portal: &Portal) -> (Uuid, Browser, Uuid, Browser) {
    let (company, _) = vacancy(portal.pool(), portal.clock().now(), None).await;
    let (person, browser) = portal.signed_in(Role::Employer, "Budi").await;
    let (_, mut officer) = portal.signed_in(Role::Counsellor, "Dewi").await;
    let name = name_of(portal, company).await;
    let fields = [
        ("company", &*name),
        ("contact", &*format!("{person}@portal.test")),
    ];
    let given = officer
        .submit("/petugas/perusahaan", HandOver::url(), &fields)
        .await;
    assert_eq!(
        given.location(),
        "/petugas/perusahaan?pesan=diserahkan&jumlah=1"
    );
    (person, browser, company, officer)
}

#[tokio::test]
async fn a_company_is_asked_for_checked_and_handed_over_with_its_vacancies() {
    let portal = Portal::start().await;
    let (company, slug) = vacancy(portal.pool(), portal.clock().now(), None).await;
    let name = name_of(&portal, company).await;
    let (_, mut asker) = portal.signed_in(Role::Citizen, "Budi").await;
    let wrong = [
        ("_form", "company"),
        ("company", &*name),
        ("nib", "123"),
        ("position", "Pemilik"),
    ];
    let page = asker
        .submit_and_follow("/perusahaan/daftar", RequestCompany::url(), &wrong)
        .await
        .page();
    assert!(
        page.contains("NIB terdiri dari 13 angka.")
            && page.contains(&name)
            && page.contains("Pemilik")
    );
    let fields = [
        ("company", &*name),
        ("nib", "1234567890123"),
        ("position", "Pemilik"),
    ];
    asker
        .submit("/perusahaan/daftar", RequestCompany::url(), &fields)
        .await;
    let twice = asker.call(RequestCompany::url(), &fields).await;
    assert_eq!(twice.status, StatusCode::CONFLICT);
    assert!(
        asker
            .get("/perusahaan")
            .await
            .page()
            .contains("menunggu pemeriksaan")
    );

    let (_, mut officer) = portal.signed_in(Role::Admin, "Ratna").await;
    let id: Uuid = sqlx::query_scalar("SELECT id FROM company_request")
        .fetch_one(portal.pool())
        .await
        .unwrap();
    let opened = format!("/petugas/perusahaan?minta={id}");
    let page = officer.get(&opened).await.page();
    assert!(page.contains("1234567890123") && page.contains(&name));
    let asked = id.to_string();
    let unsaid = [("_form", "refuse"), ("request", &*asked), ("reason", " ")];
    let back = officer
        .submit_and_follow(&opened, RefuseCompany::url(), &unsaid)
        .await
        .page();
    assert!(back.contains("field-error") && back.contains("1234567890123"));
    officer
        .submit(
            "/petugas/perusahaan",
            GrantCompany::url(),
            &[("request", &id.to_string())],
        )
        .await;
    let home = asker.get("/perusahaan").await.page();
    assert!(home.contains(&name) && home.contains("Penjahit") && home.contains("Pasang lowongan"));
    let public = portal
        .browser()
        .get(&format!("/lowongan/{slug}"))
        .await
        .page();
    assert!(
        public.contains(&format!("/lowongan/{slug}/lamar")),
        "it is applied for here now"
    );
    let again = officer
        .call(GrantCompany::url(), &[("request", &id.to_string())])
        .await;
    assert_eq!(again.status, StatusCode::NOT_FOUND, "it is decided");
}

#[tokio::test]
async fn a_company_has_one_account_and_no_officers() {
    let portal = Portal::start().await;
    let (_, _, company, mut officer) = employer(&portal).await;
    let name = name_of(&portal, company).await;
    let other = portal.person(Role::Employer, "Lain").await;
    let trainer = portal.person(Role::Trainer, "Agus").await;
    for (contact, code) in [
        (format!("{other}@portal.test"), "company_taken"),
        (format!("{trainer}@portal.test"), "account_is_officer"),
        ("tidak.ada@portal.test".to_owned(), "account_unknown"),
    ] {
        let refused = officer
            .call(
                HandOver::url(),
                &[("company", &*name), ("contact", &*contact)],
            )
            .await;
        assert!(
            refused.status.is_client_error() && refused.body.contains(code),
            "{code}: {}",
            refused.body
        );
    }
    let wrong = [
        ("_form", "hand-over"),
        ("company", &*name),
        ("contact", "bukan kontak"),
    ];
    let page = officer
        .submit_and_follow("/petugas/perusahaan", HandOver::url(), &wrong)
        .await
        .page();
    assert!(page.contains(&name) && page.contains("bukan kontak") && page.contains("field-error"));
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
    let id = draft.to_string();
    let unsaid = [("_form", "return"), ("id", &*id), ("reason", "")];
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
            &[("id", &id), ("reason", "Sebutkan jam kerjanya")],
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
            .call(PublishOpening::url(), &[("id", &id)])
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
    officer
        .submit(&page, PublishOpening::url(), &[("id", &id)])
        .await;
    let slug = published().await.unwrap();
    let public = portal.browser().get(&format!("/lowongan/{slug}")).await;
    assert!(public.status == StatusCode::OK && public.page().contains(&format!("{slug}/lamar")));
    let found = portal
        .browser()
        .get("/lowongan?q=penjahit+kemeja")
        .await
        .page();
    assert!(found.contains(&slug), "the search finds it");
    let (_, mut stranger) = portal.signed_in(Role::Employer, "Lain").await;
    assert_eq!(
        stranger
            .get(&format!("/perusahaan/draf/{draft}"))
            .await
            .status,
        StatusCode::NOT_FOUND
    );
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
async fn an_employer_closes_a_vacancy_and_still_answers() {
    let (mut scene, code) = Scene::applied().await;
    let closed = scene
        .employer
        .submit("/perusahaan", CloseVacancy::url(), &[("slug", &scene.slug)])
        .await;
    assert_eq!(
        closed.location(),
        format!("/perusahaan/lowongan/{}?pesan=ditutup", scene.slug)
    );
    assert_eq!(
        scene
            .portal
            .browser()
            .get(&format!("/lowongan/{}", scene.slug))
            .await
            .status,
        StatusCode::GONE
    );
    let again = scene
        .employer
        .call(CloseVacancy::url(), &[("slug", &scene.slug)])
        .await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert!(
        scene
            .employer
            .get(&format!("/perusahaan/lamaran/{code}"))
            .await
            .page()
            .contains("Tandai sudah dibaca")
    );
}
