//! Importing vacancies: lines per second for the larger shipped file, read as `portal import vacancies` reads it, the
//! first time and again without changes; and how long the next start of a demonstration takes to check the shipped
//! data.

use std::io::BufReader;
use std::path::Path;
use std::time::{Duration, Instant};

use app::jobs::import::{Imported, import};
use app::jobs::load_regions;
use app::platform::Platform;
use flate2::read::GzDecoder;

#[path = "support/portal.rs"]
mod portal;

use portal::{Fault, platform};

/// Runs on a fresh database each; the median counts.
const TIMES: usize = 3;

#[tokio::main]
#[expect(clippy::print_stdout, reason = "the benchmark's own words")]
async fn main() -> Result<(), Fault> {
    let (mut firsts, mut agains, mut starts) = (Vec::new(), Vec::new(), Vec::new());
    let mut lines = 0;
    for _ in 0..TIMES {
        let platform = platform().await?;
        load_regions(&mut *platform.pool.acquire().await?).await?;
        let (first, took) = timed(&platform).await?;
        firsts.push(took);
        let (again, took) = timed(&platform).await?;
        agains.push(took);
        lines = first.imported;
        if again.imported != 0 || again.unchanged != lines || first.rejected != 0 {
            return Err(format!("{first}, then {again}").into());
        }
        let now = platform.clock.now();
        server::jobs::prepare(&platform.pool, now, true).await?;
        let begun = Instant::now();
        server::jobs::prepare(&platform.pool, now, true).await?;
        starts.push(begun.elapsed());
    }
    let (first, again) = (median(firsts), median(agains));
    let speed = |took: Duration| lines as f64 / took.as_secs_f64();
    println!(
        "import of {lines} lines: {:.0} lines/s ({:.2} s) the first time, {:.0} lines/s ({:.2} s) again with nothing \
         changed, {:.1} times as fast",
        speed(first),
        first.as_secs_f64(),
        speed(again),
        again.as_secs_f64(),
        first.as_secs_f64() / again.as_secs_f64(),
    );
    println!(
        "  a demonstration's next start: {:.0} ms for regions and shipped vacancies",
        median(starts).as_secs_f64() * 1e3
    );
    Ok(())
}

async fn timed(platform: &Platform) -> Result<(Imported, Duration), Fault> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/vacancies.jsonl.gz");
    let begun = Instant::now();
    let lines = BufReader::new(GzDecoder::new(std::fs::File::open(file)?));
    let outcome = import(&platform.pool, platform.clock.now(), lines, |_, _| {}).await;
    let outcome = outcome.map_err(|error| format!("{error:?}"))?;
    Ok((outcome, begun.elapsed()))
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
