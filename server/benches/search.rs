//! Job search: how long one search takes on the shipped vacancies, as `/lowongan` asks for it.
//!
//! One search at a time, the queries in rotation, so that a figure is the wait that a person cannot be spared. The
//! commonest words are the data's own: whoever ranks all that matches is slow there and nowhere else.

use std::collections::BTreeMap;
use std::time::Instant;

use app::jobs::search;
use app::platform::Platform;
use domain::jobs::words;

#[path = "support/portal.rs"]
mod portal;
#[path = "support/times.rs"]
mod times;

use portal::{Fault, platform};
use times::Times;

const ROUNDS: usize = 10;
/// Words of the data that each stand in more vacancies than any other.
const COMMON: usize = 16;
/// Pages that are turned at most.
const DEEP: usize = 25;

const ORDINARY: [&str; 20] = [
    "kata=kasir",
    "kata=perawat",
    "kata=sopir",
    "kata=satpam",
    "kata=barista",
    "kata=apoteker",
    "kata=penerjemah",
    "kata=programmer",
    "kata=arsitek",
    "kata=bidan",
    "kata=guru+matematika",
    "kata=admin+gudang",
    "kata=staf+akuntansi",
    "kata=teknisi+listrik",
    "kata=desain+grafis",
    "kata=digital+marketing",
    "kata=quality+control",
    "kata=analis+laboratorium",
    "kata=asisten+kebun",
    "kata=live+streaming",
];
const MISSPELT: [&str; 12] = [
    "kata=akutansi",
    "kata=adminstrasi",
    "kata=progammer",
    "kata=markting",
    "kata=perwat",
    "kata=sekretris",
    "kata=operatr+produksi",
    "kata=desainr",
    "kata=tehnisi",
    "kata=kuangan",
    "kata=laboratorum",
    "kata=pemasran+digitl",
];
const NOTHING: [&str; 8] = [
    "kata=zzzzqqq",
    "kata=astronot",
    "kata=psikiater&wilayah=35.79",
    "kata=penyelam+mutiara",
    "kata=masinis+kereta+uap&wilayah=35.01",
    "kata=perawat+zzzzqqq&jenis=kontrak",
    "kata=pawang+hujan&wilayah=35.78&radius=10",
    "jurusan=sihir&wilayah=35.10",
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
const FILTERS: [&str; 12] = [
    "pendidikan=sarjana&wilayah=semua",
    "pendidikan=sma&pendidikan=diploma",
    "jenis=magang&pemberi=pemerintah&wilayah=semua",
    "jenis=penuh-waktu&upah=5000000&wilayah=semua",
    "sejak=7&wilayah=semua",
    "sejak=1&pemberi=swasta",
    "jurusan=akuntansi&pendidikan=sarjana&wilayah=semua",
    "kata=administrasi&pendidikan=sarjana&wilayah=semua",
    "kata=staf&jenis=magang&pemberi=swasta&wilayah=35.78&radius=50",
    "kata=operator&wilayah=35.15&radius=25&urut=terdekat",
    "kata=marketing&jurusan=manajemen&wilayah=semua&urut=terbaru",
    "kata=teknik&pendidikan=diploma&sejak=30",
];
/// Searches whose pages are turned.
const TURNED: [&str; 4] = [
    "wilayah=semua",
    "kata=administrasi&wilayah=semua",
    "kata=staf&wilayah=semua&urut=terbaru",
    "wilayah=35.78&radius=100&urut=terdekat",
];

#[tokio::main]
#[expect(clippy::print_stdout, reason = "the benchmark's own words")]
async fn main() -> Result<(), Fault> {
    let platform = platform().await?;
    server::jobs::prepare(&platform.pool, platform.clock.now(), true).await?;
    let queries = queries(&platform).await?;
    let (mut all, mut classes) = (Times::default(), BTreeMap::<_, Times>::new());
    for round in 0..=ROUNDS {
        for (class, query) in &queries {
            let begun = Instant::now();
            let page = search(&platform.pool, platform.clock.now(), query).await?;
            let took = begun.elapsed();
            if (page.found.n == 0) != (*class == "nothing found") {
                return Err(format!("{query} found {} as {class}", page.found.n).into());
            }
            // The first round warms the caches.
            if round > 0 {
                all.add(took);
                classes.entry(*class).or_default().add(took);
            }
        }
    }
    let vacancies: i64 = sqlx::query_scalar("select count(*) from vacancy")
        .fetch_one(&platform.pool)
        .await?;
    println!(
        "job search on {vacancies} vacancies, {} searches {ROUNDS} times each: {all}",
        queries.len()
    );
    for (class, times) in &classes {
        let n = queries.iter().filter(|query| query.0 == *class).count();
        println!("  {class} ({n}): {times}");
    }
    let (common, ordinary) = (&classes["commonest words"], &classes["ordinary words"]);
    println!(
        "  commonest against ordinary words: p50 {:.1} times, p99 {:.1} times",
        common.percentile(50) / ordinary.percentile(50),
        common.percentile(99) / ordinary.percentile(99),
    );
    Ok(())
}

/// Every query, and the class that it belongs to.
async fn queries(platform: &Platform) -> Result<Vec<(&'static str, String)>, Fault> {
    let mut queries = Vec::new();
    for word in commonest(platform).await? {
        queries.push(("commonest words", format!("kata={word}&wilayah=semua")));
        queries.push(("commonest words", format!("kata={word}")));
    }
    for (class, fixed) in [
        ("ordinary words", &ORDINARY[..]),
        ("misspelt words", &MISSPELT),
        ("nothing found", &NOTHING),
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

/// The words that most vacancies use, of those that a search asks for.
async fn commonest(platform: &Platform) -> Result<Vec<String>, Fault> {
    let known: Vec<String> =
        sqlx::query_scalar("select word from search_word order by uses desc, word limit 500")
            .fetch_all(&platform.pool)
            .await?;
    let says_something = |word: &String| words(&format!("{word} zzzz")).contains(word);
    Ok(known
        .into_iter()
        .filter(says_something)
        .take(COMMON)
        .collect())
}
