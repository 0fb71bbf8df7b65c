use super::*;
use proptest::prelude::*;

#[test]
fn the_board_opens_on_the_home_province() {
    let search = JobSearch::from_query("");
    assert_eq!(search, JobSearch::default());
    assert_eq!(search.place, Place::Province("35".into()));
    assert_eq!(search.to_path(), "/lowongan");
    assert!(search.is_listed());
}

#[test]
fn a_full_state_is_one_address() {
    let query = "kata=staf+akuntansi&wilayah=35.78&radius=50&pendidikan=sma&pendidikan=sarjana&pendidikan=tak-disebut&jurusan=Akuntansi\
                 &jenis=magang&upah=3000000&pemberi=swasta&sejak=7&urut=terdekat";
    let search = JobSearch::from_query(query);
    assert_eq!(search.to_query(), query);
    assert_eq!(search.order(), Sort::Nearest);
    assert_eq!(search.filter_count(), 8);
    assert!(!search.is_listed());
}

#[test]
fn what_is_unknown_is_passed_over() {
    for query in [
        "?halaman=abc",
        "radius=99999",
        "radius=50",
        "wilayah=35.7x",
        "wilayah=%F0%9F%98%80.78",
        "urut=terdekat",
        "urut=terbaru",
        "upah=-1",
        "setelah=%27%3B+drop+table",
        "jenis=apa&pendidikan=&pemberi=x",
    ] {
        assert_eq!(
            JobSearch::from_query(query),
            JobSearch::default(),
            "{query}"
        );
    }
    let long = format!("kata={}", "a".repeat(10_000));
    assert_eq!(JobSearch::from_query(&long).words.len(), MAX_WORDS);
}

#[test]
fn words_are_ordered_by_relevance_unless_told() {
    assert_eq!(JobSearch::from_query("kata=guru").order(), Sort::Relevance);
    assert_eq!(
        JobSearch::from_query("kata=guru&urut=terbaru").order(),
        Sort::Newest
    );
    assert_eq!(JobSearch::from_query("urut=relevan").order(), Sort::Newest);
}

fn pair() -> impl Strategy<Value = String> {
    const KEYS: [&str; 12] = [
        "kata",
        "wilayah",
        "radius",
        "pendidikan",
        "jurusan",
        "jenis",
        "upah",
        "pemberi",
        "sejak",
        "urut",
        "setelah",
        "x",
    ];
    const VALUES: [&str; 15] = [
        "35.78",
        "semua",
        "31",
        "50",
        "sma",
        "sarjana",
        "magang",
        "kontrak",
        "3000000",
        "swasta",
        "7",
        "terdekat",
        "relevan",
        "terbaru",
        "0-1-00000000000000000000000000000001",
    ];
    let value = prop_oneof![
        prop::sample::select(&VALUES[..]).prop_map(str::to_owned),
        ".{0,20}"
    ];
    (prop::sample::select(&KEYS[..]), value).prop_map(|(key, value)| {
        Serializer::new(String::new())
            .append_pair(key, &value)
            .finish()
    })
}

proptest! {
    #[test]
    fn every_state_comes_back_from_its_address(pairs in prop::collection::vec(pair(), 0..12)) {
        let search = JobSearch::from_query(&pairs.join("&"));
        prop_assert_eq!(JobSearch::from_query(&search.to_query()), search);
    }

    #[test]
    fn any_query_is_read(query in ".*") {
        let search = JobSearch::from_query(&query);
        prop_assert_eq!(JobSearch::from_query(&search.to_query()), search);
    }
}
