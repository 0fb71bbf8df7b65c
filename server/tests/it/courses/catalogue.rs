//! The catalogue, as people and search engines read it.

use super::*;

/// The page must not offer a free seat to everybody when it is reserved for one region.
#[tokio::test]
async fn seats_that_are_set_aside_are_said_until_they_are_released() {
    let portal = Portal::start().await;
    let class = Class {
        quotas: &[(BLITAR, 1)],
        ..CLASS_OF_TWO
    };
    let cohort = class.insert(&portal.platform).await;
    let release = portal.clock().now() + Duration::days(10);
    sqlx::query("update cohort set quota_release_at = $1 where id = $2")
        .bind(release)
        .bind(cohort)
        .execute(portal.pool())
        .await
        .unwrap();
    let mut browser = portal.browser();
    let aside = "2 dari 2 kursi masih kosong, sebagian khusus warga daerah tertentu";
    for path in ["/pemberdayaan", "/pemberdayaan/anggaran"] {
        let page = browser.get(path).await.page();
        assert!(page.contains(aside), "{path}: {page}");
    }
    let page = browser.get("/pemberdayaan/anggaran").await.page();
    assert!(page.contains("1 kursi untuk warga Kabupaten Blitar"));
    portal.clock().advance(Duration::days(10));
    let page = browser.get("/pemberdayaan/anggaran").await.page();
    assert!(page.contains("2 dari 2 kursi masih kosong") && !page.contains("warga"));
}

#[tokio::test]
async fn search_engines_are_told_of_programmes_and_not_of_filters() {
    let portal = Portal::start().await;
    CLASS_OF_TWO.insert(&portal.platform).await;
    let mut browser = portal.browser();
    let base = &portal.platform.settings.base_url;
    let map = browser.get("/sitemap.xml").await.body;
    assert!(map.contains(&format!("<loc>{base}/pemberdayaan/anggaran</loc>")));
    for (path, canonical, listed) in [
        ("/pemberdayaan", "/pemberdayaan", true),
        ("/pemberdayaan?bidang=money", "/pemberdayaan", false),
        ("/pelatihan?kursi=ya", "/pelatihan", false),
        (
            "/pemberdayaan/anggaran?dari=x",
            "/pemberdayaan/anggaran",
            true,
        ),
    ] {
        let page = browser.get(path).await.body;
        let link = format!("<link href=\"{base}{canonical}\" rel=\"canonical\"");
        assert_eq!(page.matches(&link).count(), 1, "{path}: {page}");
        assert_eq!(!page.contains("noindex, follow"), listed, "{path}");
    }
}
