//! A vacancy in a list, as the database gives it.

use domain::jobs::{Education, WorkKind};
use time::OffsetDateTime;

use crate::jobs::model::{Hit, Wage};

pub struct HitRow {
    pub slug: String,
    pub title: String,
    pub company_name: String,
    pub place_name: String,
    pub kind: Option<String>,
    pub education: Vec<String>,
    pub wage_min: Option<i64>,
    pub wage_max: Option<i64>,
    pub wage_currency: Option<String>,
    pub places: Option<i64>,
    pub published_at: OffsetDateTime,
    pub closes_at: OffsetDateTime,
    pub km: Option<f64>,
}

/// The row as the pages take it.
pub fn hit(row: HitRow) -> Hit {
    let currency = row
        .wage_currency
        .filter(|_| row.wage_min.or(row.wage_max).is_some());
    Hit {
        slug: row.slug,
        title: row.title,
        company: row.company_name,
        place: row.place_name,
        kind: row.kind.as_deref().and_then(WorkKind::from_code),
        education: row
            .education
            .iter()
            .filter_map(|code| Education::from_code(code))
            .collect(),
        wage: currency.map(|currency| Wage {
            min: row.wage_min,
            max: row.wage_max,
            currency,
        }),
        quota: row.places,
        published_at: row.published_at,
        closes_at: row.closes_at,
        km: row.km.map(|km| km.round() as u32),
    }
}
