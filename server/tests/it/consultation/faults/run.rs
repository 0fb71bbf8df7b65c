//! People write messages while faults fall at random, at moments when messages are in flight.

use std::io::Write;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use app::platform::Ids;
use tokio::time::{Instant, sleep};

use super::Stage;
use crate::consultation::client::Client;

/// The least number of faults that must land: a run with fewer proves too little.
pub const LEAST: usize = 50;
/// The pause between two messages of a person, which keeps them below the limit of messages a minute.
const PACE: Duration = Duration::from_millis(700);
/// How many characters of four bytes a long message has.
const LONG: usize = 2_000;

/// A random number generator that a seed repeats (SplitMix64).
#[derive(Clone, Copy, Debug)]
pub struct Dice {
    pub seed: u64,
    state: u64,
}

impl Dice {
    pub fn from_environment() -> Dice {
        let given = std::env::var("CONSULTATION_SEED")
            .ok()
            .and_then(|seed| seed.parse().ok());
        let seed = given.unwrap_or_else(|| u64::from_ne_bytes(Ids.bytes()));
        Dice { seed, state: seed }
    }

    pub fn roll(&mut self, sides: u64) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.state ^ (self.state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % sides
    }
}

/// The counts of a run.
#[derive(Debug, Default)]
pub struct Report {
    pub seed: u64,
    pub landed: usize,
    servers: usize,
    databases: usize,
    cuts: usize,
    swallows: usize,
    missed: usize,
    took: Duration,
}

impl Report {
    /// Prints the counts to the terminal past the test harness's capture, so that each run leaves its seed.
    pub fn print(&self, clients: &[Client]) {
        let acked: usize = clients.iter().map(|client| client.acked().len()).sum();
        let received: usize = clients.iter().map(Client::received).sum();
        let mut terminal = std::io::stderr();
        let said = writeln!(
            terminal,
            "consultation faults: {} landed in flight (server {}, postgres {}, cut {}, swallowed {}); \
             {} missed; {acked} messages acked, {received} received, in {:.0?}; seed {}",
            self.landed,
            self.servers,
            self.databases,
            self.cuts,
            self.swallows,
            self.missed,
            self.took,
            self.seed,
        );
        said.unwrap();
    }
}

/// Causes faults until enough have landed; then stops, and waits until every message has arrived.
pub async fn torment(stage: &mut Stage, clients: &[Client], mut dice: Dice) -> Report {
    let wanted = std::env::var("CONSULTATION_FAULTS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(LEAST);
    let mut terminal = std::io::stderr();
    writeln!(terminal, "consultation faults: seed {}", dice.seed).unwrap();
    let began = Instant::now();
    let quiet = AtomicBool::new(false);
    let mut report = Report {
        seed: dice.seed,
        ..Report::default()
    };
    for client in clients {
        client.until_up().await;
    }
    let talking = futures::future::join_all(clients.iter().map(|client| talk(client, &quiet)));
    let faults = async {
        while report.landed < wanted {
            stage
                .proxy
                .delay(u32::try_from(dice.roll(25)).unwrap_or_default());
            let at = usize::try_from(dice.roll(clients.len() as u64)).unwrap_or_default();
            let fault = dice.roll(10);
            clients[at].until_in_flight().await;
            let fell = match fault {
                0..=1 => stage.server.kill().await,
                2..=3 => stage.server.kill_postgres(),
                4 => stage.proxy.swallow(),
                _ => stage.proxy.cut(),
            };
            // A fault counts only if it hit something and a message was still not acked afterwards.
            if fell && clients[at].is_in_flight() {
                report.landed += 1;
                match fault {
                    0..=1 => report.servers += 1,
                    2..=3 => report.databases += 1,
                    4 => report.swallows += 1,
                    _ => report.cuts += 1,
                }
            } else {
                report.missed += 1;
            }
            if let 0..=1 = fault {
                stage.server.restart().await;
            }
            // Waits until a client is connected again before the next fault falls.
            futures::future::select_all(
                clients
                    .iter()
                    .map(|client| Box::pin(client.until_next_ack())),
            )
            .await;
        }
        quiet.store(true, Ordering::SeqCst);
    };
    tokio::join!(talking, faults);
    stage.proxy.delay(0);
    for client in clients {
        client.until_sent().await;
    }
    report.took = began.elapsed();
    report
}

/// A person who writes into all their conversations in turn.
async fn talk(client: &Client, quiet: &AtomicBool) {
    let talks = client.talks();
    let mut turn = 0;
    while !quiet.load(Ordering::SeqCst) {
        // Every third message fills several frames, so that a fault can fall between them.
        let more = if turn % 3 == 2 { LONG } else { 0 };
        let words = format!("kata {turn}{}", "🙂".repeat(more));
        client.write(talks[turn % talks.len()], &words).await;
        turn += 1;
        sleep(PACE).await;
    }
}
