//! Eligibility: an eligible person enrols, anybody else reads the reason.

use domain::courses::COUNTRIES;
use domain::format::{date_in_wib, date_long};

use super::*;

#[tokio::test]
async fn a_no_comes_with_every_reason_and_cannot_be_passed() {
    let portal = Portal::start().await;
    let cohort = CLASS_OF_TWO.insert(&portal.platform).await;
    let (_, mut browser) = portal.signed_in(Role::Citizen, "Siti").await;
    let answers = [
        ("kind", "returned"),
        ("country", "SA"),
        ("return_year", "1999"),
        ("regency", "outside"),
        ("adult", "no"),
    ];
    answer(&mut browser, &answers).await;
    let page = browser.get(&format!("{CLASS}/periksa")).await.page();
    for reason in [
        "paling lama 5 tahun yang lalu",
        "untuk warga Jawa Timur",
        "18 tahun atau lebih pada hari pertama",
    ] {
        assert!(page.contains(reason), "{reason}: {page}");
    }
    let sent = enrol(&mut browser, "blitar-1").await;
    assert_eq!(sent.location(), format!("{CLASS}/periksa"));
    assert_eq!(rows(&portal, cohort).await, vec![]);

    answer(
        &mut browser,
        &[("kind", "candidate"), ("regency", BLITAR), ("adult", "yes")],
    )
    .await;
    let page = browser.get(&format!("{CLASS}/periksa")).await.page();
    assert!(
        page.contains(
            "Pelatihan ini untuk: Pekerja migran yang sudah pulang, Keluarga pekerja migran."
        ),
        "{page}"
    );
}

#[tokio::test]
async fn a_programme_for_countries_says_so_and_takes_nobody_from_elsewhere() {
    let portal = Portal::start().await;
    let cohort = CLASS_OF_TWO.insert(&portal.platform).await;
    sqlx::query("update programme set countries = '{KR,JP}'")
        .execute(portal.pool())
        .await
        .unwrap();
    let (_, mut browser) = portal.signed_in(Role::Citizen, "Siti").await;
    for address in ["/pemberdayaan", "/pemberdayaan/anggaran"] {
        let page = browser.get(address).await.page();
        assert!(
            page.contains("Negara tempat kerja: Korea Selatan, Jepang"),
            "{address}: {page}"
        );
    }
    let year = (portal.clock().now().year() - 1).to_string();
    let from = |country| {
        [
            ("kind", "returned"),
            ("country", country),
            ("return_year", &year),
            ("regency", BLITAR),
            ("adult", "yes"),
        ]
    };
    answer(&mut browser, &from("HK")).await;
    let page = browser.get(&format!("{CLASS}/periksa")).await.page();
    assert!(
        page.contains("pernah bekerja di Korea Selatan, Jepang"),
        "{page}"
    );
    enrol(&mut browser, "blitar-1").await;
    assert_eq!(rows(&portal, cohort).await, vec![]);

    browser.set_cookie("__Host-lang", "en");
    let page = browser.get(&format!("{CLASS}/periksa")).await.page();
    assert!(
        page.contains("who work or worked in South Korea, Japan"),
        "{page}"
    );

    answer(&mut browser, &from("JP")).await;
    let sent = enrol(&mut browser, "blitar-1").await;
    assert!(
        sent.location().starts_with("/akun/pelatihan/"),
        "{}",
        sent.location()
    );
    assert_eq!(
        rows(&portal, cohort).await,
        [("enrolled".to_owned(), BLITAR.to_owned())]
    );
}

#[tokio::test]
async fn the_schema_knows_every_country_that_can_be_chosen() {
    let portal = Portal::start().await;
    CLASS_OF_TWO.insert(&portal.platform).await;
    for country in COUNTRIES {
        let set = sqlx::query("update programme set countries = array[$1]")
            .bind(country)
            .execute(portal.pool())
            .await;
        // `ZZ`, "any other", is not a country that a programme can be for.
        assert_eq!(set.is_ok(), country != "ZZ", "{country}: {set:?}");
    }
}

#[tokio::test]
async fn a_class_for_certain_regencies_says_so_and_takes_nobody_from_elsewhere() {
    let portal = Portal::start().await;
    let class = Class {
        quotas: &[(BLITAR, 1), (PONOROGO, 1)],
        ..CLASS_OF_TWO
    };
    let cohort = class.insert(&portal.platform).await;
    let release = portal.clock().now() + Duration::days(10);
    sqlx::query("update cohort set listed_only = true, quota_release_at = $1")
        .bind(release)
        .execute(portal.pool())
        .await
        .unwrap();
    let (_, mut browser) = portal.signed_in(Role::Citizen, "Siti").await;
    let page = browser.get("/pemberdayaan/anggaran").await.page();
    let opened = date_long(date_in_wib(release), false).replace('\u{a0}', " ");
    for words in [
        "Hanya untuk warga Kabupaten Blitar, Kabupaten Ponorogo",
        "1 kursi untuk warga Kabupaten Blitar",
        "1 kursi untuk warga Kabupaten Ponorogo",
        &format!("Mulai {opened} kursi yang belum terisi"),
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let year = (portal.clock().now().year() - 1).to_string();
    let of = |regency| {
        [
            ("kind", "returned"),
            ("country", "HK"),
            ("return_year", &year),
            ("regency", regency),
            ("adult", "yes"),
        ]
    };
    answer(&mut browser, &of(SURABAYA)).await;
    let page = browser.get(&format!("{CLASS}/periksa")).await.page();
    assert!(
        page.contains("Kelas ini hanya untuk warga Kabupaten Blitar, Kabupaten Ponorogo"),
        "{page}"
    );
    enrol(&mut browser, "blitar-1").await;
    assert_eq!(rows(&portal, cohort).await, vec![]);

    answer(&mut browser, &of(PONOROGO)).await;
    enrol(&mut browser, "blitar-1").await;
    assert_eq!(
        rows(&portal, cohort).await,
        [("enrolled".to_owned(), PONOROGO.to_owned())]
    );
}
