use serde_json::json;

use super::*;

#[test]
fn numbers_are_read_however_a_source_writes_them() {
    for quota in [
        json!(2),
        json!(2.0),
        json!("2"),
        json!("2.0"),
        json!(" 2,0 "),
        json!("٢"),
    ] {
        let (vacancy, corrected) = parse_told(&job(json!({ "quota": quota }))).unwrap();
        assert_eq!((vacancy.quota, corrected.len()), (Some(2), 1), "{quota}");
    }
    for sum in [
        json!(1_500_000),
        json!(1_500_000.0),
        json!("1.500.000"),
        json!("1,500,000.00"),
        json!("Rp 1.500.000,00"),
        json!("Rp1.500.000,-"),
        json!("1,5 juta"),
    ] {
        let line = job(json!({ "salary_min": sum, "salary_max": null }));
        let wage = parse(&line).unwrap().wage.unwrap();
        assert_eq!((wage.min, wage.max), (Some(1_500_000), None), "{sum}");
    }
    let line = job(
        json!({ "latitude": "-7,25", "longitude": "112.75", "age_min": "18", "age_max": 35.0, "experience_years_min": 0 }),
    );
    let vacancy = parse(&line).unwrap();
    assert_eq!(
        (vacancy.latitude, vacancy.longitude),
        (Some(-7.25), Some(112.75))
    );
    assert_eq!(
        (vacancy.conditions.age_min, vacancy.conditions.age_max),
        (Some(18), Some(35))
    );
    assert_eq!(vacancy.conditions.experience_years, Some(0));
    let line = INTERNSHIP.replace("\"is_government\":true", "\"is_government\":\"1\"");
    assert!(parse(&line).unwrap().government);
}

#[test]
fn ids_and_region_codes_may_be_numbers() {
    for (id, read) in [
        (json!(4_711), "4711"),
        (json!(4_711.0), "4711"),
        (json!(u64::MAX), "18446744073709551615"),
        (json!("4711"), "4711"),
    ] {
        assert_eq!(parse(&job(json!({ "id": id }))).unwrap().source_id, read);
    }
    assert_eq!(parse(&job(json!({ "id": 1.5 }))), Err(Reject::Lacks("id")));
    for (regency, province) in [
        (json!("35.78"), json!("35")),
        (json!(35.78), json!(35)),
        (json!(3_578), json!(35.0)),
        (json!("3578"), json!(" 35 ")),
        (json!(35.78), json!(null)),
    ] {
        let company = json!({ "name": "c", "regency_code": regency, "province_code": province });
        let vacancy = parse(&job(json!({ "company": company }))).unwrap();
        assert_eq!(vacancy.regency_code.as_deref(), Some("35.78"), "{company}");
        assert_eq!(vacancy.province_code.as_deref(), Some("35"), "{company}");
    }
    // A float drops the last zero of a code. A province is not a regency.
    assert_eq!(fields::code_readings("35.1"), ["35.1", "35.10"]);
    for code in [
        json!(35),
        json!(35.79),
        json!(3_579),
        json!("Surabaya"),
        json!(-3),
    ] {
        let line = job(json!({ "company": { "name": "c", "regency_code": code } }));
        let refused = matches!(parse(&line), Err(Reject::UnknownRegion(_)));
        assert!(refused, "{code}");
    }
}

#[test]
fn what_cannot_be_is_mended_or_left_out_and_told() {
    let (left_out, swapped) = (Correction::LeftOut, Correction::Swapped);
    let idr = |min: i64| Wage {
        min: Some(min),
        max: Some(5_000_000),
        currency: "IDR".into(),
    };
    // The bounds of the wage in `JOB` itself are swapped.
    let wage = json!({ "salary_min": 3_000_000, "salary_max": 5_000_000 });
    let told = |mut changes: serde_json::Value| {
        for (key, value) in wage.as_object().unwrap() {
            if changes.get(key).is_none() {
                changes[key] = value.clone();
            }
        }
        let (vacancy, told) = parse_told(&job(changes)).unwrap();
        (vacancy.wage.clone(), vacancy, told)
    };
    for zero in [
        json!(0),
        json!("Rp0"),
        json!(-1),
        json!("tidak disebut"),
        json!(true),
        json!(9.0e15),
    ] {
        let (wage, _, corrected) = told(json!({ "salary_min": zero }));
        assert_eq!(wage.unwrap().min, None, "{zero}");
        assert_eq!(corrected, [left_out("salary_min")], "{zero}");
    }
    let (wage, _, corrected) = told(json!({ "salary_min": 0, "salary_max": "0" }));
    assert_eq!(wage, None);
    assert_eq!(corrected, [left_out("salary_min"), left_out("salary_max")]);
    let (wage, _, corrected) = told(json!({ "salary_min": 6_000_000 }));
    assert_eq!(wage.unwrap().max, Some(6_000_000));
    assert_eq!(corrected, [swapped("salary_min", "salary_max")]);
    for currency in ["idr", "Rp", "Rp.", " rupiah "] {
        let (wage, _, corrected) = told(json!({ "salary_currency": currency }));
        assert_eq!(wage, Some(idr(3_000_000)), "{currency}");
        assert_eq!(
            corrected,
            [Correction::Currency("IDR".into())],
            "{currency}"
        );
    }
    for currency in ["?", "rupiah per bulan", "Rp/bln"] {
        let (wage, _, corrected) = told(json!({ "salary_currency": currency }));
        assert_eq!(
            (wage, corrected),
            (None, vec![left_out("salary_currency")]),
            "{currency}"
        );
    }
    let (_, vacancy, corrected) = told(json!({ "age_min": 40, "age_max": 20 }));
    assert_eq!(
        (vacancy.conditions.age_min, vacancy.conditions.age_max),
        (Some(20), Some(40))
    );
    assert_eq!(corrected, [swapped("age_min", "age_max")]);
    let (_, vacancy, corrected) =
        told(json!({ "age_min": 0, "age_max": 400, "quota": 0, "experience_years_min": "lama" }));
    assert_eq!(
        (
            vacancy.conditions.age_min,
            vacancy.conditions.age_max,
            vacancy.quota
        ),
        (None, None, None)
    );
    for field in ["age_min", "age_max", "quota", "experience_years_min"] {
        assert!(
            corrected.contains(&left_out(field)),
            "{field}: {corrected:?}"
        );
    }
    let (_, vacancy, corrected) = told(json!({ "latitude": 112.7, "longitude": -7.2 }));
    assert_eq!(
        (vacancy.latitude, vacancy.longitude),
        (Some(-7.2), Some(112.7))
    );
    assert_eq!(corrected, [swapped("latitude", "longitude")]);
    let (_, vacancy, corrected) = told(json!({ "latitude": 0, "longitude": 0 }));
    assert_eq!((vacancy.latitude, corrected), (None, vec![]));

    let line = INTERNSHIP.replacen(
        '{',
        r#"{"start_date":"2026-09-30","end_date":"2026-09-01 00:00:00","#,
        1,
    );
    let (vacancy, corrected) = parse_told(&line).unwrap();
    assert_eq!((vacancy.starts_on, vacancy.ends_on), (None, None));
    assert_eq!(
        corrected,
        [Correction::EndsBeforeStart("start_date", "end_date")]
    );
}

#[test]
fn html_of_a_feed_becomes_text() {
    let line = job(json!({
        "title": "Admin &amp; Kasir\n(Surabaya)",
        "description": "<p>Tugas:</p><ul><li>Melayani</li><li>Menghitung &lt; 1 juta</li></ul>",
        "skills": ["<b>Excel</b>", "R&amp;D"],
        "company": { "name": "PT Maju &#38; Jaya" },
    }));
    let vacancy = parse(&line).unwrap();
    assert_eq!(vacancy.title, "Admin & Kasir (Surabaya)");
    assert_eq!(
        vacancy.description.as_deref(),
        Some("Tugas:\n• Melayani\n• Menghitung < 1 juta")
    );
    assert_eq!(vacancy.conditions.skills, ["Excel", "R&D"]);
    assert_eq!(vacancy.employer.name, "PT Maju & Jaya");
    let line = job(json!({ "title": "Ka\u{200b}sir\u{ad} Patis&shy;se&zwnj;rie\u{301}" }));
    assert_eq!(parse(&line).unwrap().title, "Kasir Patisseri\u{e9}");
    // An entity brings in no character that a database cannot store.
    let line = job(json!({ "title": "Ka&#0;sir&#8;" }));
    assert!(!parse(&line).unwrap().title.contains(char::is_control));
}

#[test]
fn marks_around_objects_are_passed_over() {
    for line in [
        "",
        "  ",
        "\u{feff}",
        "\0\0",
        ",",
        "[",
        "]",
        "],",
        "\u{1a}",
        " \u{feff}\r",
    ] {
        assert_eq!(parse_line(line.as_bytes(), &EastJava), [], "{line:?}");
    }
    let one = parse_told(JOB).unwrap();
    for line in [
        format!("\u{feff}{JOB}"),
        format!("\0{JOB}\0\0"),
        format!("{JOB},"),
        format!(" , {JOB}"),
        format!("[{JOB}, "),
        format!("{JOB} ]\r"),
        format!("[ {JOB} ]"),
        format!("\u{1e}{JOB}"),
        format!("\u{feff}[{JOB}\u{1a}"),
    ] {
        assert_eq!(parse_told(&line), Ok(one.clone()), "{line:?}");
    }
    for between in ["", " ", "\u{feff}", ",", "\0", "][", "\0\u{feff}"] {
        let line = format!("{JOB}{between}{INTERNSHIP}");
        let read = parse_line(line.as_bytes(), &EastJava);
        assert_eq!(
            read,
            [Ok(one.clone()), parse_told(INTERNSHIP)],
            "{between:?}"
        );
    }
    let read = parse_line(format!("{JOB} dan lain-lain {JOB}").as_bytes(), &EastJava);
    assert_eq!(read, [Ok(one), Err(Reject::NotAnObject)]);
}
