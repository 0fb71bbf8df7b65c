use super::*;
use time::macros::date;

const TODAY: Date = date!(2026 - 11 - 24);

fn form() -> OpeningForm {
    OpeningForm {
        title: "Penjahit".into(),
        description: "Menjahit kemeja sesuai pola di bengkel kami di Surabaya.".into(),
        education: "smp".into(),
        kind: "penuh-waktu".into(),
        place: "35.78".into(),
        quota: "4".into(),
        wage_min: "4.700.000".into(),
        deadline_day: "24".into(),
        deadline_month: "12".into(),
        deadline_year: "2026".into(),
        ..OpeningForm::default()
    }
}

fn read(form: &OpeningForm) -> Result<Opening, Vec<Wrong>> {
    form.read(TODAY, |code| code == "35.78")
}

#[test]
fn a_simple_vacancy_is_read_and_can_be_written_again() {
    let opening = read(&form()).unwrap();
    assert_eq!((opening.quota, opening.wage_min), (4, Some(4_700_000)));
    assert_eq!(opening.deadline, date!(2026 - 12 - 24));
    assert_eq!(read(&OpeningForm::from(&opening)), Ok(opening.clone()));
    let stored = serde_json::to_value(&opening).unwrap();
    assert_eq!(serde_json::from_value::<Opening>(stored).unwrap(), opening);
}

#[test]
fn every_fact_that_the_decree_asks_for_is_asked() {
    let wrong = read(&OpeningForm::default()).unwrap_err();
    let fields = [
        "title",
        "description",
        "education",
        "kind",
        "place",
        "quota",
        "deadline",
    ];
    assert_eq!(wrong, fields.map(|field| (field, "required")));
}

#[test]
fn age_and_sex_need_a_reason() {
    for limited in [
        OpeningForm {
            age_min: "20".into(),
            ..form()
        },
        OpeningForm {
            age_max: "40".into(),
            ..form()
        },
        OpeningForm {
            sex: "female".into(),
            ..form()
        },
    ] {
        assert_eq!(read(&limited), Err(vec![("reason", "reason_needed")]));
        let reasoned = OpeningForm {
            reason: "Asrama khusus putri".into(),
            ..limited
        };
        assert!(read(&reasoned).unwrap().reason.is_some());
    }
    let needless = OpeningForm {
        reason: "Tanpa batas umur".into(),
        ..form()
    };
    assert_eq!(read(&needless).unwrap().reason, None);
}

#[test]
fn impossible_facts_are_named() {
    let broken = OpeningForm {
        title: "Abc".into(),
        kind: "harian".into(),
        quota: "0".into(),
        wage_min: "5000000".into(),
        wage_max: "4000000".into(),
        age_min: "40".into(),
        age_max: "20".into(),
        reason: "x".into(),
        ..form()
    };
    assert_eq!(
        read(&broken).unwrap_err(),
        [
            ("title", "too_short"),
            ("kind", "invalid_choice"),
            ("quota", OpeningForm::QUOTA.wrong),
            ("wage_max", "range_reversed"),
            ("age_max", "range_reversed")
        ]
    );
}

#[test]
fn the_last_day_is_today_at_the_earliest_and_half_a_year_ahead_at_most() {
    let on = |day: &str, month: &str, year: &str| OpeningForm {
        deadline_day: day.into(),
        deadline_month: month.into(),
        deadline_year: year.into(),
        ..form()
    };
    assert!(read(&on("24", "11", "2026")).is_ok());
    assert_eq!(
        read(&on("23", "11", "2026")),
        Err(vec![("deadline", "date_past")])
    );
    assert_eq!(
        read(&on("1", "8", "2027")),
        Err(vec![("deadline", "date_far")])
    );
    assert_eq!(
        read(&on("31", "2", "2027")),
        Err(vec![("deadline", "invalid_date")])
    );
    assert_eq!(
        read(&on("", "2", "2027")),
        Err(vec![("deadline", "invalid_date")])
    );
}
