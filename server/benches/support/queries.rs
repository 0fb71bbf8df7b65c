//! The searches that the benchmark measures, each with its class.

use app::jobs::search;
use app::platform::Platform;
use domain::jobs::terms;

use super::portal::Fault;

/// How many of the most common words are searched for.
const COMMON: usize = 16;
/// How many pages a deep search goes on at most.
const DEEP: usize = 25;

const ORDINARY: [&str; 20] = [
    "kasir",
    "perawat",
    "sopir",
    "resepsionis",
    "barista",
    "apoteker",
    "penerjemah",
    "programmer",
    "arsitek",
    "bidan",
    "guru+matematika",
    "admin+gudang",
    "staf+akuntansi",
    "teknisi+listrik",
    "desain+grafis",
    "digital+marketing",
    "quality+control",
    "analis+laboratorium",
    "asisten+kebun",
    "live+streaming",
];
const MISSPELT: [&str; 12] = [
    "akutansi",
    "adminstrasi",
    "progammer",
    "markting",
    "perwat",
    "sekretris",
    "operatr+produksi",
    "desainr",
    "tehnisi",
    "kuangan",
    "laboratorum",
    "pemasran+digitl",
];
const NOTHING: [&str; 9] = [
    "kata=zzzzqqq",
    "kata=astronotx&wilayah=35.79",
    "kata=psikiater+zzzzq&wilayah=35.79",
    "kata=penyelam+qqmutiara",
    "kata=masinis+kereta+uapzz&wilayah=35.01",
    "kata=perawat+zzzzqqq&jenis=kontrak",
    "kata=pawang+hujanqq&wilayah=35.78&radius=10",
    "jurusan=sihir&wilayah=35.10",
    "jurusan=sihir&wilayah=semua",
];
const NO_WORDS: [&str; 8] = [
    "",
    "wilayah=semua",
    "wilayah=31",
    "wilayah=35.78",
    "wilayah=35.78&radius=50",
    "wilayah=35.73&radius=25&urut=terdekat",
    "wilayah=35.78&radius=200&urut=terdekat",
    "jurusan=keperawatan",
];
const FILTERS: [&str; 15] = [
    "pendidikan=sarjana&wilayah=semua",
    "pendidikan=sma&pendidikan=diploma",
    "jenis=magang&pemberi=pemerintah&wilayah=semua",
    "jenis=penuh-waktu&upah=5000000&wilayah=semua",
    "sejak=7&wilayah=semua",
    "sejak=1&pemberi=swasta",
    "jurusan=akuntansi&pendidikan=sarjana&wilayah=semua",
    "jurusan=gi&wilayah=semua",
    "kata=administrasi&pendidikan=sarjana&wilayah=semua",
    "kata=staf&jenis=magang&pemberi=swasta&wilayah=35.78&radius=50",
    "kata=operator&wilayah=35.15&radius=25&urut=terdekat",
    "kata=marketing&jurusan=manajemen&wilayah=semua&urut=terbaru",
    "kata=teknik&pendidikan=diploma&sejak=30",
    "kata=SMA&wilayah=semua",
    "kata=sales+penuh+waktu&wilayah=semua",
];
/// The searches for which a later page is measured.
const TURNED: [&str; 4] = [
    "wilayah=semua",
    "kata=administrasi&wilayah=semua",
    "kata=staf&wilayah=semua&urut=terbaru",
    "wilayah=35.78&radius=100&urut=terdekat",
];

/// Every query string with its class.
pub async fn queries(platform: &Platform) -> Result<Vec<(&'static str, String)>, Fault> {
    let mut queries = Vec::new();
    let common = commonest(platform).await?;
    let common: Vec<&str> = common.iter().map(String::as_str).collect();
    for (class, words) in [
        ("commonest words", &common[..]),
        ("ordinary words", &ORDINARY),
        ("misspelt words", &MISSPELT),
    ] {
        for word in words {
            queries.push((class, format!("kata={word}&wilayah=semua")));
            queries.push((class, format!("kata={word}")));
        }
    }
    for (class, fixed) in [
        ("nothing found", &NOTHING[..]),
        ("no words", &NO_WORDS),
        ("filters", &FILTERS),
    ] {
        queries.extend(fixed.iter().map(|query| (class, (*query).to_owned())));
    }
    for first in TURNED {
        let mut query = first.to_owned();
        for _ in 0..DEEP {
            let page = search(&platform.pool, platform.clock.now(), &query).await?;
            let Some(next) = page.next else { break };
            query.clone_from(&next);
        }
        queries.push(("a page far down", query));
    }
    Ok(queries)
}

/// The words that occur in the most vacancies, of those that a search takes as they are typed.
pub async fn commonest(platform: &Platform) -> Result<Vec<String>, Fault> {
    let known: Vec<String> =
        sqlx::query_scalar("select word from search_word order by uses desc, word limit 500")
            .fetch_all(&platform.pool)
            .await?;
    let is_asked_for = |word: &String| {
        let terms = terms(&format!("{word} zzzz"));
        terms
            .iter()
            .any(|term| term.typed == *word && term.meaning.is_none())
    };
    Ok(known
        .into_iter()
        .filter(is_asked_for)
        .take(COMMON)
        .collect())
}
