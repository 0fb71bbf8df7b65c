use axum::http::StatusCode;
use time::Duration;

use crate::support::{BASE_URL, Portal};

async fn slug(portal: &Portal, condition: &str) -> String {
    let sql = format!("SELECT slug FROM vacancy WHERE {condition} ORDER BY slug LIMIT 1");
    sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
        .fetch_one(portal.pool())
        .await
        .unwrap()
}

#[tokio::test]
async fn the_board_opens_on_the_home_province_with_the_rest_one_tap_away() {
    let portal = Portal::with_board().await;
    let answer = portal.browser().get("/lowongan").await;
    let page = answer.page();
    assert_eq!(answer.status, StatusCode::OK);
    assert!(
        page.contains("Yang ditampilkan: lowongan di Jawa Timur."),
        "{page}"
    );
    assert!(page.contains("href=\"/lowongan?wilayah=semua\""));
    assert_eq!(page.matches("<li class=\"card\">").count(), 20);
    assert!(page.contains("rel=\"next\" href=\"/lowongan?setelah="));
    assert!(page.contains("Lowongan ini nyata, tetapi tanggalnya digeser"));
    assert!(page.contains(&format!(
        "<link href=\"{BASE_URL}/lowongan\" rel=\"canonical\""
    )));
    assert!(!page.contains("noindex"));
}

#[tokio::test]
async fn the_next_page_and_the_next_step_begin_at_what_was_found() {
    let portal = Portal::with_board().await;
    let mut browser = portal.browser();
    let page = browser.get("/lowongan").await.page();
    let (_, next) = page.split_once("rel=\"next\" href=\"").unwrap();
    let next = next.split('"').next().unwrap();
    assert!(next.ends_with("#hasil"), "{next}");
    let second = browser.get(&next.replace("&amp;", "&")).await.page();
    let (before, _) = second.split_once("Ke hasil pertama").unwrap();
    assert!(before.ends_with("href=\"/lowongan#hasil\">"), "{before}");
    let none = browser.get("/lowongan?kata=psikiater&wilayah=35.79").await;
    let none = none.page();
    let (_, steps) = none.split_once("Yang bisa Anda coba").unwrap();
    let (steps, _) = steps.split_once("</ul>").unwrap();
    let steps: Vec<_> = steps
        .split("href=\"/lowongan?")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    assert!(!steps.is_empty(), "{none}");
    assert!(
        steps.iter().all(|step| step.ends_with("#hasil")),
        "{steps:?}"
    );
}

#[tokio::test]
async fn the_board_says_that_dates_are_shifted_as_long_as_they_are() {
    let portal = Portal::after_demo().await;
    let said = "tanggalnya digeser maju";
    let board = async || portal.browser().get("/lowongan").await.page();
    assert!(board().await.contains(said));
    portal.clock().advance(Duration::days(800));
    assert!(!board().await.contains(said));
}

#[tokio::test]
async fn a_distance_that_cannot_be_had_is_not_shown_as_chosen() {
    let portal = Portal::with_board().await;
    let chosen = ["value=\"50\" selected", "value=\"terdekat\" selected"];
    let mut browser = portal.browser();
    let city = browser.get("/lowongan?wilayah=35.78&radius=50&urut=terdekat");
    let city = city.await.page();
    let province = browser.get("/lowongan?radius=50&urut=terdekat");
    let province = province.await.page();
    for option in chosen {
        assert!(
            city.contains(option) && !province.contains(option),
            "{option}"
        );
    }
    let hint = "erlaku setelah Anda memilih kabupaten atau kota.";
    assert_eq!(province.matches(hint).count(), 2, "{province}");
    assert!(province.contains("tanpa kata: terbaru"));
}

#[tokio::test]
async fn a_state_of_the_search_is_whole_without_javascript() {
    let portal = Portal::with_board().await;
    let path = "/lowongan?kata=akutansi&wilayah=35.78&radius=&jenis=magang&jurusan=&upah=&pemberi=swasta&sejak=&urut=";
    let page = portal.browser().get(path).await.page();
    assert!(page.contains("value=\"akutansi\""));
    assert_eq!(page.matches("<meta name=\"robots\"").count(), 1, "{page}");
    assert!(page.contains("noindex, follow"));
    assert!(
        page.contains("Kami juga mencari “akuntansi” untuk “akutansi”."),
        "{page}"
    );
    assert!(page.contains("Yang ditampilkan: lowongan di Kota Surabaya."));
    for kept in [
        "value=\"magang\" checked",
        "value=\"swasta\" checked",
        "value=\"35.78\" selected",
    ] {
        assert!(page.contains(kept), "{kept}: {page}");
    }
    let english = {
        let mut browser = portal.browser();
        browser.set_cookie("__Host-lang", "en");
        browser.get("/lowongan?kata=guru").await.page()
    };
    assert!(
        english.contains("Vacancies") && !english.contains("Lowongan kerja"),
        "{english}"
    );
}

#[tokio::test]
async fn a_count_is_written_as_the_language_of_the_page_writes_it() {
    let portal = Portal::with_board().await;
    let mut browser = portal.browser();
    for (lang, mark, other) in [("id", '.', ','), ("en", ',', '.')] {
        browser.set_cookie("__Host-lang", lang);
        let page = browser.get("/lowongan?wilayah=semua").await.page();
        let (_, found) = page.split_once("class=\"jobs-found\">").unwrap();
        let (found, _) = found.split_once('<').unwrap();
        assert!(found.contains(mark) && !found.contains(other), "{found}");
    }
}

#[tokio::test]
async fn what_is_indonesian_on_an_english_page_says_so() {
    let portal = Portal::with_board().await;
    let described = "description IS NOT NULL AND province_code = '35' AND duplicate_of IS NULL";
    let vacancy = format!("/lowongan/{}", slug(&portal, described).await);
    let mut browser = portal.browser();
    for path in [vacancy.as_str(), "/lowongan"] {
        let page = browser.get(path).await.body;
        let (_, inside) = page.split_once("<h1").unwrap();
        assert!(!inside.contains("lang=\"id\""), "{inside}");
    }
    browser.set_cookie("__Host-lang", "en");
    let page = browser.get(&vacancy).await.body;
    for marked in ["<h1 lang=\"id\">", "<p lang=\"id\" class=\"source-text\">"] {
        assert!(page.contains(marked), "{marked}: {page}");
    }
    for (known, key) in [
        ("occupation IS NOT NULL", "Field"),
        ("programmes <> '{}'", "Study programmes"),
        ("address IS NOT NULL", "Address"),
    ] {
        let facts = format!("/lowongan/{}", slug(&portal, known).await);
        let page = browser.get(&facts).await.page();
        let row = format!("<dt>{key}<!></dt><dd lang=\"id\">");
        assert!(page.contains(&row), "{row}: {page}");
        assert!(page.contains("<dt>Wage<!></dt><dd>"), "{page}");
    }
    let page = browser.get("/lowongan").await.body;
    let titles: Vec<&str> = page.split("<h2 class=\"card-title\"><a ").skip(1).collect();
    assert_eq!(titles.len(), 20, "{page}");
    for title in titles {
        let (link, _) = title.split_once('>').unwrap();
        assert!(link.ends_with("lang=\"id\""), "{link}");
    }
}

#[tokio::test]
async fn no_address_is_wrong_enough_for_a_fault() {
    let portal = Portal::with_board().await;
    let mut browser = portal.browser();
    let long = format!("/lowongan?kata={}", "adm%20".repeat(2_000));
    let queries = [
        "/lowongan?halaman=abc",
        "/lowongan?radius=99999&wilayah=35.78",
        "/lowongan?wilayah=99.99",
        "/lowongan?wilayah=00&urut=terdekat",
        "/lowongan?kata=%27%3B+DROP+TABLE+vacancy%3B--&jurusan=%27+OR+1%3D1",
        "/lowongan?kata=%28%28%7C%26%21%3A%2A&jenis=%00",
        "/lowongan?kata=%00%01&jurusan=%00",
        "/lowongan?kata=%F0%9F%98%80+%C2%BD+%E0%B8%81%E0%B8%B3",
        "/lowongan?setelah=0-1-00000000000000000000000000000001",
        "/lowongan?setelah=7fefffffffffffff-735f3a1c6d0000-ffffffffffffffffffffffffffffffff&kata=guru",
        "/lowongan?upah=999999999999999999999&sejak=-1&kata=%",
        &long,
    ];
    for path in queries {
        let answer = browser.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path:.80}");
    }
    for slug in ["x", "%00", "..%2f..", "%F0%9F%98%80", &"a".repeat(5_000)] {
        let answer = browser.get(&format!("/lowongan/{slug}")).await;
        assert!(
            answer.status.is_client_error(),
            "{slug:.20}: {}",
            answer.status
        );
    }
}

#[tokio::test]
async fn a_vacancy_says_where_it_comes_from_and_how_to_apply() {
    let portal = Portal::with_board().await;
    let slug = slug(&portal, "dump = 'maganghub-2026-07' AND province_code = '35' AND description IS NOT NULL AND duplicate_of IS NULL").await;
    let answer = portal.browser().get(&format!("/lowongan/{slug}")).await;
    let page = answer.page();
    assert_eq!(answer.status, StatusCode::OK);
    assert!(
        page.contains("Dilihat di sumber pada 25 Juli 2026."),
        "{page}"
    );
    assert!(page.contains("https://maganghub.kemnaker.go.id/lowongan/view/"));
    assert!(page.contains("sumber tidak menyebut batas"));
    assert!(page.contains("digeser") && page.contains("sesudah hari datanya dimuat"));
    assert!(!page.contains("diperiksa"));
    assert!(page.contains("Lowongan serupa"));
    assert!(page.contains(&format!(
        "<link href=\"{BASE_URL}/lowongan/{slug}\" rel=\"canonical\""
    )));

    let posting = answer.body.split("application/ld+json").nth(1).unwrap();
    let posting = posting
        .split_once('>')
        .unwrap()
        .1
        .split_once("</script>")
        .unwrap()
        .0;
    let posting: serde_json::Value = serde_json::from_str(posting).unwrap();
    assert_eq!(posting["@type"], "JobPosting");
    assert_eq!(posting["employmentType"], "INTERN");
    assert_eq!(
        posting["jobLocation"]["address"]["addressRegion"],
        "Jawa Timur"
    );
    for field in ["title", "description", "datePosted", "validThrough"] {
        assert!(
            posting[field].as_str().is_some_and(|text| !text.is_empty()),
            "{field}"
        );
    }
}

#[tokio::test]
async fn no_text_of_a_source_can_close_the_script() {
    let portal = Portal::with_board().await;
    let slug = slug(&portal, "source = 'karirhub'").await;
    sqlx::query("UPDATE vacancy SET description = $2 WHERE slug = $1")
        .bind(&slug)
        .bind("</script><script>alert(1)</script><!-- & \u{2028}")
        .execute(portal.pool())
        .await
        .unwrap();
    let body = portal
        .browser()
        .get(&format!("/lowongan/{slug}"))
        .await
        .body;
    assert!(!body.contains("<script>alert"));
    assert!(body.contains("\\u003c/script\\u003e"));
}

#[tokio::test]
async fn a_closed_vacancy_is_gone_and_an_unknown_one_is_not_found() {
    let portal = Portal::with_board().await;
    let mut browser = portal.browser();
    let path = format!(
        "/lowongan/{}",
        slug(
            &portal,
            "dump = 'maganghub-2025-12' AND duplicate_of IS NULL"
        )
        .await
    );
    assert_eq!(browser.get(&path).await.status, StatusCode::OK);
    portal.clock().advance(Duration::days(40));
    let gone = browser.get(&path).await;
    assert_eq!(gone.status, StatusCode::GONE);
    assert!(gone.page().contains("Lowongan ini sudah ditutup"));
    assert!(!gone.body.contains("JobPosting"));
    // After forty days every vacancy is closed, so the page offers no similar one.
    assert!(!gone.page().contains("serupa"), "{}", gone.page());
    assert!(!gone.page().contains("Buka lowongan di"));
    assert_eq!(
        browser.get("/lowongan/tidak-ada-0000000000").await.status,
        StatusCode::NOT_FOUND
    );
}

/// Ten thousand well-formed codes belong to no region, and each would be a page for search engines.
#[tokio::test]
async fn a_region_that_does_not_exist_is_listed_nowhere() {
    let portal = Portal::with_board().await;
    let mut browser = portal.browser();
    for (place, listed) in [
        ("35.78", true),
        ("11", true),
        ("semua", true),
        ("99", false),
        ("35.99", false),
    ] {
        let page = browser.get(&format!("/lowongan?wilayah={place}")).await;
        assert_eq!(page.status, StatusCode::OK);
        assert_eq!(!page.body.contains("noindex, follow"), listed, "{place}");
    }
}

#[tokio::test]
async fn search_engines_are_told_of_open_vacancies_only() {
    let portal = Portal::with_board().await;
    let mut browser = portal.browser();
    let slug = slug(
        &portal,
        "dump = 'maganghub-2025-12' AND duplicate_of IS NULL",
    )
    .await;
    let address = format!("<loc>{BASE_URL}/lowongan/{slug}</loc>");
    let map = browser.get("/sitemap.xml").await;
    assert_eq!(map.status, StatusCode::OK);
    assert_eq!(map.header("content-type"), "application/xml; charset=utf-8");
    assert!(map.body.contains(&address));
    portal.clock().advance(Duration::days(40));
    assert!(!browser.get("/sitemap.xml").await.body.contains(&address));
    let robots = browser.get("/robots.txt").await;
    assert!(
        robots
            .body
            .contains(&format!("Sitemap: {BASE_URL}/sitemap.xml"))
    );
    assert!(robots.body.contains("Disallow: /akun\n"));
}
