//! The vacancy for search engines: schema.org's `JobPosting`.

use domain::format::WIB;
use domain::jobs::WorkKind;
use serde_json::{Map, Value, json};
use time::format_description::well_known::Rfc3339;
use time::{Duration, OffsetDateTime};

use super::model::{VacancyView, Wage};

/// JSON-LD that is safe inside a `<script>`: nothing in it can close the element.
pub fn json_ld(vacancy: &VacancyView, summary: &str) -> String {
    posting(vacancy, summary)
        .to_string()
        .replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026")
}

fn posting(vacancy: &VacancyView, summary: &str) -> Value {
    let hit = &vacancy.hit;
    let mut out = Map::new();
    let mut put = |key: &str, value: Value| out.insert(key.to_owned(), value);
    put("@context", json!("https://schema.org"));
    put("@type", json!("JobPosting"));
    put("title", json!(hit.title));
    put(
        "description",
        json!(vacancy.description.as_deref().unwrap_or(summary)),
    );
    put("datePosted", json!(instant(hit.published_at)));
    // The last open second, so that its date is the last day that the page names.
    let last = hit.closes_at.saturating_sub(Duration::SECOND);
    put("validThrough", json!(instant(last.to_offset(WIB))));
    put(
        "hiringOrganization",
        json!({ "@type": "Organization", "name": hit.company }),
    );
    let mut address = Map::new();
    address.insert("@type".to_owned(), json!("PostalAddress"));
    address.insert("addressCountry".to_owned(), json!("ID"));
    let parts = [
        ("streetAddress", vacancy.address.as_deref()),
        (
            "addressLocality",
            vacancy.regency_code.as_ref().map(|_| hit.place.as_str()),
        ),
        ("addressRegion", vacancy.province.as_deref()),
    ];
    for (key, value) in parts {
        if let Some(value) = value {
            address.insert(key.to_owned(), json!(value));
        }
    }
    put(
        "jobLocation",
        json!({ "@type": "Place", "address": address }),
    );
    put("directApply", json!(vacancy.applied_here));
    if let Some(kind) = hit.kind {
        put("employmentType", json!(employment_type(kind)));
    }
    if let Some(quota) = hit.quota {
        put("totalJobOpenings", json!(quota));
    }
    if let Some(wage) = &hit.wage {
        put("baseSalary", salary(wage));
    }
    if let Some(occupation) = &vacancy.occupation {
        put("occupationalCategory", json!(occupation));
    }
    if let Some(industry) = &vacancy.industry {
        put("industry", json!(industry));
    }
    if let Some(source) = &vacancy.source {
        put(
            "identifier",
            json!({ "@type": "PropertyValue", "name": source.code, "value": source.url }),
        );
    }
    Value::Object(out)
}

const fn employment_type(kind: WorkKind) -> &'static str {
    match kind {
        WorkKind::FullTime => "FULL_TIME",
        WorkKind::PartTime => "PART_TIME",
        WorkKind::Contract => "CONTRACTOR",
        WorkKind::Internship => "INTERN",
    }
}

fn salary(wage: &Wage) -> Value {
    let mut value = Map::new();
    value.insert("@type".to_owned(), json!("QuantitativeValue"));
    value.insert("unitText".to_owned(), json!("MONTH"));
    for (key, amount) in [("minValue", wage.min), ("maxValue", wage.max)] {
        if let Some(amount) = amount {
            value.insert(key.to_owned(), json!(amount));
        }
    }
    json!({ "@type": "MonetaryAmount", "currency": wage.currency, "value": value })
}

fn instant(at: OffsetDateTime) -> String {
    at.format(&Rfc3339).unwrap_or_default()
}
