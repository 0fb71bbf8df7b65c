//! The two shipped formats.

use super::{Regions, Reject, fields::Fields};
use crate::jobs::{Conditions, Education, Employer, Vacancy, Wage, WorkKind};

/// Longest texts, in characters.
const ID: usize = 64;
const NAME: usize = 200;
const LINE: usize = 500;
const TEXT: usize = 20_000;
/// Longest lists, in items.
const ITEMS: usize = 200;

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
    vacancy.applicants = fields.count("registered");
    vacancy.published_at = fields.published("created_at")?;
    vacancy.starts_on = fields.day("start_date")?;
    vacancy.ends_on = fields.day("end_date")?;
    vacancy.conditions = Conditions {
        topics: fields.texts("training_topics", ITEMS, LINE)?,
        days_off: fields.texts("days_off", 7, NAME)?,
        work_days_per_week: fields.count("work_days_per_week"),
        ..Conditions::default()
    };
    Ok(vacancy)
}

/// Karirhub: ordinary jobs, a least level, wage where the employer shows it, coordinates.
pub fn karirhub(fields: &Fields<'_>, regions: &impl Regions) -> Result<Vacancy, Reject> {
    let (mut vacancy, company) = common("karirhub", fields, regions)?;
    vacancy.employer.industry = company.text("industry", NAME)?;
    vacancy.education = fields
        .text("education_min", NAME)?
        .as_deref()
        .and_then(Education::from_source)
        .into_iter()
        .collect();
    vacancy.occupation = fields.text("job_function", NAME)?;
    vacancy.kind = fields
        .text("job_type", NAME)?
        .as_deref()
        .and_then(WorkKind::from_source);
    vacancy.wage = wage(fields)?;
    vacancy.published_at = fields
        .published("published_at")?
        .or(fields.published("created_at")?);
    let district = [
        fields.text("village_name", NAME)?,
        fields.text("district_name", NAME)?,
    ];
    let address: Vec<String> = vacancy
        .address
        .take()
        .into_iter()
        .chain(district.into_iter().flatten())
        .collect();
    vacancy.address = (!address.is_empty()).then(|| address.join(", "));
    (vacancy.latitude, vacancy.longitude) = coordinates(fields).unzip();
    vacancy.conditions = Conditions {
        skills: fields.texts("skills", ITEMS, NAME)?,
        experience_years: fields.count("experience_years_min"),
        age_min: fields.count("age_min"),
        age_max: fields.count("age_max"),
        gender: fields
            .text("gender", NAME)?
            .filter(|gender| gender == "male" || gender == "female"),
        for_disabled: fields.text("physical_condition", NAME)?.as_deref() == Some("disabled"),
        ..Conditions::default()
    };
    Ok(vacancy)
}

/// What both formats share, and the company's fields.
fn common<'a>(
    source: &str,
    fields: &Fields<'a>,
    regions: &impl Regions,
) -> Result<(Vacancy, Fields<'a>), Reject> {
    let source_id = fields.text("id", ID)?.ok_or(Reject::Lacks("id"))?;
    let title = fields.text("title", NAME)?.ok_or(Reject::Lacks("title"))?;
    let company = fields
        .object("company")
        .ok_or(Reject::Lacks("company.name"))?;
    let name = company
        .text("name", NAME)?
        .ok_or(Reject::Lacks("company.name"))?;
    let regency_code = company.text("regency_code", NAME)?;
    if let Some(code) = regency_code
        .as_deref()
        .filter(|code| !regions.has_regency(code))
    {
        return Err(Reject::UnknownRegion(code.to_owned()));
    }
    let stated_province = company.text("province_code", NAME)?;
    if let Some(code) = stated_province
        .as_deref()
        .filter(|code| !regions.has_province(code))
    {
        return Err(Reject::UnknownRegion(code.to_owned()));
    }
    // The regency says its province; a dump that disagrees with itself is read by the finer code.
    let province_code = regency_code
        .as_deref()
        .and_then(|code| code.get(..2))
        .map(str::to_owned)
        .or(stated_province);
    let vacancy = Vacancy {
        source: source.to_owned(),
        source_id,
        dump: fields
            .text("source", NAME)?
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
        address: company.text("address", LINE)?,
        quota: fields.count("quota").filter(|quota| *quota > 0),
        deadline_at: fields.deadline("registration_deadline")?,
        ..Vacancy::default()
    };
    Ok((vacancy, company))
}

fn wage(fields: &Fields<'_>) -> Result<Option<Wage>, Reject> {
    let (min, max): (Option<i64>, Option<i64>) =
        (fields.count("salary_min"), fields.count("salary_max"));
    let (min, max) = match (min, max) {
        (Some(min), Some(max)) if min > max => (Some(max), Some(min)),
        (None, None) => return Ok(None),
        given => given,
    };
    let currency = fields
        .text("salary_currency", 3)?
        .unwrap_or_else(|| "IDR".to_owned());
    Ok(Some(Wage { min, max, currency }))
}

fn coordinates(fields: &Fields<'_>) -> Option<(f64, f64)> {
    let (latitude, longitude) = (fields.number("latitude")?, fields.number("longitude")?);
    // Zero and zero is how the source writes "not known".
    let known =
        (latitude, longitude) != (0.0, 0.0) && latitude.abs() <= 90.0 && longitude.abs() <= 180.0;
    known.then_some((latitude, longitude))
}
