use std::collections::BTreeSet;

use app::jobs::model::{SearchPage, StepKind};
use domain::jobs::{
    DAY_CHOICES, Education, JobSearch, Place, Sector, WAGE_CHOICES, WorkKind, plain,
};
use time::Duration;

use super::find;
use crate::support::{Browser, Portal};

/// Every page of a search, in order.
async fn all_pages(browser: &mut Browser, query: &str) -> Vec<SearchPage> {
    let mut pages = vec![find(browser, query).await];
    while let Some(next) = pages.last().and_then(|page| page.next.clone()) {
        pages.push(find(browser, &next).await);
        assert!(pages.len() < 200, "{query} has no end");
    }
    pages
}

#[tokio::test]
async fn pages_never_repeat_or_lose_a_vacancy() {
    let portal = Portal::with_board().await;
    let mut browser = portal.browser();
    let queries = [
        "wilayah=35.09",
        "kata=administrasi&wilayah=35.78",
        "kata=admin&urut=terbaru&wilayah=35.15",
        "wilayah=35.73&radius=25&urut=terdekat",
        "jenis=penuh-waktu&wilayah=semua",
    ];
    for query in queries {
        let pages = all_pages(&mut browser, query).await;
        let slugs: Vec<&str> = pages
            .iter()
            .flat_map(|page| &page.hits)
            .map(|hit| hit.slug.as_str())
            .collect();
        let once: BTreeSet<&str> = slugs.iter().copied().collect();
        assert_eq!(once.len(), slugs.len(), "{query} repeats");
        assert!(
            !pages[0].found.or_more && pages.len() > 1,
            "{query} is no test"
        );
        assert_eq!(slugs.len() as i64, pages[0].found.n, "{query} loses");
    }
}

/// The best match comes first for a common word too: a vacancy with the word in its title, however old.
#[tokio::test]
async fn the_best_match_is_not_missed_for_its_age() {
    let portal = Portal::with_board().await;
    let mut browser = portal.browser();
    let query = "kata=teknik&wilayah=semua";
    let page = find(&mut browser, query).await;
    assert!(page.found.n > 1_000, "teknik is no common word");
    let best = page.hits[0].slug.clone();
    sqlx::query(
        "UPDATE vacancy SET published_at = published_at - interval '1 year' WHERE slug = $1",
    )
    .bind(&best)
    .execute(portal.pool())
    .await
    .unwrap();
    let again = find(&mut browser, query).await;
    assert!(again.hits.iter().any(|hit| hit.slug == best));
}

#[tokio::test]
async fn each_count_is_what_its_choice_finds() {
    let portal = Portal::with_board().await;
    let mut browser = portal.browser();
    for base in [
        "",
        "kata=staf",
        "wilayah=35.78&pemberi=swasta",
        "wilayah=semua&jenis=penuh-waktu",
    ] {
        let search = JobSearch::from_query(base);
        let page = find(&mut browser, base).await;
        assert!(!page.facets.or_more, "{base}: no count is exact");
        let but = |change: &dyn Fn(&mut JobSearch)| {
            let mut chosen = search.clone();
            change(&mut chosen);
            chosen
        };
        let mut chosen = Vec::new();
        for (kind, n) in WorkKind::ALL.into_iter().zip(page.facets.kinds) {
            chosen.push((but(&|to| to.kinds = [kind].into()), n));
        }
        let unsaid = *page.facets.education.last().unwrap();
        for (level, n) in Education::ALL.into_iter().zip(page.facets.education) {
            chosen.push((but(&|to| to.education = [level].into()), n));
        }
        chosen.push((but(&|to| to.education_unsaid = true), unsaid));
        for (sector, n) in Sector::ALL.into_iter().zip(page.facets.sectors) {
            chosen.push((but(&|to| to.sector = Some(sector)), n));
        }
        for (wage, n) in WAGE_CHOICES.into_iter().zip(page.facets.wages) {
            chosen.push((but(&|to| to.wage_min = Some(wage)), n));
        }
        for (days, n) in DAY_CHOICES.into_iter().zip(page.facets.days) {
            chosen.push((but(&|to| to.days = Some(days)), n));
        }
        for place in page.facets.places {
            let code = Place::from_code(&place.code).unwrap();
            chosen.push((but(&|to| to.place = code.clone()), place.n));
        }
        for (search, n) in chosen {
            assert_count(&mut browser, &search, n).await;
        }
    }
}

async fn assert_count(browser: &mut Browser, search: &JobSearch, n: i64) {
    let query = search.to_query();
    let found = find(browser, &query).await.found;
    if found.or_more {
        assert!(
            n >= found.n,
            "{query}: {n} counted, {} or more found",
            found.n
        );
    } else {
        assert_eq!(found.n, n, "{query}");
    }
}

#[tokio::test]
async fn every_filter_keeps_what_fits_it() {
    let portal = Portal::with_board().await;
    let mut browser = portal.browser();
    let page = find(
        &mut browser,
        "wilayah=semua&jenis=kontrak&jenis=paruh-waktu",
    )
    .await;
    assert!(
        page.hits
            .iter()
            .all(|hit| matches!(hit.kind, Some(WorkKind::Contract | WorkKind::PartTime)))
    );
    assert!(!page.hits.is_empty());
    let page = find(&mut browser, "pendidikan=profesi").await;
    assert!(
        page.hits
            .iter()
            .all(|hit| hit.education.contains(&Education::Professional))
    );
    assert!(!page.hits.is_empty());
    let page = find(&mut browser, "wilayah=semua&upah=5000000").await;
    let most =
        |hit: &app::jobs::model::Hit| hit.wage.as_ref().and_then(|wage| wage.max.or(wage.min));
    assert!(page.hits.iter().all(|hit| most(hit) >= Some(5_000_000)));
    assert!(!page.hits.is_empty());
    let page = find(&mut browser, "wilayah=35.78").await;
    assert!(page.hits.iter().all(|hit| hit.place == "Kota Surabaya"));
    let (private, government) = (
        find(&mut browser, "wilayah=35.78&pemberi=swasta").await,
        find(&mut browser, "wilayah=35.78&pemberi=pemerintah").await,
    );
    assert_eq!(private.found.n + government.found.n, page.found.n);
    let programme = find(&mut browser, "jurusan=KEPERAWATAN").await;
    assert!(programme.found.n > 0 && programme.found.n < 400);
    assert_programme_is_found_by_plain_letters(&portal).await;
    assert_eq!(
        find(&mut browser, "jurusan=%25").await.found.n,
        0,
        "a sign of LIKE is a letter like any other"
    );
}

#[tokio::test]
async fn a_radius_reaches_over_borders_and_nearest_comes_first() {
    let portal = Portal::with_board().await;
    let mut browser = portal.browser();
    let inside = find(&mut browser, "wilayah=35.78").await;
    let around = find(&mut browser, "wilayah=35.78&radius=50").await;
    assert!(around.found.n > inside.found.n);
    let pages = all_pages(&mut browser, "wilayah=35.79&radius=25&urut=terdekat").await;
    let km: Vec<u32> = pages
        .iter()
        .flat_map(|page| &page.hits)
        .filter_map(|hit| hit.km)
        .collect();
    assert!(
        km.len() > 20 && km.is_sorted() && km.iter().all(|km| *km <= 25),
        "{km:?}"
    );
    assert!(
        pages
            .iter()
            .flat_map(|page| &page.hits)
            .any(|hit| hit.place == "Kota Malang")
    );
}

#[tokio::test]
async fn when_nothing_is_found_each_step_finds_something() {
    let portal = Portal::with_board().await;
    let mut browser = portal.browser();
    let page = find(&mut browser, "kata=psikiater&wilayah=35.79").await;
    assert_eq!(page.found.n, 0);
    assert!(
        page.steps
            .iter()
            .any(|step| matches!(step.kind, StepKind::Radius(..))),
        "{:?}",
        page.steps
    );
    assert!(
        page.steps
            .iter()
            .any(|step| step.kind == StepKind::Everywhere)
    );
    for step in &page.steps {
        assert_eq!(
            find(&mut browser, &step.query).await.found,
            step.found,
            "{}",
            step.query
        );
    }
    let page = find(&mut browser, "kata=perawat+zzzzqqq&jenis=kontrak").await;
    assert!(page.steps.iter().all(|step| step.found.n > 0));
    assert!(find(&mut browser, "kata=zzzzqqq").await.steps.is_empty());
}

#[tokio::test]
async fn what_names_no_education_can_be_asked_for_beside_a_level() {
    let portal = Portal::with_board().await;
    let mut browser = portal.browser();
    let count = async |browser: &mut Browser, query| find(browser, query).await.found;
    let (level, unsaid) = ("pendidikan=doktor", "pendidikan=tak-disebut");
    let both = format!("wilayah=35.79&{level}&{unsaid}");
    let both = count(&mut browser, &both).await;
    let level = count(&mut browser, &format!("wilayah=35.79&{level}")).await;
    let unsaid = find(&mut browser, &format!("wilayah=35.79&{unsaid}")).await;
    assert!(!unsaid.hits.is_empty() && !both.or_more);
    assert!(unsaid.hits.iter().all(|hit| hit.education.is_empty()));
    assert_eq!(both.n, level.n + unsaid.found.n);
}

/// A wage in another currency is not compared as rupiah.
#[tokio::test]
async fn a_wage_is_compared_in_rupiah_only() {
    let portal = Portal::with_board().await;
    let mut browser = portal.browser();
    let query = "wilayah=semua&upah=5000000";
    let before = find(&mut browser, query).await;
    assert!(before.found.n > 0);
    sqlx::query("UPDATE vacancy SET wage_currency = 'KRW' WHERE wage_currency = 'IDR'")
        .execute(portal.pool())
        .await
        .unwrap();
    let after = find(&mut browser, query).await;
    assert_eq!(
        (after.found.n, after.facets.wages.iter().sum::<i64>()),
        (0, 0)
    );
}

#[tokio::test]
async fn what_is_closed_is_found_no_more() {
    let portal = Portal::with_board().await;
    let mut browser = portal.browser();
    let before = find(&mut browser, "").await;
    portal.clock().advance(Duration::days(29));
    let later = find(&mut browser, "wilayah=semua").await;
    assert!(later.found.n > 0 && before.found.n > 0);
    portal.clock().advance(Duration::days(800));
    assert_eq!(find(&mut browser, "wilayah=semua").await.found.n, 0);
}

/// Postgres folds the stored names in the same way as the portal folds the typed text.
async fn assert_programme_is_found_by_plain_letters(portal: &Portal) {
    let mut browser = portal.browser();
    sqlx::query(
        "UPDATE vacancy SET programmes = '{Manajemen Pâtiserie}' WHERE id = (
             SELECT id FROM vacancy WHERE duplicate_of IS NULL AND closes_at > $1 AND withdrawn_at IS NULL LIMIT 1)",
    )
    .bind(portal.clock().now())
    .execute(portal.pool())
    .await
    .unwrap();
    for typed in [
        "manajemen patiserie",
        "Manajemen Pâtiserie",
        "pa\u{302}tiserie",
        "PATISERIE",
    ] {
        let found = find(
            &mut browser,
            &format!("jurusan={}", urlencoding::encode(typed)),
        )
        .await;
        assert_eq!(found.found.n, 1, "{typed}");
    }
    for name in [
        "Manajemen Pâtiserie",
        "Akuntansi (D3) | S-1",
        "Kédokteran é",
        "Ångström Ørsted Łódź straße œuvre",
        "Te\u{ad}knik\u{200b} Mesin",
        "Ｔｅｋｎｉｋ",
        "İstanbul ıçĞ",
        "造船",
    ] {
        let stored: String = sqlx::query_scalar("SELECT programmes_plain(ARRAY[$1])")
            .bind(name)
            .fetch_one(portal.pool())
            .await
            .unwrap();
        assert_eq!(stored, format!(" {}", plain(name)));
    }
}
