//! An employer whose account is erased in the moment in which somebody applies: nobody waits for who is gone.

use app::accounts::personal_data;
use app::applications::api::Apply;
use leptos::server_fn::ServerFn;
use uuid::Uuid;

use super::Scene;
use crate::accounts::until_held_up;

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
    // As applying does it, up to its end.
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
