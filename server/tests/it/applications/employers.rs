use app::accounts::personal_data;
use app::employers::api::{CloseVacancy, RequestCompany};
use app::employers::officer_api::{GrantCompany, HandOver, RefuseCompany};
use axum::http::StatusCode;
use domain::accounts::Role;
use leptos::server_fn::ServerFn;
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

/// An employer to whom an officer has handed over a company.
pub async fn employer(portal: &Portal) -> (Uuid, Browser, Uuid, Browser) {
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
async fn an_employer_who_leaves_lets_no_applicant_wait() {
    let (scene, code) = Scene::applied().await;
    let mut tx = scene.portal.pool().begin().await.unwrap();
    personal_data::erase(&scene.portal.platform, &mut tx, scene.employer_id)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let mut applicant = scene.citizen;
    let page = applicant.get(&format!("/akun/lamaran/{code}")).await.page();
    assert!(page.contains("Pemberi kerja menutup akunnya di portal ini."));
    let told: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM outbox_message m JOIN person p ON p.email = m.recipient
         WHERE p.id = $1 AND m.body LIKE '%tidak memilih%'",
    )
    .bind(scene.citizen_id)
    .fetch_one(scene.portal.pool())
    .await
    .unwrap();
    assert_eq!(told, 1);
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
