//! What the board's pages and server functions exchange.

use domain::jobs::{Conditions, Education, JobSearch, WorkKind};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

time::serde::format_description!(iso_day, Date, "[year]-[month]-[day]");

/// A province, regency or city.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Region {
    /// Kemendagri's code: `35` or `35.78`.
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
    /// Places, over all copies of the same posting.
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
    /// `n`, or that there are more than `cap`.
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
    /// The counts are lower bounds.
    pub or_more: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceCount {
    pub code: String,
    pub name: String,
    pub n: i64,
}

/// A search near the one that found nothing, and what it finds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Step {
    pub kind: StepKind,
    /// The query string of that search.
    pub query: String,
    pub found: Count,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum StepKind {
    /// Look this many kilometres around the regency of this name.
    Radius(u16, String),
    /// Look in all of this region.
    Place(String),
    /// Look at everything in this region, which the words named.
    AllIn(String),
    /// Look everywhere.
    Everywhere,
    /// Leave the filters out.
    NoFilters,
    /// Leave this word out.
    WithoutWord(String),
}

/// A meaning that a word of a search has beside itself.
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
    /// Words that were read as misspelt, and what they were read as.
    pub corrections: Vec<(String, String)>,
    /// Words that were read as a kind of work or as schooling.
    pub read_as: Vec<(String, ReadAs)>,
    /// The words ask for work abroad.
    pub abroad: bool,
    /// Open vacancies of the board have dates that a demonstration has shifted.
    pub shifted: bool,
    /// When nothing was found: what to do next, nearest first.
    pub steps: Vec<Step>,
}

impl SearchPage {
    /// The search that this answers.
    pub fn search(&self) -> JobSearch {
        JobSearch::from_query(&self.query)
    }
}

/// Where a vacancy came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// `maganghub` or `karirhub`.
    pub code: String,
    /// The vacancy at its source.
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
    /// The source named a deadline; otherwise the closing day follows from the publication.
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
    /// The employer has an account and takes applications in the portal.
    pub applied_here: bool,
    /// The address of the first of several same postings.
    pub canonical_slug: String,
    pub similar: Vec<Hit>,
}
