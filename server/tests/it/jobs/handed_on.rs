//! Addresses as people hand them on: in a sentence, in capitals, under another title.

use axum::http::StatusCode;
use urlencoding::encode;

use crate::support::Portal;

#[tokio::test]
async fn an_address_that_was_handed_on_leads_to_its_vacancy() {
    let portal = Portal::with_board().await;
    let slug: String = sqlx::query_scalar("SELECT slug FROM vacancy ORDER BY slug LIMIT 1")
        .fetch_one(portal.pool())
        .await
        .unwrap();
    let id = &slug[slug.len() - 10..];
    let mut browser = portal.browser();
    assert_eq!(
        browser.get(&format!("/lowongan/{slug}")).await.status,
        StatusCode::OK
    );
    for typed in [
        format!("{slug}."),
        format!("{slug})."),
        format!("{slug},"),
        format!("{slug}>"),
        format!("{slug}\""),
        format!("{slug}”"),
        slug.to_uppercase(),
        format!("judul-lama-{id}"),
        id.to_owned(),
    ] {
        let answer = browser.get(&format!("/lowongan/{}", encode(&typed))).await;
        assert_eq!(answer.status, StatusCode::MOVED_PERMANENTLY, "{typed}");
        assert_eq!(answer.location(), format!("/lowongan/{slug}"), "{typed}");
    }
    for unknown in ["judul-0000000000", "judul-0000000000.", "judul.", "-"] {
        let answer = browser.get(&format!("/lowongan/{unknown}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{unknown}");
    }
}

#[tokio::test]
async fn a_million_addresses_are_not_read_to_find_one_by_its_id() {
    let portal = Portal::with_board().await;
    let mut conn = portal.pool().acquire().await.unwrap();
    let plan: Vec<String> = sqlx::query_scalar(
        "EXPLAIN SELECT slug FROM vacancy WHERE right(slug, 10) = '0000000000' ORDER BY slug LIMIT 1",
    )
    .fetch_all(&mut *conn)
    .await
    .unwrap();
    assert!(plan.concat().contains("vacancy_short_id"), "{plan:#?}");
}

#[tokio::test]
async fn so_does_that_of_a_programme() {
    let portal = Portal::start_with(|settings| settings.demo = true).await;
    let now = portal.clock().now();
    app::courses::store::load_sample(&mut portal.pool().acquire().await.unwrap(), now)
        .await
        .unwrap();
    let mut browser = portal.browser();
    let address = "/pemberdayaan/menjahit-busana";
    assert_eq!(browser.get(address).await.status, StatusCode::OK);
    for typed in [
        "menjahit-busana.",
        "menjahit-busana),",
        "Menjahit-Busana",
        "menjahit-busana%E2%80%9D",
    ] {
        let answer = browser.get(&format!("/pemberdayaan/{typed}")).await;
        assert_eq!(answer.status, StatusCode::MOVED_PERMANENTLY, "{typed}");
        assert_eq!(answer.location(), address, "{typed}");
    }
    assert_eq!(
        browser.get("/pemberdayaan/tidak-ada.").await.status,
        StatusCode::NOT_FOUND
    );
}
