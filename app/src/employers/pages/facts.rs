//! The facts of a written vacancy, for the officer who checks it.

use domain::applications::{Opening, Sex};
use domain::format::{date_long, rupiah};

use crate::base::page::use_page;
use crate::base::text::{Lang, Text, line_of, t, tr, trf};
use crate::base::ui::SummaryRow;
use crate::employers::model::Draft;
use crate::jobs::labels::{education_label, kind_label};
use leptos::prelude::*;

/// All the facts that the employer wrote.
pub(super) fn facts(draft: &Draft) -> Vec<SummaryRow> {
    let opening = &draft.opening;
    let mut rows = Vec::new();
    let mut add = |key: Text, value: Option<String>| {
        if let Some(value) = value {
            rows.push(SummaryRow::view(
                tr(key),
                view! { <span class="typed-text">{value}</span> },
            ));
        }
    };
    add(t::employers::COMPANY, Some(draft.company.name.clone()));
    add(t::employers::TITLE, Some(opening.title.clone()));
    add(t::employers::DESCRIPTION, Some(opening.description.clone()));
    add(t::employers::REQUIREMENTS, opening.requirements.clone());
    add(
        t::employers::EDUCATION,
        Some(education_label(opening.education).to_owned()),
    );
    add(
        t::applications::PROFILE_SKILLS,
        (!opening.skills.is_empty()).then(|| line_of(&opening.skills, ", ")),
    );
    let years = opening
        .experience_years
        .map(|n| trf(t::applications::PROFILE_YEARS_VALUE.of(n), &[("n", &n)]));
    add(t::employers::EXPERIENCE, years);
    add(
        t::jobs::KIND_LABEL,
        Some(kind_label(opening.kind).to_owned()),
    );
    add(t::employers::PLACE, Some(draft.place_name.clone()));
    add(t::employers::ADDRESS, opening.address.clone());
    add(t::employers::QUOTA, Some(opening.quota.to_string()));
    add(t::employers::WAGE_MIN, opening.wage_min.map(rupiah));
    add(t::employers::WAGE_MAX, opening.wage_max.map(rupiah));
    add(
        t::employers::DEADLINE,
        Some(date_long(opening.deadline, use_page().lang == Lang::En)),
    );
    add(
        t::employers::AGE_MIN,
        opening.age_min.map(|n| n.to_string()),
    );
    add(
        t::employers::AGE_MAX,
        opening.age_max.map(|n| n.to_string()),
    );
    add(
        t::employers::SEX,
        sex(opening).map(|text| tr(text).to_owned()),
    );
    add(t::employers::REASON, opening.reason.clone());
    rows
}

fn sex(opening: &Opening) -> Option<Text> {
    Some(match opening.sex? {
        Sex::Male => t::jobs::VACANCY_GENDER_MALE,
        Sex::Female => t::jobs::VACANCY_GENDER_FEMALE,
    })
}
