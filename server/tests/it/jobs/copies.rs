//! One posting that was imported under several ids.

use app::employers::api::CloseVacancy;
use app::jobs::upkeep::keep_up;
use domain::accounts::Role;
use leptos::server_fn::ServerFn;

use super::import::{LINES, run, written};
use crate::support::Portal;

/// Imports one posting under three ids.
async fn three_of_one(portal: &Portal) {
    let line = LINES.lines().next().unwrap();
    let ids = (1..=3).map(|n| line.replace("a-1", &format!("twin-{n}")));
    run(portal, &ids.collect::<Vec<_>>().join("\n")).await;
}

#[tokio::test]
async fn the_same_posting_under_several_ids_is_shown_once() {
    let portal = Portal::start().await;
    three_of_one(&portal).await;
    let found = super::find(&mut portal.browser(), "").await;
    assert_eq!((found.hits.len(), found.found.n), (1, 1));
    assert_eq!(found.hits[0].quota, Some(6), "three postings of two places");
}

/// The vacancies that the board shows for all regions: address and number of places.
async fn shown(portal: &Portal) -> Vec<(String, Option<i64>)> {
    let found = super::find(&mut portal.browser(), "wilayah=semua").await;
    let mut shown: Vec<_> = found
        .hits
        .into_iter()
        .map(|hit| (hit.slug, hit.quota))
        .collect();
    shown.sort();
    shown
}

#[tokio::test]
async fn a_posting_that_asks_for_another_study_is_no_copy() {
    let portal = Portal::start().await;
    let line = LINES.lines().next().unwrap();
    let asks = |n: u8, programmes: &str, levels: &str| {
        line.replace("a-1", &format!("twin-{n}"))
            .replace("\"Logistik\"", programmes)
            .replace("\"Diploma\"", levels)
    };
    let lines = [
        asks(
            1,
            "\"Teknik Mesin\",\"Logistik\"",
            "\"Diploma\",\"Sarjana\"",
        ),
        asks(
            2,
            "\"LOGISTIK\",\"Teknik Mesin\"",
            "\"Sarjana\",\"Diploma\"",
        ),
        asks(3, "\"Teknik Metalurgi\"", "\"Diploma\",\"Sarjana\""),
        asks(4, "\"Teknik Mesin\",\"Logistik\"", "\"Sarjana\""),
    ];
    run(&portal, &lines.join("\n")).await;
    let places: Vec<_> = shown(&portal)
        .await
        .into_iter()
        .map(|(_, places)| places)
        .collect();
    assert_eq!(places.len(), 3, "{places:?}");
    assert!(
        places.contains(&Some(4)),
        "their order does not matter: {places:?}"
    );
    let metalurgi = super::find(&mut portal.browser(), "jurusan=metalurgi").await;
    assert_eq!(metalurgi.hits.len(), 1);
}

#[tokio::test]
async fn what_an_earlier_version_stored_by_its_own_rule_is_made_anew_while_serving() {
    let portal = Portal::start().await;
    let line = LINES.lines().next().unwrap();
    let other = line
        .replace("a-1", "a-0")
        .replace("Logistik", "Teknik Metalurgi");
    run(&portal, &[line, &other].join("\n")).await;
    let before = written(&portal).await;
    sqlx::raw_sql(
        "UPDATE vacancy SET copies = 2 WHERE source_id = 'a-0';
         UPDATE vacancy SET duplicate_of = (SELECT id FROM vacancy WHERE source_id = 'a-0') WHERE source_id = 'a-1';
         DELETE FROM search_word WHERE word = 'logistik';
         UPDATE search_word SET uses = uses + 1;
         UPDATE vacancy_rule SET version = 0",
    )
    .execute(portal.pool())
    .await
    .unwrap();
    assert_eq!(shown(&portal).await.len(), 1);
    // Starting the portal does not repair this: the worker does.
    server::jobs::prepare(portal.pool(), portal.clock().now(), false)
        .await
        .unwrap();
    assert_eq!(shown(&portal).await.len(), 1);
    keep_up(portal.pool()).await.unwrap();
    assert!(written(&portal).await == before);
}

#[tokio::test]
async fn an_open_copy_takes_the_place_of_a_posting_that_is_closed() {
    let portal = Portal::start().await;
    three_of_one(&portal).await;
    let (owner, mut employer) = portal.signed_in(Role::Employer, "Maju Jaya").await;
    sqlx::query("UPDATE vacancy SET owner_id = $1")
        .bind(owner)
        .execute(portal.pool())
        .await
        .unwrap();
    let first = shown(&portal).await;
    assert_eq!(first.len(), 1);
    let fields = [("slug", &*first[0].0)];
    let closed = employer.call(CloseVacancy::url(), &fields).await;
    assert_eq!(closed.status, 200);
    let second = shown(&portal).await;
    assert_eq!(second.len(), 1, "{second:?}");
    assert_ne!(second[0].0, first[0].0);
    assert_eq!(second[0].1, Some(4), "two open postings of two places");
    let answer = portal
        .browser()
        .get(&format!("/lowongan/{}", second[0].0))
        .await;
    let own = format!("/lowongan/{}\" rel=\"canonical\"", second[0].0);
    assert!(answer.page().contains(&own), "{}", answer.page());
}
