//! The cost of a large board: `portal import vacancies` imports a dump of 30 thousand and one of 300 thousand
//! vacancies, each into a fresh database. Measures the time, the highest memory use, and how long the portal then takes
//! to start, also while copies wait to be joined. The large dump's figures are compared with the small one's.

use std::process::Stdio;
use std::time::{Duration, Instant};

use sqlx::PgPool;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

#[path = "support/many.rs"]
mod many;
#[path = "support/portal.rs"]
mod portal;
#[path = "support/process.rs"]
mod process;

use portal::{Fault, platform};

const SMALL: usize = 30_000;
const LARGE: usize = 300_000;

/// The time and memory for one size of board.
struct Cost {
    lines: usize,
    first: Duration,
    again: Duration,
    /// The highest memory use in kB.
    memory: u64,
    start: Duration,
    start_unjoined: Duration,
}

#[tokio::main]
#[expect(clippy::print_stdout, reason = "the benchmark's own words")]
async fn main() -> Result<(), Fault> {
    let small = cost(SMALL).await?;
    let large = cost(LARGE).await?;
    for cost in [&small, &large] {
        println!(
            "a board of {} lines: imported at {:.0} lines/s ({:.1} s) the first time, {:.0} lines/s again with nothing \
             changed, {} MB of memory at most; the portal starts in {:.2} s, in {:.2} s while copies wait to be joined",
            cost.lines,
            cost.speed(),
            cost.first.as_secs_f64(),
            cost.lines as f64 / cost.again.as_secs_f64(),
            cost.memory / 1024,
            cost.start.as_secs_f64(),
            cost.start_unjoined.as_secs_f64(),
        );
    }
    println!(
        "  ten times the lines: {:.2} of the speed, {:.2} times the memory, {:.2} times the start",
        large.speed() / small.speed(),
        large.memory as f64 / small.memory as f64,
        large.start.as_secs_f64() / small.start.as_secs_f64(),
    );
    Ok(())
}

impl Cost {
    fn speed(&self) -> f64 {
        self.lines as f64 / self.first.as_secs_f64()
    }
}

async fn cost(lines: usize) -> Result<Cost, Fault> {
    let platform = platform().await?;
    let folder = tempfile::TempDir::new()?;
    let dump = folder.path().join("many.jsonl");
    many::write(std::fs::File::create(&dump)?, lines, platform.clock.now())?;
    let file = dump.to_str().ok_or("the folder's name is no text")?;
    let options = platform.pool.connect_options();
    let import = || process::command(&options, &["import", "vacancies", file]);
    let (first, memory) = run(
        &mut import()?,
        &format!("imported {lines}, unchanged 0, rejected 0"),
    )
    .await?;
    let (again, _) = run(
        &mut import()?,
        &format!("imported 0, unchanged {lines}, rejected 0"),
    )
    .await?;
    let start = start(&platform.pool).await?;
    sqlx::raw_sql("INSERT INTO vacancy_unjoined SELECT id FROM company; UPDATE vacancy SET duplicate_of = NULL WHERE random() < 0.1")
        .execute(&platform.pool)
        .await?;
    let start_unjoined = self::start(&platform.pool).await?;
    Ok(Cost {
        lines,
        first,
        again,
        memory,
        start,
        start_unjoined,
    })
}

/// Runs a command whose last line must be `last`; returns its time and its highest memory use in kB.
async fn run(command: &mut Command, last: &str) -> Result<(Duration, u64), Fault> {
    let begun = Instant::now();
    let mut child = command.stderr(Stdio::inherit()).spawn()?;
    let mut said = BufReader::new(child.stdout.take().ok_or("it is mute")?).lines();
    let mut memory = 0;
    let mut printed = String::new();
    let mut look = tokio::time::interval(Duration::from_millis(50));
    loop {
        tokio::select! {
            line = said.next_line() => match line? {
                Some(line) => printed = line,
                None => break,
            },
            _ = look.tick() => memory = memory.max(peak(&child).unwrap_or(0)),
        }
    }
    let ended = child.wait().await?;
    if !ended.success() || printed != last {
        return Err(format!("{ended}: {printed}").into());
    }
    Ok((begun.elapsed(), memory))
}

/// The highest memory use of a process so far, in kB.
fn peak(child: &Child) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id()?)).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// The time from starting the program until the portal serves.
async fn start(pool: &PgPool) -> Result<Duration, Fault> {
    let begun = Instant::now();
    let (mut portal, _) = process::serve(&pool.connect_options(), &[]).await?;
    let took = begun.elapsed();
    portal.kill().await?;
    Ok(took)
}
