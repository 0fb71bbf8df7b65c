use proptest::prelude::*;
use time::macros::{date, datetime};

use super::*;
use crate::jobs::{Education, Wage, WorkKind};

struct EastJava;

impl Regions for EastJava {
    fn has_province(&self, code: &str) -> bool {
        code == "35"
    }
    fn has_regency(&self, code: &str) -> bool {
        code == "35.78"
    }
}

const INTERNSHIP: &str = r#"{"id":"a-1","title":" Staf\u0000 Administrasi ","description":"a\r\nb","company":{"name":"Maju Jaya","regency_code":"35.78","province_code":"35"},"education_levels":["Sarjana","Diploma","Sarjana"],"study_programs":["Manajemen","Manajemen"],"quota":2,"registered":9,"created_at":"2025-10-03T04:42:58","registration_deadline":"2025-10-15","is_government":true,"is_government_basis":"name_rule","source":"maganghub-2025-batch1","snapshot_date":"2025-11-14"}"#;
const JOB: &str = r#"{"id":"k-1","title":"Sales","company":{"name":"PT X","industry":"Jasa"},"job_type":"Full time","job_function":"Penjualan","education_min":"SMA atau Sederajat","salary_min":5000000,"salary_max":3000000,"salary_currency":"IDR","latitude":-7.2,"longitude":112.7,"published_at":"2025-10-22T10:02:47","registration_deadline":"2025-12-31T15:59:59","physical_condition":"disabled"}"#;

fn parse(line: &str) -> Result<Vacancy, Reject> {
    parse_told(line).map(|(vacancy, _)| vacancy)
}

/// The one vacancy of a line, and its corrections.
fn parse_told(line: &str) -> Result<Read, Reject> {
    let mut read = parse_line(line.as_bytes(), &EastJava);
    assert_eq!(read.len(), 1, "{line}");
    read.remove(0)
}

/// A job with other values under some keys.
fn job(changes: serde_json::Value) -> String {
    let mut job: serde_json::Value = serde_json::from_str(JOB).unwrap();
    for (key, value) in changes.as_object().unwrap() {
        job[key] = value.clone();
    }
    job.to_string()
}

#[test]
fn reads_an_internship() {
    let vacancy = parse(INTERNSHIP).unwrap();
    assert_eq!(vacancy.title, "Staf Administrasi");
    assert_eq!(vacancy.description.as_deref(), Some("a\nb"));
    assert_eq!(
        (vacancy.source.as_str(), vacancy.dump.as_str()),
        ("maganghub", "maganghub-2025-batch1")
    );
    assert_eq!(vacancy.education, [Education::Diploma, Education::Bachelor]);
    assert_eq!(vacancy.programmes, ["Manajemen"]);
    assert_eq!(vacancy.kind, Some(WorkKind::Internship));
    assert!(vacancy.government && vacancy.government_guessed);
    assert_eq!(
        vacancy.published_at,
        Some(datetime!(2025-10-03 04:42:58 UTC))
    );
    assert_eq!(vacancy.deadline_at, Some(datetime!(2025-10-15 17:00 UTC)));
    assert_eq!(vacancy.seen_on, Some(date!(2025 - 11 - 14)));
}

#[test]
fn reads_an_ordinary_job() {
    let vacancy = parse(JOB).unwrap();
    assert_eq!(vacancy.kind, Some(WorkKind::FullTime));
    assert_eq!(vacancy.education, [Education::SeniorHigh]);
    assert_eq!(
        vacancy.wage,
        Some(Wage {
            min: Some(3_000_000),
            max: Some(5_000_000),
            currency: "IDR".into()
        })
    );
    assert_eq!(
        (vacancy.latitude, vacancy.longitude),
        (Some(-7.2), Some(112.7))
    );
    assert_eq!(
        vacancy.deadline_at,
        Some(datetime!(2025-12-31 15:59:59 UTC))
    );
    assert!(vacancy.conditions.for_disabled && !vacancy.government);
}

#[test]
fn what_is_missing_may_be_missing() {
    let vacancy =
        parse(r#"{"id":"1","title":"t","company":{"name":"c"},"quota":"two","description":7}"#)
            .unwrap();
    assert_eq!(
        (
            vacancy.deadline_at,
            vacancy.description,
            vacancy.regency_code,
            vacancy.quota
        ),
        (None, None, None, None)
    );
}

#[test]
fn bad_lines_say_why() {
    let long = format!(
        r#"{{"id":"1","title":"{}","company":{{"name":"c"}}}}"#,
        "x".repeat(201)
    );
    let cases: [(&str, Reject); 11] = [
        ("[1]", Reject::NotAnObject),
        (r#"{"id":"1","title":"#, Reject::NotAnObject),
        (
            r#"{"title":"t","company":{"name":"c"}}"#,
            Reject::Lacks("id"),
        ),
        (
            r#"{"id":"1","title":"  ","company":{"name":"c"}}"#,
            Reject::Lacks("title"),
        ),
        (
            r#"{"id":"1","title":"t","company":{"name":null}}"#,
            Reject::Lacks("company.name"),
        ),
        (
            r#"{"id":"1","title":"t","company":null}"#,
            Reject::Lacks("company.name"),
        ),
        (
            r#"{"id":"1","title":"t","company":{"name":"c","regency_code":"99.99"}}"#,
            Reject::UnknownRegion("99.99".into()),
        ),
        (
            r#"{"id":"1","title":"t","company":{"name":"c","province_code":"99"}}"#,
            Reject::UnknownRegion("99".into()),
        ),
        (
            r#"{"id":"1","title":"t","company":{"name":"c"},"registration_deadline":"2025-02-30"}"#,
            Reject::ImpossibleDate("registration_deadline"),
        ),
        (
            r#"{"id":"1","title":"t","company":{"name":"c"},"created_at":20250230}"#,
            Reject::ImpossibleDate("created_at"),
        ),
        (&long, Reject::TooLong("title", 200)),
    ];
    for (line, reason) in cases {
        assert_eq!(parse(line).unwrap_err(), reason, "{line}");
    }
    assert_eq!(
        parse_line(&[0xff, 0xfe], &EastJava),
        [Err(Reject::NotAnObject)]
    );
}

proptest! {
    #[test]
    fn no_bytes_panic(line in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = parse_line(&line, &EastJava);
    }

    /// A good line with any one byte changed is read with a title, or refused; the reader never panics.
    #[test]
    fn a_damaged_line_is_read_or_refused(good in prop::sample::select(vec![INTERNSHIP, JOB]), at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut line = good.as_bytes().to_vec();
        let at = at.index(line.len());
        line[at] = byte;
        for (vacancy, _) in parse_line(&line, &EastJava).into_iter().flatten() {
            prop_assert!(!vacancy.title.is_empty() && !vacancy.title.contains('\0'));
        }
    }
}

/// Deviations of the sources from their own formats.
mod odd;
