//! Texts for the board's values.

use domain::format::{self, date_in_wib, date_long, rupiah, thousands, until_wib};
use domain::jobs::{Education, Sector, WorkKind};
use time::{Date, OffsetDateTime};

use super::model::{Count, Wage};
use crate::base::page::use_page;
use crate::base::text::{Lang, t, tr, trf};

pub fn kind_label(kind: WorkKind) -> &'static str {
    tr(match kind {
        WorkKind::FullTime => t::jobs::KIND_FULL_TIME,
        WorkKind::PartTime => t::jobs::KIND_PART_TIME,
        WorkKind::Contract => t::jobs::KIND_CONTRACT,
        WorkKind::Internship => t::jobs::KIND_INTERNSHIP,
    })
}

pub fn education_label(level: Education) -> &'static str {
    tr(match level {
        Education::Primary => t::jobs::EDUCATION_PRIMARY,
        Education::JuniorHigh => t::jobs::EDUCATION_JUNIOR_HIGH,
        Education::SeniorHigh => t::jobs::EDUCATION_SENIOR_HIGH,
        Education::Diploma => t::jobs::EDUCATION_DIPLOMA,
        Education::Bachelor => t::jobs::EDUCATION_BACHELOR,
        Education::Professional => t::jobs::EDUCATION_PROFESSIONAL,
        Education::Master => t::jobs::EDUCATION_MASTER,
        Education::Doctor => t::jobs::EDUCATION_DOCTOR,
    })
}

pub fn sector_label(sector: Sector) -> &'static str {
    tr(match sector {
        Sector::Government => t::jobs::SECTOR_GOVERNMENT,
        Sector::Private => t::jobs::SECTOR_PRIVATE,
    })
}

pub fn days_label(days: u16) -> String {
    if days == 1 {
        tr(t::jobs::DAYS_ONE).to_owned()
    } else {
        trf(t::jobs::DAYS_MANY, &[("n", &days)])
    }
}

/// The levels, comma-separated.
pub fn levels_text(levels: &[Education]) -> String {
    levels
        .iter()
        .map(|level| education_label(*level))
        .collect::<Vec<_>>()
        .join(", ")
}

/// `Rp3.000.000 – Rp5.000.000 per bulan`.
pub fn wage_text(wage: &Wage) -> String {
    let money = |amount: i64| {
        if wage.currency == "IDR" {
            rupiah(amount)
        } else {
            format!("{} {}", wage.currency, thousands(amount))
        }
    };
    let range = match (wage.min, wage.max) {
        (Some(min), Some(max)) if min == max => money(min),
        (Some(min), Some(max)) => trf(
            t::jobs::WAGE_RANGE,
            &[("min", &money(min)), ("max", &money(max))],
        ),
        (Some(min), None) => trf(t::jobs::WAGE_FROM, &[("min", &money(min))]),
        (None, Some(max)) => trf(t::jobs::WAGE_TO, &[("max", &money(max))]),
        (None, None) => return String::new(),
    };
    trf(t::jobs::WAGE_MONTH, &[("wage", &range)])
}

/// `1.234`.
pub fn number_text(number: i64) -> String {
    format::count(number, use_page().lang == Lang::En)
}

/// `1.234`, or `1.000+` for a lower bound.
pub fn count_text(count: Count) -> String {
    let more = if count.or_more { "+" } else { "" };
    format!("{}{more}", number_text(count.n))
}

/// The `lang` of a source's own text, which is Indonesian; None on an Indonesian page.
pub fn source_lang() -> Option<&'static str> {
    (use_page().lang != Lang::Id).then_some(Lang::Id.code())
}

/// The day of an instant, in WIB.
pub fn day_of(at: OffsetDateTime) -> String {
    day(date_in_wib(at))
}

/// The last day (WIB) of something that ends at `end`, with the hour when it ends within that day.
pub fn until(end: OffsetDateTime) -> String {
    until_wib(end, use_page().lang == Lang::En)
}

pub fn day(date: Date) -> String {
    date_long(date, use_page().lang == Lang::En)
}
