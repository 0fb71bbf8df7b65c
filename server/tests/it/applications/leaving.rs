//! An employer's account is erased at the moment of an application: no applicant may wait for an employer who is gone.

use app::accounts::personal_data;
use app::applications::api::Apply;
use app::employers::api::SendOpening;
use app::employers::officer_api::PublishOpening;
use leptos::server_fn::ServerFn;
use uuid::Uuid;

use super::Scene;
use super::employers::employer;
use super::openings::{opening, pairs};
use crate::accounts::until_held_up;
use crate::support::Portal;

#[tokio::test]
async fn who_applies_while_the_employer_leaves_is_told_so() {
    let scene = Scene::new().await;
    let mut leaving = scene.portal.pool().begin().await.unwrap();
    personal_data::erase(&scene.portal.platform, &mut leaving, scene.employer_id)
        .await
        .unwrap();
    let (mut citizen, slug) = (scene.citizen.clone(), scene.slug.clone());
    let tasks = [tokio::spawn(async move {
        citizen.call(Apply::url(), &[("slug", &slug)]).await
    })];
    until_held_up(&scene.portal, &tasks).await;
    leaving.commit().await.unwrap();
    let [applying] = tasks;
    let answer = applying.await.unwrap();
    assert_eq!(answer.status, 409, "{}", answer.body);
    assert!(answer.body.contains("apply_at_source"), "{}", answer.body);
    assert_eq!(scene.count("SELECT count(*) FROM application").await, 0);
}

#[tokio::test]
async fn an_application_that_comes_just_before_the_employer_leaves_is_declined() {
    let scene = Scene::new().await;
    // Does the same as applying, up to the commit.
    let mut applying = scene.portal.pool().begin().await.unwrap();
    let vacancy: Uuid = sqlx::query_scalar("SELECT id FROM vacancy WHERE slug = $1 FOR SHARE")
        .bind(&scene.slug)
        .fetch_one(&mut *applying)
        .await
        .unwrap();
    sqlx::query(
        "WITH made AS (
             INSERT INTO application (id, code, person_id, vacancy_id, status, profile, sent_at, moved_at)
             VALUES (gen_random_uuid(), 'ABCD2345', $1, $2, 'submitted', '{}', now(), now()) RETURNING id)
         INSERT INTO application_step (application_id, seq, status, actor, at)
         SELECT id, 1, 'submitted', 'applicant', now() FROM made",
    )
    .bind(scene.citizen_id)
    .bind(vacancy)
    .execute(&mut *applying)
    .await
    .unwrap();
    let (platform, employer) = (scene.portal.platform.clone(), scene.employer_id);
    let tasks = [tokio::spawn(async move {
        let mut tx = platform.pool.begin().await.unwrap();
        personal_data::erase(&platform, &mut tx, employer)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    })];
    until_held_up(&scene.portal, &tasks).await;
    applying.commit().await.unwrap();
    let [leaving] = tasks;
    leaving.await.unwrap();
    let declined = "SELECT count(*) FROM application WHERE status = 'declined'";
    assert_eq!(scene.count(declined).await, 1);
}

#[tokio::test]
async fn what_is_just_being_published_closes_when_its_employer_leaves() {
    let portal = Portal::start().await;
    let (employer_id, mut employer, company, mut officer) = employer(&portal).await;
    let fields = opening(&portal, company);
    let sent = employer
        .submit(
            "/perusahaan/lowongan/baru",
            SendOpening::url(),
            &pairs(&fields),
        )
        .await;
    assert_eq!(sent.location(), "/perusahaan?pesan=dikirim");
    let (draft, version): (Uuid, i64) = sqlx::query_as(
        "SELECT id, (extract(epoch FROM sent_at) * 1000000)::bigint FROM vacancy_draft",
    )
    .fetch_one(portal.pool())
    .await
    .unwrap();
    // Keeps the officer's transaction waiting in the middle.
    let mut pause = portal.pool().begin().await.unwrap();
    sqlx::query("SELECT FROM company WHERE id = $1 FOR UPDATE")
        .bind(company)
        .execute(&mut *pause)
        .await
        .unwrap();
    let mut tasks = vec![tokio::spawn(async move {
        let (draft, version) = (draft.to_string(), version.to_string());
        let fields = [("id", &*draft), ("version", &version)];
        assert_eq!(
            officer.call(PublishOpening::url(), &fields).await.status,
            200
        );
    })];
    until_held_up(&portal, &tasks).await;
    let platform = portal.platform.clone();
    tasks.push(tokio::spawn(async move {
        let mut tx = platform.pool.begin().await.unwrap();
        personal_data::erase(&platform, &mut tx, employer_id)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }));
    until_held_up(&portal, &tasks).await;
    pause.commit().await.unwrap();
    for task in tasks {
        task.await.unwrap();
    }
    let open = "SELECT count(*) FROM vacancy WHERE source = 'portal' AND withdrawn_at IS NULL";
    let open: i64 = sqlx::query_scalar(open)
        .fetch_one(portal.pool())
        .await
        .unwrap();
    assert_eq!(open, 0);
}
