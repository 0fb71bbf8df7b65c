//! A vacancy that an employer writes in the portal, with the facts that Perpres 57/2023 Art. 5 asks for.
//!
//! A vacancy may ask for age or sex only with a reason (circulars M/6/HK.04/V/2025 of the ministry and
//! 560/2599/012/2025 of the governor). The officer who checks the vacancy reads the reason.

use serde::{Deserialize, Serialize};
use time::{Date, Duration, Month};

use super::{PEOPLE, Wrong, line, list, need, take, text, years};
use crate::jobs::{Education, WorkKind};
use crate::typed::{Bounds, Items, Letters, bounds, plain_number, rupiah, whole};

time::serde::format_description!(iso_day, Date, "[year]-[month]-[day]");

/// Most days from today to a vacancy's deadline: older vacancies are mostly filled.
const MAX_DAYS_OPEN: i64 = 180;

/// The sex that a vacancy asks for, as in the board's conditions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sex {
    Male,
    Female,
}

impl Sex {
    /// As stored and as sent by the form.
    pub const fn code(self) -> &'static str {
        match self {
            Sex::Male => "male",
            Sex::Female => "female",
        }
    }
}

/// A vacancy of an employer, before and after it is published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    pub title: String,
    pub description: String,
    pub requirements: Option<String>,
    /// Lowest level asked for.
    pub education: Education,
    pub skills: Vec<String>,
    pub experience_years: Option<i16>,
    pub kind: WorkKind,
    /// The Kemendagri code of a regency or a province.
    pub place: String,
    pub address: Option<String>,
    pub quota: i32,
    /// Rupiah a month.
    pub wage_min: Option<i64>,
    pub wage_max: Option<i64>,
    /// The last day, in WIB.
    #[serde(with = "iso_day")]
    pub deadline: Date,
    pub age_min: Option<i16>,
    pub age_max: Option<i16>,
    pub sex: Option<Sex>,
    /// The reason why age or sex matter for this work.
    pub reason: Option<String>,
}

/// The form as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OpeningForm {
    pub title: String,
    pub description: String,
    pub requirements: String,
    pub education: String,
    pub skills: String,
    pub experience_years: String,
    pub kind: String,
    pub place: String,
    pub address: String,
    pub quota: String,
    pub wage_min: String,
    pub wage_max: String,
    pub deadline_day: String,
    pub deadline_month: String,
    pub deadline_year: String,
    pub age_min: String,
    pub age_max: String,
    pub sex: String,
    pub reason: String,
}

impl OpeningForm {
    /// The job title.
    pub const TITLE: Letters = Letters {
        least: 5,
        most: 120,
    };
    /// The description of the work.
    pub const DESCRIPTION: Letters = Letters {
        least: 40,
        most: 6000,
    };
    /// The requirements.
    pub const REQUIREMENTS: Letters = Letters::at_most(4000);
    /// Skills that are asked for.
    pub const SKILLS: Items = Items {
        most: 20,
        letters: 60,
    };
    /// The address of the workplace.
    pub const ADDRESS: Letters = Letters::at_most(300);
    /// The reason for asking for age or sex.
    pub const REASON: Letters = Letters::at_most(500);
    /// The number of people to hire.
    pub const QUOTA: Bounds = bounds!(1, 10_000);
    /// Rupiah a month. A sum outside these bounds is a typing error, such as `4,5` for millions.
    pub const WAGE: Bounds = bounds!("wage_out_of_range", 100_000, 1_000_000_000);
    /// Years of work that are asked for.
    pub const EXPERIENCE: Bounds = bounds!("years_out_of_range", 0, 40);
    /// Years of age that are asked for.
    pub const AGE: Bounds = bounds!("years_out_of_range", 15, 80);

    /// Reads the form on the day `today` (WIB).
    ///
    /// # Errors
    /// All field errors.
    pub fn read(
        &self,
        today: Date,
        knows_place: impl Fn(&str) -> bool,
    ) -> Result<Opening, Vec<Wrong>> {
        let mut wrong = Vec::new();
        let w = &mut wrong;
        let title = need(
            w,
            "title",
            at_least(line(&self.title, Self::TITLE.most), Self::TITLE.least),
        );
        let description = need(
            w,
            "description",
            at_least(
                text(&self.description, Self::DESCRIPTION.most),
                Self::DESCRIPTION.least,
            ),
        );
        let requirements = take(
            w,
            "requirements",
            text(&self.requirements, Self::REQUIREMENTS.most),
        )
        .flatten();
        let education = need(
            w,
            "education",
            chosen(&self.education, Education::from_code),
        );
        let skills = take(w, "skills", list(&self.skills, Self::SKILLS)).unwrap_or_default();
        let experience = years(&self.experience_years, Self::EXPERIENCE);
        let experience_years = take(w, "experience_years", experience).flatten();
        let kind = need(w, "kind", chosen(&self.kind, WorkKind::from_code));
        let place = need(
            w,
            "place",
            chosen(&self.place, |code| {
                knows_place(code).then(|| code.to_owned())
            }),
        );
        let address = take(w, "address", line(&self.address, Self::ADDRESS.most)).flatten();
        let quota = whole(&self.quota, &PEOPLE, Self::QUOTA);
        let quota = quota.map(|n| n.and_then(|n| i32::try_from(n).ok()));
        let quota = need(w, "quota", quota);
        let wage_min = take(w, "wage_min", rupiah(&self.wage_min, Self::WAGE)).flatten();
        let wage_max = take(w, "wage_max", rupiah(&self.wage_max, Self::WAGE)).flatten();
        if wage_min.zip(wage_max).is_some_and(|(min, max)| min > max) {
            w.push(("wage_max", "range_reversed"));
        }
        let deadline = need(w, "deadline", self.deadline(today));
        let age_min = take(w, "age_min", years(&self.age_min, Self::AGE)).flatten();
        let age_max = take(w, "age_max", years(&self.age_max, Self::AGE)).flatten();
        if age_min.zip(age_max).is_some_and(|(min, max)| min > max) {
            w.push(("age_max", "range_reversed"));
        }
        let sex = take(w, "sex", chosen(&self.sex, sex)).flatten();
        let reason = take(w, "reason", text(&self.reason, Self::REASON.most)).flatten();
        let limited = age_min.is_some() || age_max.is_some() || sex.is_some();
        if limited && reason.is_none() && !w.iter().any(|(field, _)| *field == "reason") {
            w.push(("reason", "reason_needed"));
        }
        let opening = (|| {
            Some(Opening {
                title: title?,
                description: description?,
                requirements,
                education: education?,
                skills,
                experience_years,
                kind: kind?,
                place: place?,
                address,
                quota: quota?,
                wage_min,
                wage_max,
                deadline: deadline?,
                age_min,
                age_max,
                sex,
                reason: reason.filter(|_| limited),
            })
        })();
        match opening {
            Some(opening) if wrong.is_empty() => Ok(opening),
            _ => Err(wrong),
        }
    }

    fn deadline(&self, today: Date) -> Result<Option<Date>, &'static str> {
        let parts = [
            &self.deadline_day,
            &self.deadline_month,
            &self.deadline_year,
        ]
        .map(|part| part.trim());
        if parts.iter().all(|part| part.is_empty()) {
            return Ok(None);
        }
        let [day, month, year] = parts.map(plain_number);
        let date = (|| {
            let month = Month::try_from(u8::try_from(month?).ok()?).ok()?;
            let (year, day) = (i32::try_from(year?).ok()?, u8::try_from(day?).ok()?);
            Date::from_calendar_date(year, month, day).ok()
        })();
        match date {
            None => Err("invalid_date"),
            Some(date) if date < today => Err("date_past"),
            Some(date) if date > today.saturating_add(Duration::days(MAX_DAYS_OPEN)) => {
                Err("date_far")
            }
            Some(date) => Ok(Some(date)),
        }
    }
}

impl From<&Opening> for OpeningForm {
    /// Fills the form with the vacancy, to be edited.
    fn from(opening: &Opening) -> OpeningForm {
        let plain = |number: Option<i64>| number.map(|n| n.to_string()).unwrap_or_default();
        let short = |number: Option<i16>| plain(number.map(i64::from));
        OpeningForm {
            title: opening.title.clone(),
            description: opening.description.clone(),
            requirements: opening.requirements.clone().unwrap_or_default(),
            education: opening.education.code().to_owned(),
            skills: opening.skills.join("\n"),
            experience_years: short(opening.experience_years),
            kind: opening.kind.code().to_owned(),
            place: opening.place.clone(),
            address: opening.address.clone().unwrap_or_default(),
            quota: opening.quota.to_string(),
            wage_min: plain(opening.wage_min),
            wage_max: plain(opening.wage_max),
            deadline_day: opening.deadline.day().to_string(),
            deadline_month: u8::from(opening.deadline.month()).to_string(),
            deadline_year: opening.deadline.year().to_string(),
            age_min: short(opening.age_min),
            age_max: short(opening.age_max),
            sex: opening.sex.map(Sex::code).unwrap_or_default().to_owned(),
            reason: opening.reason.clone().unwrap_or_default(),
        }
    }
}

fn at_least(
    text: Result<Option<String>, &'static str>,
    least: usize,
) -> Result<Option<String>, &'static str> {
    match text? {
        Some(text) if text.chars().count() < least => Err("too_short"),
        text => Ok(text),
    }
}

fn chosen<T>(code: &str, read: impl Fn(&str) -> Option<T>) -> Result<Option<T>, &'static str> {
    match code {
        "" => Ok(None),
        code => read(code).map(Some).ok_or("invalid_choice"),
    }
}

fn sex(code: &str) -> Option<Sex> {
    [Sex::Male, Sex::Female]
        .into_iter()
        .find(|sex| sex.code() == code)
}

#[cfg(test)]
mod tests;
