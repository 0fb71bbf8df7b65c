//! The command `portal import vacancies`.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use flate2::Compression;
use flate2::write::GzEncoder;
use tempfile::TempDir;

use super::import::LINES;
use crate::support::Portal;

/// The output and the exit code of a call.
struct Done {
    out: String,
    err: String,
    code: Option<i32>,
}

impl Done {
    fn last(&self) -> Option<&str> {
        self.out.lines().last()
    }
}

fn import(portal: &Portal, files: &[&Path]) -> Done {
    let done = Command::new(env!("CARGO_BIN_EXE_portal"))
        .args(["import", "vacancies"])
        .args(files)
        .env("DATABASE_URL", portal.database_url())
        .output()
        .unwrap();
    Done {
        out: String::from_utf8_lossy(&done.stdout).into_owned(),
        err: String::from_utf8_lossy(&done.stderr).into_owned(),
        code: done.status.code(),
    }
}

fn file(folder: &TempDir, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

fn packed(text: &str) -> Vec<u8> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(text.as_bytes()).unwrap();
    gzip.finish().unwrap()
}

#[tokio::test]
async fn bad_lines_are_named_and_the_numbers_come_last() {
    let (portal, folder) = (Portal::start().await, TempDir::new().unwrap());
    let plain = file(&folder, "lowongan.jsonl", format!("{LINES}[]\n"));
    let packed = file(&folder, "lowongan.jsonl.gz", packed(LINES));
    let done = import(&portal, &[&plain, &packed]);
    assert_eq!(done.code, Some(0), "{}", done.err);
    assert_eq!(done.out, "imported 3, unchanged 3, rejected 1\n");
    let named = "lowongan.jsonl:4: rejected: not a JSON object";
    assert!(done.err.contains(named), "{}", done.err);
}

#[tokio::test]
async fn what_is_corrected_is_counted_and_named_before_the_last_line() {
    let (portal, folder) = (Portal::start().await, TempDir::new().unwrap());
    let odd = |id: &str, fields: &str| {
        format!(
            r#"{{"id":{id},"title":"Kasir","company":{{"name":"Toko","regency_code":35.78}},"job_type":"Full time",{fields}}}"#
        )
    };
    let lines = [
        odd("1", r#""age_min":40,"age_max":20,"quota":"2.0""#),
        odd(
            "2",
            r#""age_min":50,"age_max":"30","salary_min":0,"salary_max":"4.500.000","salary_currency":"idr""#,
        ),
        odd(
            "3",
            r#""start_date":"2026-09-30","salary_min":"Rp3.000.000","published_at":"2026-09-01 10:00:00+07""#,
        ),
    ];
    let done = import(&portal, &[&file(&folder, "odd.jsonl", lines.join("\n"))]);
    assert_eq!(done.code, Some(0), "{}", done.err);
    let said = "corrected 2: age_min was above age_max, both are swapped\n\
                corrected 1: salary_currency is read as IDR\n\
                corrected 1: salary_min cannot be, it is left out\n\
                imported 3, unchanged 0, rejected 0\n";
    assert_eq!(done.out, said);
    for named in [
        "odd.jsonl:1: corrected: age_min was above age_max, both are swapped",
        "odd.jsonl:2: corrected: salary_min cannot be, it is left out",
    ] {
        assert!(done.err.contains(named), "{named}: {}", done.err);
    }
    assert!(!done.err.contains("odd.jsonl:3"), "{}", done.err);
}

#[tokio::test]
async fn nothing_but_rejected_lines_is_a_failure_and_nothing_at_all_is_none() {
    let (portal, folder) = (Portal::start().await, TempDir::new().unwrap());
    let bad = file(&folder, "bad.jsonl", "x\ny\n");
    let done = import(&portal, &[&bad]);
    assert_eq!(done.code, Some(1), "{}", done.err);
    assert_eq!(done.last(), Some("imported 0, unchanged 0, rejected 2"));
    let good = file(&folder, "good.jsonl", LINES);
    assert_eq!(import(&portal, &[&bad, &good]).code, Some(0));
    // The good lines, imported again, count as unchanged and not as rejected.
    assert_eq!(import(&portal, &[&good, &bad]).code, Some(0));
    let empty = import(&portal, &[&file(&folder, "empty.jsonl", "\n\n")]);
    assert_eq!(
        (empty.code, empty.last()),
        (Some(0), Some("imported 0, unchanged 0, rejected 0"))
    );
}

#[tokio::test]
async fn a_file_that_ends_early_is_a_failure_that_says_what_is_kept() {
    let (portal, folder) = (Portal::start().await, TempDir::new().unwrap());
    // Random text does not compress, so that the gzip file has several blocks.
    let mut seed = 1_u32;
    let mut noise = || {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        format!("{seed:08x}")
    };
    let lines: Vec<String> = (0..400)
        .map(|n| {
            let text: String = (0..100).map(|_| noise()).collect();
            format!(r#"{{"id":"n-{n}","title":"Kasir","company":{{"name":"Toko"}},"description":"{text}"}}"#)
        })
        .collect();
    let whole = packed(&lines.join("\n"));
    let half = file(&folder, "half.gz", &whole[..whole.len() / 2]);
    let done = import(&portal, &[&half]);
    assert_eq!(done.code, Some(1), "{}", done.err);
    assert!(
        done.err.contains("half.gz cannot be read to its end"),
        "{}",
        done.err
    );
    let kept: i64 = sqlx::query_scalar("SELECT count(*) FROM vacancy")
        .fetch_one(portal.pool())
        .await
        .unwrap();
    assert!((100..300).contains(&kept), "{kept}");
    assert!(
        done.err
            .contains(&format!("(imported {kept}, unchanged 0, rejected ")),
        "{}",
        done.err
    );
    let again = import(&portal, &[&file(&folder, "whole.gz", &whole)]);
    assert_eq!(
        again.last(),
        Some(&*format!(
            "imported {}, unchanged {kept}, rejected 0",
            400 - kept
        ))
    );
    let none = import(&portal, &[&folder.path().join("none.jsonl")]);
    assert_eq!(none.code, Some(1), "{}", none.err);
}

/// `cat a.jsonl b.jsonl.txt c.json > all`: the beginning and end of each file, such as a byte order mark, come to stand
/// inside.
#[tokio::test]
async fn joined_files_are_read_whole() {
    let (portal, folder) = (Portal::start().await, TempDir::new().unwrap());
    let named = |name: &str| LINES.trim_end().replace("\"a-", &format!("\"{name}-"));
    let windows = format!("\u{feff}{}\r\n", named("w").replace('\n', "\r\n"));
    let array = format!("[\n{}\n]\n", named("r").replace('\n', ",\n"));
    let no_line_end = named("n");
    let nul = format!("\0\n{}\n\0\0", named("z"));
    let all = [
        &*windows,
        &no_line_end,
        &windows.replace("\"w-", "\"v-"),
        &array,
        "\n \n",
        &nul,
    ]
    .concat();
    let done = import(&portal, &[&file(&folder, "all.jsonl", all)]);
    assert_eq!(
        done.out, "imported 15, unchanged 0, rejected 0\n",
        "{}",
        done.err
    );
    // Two gzip files joined together are read as one.
    let mut two = packed(&windows);
    two.extend(packed(&array));
    let done = import(&portal, &[&file(&folder, "two.gz", two)]);
    assert_eq!(
        done.out, "imported 0, unchanged 6, rejected 0\n",
        "{}",
        done.err
    );
}
