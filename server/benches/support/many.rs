//! Writes a dump of any number of vacancies, combined from the shipped ones: titles, texts, employers and places of
//! different rows, each with its own id, dates and numbers. Every run writes the same dump.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;

use flate2::read::GzDecoder;
use serde_json::{Value, json};
use time::{Duration, OffsetDateTime};

use super::portal::Fault;

/// Writes the lines of the dump.
pub fn write(to: impl Write, vacancies: usize, now: OffsetDateTime) -> Result<(), Fault> {
    let mut to = std::io::BufWriter::new(to);
    let (internships, jobs) = (shipped("vacancies")?, shipped("karirhub_vacancies")?);
    let told: Vec<&Value> = internships
        .iter()
        .filter(|row| row["description"].is_string())
        .collect();
    let mut dice = Dice(20_261_201);
    for _ in 0..vacancies {
        let of_jobs = dice.below(100) < 15;
        let mut row = dice.of(if of_jobs { &jobs } else { &internships }).clone();
        let (text, place) = (*dice.of(&told), dice.of(&internships));
        row["id"] = json!(format!("{:016x}{:016x}", dice.next(), dice.next()));
        // Half of the internships keep the text that belongs to their title, so that some become copies.
        if of_jobs || dice.below(2) == 0 {
            row["title"] = dice.of(&internships)["title"].clone();
            row["description"] = text["description"].clone();
            row["requirements"] = text["requirements"].clone();
        }
        row["company"] = dice.of(&internships)["company"].clone();
        for key in ["regency_code", "province_code"] {
            row["company"][key] = place["company"][key].clone();
        }
        let published = now - Duration::seconds(i64::try_from(dice.below(55 * 86_400))?);
        let deadline = now.date() + Duration::days(i64::try_from(2 + dice.below(58))?);
        row["created_at"] = json!(format!("{}T{}", published.date(), "03:00:00"));
        row["registration_deadline"] = json!(deadline.to_string());
        row["quota"] = json!(1 + dice.below(10));
        if of_jobs {
            let least = 1_500_000 + 50_000 * dice.below(150);
            row["published_at"] = row["created_at"].clone();
            row["salary_min"] = json!(least);
            row["salary_max"] = json!(least + 100_000 * dice.below(40));
            row["salary_currency"] = json!("IDR");
        }
        row["source"] = json!(if of_jobs {
            "karirhub-many"
        } else {
            "maganghub-many"
        });
        row["snapshot_date"] = json!(now.date().to_string());
        serde_json::to_writer(&mut to, &row)?;
        to.write_all(b"\n")?;
    }
    Ok(to.flush()?)
}

fn shipped(name: &str) -> Result<Vec<Value>, Fault> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../data/{name}.jsonl.gz"));
    let lines = BufReader::new(GzDecoder::new(std::fs::File::open(file)?)).lines();
    lines
        .map(|line| Ok(serde_json::from_str(&line?)?))
        .collect()
}

/// SplitMix64: its numbers depend on the seed alone.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        let at = usize::try_from(self.below(all.len() as u64)).unwrap_or(0);
        &all[at]
    }
}
