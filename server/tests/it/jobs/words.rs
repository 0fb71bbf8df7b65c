//! How a search reads its words.

use super::find;
use crate::support::{Browser, Portal};

#[tokio::test]
async fn words_without_a_letter_leave_the_board_as_it_is() {
    let portal = Portal::with_board().await;
    let mut browser = portal.browser();
    let all = find(&mut browser, "").await;
    for words in ["%3F%3F%3F", "-", "%F0%9F%98%80"] {
        let page = find(&mut browser, &format!("kata={words}")).await;
        assert_eq!((&page.hits, page.found), (&all.hits, all.found), "{words}");
        let next = find(&mut browser, &page.next.unwrap()).await;
        assert!(!next.hits.is_empty(), "{words}");
    }
}

#[tokio::test]
async fn a_misspelt_word_is_said_to_be_read_otherwise() {
    let portal = Portal::with_board().await;
    let page = find(&mut portal.browser(), "kata=akutansi").await;
    assert_eq!(
        page.corrections,
        [("akutansi".to_owned(), "akuntansi".to_owned())]
    );
    assert!(page.found.n > 100, "{}", page.found.n);
    let page = find(&mut portal.browser(), "kata=akuntansi").await;
    assert!(page.corrections.is_empty());
}

/// Swapped and wrong letters that leave too little of a short word for a match by trigrams.
#[tokio::test]
async fn a_slip_in_a_short_word_is_forgiven_too() {
    let portal = Portal::with_board().await;
    let mut browser = portal.browser();
    let slips = [
        ("amdin", "admin"),
        ("adimn", "admin"),
        ("kaisr", "kasir"),
        ("gudnag", "gudang"),
        ("desian", "desain"),
        ("dirver", "driver"),
        ("gutu", "guru"),
        ("gruu", "guru"),
    ];
    for (slip, meant) in slips {
        let page = find(&mut browser, &format!("kata={slip}&wilayah=semua")).await;
        let read_as = page.corrections.first().map(|(_, word)| word.as_str());
        assert_eq!(read_as, Some(meant), "{slip}");
        assert!(page.found.n > 0, "{slip}");
    }
}

#[tokio::test]
async fn words_that_are_common_elsewhere_are_part_of_a_trade_s_name() {
    let portal = Portal::with_board().await;
    let mut browser = portal.browser();
    for (both, alone) in [("luar+negeri", "negeri"), ("kurir+antar", "kurir")] {
        let find = async |browser: &mut Browser, words| {
            find(browser, &format!("kata={words}&wilayah=semua"))
                .await
                .found
                .n
        };
        let both = find(&mut browser, both).await;
        assert!(
            both > 0 && both < find(&mut browser, alone).await,
            "{alone}"
        );
    }
}

#[tokio::test]
async fn a_rare_word_is_looked_for_in_all_its_forms_and_taken_for_no_other() {
    let portal = Portal::with_board().await;
    let mut browser = portal.browser();
    let forms = ["jahit", "menjahit", "penjahit"];
    for word in forms {
        let page = find(&mut browser, &format!("kata={word}&wilayah=semua")).await;
        assert!(
            page.corrections.is_empty(),
            "{word}: {:?}",
            page.corrections
        );
        assert_eq!(page.found.n, 22, "{word}, sewing among them");
        let here = find(&mut browser, &format!("kata={word}&wilayah=35.79")).await;
        assert_eq!(here.found.n, 0, "{word}");
        assert!(!here.steps.is_empty(), "{word}: nothing nearer is offered");
    }
    // Words that must not be corrected to a similar, more common word: trades that few vacancies or none name, everyday
    // words, and places.
    let meant = [
        "salon",
        "kertas",
        "bidan",
        "rias",
        "tenun",
        "pelatih",
        "paruh",
        "kernet",
        "indomaret",
        "ngaji",
        "waker",
        "hongkong",
        "taiwan",
        "malaysia",
        "singapura",
        "brunei",
        "korea",
        "jepang",
        "saudi",
        "surabaya",
        "madiun",
    ];
    for word in meant {
        let page = find(&mut browser, &format!("kata={word}&wilayah=semua")).await;
        assert!(
            page.corrections.is_empty(),
            "{word}: {:?}",
            page.corrections
        );
    }
}

#[tokio::test]
async fn an_unfinished_word_finds_what_it_will_become() {
    let portal = Portal::with_board().await;
    let page = find(&mut portal.browser(), "kata=peraw").await;
    assert!(
        page.hits
            .iter()
            .any(|hit| hit.title.to_lowercase().contains("perawat"))
    );
}
