//! Job search: how long one search takes, as `/lowongan` runs it, on the shipped vacancies and on 300 thousand made
//! from them; and how many of the best vacancies it shows.
//!
//! Runs one search at a time and takes the queries in turn, so that a figure is the wait that no person can be spared.
//! The commonest words come from the data itself: ranking all matches would be slow for these words only.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use app::jobs::search;
use app::platform::Platform;

#[path = "support/large.rs"]
mod large;
#[path = "support/portal.rs"]
mod portal;
#[path = "support/queries.rs"]
mod queries;
#[path = "support/times.rs"]
mod times;

use portal::{Fault, platform};
use queries::{commonest, queries};
use times::Times;

/// Rounds on the shipped board, and below on the large one.
const ROUNDS: usize = 10;
const LARGE_ROUNDS: usize = 3;
/// How many vacancies the large board has.
const LARGE: i32 = 300_000;

#[tokio::main]
async fn main() -> Result<(), Fault> {
    let platform = platform().await?;
    server::jobs::prepare(&platform.pool, platform.clock.now(), true).await?;
    measure(&platform, ROUNDS).await?;
    large::grow(&platform.pool, LARGE).await?;
    measure(&platform, LARGE_ROUNDS).await?;
    recall(&platform).await
}

#[expect(clippy::print_stdout, reason = "the benchmark's own words")]
async fn measure(platform: &Platform, rounds: usize) -> Result<(), Fault> {
    let queries = queries(platform).await?;
    let (mut all, mut classes) = (Times::default(), BTreeMap::<_, Times>::new());
    for round in 0..=rounds {
        for (class, query) in &queries {
            let begun = Instant::now();
            let page = search(&platform.pool, platform.clock.now(), query).await?;
            let took = begun.elapsed();
            if (page.found.n == 0) != (*class == "nothing found") {
                return Err(format!("{query} found {} as {class}", page.found.n).into());
            }
            // The first round only warms up the caches.
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
        "job search on {vacancies} vacancies, {} searches {rounds} times each: {all}",
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

/// How many of the twenty best vacancies for each of the commonest words are on its first page. The best are taken from
/// a ranking of all vacancies that Postgres finds for the word as typed.
#[expect(clippy::print_stdout, reason = "the benchmark's own words")]
async fn recall(platform: &Platform) -> Result<(), Fault> {
    let (mut shown, mut best) = (0, 0);
    for word in commonest(platform).await? {
        let query = format!("kata={word}&wilayah=semua");
        let page = search(&platform.pool, platform.clock.now(), &query).await?;
        let page: BTreeSet<String> = page.hits.into_iter().map(|hit| hit.slug).collect();
        let twenty: Vec<String> = sqlx::query_scalar(
            "SELECT slug FROM vacancy
             WHERE duplicate_of IS NULL AND closes_at > $2 AND search @@ to_tsquery('indonesian', $1)
             ORDER BY ts_rank('{0.05,0.2,0.4,1.0}', search, to_tsquery('indonesian', $1)) DESC, published_at DESC, id DESC
             LIMIT 20",
        )
        .bind(&word)
        .bind(platform.clock.now())
        .fetch_all(&platform.pool)
        .await?;
        best += twenty.len();
        shown += twenty.iter().filter(|slug| page.contains(*slug)).count();
    }
    println!(
        "  recall@20 of the commonest words: {:.3}",
        shown as f64 / best as f64
    );
    Ok(())
}
