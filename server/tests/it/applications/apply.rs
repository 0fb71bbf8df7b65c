use app::applications::api::{Apply, MoveMine, SaveProfile};
use axum::http::StatusCode;
use domain::accounts::Role;
use leptos::server_fn::ServerFn;
use time::Duration;

use super::{PROFILE, Scene, code_of, vacancy};
use crate::support::Portal;

#[tokio::test]
async fn a_person_applies_and_finds_the_application_again() {
    let mut scene = Scene::new().await;
    let form = scene
        .citizen
        .get(&format!("/lowongan/{}/lamar", scene.slug))
        .await;
    assert!(form.page().contains("Tata busana"), "the profile is shown");
    assert!(
        form.page().contains("/akun/profil/cv?lalu=/lowongan/"),
        "who has no CV is asked for one next"
    );
    let check = scene
        .citizen
        .get(&format!("/lowongan/{}/lamar/periksa", scene.slug))
        .await;
    for shown in [
        "Siti Aminah",
        "Menjahit, Obras",
        "Kota Surabaya",
        "Operator jahit",
        "@portal.test",
    ] {
        assert!(check.page().contains(shown), "{shown}");
    }
    let sent = scene.apply().await;
    let code = code_of(&sent);
    let panel = scene.citizen.get(sent.location()).await;
    assert!(panel.page().contains("Lamaran terkirim") && panel.page().contains(&code));
    let list = scene.citizen.get("/akun/lamaran").await;
    assert!(list.page().contains(&code) && list.page().contains("Terkirim"));
    let mine = scene.citizen.get(&format!("/akun/lamaran/{code}")).await;
    assert!(mine.page().contains("Langkah berikutnya"));
    let told = scene
        .count("SELECT count(*) FROM outbox_message WHERE body LIKE '%lamaran baru%'")
        .await;
    assert_eq!(told, 1, "the employer is told");
}

#[tokio::test]
async fn a_wrong_field_comes_back_with_the_others_as_typed() {
    let mut scene = Scene::new().await;
    let from = format!("/lowongan/{}/lamar", scene.slug);
    let mut fields = PROFILE.to_vec();
    fields[3] = ("experience_years", "banyak sekali");
    fields[6] = ("wish", "Penjahit rumahan di Kenjeran");
    fields.push(("whole", "1"));
    fields.push(("_form", "profile"));
    let page = scene
        .citizen
        .submit_and_follow(&from, SaveProfile::url(), &fields)
        .await
        .page();
    assert!(page.contains("Tulis tahun utuh dari 0 sampai 60, dengan angka."));
    assert!(page.contains("banyak sekali") && page.contains("Penjahit rumahan di Kenjeran"));

    let letter = "x".repeat(2001);
    let from = format!("{from}/periksa");
    let fields = [
        ("_form", "apply"),
        ("slug", &*scene.slug),
        ("letter", &*letter),
    ];
    let page = scene
        .citizen
        .submit_and_follow(&from, Apply::url(), &fields)
        .await
        .page();
    assert!(page.contains("terlalu panjang") && page.contains(&letter));
    assert_eq!(scene.count("SELECT count(*) FROM application").await, 0);
}

/// A person may have written the letter already when the last page shows that the CV is an old one.
#[tokio::test]
async fn leaving_to_change_an_answer_keeps_the_letter() {
    let mut scene = Scene::new().await;
    let check = format!("/lowongan/{}/lamar/periksa", scene.slug);
    let page = scene.citizen.get(&check).await.page();
    assert!(
        page.contains("name=\"_leave\" value=\"/akun/nama\""),
        "{page}"
    );
    let letter = "Saya terbiasa menjahit kemeja.";
    for (to, lands) in [
        ("/akun/nama", "/akun/nama"),
        ("https://evil.example/", check.as_str()),
    ] {
        let fields = [
            ("_form", "apply"),
            ("slug", &*scene.slug),
            ("letter", letter),
            ("_leave", to),
        ];
        let answer = scene.citizen.submit(&check, Apply::url(), &fields).await;
        assert_eq!(answer.location(), lands);
        let page = scene.citizen.get(&check).await.page();
        assert!(
            page.contains(letter) && !page.contains("role=\"alert\""),
            "{page}"
        );
    }
    assert_eq!(scene.count("SELECT count(*) FROM application").await, 0);
    scene.apply().await;
    let page = scene.citizen.get(&check).await.page();
    assert!(!page.contains(letter), "{page}");
}

#[tokio::test]
async fn a_profile_with_holes_is_kept_but_not_sent() {
    let portal = Portal::start().await;
    let employer = portal.person(Role::Employer, "Budi").await;
    let (_, slug) = vacancy(portal.pool(), portal.clock().now(), Some(employer)).await;
    let (_, mut citizen) = portal.signed_in(Role::Citizen, "Siti").await;
    let saved = citizen
        .submit("/akun/profil", SaveProfile::url(), &[("education", "sma")])
        .await;
    assert_eq!(saved.location(), "/akun/profil?pesan=tersimpan");
    let page = citizen.get(&format!("/lowongan/{slug}/lamar")).await.page();
    assert!(page.contains("Yang masih perlu diisi") && !page.contains("Melamar dilakukan"));
    let refused = citizen.call(Apply::url(), &[("slug", &slug)]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.body.contains("profile_incomplete"));
    let holes = citizen
        .call(SaveProfile::url(), &[("education", "sma"), ("whole", "1")])
        .await;
    assert_eq!(holes.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn what_cannot_be_applied_for_says_why() {
    let mut scene = Scene::new().await;
    let now = scene.portal.clock().now();
    let (_, at_source) = vacancy(scene.portal.pool(), now, None).await;
    let (_, own) = vacancy(scene.portal.pool(), now, Some(scene.citizen_id)).await;
    for (slug, code, words) in [
        (&at_source, "apply_at_source", "di sumber"),
        (&own, "own_vacancy", "lowongan Anda sendiri"),
    ] {
        let refused = scene.citizen.call(Apply::url(), &[("slug", slug)]).await;
        assert_eq!(refused.status, StatusCode::CONFLICT, "{code}");
        assert!(refused.body.contains(code), "{}", refused.body);
        let page = scene
            .citizen
            .get(&format!("/lowongan/{slug}/lamar/periksa"))
            .await
            .page();
        assert!(page.contains(words), "{code}");
    }
    let unknown = scene
        .citizen
        .call(Apply::url(), &[("slug", "tidak-ada")])
        .await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    scene.apply().await;
    let again = scene
        .citizen
        .call(Apply::url(), &[("slug", &scene.slug)])
        .await;
    assert!(again.status == StatusCode::CONFLICT && again.body.contains("already_applied"));
    let page = scene
        .citizen
        .get(&format!("/lowongan/{}/lamar", scene.slug))
        .await
        .page();
    assert!(page.contains("Anda sudah melamar lowongan ini"));

    let (_, late) = vacancy(scene.portal.pool(), now, Some(scene.employer_id)).await;
    scene.portal.clock().advance(Duration::days(91));
    let (_, mut citizen) = scene.portal.signed_in(Role::Citizen, "Rina").await;
    citizen
        .submit("/akun/profil", SaveProfile::url(), &PROFILE)
        .await;
    let closed = citizen.call(Apply::url(), &[("slug", &late)]).await;
    assert!(closed.status == StatusCode::CONFLICT && closed.body.contains("vacancy_closed"));
}

#[tokio::test]
async fn sending_twice_at_once_gives_one_application() {
    let scene = Scene::new().await;
    let tries = (0..8).map(|_| {
        let (mut browser, slug) = (scene.citizen.clone(), scene.slug.clone());
        tokio::spawn(async move { browser.call(Apply::url(), &[("slug", &slug)]).await.status })
    });
    let mut refused = 0;
    for status in futures::future::join_all(tries).await {
        if status.unwrap() == StatusCode::CONFLICT {
            refused += 1;
        }
    }
    assert_eq!(refused, 7);
    assert_eq!(scene.count("SELECT count(*) FROM application").await, 1);
    assert_eq!(
        scene.count("SELECT count(*) FROM application_step").await,
        1
    );
}

#[tokio::test]
async fn an_application_is_nobody_elses() {
    let (mut scene, code) = Scene::applied().await;
    let (_, mut stranger) = scene.portal.signed_in(Role::Citizen, "Orang Lain").await;
    assert_eq!(
        stranger.get(&format!("/akun/lamaran/{code}")).await.status,
        StatusCode::NOT_FOUND
    );
    let moved = stranger
        .call(MoveMine::url(), &[("code", &code), ("step", "withdraw")])
        .await;
    assert_eq!(moved.status, StatusCode::NOT_FOUND);
    let (_, mut other) = scene
        .portal
        .signed_in(Role::Employer, "Perusahaan Lain")
        .await;
    assert_eq!(
        other
            .get(&format!("/perusahaan/lamaran/{code}"))
            .await
            .status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        other
            .get(&format!("/perusahaan/lowongan/{}", scene.slug))
            .await
            .status,
        StatusCode::NOT_FOUND
    );
    // A sent application keeps the profile as it was.
    let mut fields = PROFILE.to_vec();
    fields[6] = ("wish", "Pekerjaan lain");
    scene
        .citizen
        .submit("/akun/profil", SaveProfile::url(), &fields)
        .await;
    let seen = scene
        .employer
        .get(&format!("/perusahaan/lamaran/{code}"))
        .await
        .page();
    assert!(seen.contains("Operator jahit") && !seen.contains("Pekerjaan lain"));
}
