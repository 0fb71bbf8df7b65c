//! The two shipped formats.

use super::fields::Fields;
use super::regions::Regions;
use super::remark::{Correction, Reject};
use time::Date;

use crate::jobs::{Conditions, Education, Employer, Vacancy, Wage, WorkKind};

/// Longest texts, in characters.
const ID: usize = 64;
const NAME: usize = 200;
const LINE: usize = 500;
const TEXT: usize = 20_000;
/// Longest lists, in items.
const ITEMS: usize = 200;

/// The greatest plausible numbers of places, of applicants and of rupiah.
const PLACES: i64 = 100_000;
const APPLICANTS: i64 = 10_000_000;
const MONEY: i64 = 1_000_000_000_000;

/// MagangHub: paid internships for graduates, no wage, a list of levels and study programmes.
pub fn maganghub(fields: &Fields<'_>, regions: &impl Regions) -> Result<Vacancy, Reject> {
    let (mut vacancy, _) = common("maganghub", fields, regions)?;
    let mut education: Vec<Education> = fields
        .texts("education_levels", ITEMS, NAME)?
        .iter()
        .filter_map(|text| Education::from_source(text))
        .collect();
    education.sort_unstable();
    education.dedup();
    vacancy.education = education;
    vacancy.programmes = fields.texts("study_programs", ITEMS, NAME)?;
    vacancy.kind = Some(WorkKind::Internship);
    vacancy.government = fields.flag("is_government");
    vacancy.government_guessed =
        fields.text("is_government_basis", NAME)?.as_deref() == Some("name_rule");
    vacancy.applicants = fields.count("registered", 0, APPLICANTS);
    vacancy.published_at = fields.published("created_at")?;
    (vacancy.starts_on, vacancy.ends_on) = period(fields)?;
    vacancy.conditions = Conditions {
        topics: fields.texts("training_topics", ITEMS, LINE)?,
        days_off: fields.texts("days_off", 7, NAME)?,
        work_days_per_week: fields.count("work_days_per_week", 1, 7),
        ..Conditions::default()
    };
    Ok(vacancy)
}

/// Karirhub: ordinary jobs, a lowest level of education, a wage where the employer shows it, coordinates.
pub fn karirhub(fields: &Fields<'_>, regions: &impl Regions) -> Result<Vacancy, Reject> {
    let (mut vacancy, company) = common("karirhub", fields, regions)?;
    vacancy.employer.industry = company.line("industry", NAME)?;
    vacancy.education = fields
        .text("education_min", NAME)?
        .as_deref()
        .and_then(Education::from_source)
        .into_iter()
        .collect();
    vacancy.occupation = fields.line("job_function", NAME)?;
    vacancy.kind = fields
        .text("job_type", NAME)?
        .as_deref()
        .and_then(WorkKind::from_source);
    vacancy.wage = wage(fields)?;
    vacancy.published_at = fields
        .published("published_at")?
        .or(fields.published("created_at")?);
    let district = [
        fields.line("village_name", NAME)?,
        fields.line("district_name", NAME)?,
    ];
    let address: Vec<String> = vacancy
        .address
        .take()
        .into_iter()
        .chain(district.into_iter().flatten())
        .collect();
    vacancy.address = (!address.is_empty()).then(|| address.join(", "));
    (vacancy.latitude, vacancy.longitude) = coordinates(fields).unzip();
    let (age_min, age_max) = ordered(
        fields,
        ("age_min", fields.count("age_min", 1, 100)),
        ("age_max", fields.count("age_max", 1, 100)),
    );
    vacancy.conditions = Conditions {
        skills: fields.texts("skills", ITEMS, NAME)?,
        experience_years: fields.count("experience_years_min", 0, 60),
        age_min,
        age_max,
        gender: fields
            .text("gender", NAME)?
            .filter(|gender| gender == "male" || gender == "female"),
        for_disabled: fields.text("physical_condition", NAME)?.as_deref() == Some("disabled"),
        ..Conditions::default()
    };
    Ok(vacancy)
}

/// Reads the fields that both formats share. Returns the company's fields, too.
fn common<'a>(
    source: &str,
    fields: &Fields<'a>,
    regions: &impl Regions,
) -> Result<(Vacancy, Fields<'a>), Reject> {
    let source_id = fields.id("id", ID)?.ok_or(Reject::Lacks("id"))?;
    let title = fields.line("title", NAME)?.ok_or(Reject::Lacks("title"))?;
    let company = fields
        .object("company")
        .ok_or(Reject::Lacks("company.name"))?;
    let name = company
        .line("name", NAME)?
        .ok_or(Reject::Lacks("company.name"))?;
    let regency_code = company.region("regency_code", |code| regions.has_regency(code))?;
    let stated_province = company.region("province_code", |code| regions.has_province(code))?;
    // The regency's code contains the province's. If a dump contradicts itself, the finer code counts.
    let province_code = regency_code
        .as_deref()
        .and_then(|code| code.get(..2))
        .map(str::to_owned)
        .or(stated_province);
    let vacancy = Vacancy {
        source: source.to_owned(),
        source_id,
        dump: fields
            .line("source", NAME)?
            .unwrap_or_else(|| source.to_owned()),
        seen_on: fields.day("snapshot_date")?,
        title,
        employer: Employer {
            name,
            industry: None,
            description: company.text("description", TEXT)?,
        },
        description: fields.text("description", TEXT)?,
        requirements: fields.text("requirements", TEXT)?,
        regency_code,
        province_code,
        address: company.line("address", LINE)?,
        quota: fields.count("quota", 1, PLACES),
        deadline_at: fields.deadline("registration_deadline")?,
        ..Vacancy::default()
    };
    Ok((vacancy, company))
}

fn wage(fields: &Fields<'_>) -> Result<Option<Wage>, Reject> {
    let (min, max) = ordered(
        fields,
        ("salary_min", fields.money("salary_min", MONEY)),
        ("salary_max", fields.money("salary_max", MONEY)),
    );
    if min.or(max).is_none() {
        return Ok(None);
    }
    let Some(written) = fields.line("salary_currency", NAME)? else {
        let currency = "IDR".to_owned();
        return Ok(Some(Wage { min, max, currency }));
    };
    let currency = match written.trim_end_matches('.').to_uppercase().as_str() {
        "RP" | "RUPIAH" => "IDR".to_owned(),
        code => code.to_owned(),
    };
    // A sum in an unknown currency is not a wage.
    if currency.len() != 3 || !currency.bytes().all(|byte| byte.is_ascii_uppercase()) {
        fields.correct(Correction::LeftOut("salary_currency"));
        return Ok(None);
    }
    if currency != written {
        fields.correct(Correction::Currency(currency.clone()));
    }
    Ok(Some(Wage { min, max, currency }))
}

/// Two bounds, the lower one first.
fn ordered<T: PartialOrd>(
    fields: &Fields<'_>,
    (least, min): (&'static str, Option<T>),
    (most, max): (&'static str, Option<T>),
) -> (Option<T>, Option<T>) {
    match (min, max) {
        (Some(min), Some(max)) if min > max => {
            fields.correct(Correction::Swapped(least, most));
            (Some(max), Some(min))
        }
        given => given,
    }
}

/// First and last day.
fn period(fields: &Fields<'_>) -> Result<(Option<Date>, Option<Date>), Reject> {
    let (start, end) = (fields.day("start_date")?, fields.day("end_date")?);
    if start.zip(end).is_some_and(|(start, end)| start > end) {
        fields.correct(Correction::EndsBeforeStart("start_date", "end_date"));
        return Ok((None, None));
    }
    Ok((start, end))
}

fn coordinates(fields: &Fields<'_>) -> Option<(f64, f64)> {
    let (latitude, longitude) = (fields.number("latitude")?, fields.number("longitude")?);
    // The source writes zero and zero for "not known".
    if (latitude, longitude) == (0.0, 0.0) {
        return None;
    }
    let place = |latitude: f64, longitude: f64| latitude.abs() <= 90.0 && longitude.abs() <= 180.0;
    if place(latitude, longitude) {
        return Some((latitude, longitude));
    }
    if place(longitude, latitude) {
        fields.correct(Correction::Swapped("latitude", "longitude"));
        return Some((longitude, latitude));
    }
    fields.correct(Correction::LeftOut("latitude"));
    None
}
