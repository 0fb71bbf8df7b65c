//! The known facts of a vacancy, as rows of a summary list.

use domain::jobs::Sector;

use super::labels::{
    day, day_of, kind_label, levels_text, number_text, sector_label, source_lang, until, wage_text,
};
use super::model::VacancyView;
use crate::base::text::{Text, line_of, t, tr, trf};
use crate::base::ui::{SummaryRow, weekday_named};

/// Rows that show the source's own text, and so carry its language.
const WRITTEN: [Text; 4] = [
    t::jobs::VACANCY_OCCUPATION,
    t::jobs::VACANCY_PROGRAMMES,
    t::jobs::VACANCY_ADDRESS,
    t::jobs::VACANCY_INDUSTRY,
];

/// The rows whose value is known.
pub(super) fn facts(vacancy: &VacancyView) -> Vec<SummaryRow> {
    let hit = &vacancy.hit;
    let conditions = &vacancy.conditions;
    let mut rows = Vec::new();
    let mut add = |key: Text, value: Option<String>| {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            let lang = source_lang().filter(|_| WRITTEN.contains(&key));
            rows.push(SummaryRow::new(tr(key), value).lang(lang));
        }
    };
    add(
        t::jobs::VACANCY_KIND,
        hit.kind.map(|kind| kind_label(kind).to_owned()),
    );
    add(t::jobs::VACANCY_OCCUPATION, vacancy.occupation.clone());
    add(
        t::jobs::VACANCY_EDUCATION,
        Some(levels_text(&hit.education)),
    );
    add(
        t::jobs::VACANCY_PROGRAMMES,
        Some(line_of(&vacancy.programmes, ", ")),
    );
    add(
        t::jobs::VACANCY_EXPERIENCE,
        conditions
            .experience_years
            .map(|n| trf(t::jobs::VACANCY_EXPERIENCE_YEARS.of(n), &[("n", &n)])),
    );
    add(
        t::jobs::VACANCY_AGE,
        age(conditions.age_min, conditions.age_max),
    );
    add(
        t::jobs::VACANCY_GENDER,
        gender(conditions.gender.as_deref()),
    );
    let wage = hit
        .wage
        .as_ref()
        .map_or_else(|| tr(t::jobs::VACANCY_WAGE_UNKNOWN).to_owned(), wage_text);
    add(t::jobs::VACANCY_WAGE, Some(wage));
    add(t::jobs::VACANCY_QUOTA, hit.quota.map(number_text));
    add(
        t::jobs::VACANCY_APPLICANTS,
        vacancy.applicants.map(|n| number_text(n.into())),
    );
    add(t::jobs::VACANCY_PUBLISHED, Some(day_of(hit.published_at)));
    let closes = until(hit.closes_at);
    let closes = if vacancy.has_deadline {
        closes
    } else {
        trf(t::jobs::VACANCY_CLOSES_RULE, &[("date", &closes)])
    };
    add(t::jobs::VACANCY_CLOSES, Some(closes));
    let period = vacancy.starts_on.zip(vacancy.ends_on);
    let period = period.map(|(from, to)| {
        trf(
            t::jobs::VACANCY_PERIOD_RANGE,
            &[("from", &day(from)), ("to", &day(to))],
        )
    });
    add(t::jobs::VACANCY_PERIOD, period);
    add(
        t::jobs::VACANCY_WORK_DAYS,
        conditions
            .work_days_per_week
            .map(|n| trf(t::jobs::VACANCY_WORK_DAYS_TEXT.of(n), &[("n", &n)])),
    );
    let off: Vec<_> = conditions
        .days_off
        .iter()
        .map(|day| weekday_named(day))
        .collect();
    add(t::jobs::VACANCY_DAYS_OFF, Some(line_of(off, ", ")));
    add(t::jobs::VACANCY_PLACE, Some(place(vacancy)));
    add(t::jobs::VACANCY_ADDRESS, vacancy.address.clone());
    add(t::jobs::VACANCY_SECTOR, Some(sector(vacancy)));
    add(t::jobs::VACANCY_INDUSTRY, vacancy.industry.clone());
    rows
}

fn age(min: Option<i16>, max: Option<i16>) -> Option<String> {
    match (min, max) {
        (Some(min), Some(max)) => Some(trf(
            t::jobs::VACANCY_AGE_RANGE.of(max),
            &[("min", &min), ("max", &max)],
        )),
        (Some(min), None) => Some(trf(t::jobs::VACANCY_AGE_FROM.of(min), &[("min", &min)])),
        (None, Some(max)) => Some(trf(t::jobs::VACANCY_AGE_TO.of(max), &[("max", &max)])),
        (None, None) => None,
    }
}

fn gender(code: Option<&str>) -> Option<String> {
    let text = match code? {
        "male" => t::jobs::VACANCY_GENDER_MALE,
        "female" => t::jobs::VACANCY_GENDER_FEMALE,
        _ => return None,
    };
    Some(tr(text).to_owned())
}

fn place(vacancy: &VacancyView) -> String {
    let province = vacancy
        .province
        .clone()
        .filter(|province| *province != vacancy.hit.place);
    let parts = [Some(vacancy.hit.place.clone()), province];
    line_of(parts.into_iter().flatten(), ", ")
}

fn sector(vacancy: &VacancyView) -> String {
    let sector = sector_label(if vacancy.government {
        Sector::Government
    } else {
        Sector::Private
    });
    if vacancy.government_guessed {
        trf(t::jobs::VACANCY_SECTOR_GUESSED, &[("sector", &sector)])
    } else {
        sector.to_owned()
    }
}
