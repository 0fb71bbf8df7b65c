//! How erasing an account changes its conversations.

use app::consultation::Participant;
use app::consultation::store::{self, Begin, Started, Taken};
use app::platform::Ids;
use domain::accounts::Role;
use domain::consultation::state::Topic;
use uuid::Uuid;

use crate::support::Portal;

/// A conversation that the citizen has begun and the counsellor has taken.
async fn talk(portal: &Portal, citizen: Uuid, counsellor: Uuid) -> Uuid {
    let now = portal.clock().now();
    let mut conn = portal.pool().acquire().await.unwrap();
    let participant = Participant {
        person: Some(citizen),
        guest: None,
    };
    let begin = Begin {
        id: Ids.uuid(now),
        citizen_name: "Siti Aminah",
        topic: Topic::Abroad,
        client_id: Ids.uuid(now),
        body: "paspor saya ditahan",
    };
    let Started::New(id) = store::start(&mut conn, &participant, now, begin)
        .await
        .unwrap()
    else {
        panic!("the citizen has an open conversation");
    };
    let taken = store::take(&mut conn, counsellor, now, id).await.unwrap();
    assert_eq!(taken, Taken::Taken(id));
    id
}

async fn erase(portal: &Portal, person: Uuid) {
    let mut tx = portal.pool().begin().await.unwrap();
    app::accounts::personal_data::erase(&portal.platform, &mut tx, person)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

async fn rows(portal: &Portal, sql: &'static str) -> i64 {
    sqlx::query_scalar(sql)
        .fetch_one(portal.pool())
        .await
        .unwrap()
}

#[tokio::test]
async fn a_citizen_s_talks_can_be_taken_along_and_go_with_the_account() {
    let portal = Portal::start().await;
    let siti = portal.person(Role::Citizen, "Siti Aminah").await;
    let budi = portal.person(Role::Citizen, "Budi Santoso").await;
    let dewi = portal.person(Role::Counsellor, "Dewi Lestari").await;
    talk(&portal, siti, dewi).await;
    let kept = talk(&portal, budi, dewi).await;
    let mut conn = portal.pool().acquire().await.unwrap();
    let data = app::accounts::personal_data::export(&portal.platform, &mut conn, siti)
        .await
        .unwrap();
    let talks = data["consultation"].as_array().unwrap();
    assert_eq!(talks.len(), 1, "{data}");
    assert_eq!(talks[0]["messages"][0]["text"], "paspor saya ditahan");
    erase(&portal, siti).await;
    let left: Vec<Uuid> = sqlx::query_scalar("SELECT id FROM conversation")
        .fetch_all(portal.pool())
        .await
        .unwrap();
    assert_eq!(left, [kept]);
    let words = "SELECT count(DISTINCT conversation_id) FROM conversation_message";
    assert_eq!(rows(&portal, words).await, 1);
}

#[tokio::test]
async fn what_an_erased_counsellor_had_in_hand_waits_again_in_its_place() {
    let portal = Portal::start().await;
    let siti = portal.person(Role::Citizen, "Siti Aminah").await;
    let dewi = portal.person(Role::Counsellor, "Dewi Lestari").await;
    talk(&portal, siti, dewi).await;
    erase(&portal, dewi).await;
    let waiting =
        "SELECT count(*) FROM conversation WHERE status = 'waiting' AND counsellor_id IS NULL";
    assert_eq!(rows(&portal, waiting).await, 1);
}
