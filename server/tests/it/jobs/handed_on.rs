//! Addresses as people pass them on: inside a sentence, in capitals, under another title.

use axum::http::{Method, StatusCode};
use domain::accounts::Role;
use urlencoding::encode;

use crate::roles::{World, rows};
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
    let unknown = browser.get("/pemberdayaan/tidak-ada.").await;
    assert_eq!(unknown.location(), "/pemberdayaan/tidak-ada");
    let unknown = browser.get(unknown.location()).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}

/// Opens every address that holds an id or a code, as its owner.
#[tokio::test]
async fn every_personal_address_forgives_the_sentence_around_it() {
    let portal = Portal::start_with(|settings| settings.demo = true).await;
    let world = World {
        platform: portal.platform.clone(),
    };
    let (mut wrong, mut tried) = (Vec::new(), 0);
    for row in rows() {
        // Skips the vacancy's page, which finds its vacancy by the id in the address.
        let is_own = row.address.contains('{') && row.address != "/lowongan/{slug}";
        if row.method != Method::GET || !is_own || row.address.starts_with("/{") {
            continue;
        }
        let role = row.expect.roles.first().copied().unwrap_or(Role::Citizen);
        let (person, mut browser) = portal.signed_in(role, "Pemilik").await;
        let call = (row.fixture)(world.clone(), person).await;
        let clean = call
            .request(&row.method, &row.address)
            .uri()
            .path()
            .to_owned();
        for typed in [
            format!("{clean}."),
            format!("{clean})."),
            format!("{clean},"),
            format!("{clean}%E2%80%9D"),
            clean.to_uppercase(),
            clean.to_lowercase(),
        ] {
            if typed == clean {
                continue;
            }
            tried += 1;
            let answer = browser.get(&format!("{typed}?pesan=a")).await;
            if answer.status != StatusCode::MOVED_PERMANENTLY
                || answer.location() != format!("{clean}?pesan=a")
            {
                wrong.push(format!("{typed}: {} {}", answer.status, answer.location()));
            }
        }
        let there = browser.get(&clean).await.status;
        assert_ne!(there, StatusCode::MOVED_PERMANENTLY, "{clean}");
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(tried > 60, "{tried}");
    // A request that sends a form is never redirected.
    let (_, mut officer) = portal.signed_in(Role::Counsellor, "Petugas").await;
    for path in ["/API/x.", "/petugas/lowongan/1.", "/Bahasa"] {
        let answer = officer.call(path, &[]).await;
        assert_ne!(answer.status, StatusCode::MOVED_PERMANENTLY, "{path}");
    }
    for path in [
        "/akun/%7F.",
        "/akun/a%0D%0AX:1.",
        "/akun/%C3%A9.",
        "/akun/%.",
    ] {
        let status = officer.get(path).await.status;
        assert!(!status.is_server_error(), "{path}: {status}");
    }
}
