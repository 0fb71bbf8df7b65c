//! Data that the board's pages and server functions exchange.

use domain::jobs::{Conditions, Education, JobSearch, WorkKind};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

time::serde::format_description!(iso_day, Date, "[year]-[month]-[day]");

/// A province, regency or city.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Region {
    /// Code of Kemendagri (the ministry of home affairs): `35` or `35.78`.
    pub code: String,
    pub name: String,
}

/// The regions that a search offers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegionChoices {
    /// Regencies and cities of the home province.
    pub home: Vec<Region>,
    /// The other provinces.
    pub provinces: Vec<Region>,
}

/// Monthly wage in whole units of its currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wage {
    pub min: Option<i64>,
    pub max: Option<i64>,
    pub currency: String,
}

/// A vacancy in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Hit {
    pub slug: String,
    pub title: String,
    pub company: String,
    /// Regency or province; empty when the source names none.
    pub place: String,
    pub kind: Option<WorkKind>,
    pub education: Vec<Education>,
    pub wage: Option<Wage>,
    /// Number of positions, over all copies of the same posting.
    pub quota: Option<i64>,
    #[serde(with = "time::serde::timestamp")]
    pub published_at: OffsetDateTime,
    #[serde(with = "time::serde::timestamp")]
    pub closes_at: OffsetDateTime,
    /// Whole kilometres from the centre of the searched regency.
    pub km: Option<u32>,
}

/// A number that may be a lower bound ("lebih dari 10.000").
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    pub n: i64,
    pub or_more: bool,
}

#[cfg(feature = "ssr")]
impl Count {
    /// `n`, or `cap` as a lower bound when `n` is larger.
    pub(super) fn up_to(cap: i64, n: i64) -> Self {
        Self {
            n: n.min(cap),
            or_more: n > cap,
        }
    }
}

/// How many vacancies each further choice would leave, in the order shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facets {
    /// One for each of `WorkKind::ALL`.
    pub kinds: Vec<i64>,
    /// One for each of `Education::ALL`, then one for vacancies that name none.
    pub education: Vec<i64>,
    /// One for each of `Sector::ALL`.
    pub sectors: Vec<i64>,
    /// One for each of `WAGE_CHOICES`.
    pub wages: Vec<i64>,
    /// One for each of `DAY_CHOICES`.
    pub days: Vec<i64>,
    /// Regencies of the searched province, or the provinces, most vacancies first.
    pub places: Vec<PlaceCount>,
    /// Whether the counts are lower bounds.
    pub or_more: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceCount {
    pub code: String,
    pub name: String,
    pub n: i64,
}

/// A search near the one that found nothing, and how many vacancies it finds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Step {
    pub kind: StepKind,
    /// The query string of that search.
    pub query: String,
    pub found: Count,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum StepKind {
    /// Search within this many kilometres around the regency of this name.
    Radius(u16, String),
    /// Search in all of this region.
    Place(String),
    /// Show everything in this region, which the words named.
    AllIn(String),
    /// Search everywhere.
    Everywhere,
    /// Leave the filters out.
    NoFilters,
    /// Leave this word out.
    WithoutWord(String),
}

/// A second meaning of a word in a search: a kind of work or an education level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReadAs {
    Kind(WorkKind),
    Level(Education),
}

/// A page of results.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SearchPage {
    /// The query string that this answers.
    pub query: String,
    pub hits: Vec<Hit>,
    pub found: Count,
    pub facets: Facets,
    /// The name of the searched regency or province; empty when everywhere or unknown.
    pub place_name: String,
    /// The query string of the next page.
    pub next: Option<String>,
    /// Words that were read as misspelt, each with the likeliest spelling.
    pub corrections: Vec<(String, String)>,
    /// Words that were read as a kind of work or as an education level.
    pub read_as: Vec<(String, ReadAs)>,
    /// Whether the words ask for work abroad.
    pub abroad: bool,
    /// Whether a demonstration has shifted the dates of open vacancies on the board.
    pub shifted: bool,
    /// When nothing was found: searches to try next, nearest first.
    pub steps: Vec<Step>,
}

impl SearchPage {
    /// The search that this answers.
    pub fn search(&self) -> JobSearch {
        JobSearch::from_query(&self.query)
    }
}

/// The source of an imported vacancy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// `maganghub` or `karirhub`.
    pub code: String,
    /// The vacancy's page at its source.
    pub url: String,
    /// The day on which it was seen there.
    #[serde(with = "iso_day::option")]
    pub seen_on: Option<time::Date>,
    /// Days by which the demonstration shifts this vacancy's dates; 0 for none.
    pub shift_days: i32,
}

/// A vacancy in full.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VacancyView {
    pub id: Uuid,
    pub hit: Hit,
    pub open: bool,
    /// Whether the source named a deadline; otherwise the closing day follows from the day of publication.
    pub has_deadline: bool,
    pub description: Option<String>,
    pub requirements: Option<String>,
    pub company_description: Option<String>,
    pub industry: Option<String>,
    pub address: Option<String>,
    pub regency_code: Option<String>,
    pub province: Option<String>,
    pub programmes: Vec<String>,
    pub occupation: Option<String>,
    pub government: bool,
    pub government_guessed: bool,
    pub applicants: Option<i32>,
    #[serde(with = "iso_day::option")]
    pub starts_on: Option<time::Date>,
    #[serde(with = "iso_day::option")]
    pub ends_on: Option<time::Date>,
    pub conditions: Conditions,
    /// None for a vacancy that its employer wrote in the portal.
    pub source: Option<Source>,
    /// Whether the employer has an account and takes applications in the portal.
    pub applied_here: bool,
    /// Slug of the first of several copies of the same posting; else the vacancy's own.
    pub canonical_slug: String,
    pub similar: Vec<Hit>,
}
