//! The home page and its links.

use axum::http::StatusCode;
use domain::accounts::Role;

use crate::courses::{CLASS_OF_TWO, Class};
use crate::support::Portal;

#[tokio::test]
async fn every_life_situation_leads_to_pages_that_are_there() {
    let portal = Portal::start().await;
    let mut guest = portal.browser();
    let (_, mut employer) = portal.signed_in(Role::Employer, "PT Maju").await;
    let page = guest.get("/").await.page();
    for title in [
        "Mencari kerja",
        "Mau bekerja ke luar negeri",
        "Sedang di luar negeri",
        "Sudah pulang",
        "Pemberi kerja",
    ] {
        assert!(page.contains(title), "{title}: {page}");
    }
    let (_, list) = page.split_once("class=\"situations\"").unwrap();
    let (list, _) = list.split_once("</ul>").unwrap();
    let links: Vec<&str> = list
        .split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    assert_eq!(links.len(), 10, "{links:?}");
    for link in links {
        let answer = guest.get(link).await;
        match answer.status {
            StatusCode::OK => {}
            StatusCode::UNAUTHORIZED => {
                assert!(answer.page().contains("href=\"/masuk?next="), "{link}");
                let shown = employer.get(link).await;
                assert_eq!(shown.status, StatusCode::OK, "{link}");
            }
            other => panic!("{link}: {other}"),
        }
    }
}

#[tokio::test]
async fn the_next_classes_are_those_that_one_can_enrol_for() {
    let portal = Portal::start().await;
    let class = |slug, seats, days| Class {
        slug,
        seats,
        days,
        ..CLASS_OF_TWO
    };
    for class in [
        class("later", 12, (-1, 40, 50)),
        class("sooner", 11, (-1, 20, 30)),
        class("closed", 13, (-20, -1, 5)),
        class("not-open", 14, (3, 20, 30)),
        class("full", 15, (-1, 20, 25)),
    ] {
        class.insert(&portal.platform).await;
    }
    sqlx::query("update cohort set taken = seats where slug = 'full'")
        .execute(portal.pool())
        .await
        .unwrap();
    let page = portal.browser().get("/").await.page();
    let at = |seats: &str| page.find(&format!("{seats} kursi kosong"));
    assert!(at("11").is_some() && at("12").is_some(), "{page}");
    assert!(at("11") < at("12"), "the nearest comes first");
    for gone in ["13", "14", "15"] {
        assert_eq!(at(gone), None, "{gone} seats");
    }
}

#[tokio::test]
async fn whoever_searches_without_javascript_is_led_to_what_was_found() {
    let portal = Portal::start().await;
    let mut guest = portal.browser();
    for (from, to) in [
        ("/", "/lowongan"),
        ("/lowongan", "/lowongan"),
        ("/pelatihan", "/pelatihan"),
        ("/pemberdayaan", "/pemberdayaan"),
    ] {
        let page = guest.get(from).await.page();
        let form = format!("action=\"{to}#hasil\"");
        assert!(page.contains(&form), "{from}: {page}");
        for query in ["", "?kata=admin"] {
            let found = guest.get(&format!("{to}{query}")).await.page();
            let place = found.split('<').find(|tag| tag.contains("id=\"hasil\""));
            let place = place.unwrap_or_default();
            assert!(place.contains("tabindex=\"-1\""), "{to}{query}: {place}");
        }
    }
}
