use app::accounts::personal_data;
use app::applications::api::MoveMine;
use app::employers::api::MoveApplicant;
use axum::http::StatusCode;
use leptos::server_fn::ServerFn;
use server::workers;
use time::Duration;

use super::Scene;

async fn step(scene: &mut Scene, code: &str, step: &str) -> StatusCode {
    scene
        .employer
        .call(MoveApplicant::url(), &[("code", code), ("step", step)])
        .await
        .status
}

#[tokio::test]
async fn the_employer_moves_the_steps_in_their_order_and_the_applicant_sees_them() {
    let (mut scene, code) = Scene::applied().await;
    assert_eq!(
        step(&mut scene, &code, "offer").await,
        StatusCode::CONFLICT,
        "first comes the reading"
    );
    assert_eq!(
        step(&mut scene, &code, "withdraw").await,
        StatusCode::CONFLICT,
        "that is the applicant's"
    );
    assert_eq!(
        step(&mut scene, &code, "expire").await,
        StatusCode::CONFLICT,
        "that is the portal's"
    );
    assert_eq!(
        step(&mut scene, &code, "fly").await,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    let page = format!("/perusahaan/lamaran/{code}");
    for (step, note, words) in [
        ("review", "", "Dibaca"),
        ("invite", "Senin pukul 09.00 di bengkel", "Wawancara"),
        ("offer", "", "Ditawari kerja"),
    ] {
        let fields = [
            ("_form", "step"),
            ("code", &*code),
            ("step", step),
            ("note", note),
        ];
        let moved = scene
            .employer
            .submit_and_follow(&page, MoveApplicant::url(), &fields)
            .await;
        assert!(moved.page().contains(words), "{step}");
        let mine = scene
            .citizen
            .get(&format!("/akun/lamaran/{code}"))
            .await
            .page();
        assert!(mine.contains(words) && mine.contains(note), "{step}");
    }
    let taken = scene
        .citizen
        .submit(
            &page,
            MoveMine::url(),
            &[("code", &code), ("step", "accept")],
        )
        .await;
    assert_eq!(
        taken.location(),
        format!("/akun/lamaran/{code}?pesan=accept")
    );
    for late in ["decline", "hire", "review"] {
        assert_eq!(
            step(&mut scene, &code, late).await,
            StatusCode::CONFLICT,
            "{late}"
        );
    }
    let steps = scene.count("SELECT count(*) FROM application_step").await;
    assert_eq!(steps, 5);
}

#[tokio::test]
async fn a_note_that_is_too_long_comes_back_at_its_field() {
    let (mut scene, code) = Scene::applied().await;
    let note = "x".repeat(1001);
    let fields = [
        ("_form", "step"),
        ("code", &*code),
        ("step", "review"),
        ("note", &*note),
    ];
    let from = format!("/perusahaan/lamaran/{code}");
    let page = scene
        .employer
        .submit_and_follow(&from, MoveApplicant::url(), &fields)
        .await
        .page();
    assert!(page.contains("terlalu panjang") && page.contains(&note));
}

#[tokio::test]
async fn two_steps_at_once_are_one() {
    let (scene, code) = Scene::applied().await;
    let tries = (0..6).map(|_| {
        let (mut browser, code) = (scene.employer.clone(), code.clone());
        tokio::spawn(async move {
            browser
                .call(MoveApplicant::url(), &[("code", &code), ("step", "review")])
                .await
                .status
        })
    });
    let answers = futures::future::join_all(tries).await;
    let refused = answers
        .into_iter()
        .filter(|status| *status.as_ref().unwrap() == StatusCode::CONFLICT);
    assert_eq!(refused.count(), 5);
    assert_eq!(
        scene.count("SELECT count(*) FROM application_step").await,
        2
    );
}

#[tokio::test]
async fn what_is_taken_back_is_not_read_any_more() {
    let (mut scene, code) = Scene::applied().await;
    let here = format!("/akun/lamaran/{code}");
    assert!(
        scene
            .citizen
            .get(&format!("{here}?tanya=tarik"))
            .await
            .page()
            .contains("Tarik lamaran ini?")
    );
    scene
        .citizen
        .submit(
            &here,
            MoveMine::url(),
            &[("code", &code), ("step", "withdraw")],
        )
        .await;
    let seen = scene
        .employer
        .get(&format!("/perusahaan/lamaran/{code}"))
        .await
        .page();
    assert!(
        seen.contains("Ditarik")
            && !seen.contains("Operator jahit")
            && !seen.contains("@portal.test")
    );
}

#[tokio::test]
async fn sixty_days_of_silence_close_an_application_and_tell_both_sides() {
    let (mut scene, code) = Scene::applied().await;
    scene.portal.clock().advance(Duration::days(59));
    workers::once(&scene.portal.platform).await;
    assert_eq!(
        scene
            .count("SELECT count(*) FROM application WHERE status = 'submitted'")
            .await,
        1
    );
    let before = scene.count("SELECT count(*) FROM outbox_message").await;
    scene.portal.clock().advance(Duration::days(1));
    workers::once(&scene.portal.platform).await;
    workers::once(&scene.portal.platform).await;
    assert_eq!(
        scene
            .count("SELECT count(*) FROM application WHERE status = 'expired'")
            .await,
        1
    );
    assert_eq!(
        scene.count("SELECT count(*) FROM application_step").await,
        2
    );
    let told = scene.count("SELECT count(DISTINCT recipient) FROM outbox_message WHERE body LIKE '%ditutup karena 60 hari%'").await;
    assert_eq!(told, 2, "{before} messages were there before");
    // The sessions of the beginning have ended by now.
    let mut conn = scene.portal.pool().acquire().await.unwrap();
    let now = scene.portal.clock().now();
    let ids = scene.portal.platform.ids;
    let session = app::platform::start_session(&mut conn, now, ids, scene.citizen_id, "test")
        .await
        .unwrap();
    scene.citizen.set_cookie("__Host-session", &session.token);
    let mine = scene
        .citizen
        .get(&format!("/akun/lamaran/{code}"))
        .await
        .page();
    assert!(mine.contains("Ditutup tanpa jawaban"));
}

#[tokio::test]
async fn a_step_starts_the_sixty_days_anew() {
    let (mut scene, code) = Scene::applied().await;
    // A session may be idle for 14 days, so ten days keep it.
    scene.portal.clock().advance(Duration::days(10));
    assert_eq!(step(&mut scene, &code, "review").await, StatusCode::OK);
    scene.portal.clock().advance(Duration::days(55));
    workers::once(&scene.portal.platform).await;
    assert_eq!(
        scene
            .count("SELECT count(*) FROM application WHERE status = 'reviewed'")
            .await,
        1
    );
}

#[tokio::test]
async fn an_erased_person_leaves_a_count_and_nothing_else() {
    let (scene, code) = Scene::applied().await;
    let p = &scene.portal.platform;
    let mut tx = scene.portal.pool().begin().await.unwrap();
    let data = personal_data::export(p, &mut tx, scene.citizen_id)
        .await
        .unwrap();
    assert!(
        data["work"]["applications"][0]["code"] == code
            && data["work"]["profile"]["wish"] == "Operator jahit"
    );
    personal_data::erase(p, &mut tx, scene.citizen_id)
        .await
        .unwrap();
    personal_data::erase(p, &mut tx, scene.employer_id)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let left = "SELECT count(*) FROM application WHERE status = 'withdrawn' AND profile = '{}' AND cv_id IS NULL";
    assert_eq!(scene.count(left).await, 1);
    assert_eq!(
        scene.count("SELECT count(*) FROM applicant_profile").await,
        0
    );
    assert_eq!(
        scene
            .count("SELECT count(*) FROM vacancy WHERE owner_id IS NOT NULL")
            .await,
        0
    );
}
