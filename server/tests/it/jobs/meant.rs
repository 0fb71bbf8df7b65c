//! Searches in people's own words, and the vacancies that they mean.

use app::jobs::model::{ReadAs, SearchPage, StepKind};
use domain::jobs::{Education, WorkKind};

use super::find;
use super::import::run;
use crate::support::{Browser, Portal};

/// Vacancies for work that the shipped set does not offer, worded as employers write.
const MORE: &str = r#"{"id":"m-1","title":"Barista Cafe\u0301 Merdeka","company":{"name":"Café Merdeka","regency_code":"35.78"},"source":"maganghub-m"}
{"id":"m-2","title":"Oper\u00adator Mesin Bu\u200bbut","company":{"name":"Bengkel Jaya","regency_code":"35.15"},"source":"maganghub-m"}
{"id":"m-3","title":"Pengembang C/C++","company":{"name":"Piranti","regency_code":"35.78"},"source":"maganghub-m"}
{"id":"m-4","title":"Programmer C#","company":{"name":"Piranti","regency_code":"35.78"},"source":"maganghub-m"}
{"id":"m-5","title":"Magang Node.js","company":{"name":"Piranti","regency_code":"35.78"},"source":"maganghub-m"}
{"id":"m-6","title":"Petugas Keamanan Pabrik","company":{"name":"Jaga Aman","regency_code":"35.15"},"source":"maganghub-m"}
{"id":"m-7","title":"Driver Pribadi","company":{"name":"Keluarga Hadi","regency_code":"35.78"},"source":"maganghub-m"}
{"id":"m-8","title":"Juru Las","company":{"name":"Bengkel Jaya","regency_code":"35.15"},"source":"maganghub-m"}
{"id":"m-9","title":"Operator Sewing","company":{"name":"Garmen Reog","regency_code":"35.02"},"source":"maganghub-m"}
{"id":"m-10","title":"Juru Masak Rumahan","company":{"name":"Katering Ibu","regency_code":"35.78"},"source":"maganghub-m"}
{"id":"m-11","title":"Desainer 3D","company":{"name":"Piranti","regency_code":"35.78"},"source":"maganghub-m"}
{"id":"m-12","title":"F & B Runner","company":{"name":"Hotel Bromo","regency_code":"35.78"},"source":"maganghub-m"}
"#;

async fn board() -> Portal {
    let portal = Portal::with_board().await;
    let (outcome, rejected) = run(&portal, MORE).await;
    assert_eq!((outcome.imported, rejected.len()), (12, 0));
    portal
}

fn titles(page: &SearchPage) -> Vec<&str> {
    page.hits.iter().map(|hit| hit.title.as_str()).collect()
}

/// A search, and the title that its first page must show.
const MEANT: [(&str, &str); 34] = [
    ("kata=patissier&wilayah=semua", "Pâtissier"),
    ("kata=PATISSIER&wilayah=semua", "Pâtissier"),
    ("kata=p%C3%A2tissier&wilayah=semua", "Pâtissier"),
    ("kata=pa%CC%82tissier&wilayah=semua", "Pâtissier"),
    ("kata=barista+cafe", "Barista Cafe\u{301} Merdeka"),
    ("kata=barista+caf%C3%A9", "Barista Cafe\u{301} Merdeka"),
    ("kata=barista+cafe%CC%81", "Barista Cafe\u{301} Merdeka"),
    ("kata=bubut", "Oper\u{AD}ator Mesin Bu\u{200B}but"),
    (
        "kata=operator+bub%C2%ADut",
        "Oper\u{AD}ator Mesin Bu\u{200B}but",
    ),
    ("kata=bu%E2%80%8Bbut", "Oper\u{AD}ator Mesin Bu\u{200B}but"),
    ("kata=c%2B%2B", "Pengembang C/C++"),
    ("kata=pengembang+C%2B%2B", "Pengembang C/C++"),
    ("kata=c%23", "Programmer C#"),
    ("kata=.net&wilayah=semua", "Full-Stack .Net Developer"),
    ("kata=dotnet&wilayah=semua", "Full-Stack .Net Developer"),
    ("kata=node.js", "Magang Node.js"),
    ("kata=nodejs", "Magang Node.js"),
    ("kata=node+js", "Magang Node.js"),
    ("kata=f%26b", "F & B Runner"),
    ("kata=fnb", "F & B Runner"),
    ("kata=3d", "Desainer 3D"),
    ("kata=3-D", "Desainer 3D"),
    ("kata=satpam", "Petugas Keamanan Pabrik"),
    ("kata=security+guard", "Petugas Keamanan Pabrik"),
    ("kata=sopir", "Driver Pribadi"),
    ("kata=pengmudi", "Driver Pribadi"),
    ("kata=welder", "Juru Las"),
    ("kata=tukang+las", "Juru Las"),
    ("kata=koki", "Juru Masak Rumahan"),
    ("kata=juru+masak", "Juru Masak Rumahan"),
    ("kata=oprator+jahit+ponrogo", "Operator Sewing"),
    ("kata=oprator+jahit+di+kab+ponorogo", "Operator Sewing"),
    ("kata=penjahit+ponorgo", "Operator Sewing"),
    ("kata=driver+surbaya", "Driver Pribadi"),
];

#[tokio::test]
async fn what_is_meant_is_found_however_it_is_typed() {
    let portal = board().await;
    let mut browser = portal.browser();
    let mut lost = Vec::new();
    for (query, title) in MEANT {
        let page = find(&mut browser, query).await;
        // The import may remove invisible characters, so the comparison ignores them.
        let shown = |text: &str| {
            text.replace(['\u{AD}', '\u{200B}', '\u{301}', 'é'], "")
                .replace("Cafe", "Caf")
        };
        if !titles(&page).iter().any(|hit| shown(hit) == shown(title)) {
            lost.push(format!("{query}: not {title} among {:?}", titles(&page)));
        }
    }
    assert!(lost.is_empty(), "{} lost:\n{}", lost.len(), lost.join("\n"));
}

#[tokio::test]
async fn a_guard_is_not_offered_the_security_of_computers() {
    let portal = board().await;
    for query in [
        "kata=satpam&wilayah=semua",
        "kata=petugas+keamanan&wilayah=semua",
    ] {
        let page = find(&mut portal.browser(), query).await;
        for title in titles(&page) {
            let lower = title.to_lowercase();
            let computers = [
                "cyber",
                "siber",
                "it ",
                "network",
                "application",
                "programmer",
                "engineer",
            ];
            assert!(
                !computers.iter().any(|word| lower.contains(word)),
                "{query}: {title}"
            );
        }
    }
}

#[tokio::test]
async fn the_kind_of_work_is_found_by_the_words_of_the_cards() {
    let portal = Portal::with_board().await;
    let mut browser = portal.browser();
    for (typed, kind) in [
        ("paruh+waktu", WorkKind::PartTime),
        ("Part-time", WorkKind::PartTime),
        ("penuh+waktu", WorkKind::FullTime),
        ("full+time", WorkKind::FullTime),
        ("kontrak", WorkKind::Contract),
        ("magang", WorkKind::Internship),
    ] {
        let page = find(&mut browser, &format!("kata={typed}&wilayah=semua")).await;
        let filtered = find(
            &mut browser,
            &format!("jenis={}&wilayah=semua", kind.code()),
        )
        .await;
        assert_eq!(page.found, filtered.found, "{typed}");
        assert!(
            page.found.n > 0 && page.hits.iter().all(|hit| hit.kind == Some(kind)),
            "{typed}"
        );
        assert_eq!(
            page.read_as.first().map(|read| read.1),
            Some(ReadAs::Kind(kind)),
            "{typed}"
        );
    }
    let both = find(&mut browser, "kata=sales+penuh+waktu&wilayah=semua").await;
    let alone = find(&mut browser, "kata=sales&wilayah=semua").await;
    assert!(both.found.n > 0 && both.found.n < alone.found.n, "{both:?}");
}

#[tokio::test]
async fn schooling_among_the_words_is_the_filter_of_schooling() {
    let portal = Portal::with_board().await;
    let mut browser = portal.browser();
    for (typed, level) in [
        ("SMA", Education::SeniorHigh),
        ("smk", Education::SeniorHigh),
        ("S1", Education::Bachelor),
        ("d-3", Education::Diploma),
    ] {
        let page = find(&mut browser, &format!("kata={typed}&wilayah=semua")).await;
        let filtered = find(
            &mut browser,
            &format!("pendidikan={}&wilayah=semua", level.code()),
        )
        .await;
        assert_eq!(page.found, filtered.found, "{typed}");
        assert!(page.found.n > 0, "{typed}");
        assert_eq!(
            page.read_as.first().map(|read| read.1),
            Some(ReadAs::Level(level)),
            "{typed}"
        );
    }
    // A search for teachers at schools of that level does not filter by level: a teacher has more schooling than the
    // pupils.
    let page = find(&mut browser, "kata=guru+SMA&wilayah=semua").await;
    assert!(
        page.hits
            .iter()
            .any(|hit| !hit.education.contains(&Education::SeniorHigh)),
        "{page:?}"
    );
}

#[tokio::test]
async fn work_abroad_leads_to_a_counsellor() {
    let portal = Portal::with_board().await;
    let mut browser = portal.browser();
    for typed in [
        "hongkong",
        "Hong+Kong",
        "TKI",
        "taiwan",
        "luar+negeri",
        "kerja+di+arab+saudi",
    ] {
        let page = find(&mut browser, &format!("kata={typed}")).await;
        assert!(page.abroad, "{typed}");
        let html = browser.get(&format!("/lowongan?kata={typed}")).await.body;
        let said = "Lowongan di luar negeri belum ada di portal ini";
        assert!(
            html.contains(said) && html.contains("href=\"/konsultasi\""),
            "{typed}"
        );
    }
    assert!(!find(&mut browser, "kata=admin").await.abroad);
}

#[tokio::test]
async fn a_misspelt_place_is_where_one_is_led() {
    let portal = Portal::with_board().await;
    let mut browser = portal.browser();
    let page = find(&mut browser, "kata=oprator+jahit+ponrogo").await;
    assert_eq!(page.found.n, 0);
    let ponorogo = "Kabupaten Ponorogo".to_owned();
    let kinds: Vec<&StepKind> = page.steps.iter().map(|step| &step.kind).collect();
    assert!(kinds.contains(&&StepKind::AllIn(ponorogo)), "{kinds:?}");
    for step in &page.steps {
        let there = find(&mut browser, &step.query).await;
        assert!(step.found.n > 0 && there.found == step.found, "{step:?}");
    }
}

/// The worker reads older vacancies again by the present rules; before it does, a search for "C++" does not find them.
#[tokio::test]
async fn vacancies_of_an_earlier_version_are_read_anew() {
    let portal = board().await;
    let mut browser = portal.browser();
    sqlx::query("UPDATE vacancy SET keywords = '' WHERE dump = 'maganghub-m'")
        .execute(portal.pool())
        .await
        .unwrap();
    let count =
        async |browser: &mut Browser| find(browser, "kata=pengembang+c%2B%2B").await.found.n;
    assert_eq!(count(&mut browser).await, 0);
    server::workers::once(&portal.platform).await;
    assert_eq!(count(&mut browser).await, 1);
    let before = super::import::written(&portal).await;
    sqlx::query("DELETE FROM vacancy_reading")
        .execute(portal.pool())
        .await
        .unwrap();
    server::workers::once(&portal.platform).await;
    assert_eq!(super::import::written(&portal).await, before, "read twice");
}
