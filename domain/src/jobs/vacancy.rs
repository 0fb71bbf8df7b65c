//! The model of a vacancy, the same for every source.

use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};

use super::plain_words;

time::serde::format_description!(iso_day, Date, "[year]-[month]-[day]");

/// A level of education, lowest first. SMA and SMK are one level, D4 counts as a bachelor's degree (both as in the
/// national qualification framework).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Education {
    #[serde(rename = "sd")]
    Primary,
    #[serde(rename = "smp")]
    JuniorHigh,
    #[serde(rename = "sma")]
    SeniorHigh,
    #[serde(rename = "diploma")]
    Diploma,
    #[serde(rename = "sarjana")]
    Bachelor,
    #[serde(rename = "profesi")]
    Professional,
    #[serde(rename = "magister")]
    Master,
    #[serde(rename = "doktor")]
    Doctor,
}

impl Education {
    /// Every level, lowest first.
    pub const ALL: [Self; 8] = [
        Self::Primary,
        Self::JuniorHigh,
        Self::SeniorHigh,
        Self::Diploma,
        Self::Bachelor,
        Self::Professional,
        Self::Master,
        Self::Doctor,
    ];

    /// The word in addresses and in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Primary => "sd",
            Self::JuniorHigh => "smp",
            Self::SeniorHigh => "sma",
            Self::Diploma => "diploma",
            Self::Bachelor => "sarjana",
            Self::Professional => "profesi",
            Self::Master => "magister",
            Self::Doctor => "doktor",
        }
    }

    /// The level with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.code() == code)
    }

    /// Reads the sources' spellings (`SMA atau Sederajat`, `Diploma III`); None when unknown.
    pub fn from_source(text: &str) -> Option<Self> {
        let text = text.trim().to_lowercase();
        match text.as_str() {
            "sd" => Some(Self::Primary),
            "smp" => Some(Self::JuniorHigh),
            "sma" | "smk" | "sma/smk" => Some(Self::SeniorHigh),
            "d1" | "d2" | "d3" => Some(Self::Diploma),
            "d4" | "s1" => Some(Self::Bachelor),
            "s2" => Some(Self::Master),
            "s3" => Some(Self::Doctor),
            _ if text.starts_with("sd ") => Some(Self::Primary),
            _ if text.starts_with("smp ") => Some(Self::JuniorHigh),
            _ if text.starts_with("sma ") || text.starts_with("smk ") => Some(Self::SeniorHigh),
            _ if text == "diploma iv" => Some(Self::Bachelor),
            _ if text.starts_with("diploma") => Some(Self::Diploma),
            _ if text.starts_with("sarjana") => Some(Self::Bachelor),
            _ if text.starts_with("profesi") => Some(Self::Professional),
            _ if text.starts_with("magister") => Some(Self::Master),
            _ if text.starts_with("doktor") => Some(Self::Doctor),
            _ => None,
        }
    }
}

/// The kind of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum WorkKind {
    #[serde(rename = "penuh-waktu")]
    FullTime,
    #[serde(rename = "paruh-waktu")]
    PartTime,
    #[serde(rename = "kontrak")]
    Contract,
    #[serde(rename = "magang")]
    Internship,
}

impl WorkKind {
    /// Every kind, in the order shown.
    pub const ALL: [Self; 4] = [
        Self::FullTime,
        Self::PartTime,
        Self::Contract,
        Self::Internship,
    ];

    /// The word in addresses and in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::FullTime => "penuh-waktu",
            Self::PartTime => "paruh-waktu",
            Self::Contract => "kontrak",
            Self::Internship => "magang",
        }
    }

    /// The kind with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Reads Karirhub's `job_type`; None when unknown.
    pub fn from_source(text: &str) -> Option<Self> {
        match text.trim().to_lowercase().as_str() {
            "full time" => Some(Self::FullTime),
            "part time" => Some(Self::PartTime),
            "contract" => Some(Self::Contract),
            "internship" => Some(Self::Internship),
            _ => None,
        }
    }
}

/// The employer that offers the work.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Employer {
    pub name: String,
    pub industry: Option<String>,
    pub description: Option<String>,
}

/// A key that is the same for every spelling of an employer's name: its letters and digits in lower case, without the
/// legal form (`PT. Maju Jaya Tbk` and `MAJU JAYA` have one key).
pub fn employer_key(name: &str) -> String {
    const LEGAL_FORMS: [&str; 7] = [
        "pt",
        "cv",
        "ud",
        "tbk",
        "persero",
        "perusahaan",
        "perseroan",
    ];
    let lower = name.to_lowercase();
    let words = || lower.split(|c: char| !c.is_alphanumeric());
    let key: String = words().filter(|word| !LEGAL_FORMS.contains(word)).collect();
    if !key.is_empty() {
        return key;
    }
    let all: String = words().collect();
    if all.is_empty() { lower } else { all }
}

/// Monthly wage in whole units of `currency`; `min` is never above `max`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wage {
    pub min: Option<i64>,
    pub max: Option<i64>,
    pub currency: String,
}

/// The conditions that the vacancy's page shows and no search uses.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Conditions {
    pub skills: Vec<String>,
    pub topics: Vec<String>,
    pub days_off: Vec<String>,
    pub work_days_per_week: Option<i16>,
    pub experience_years: Option<i16>,
    pub age_min: Option<i16>,
    pub age_max: Option<i16>,
    /// `male` or `female` where the source asks for one.
    pub gender: Option<String>,
    /// The source marks the job as one for persons with disabilities.
    pub for_disabled: bool,
}

/// A vacancy as its source gives it; its dates are not shifted.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Vacancy {
    /// The system that it comes from: `maganghub` or `karirhub`.
    pub source: String,
    /// The id in that system, unique there.
    pub source_id: String,
    /// The dump that it was read from.
    pub dump: String,
    /// The day on which the dump saw it at its source.
    #[serde(with = "iso_day::option")]
    pub seen_on: Option<Date>,
    pub title: String,
    pub employer: Employer,
    pub description: Option<String>,
    pub requirements: Option<String>,
    pub regency_code: Option<String>,
    pub province_code: Option<String>,
    pub address: Option<String>,
    /// WGS 84; only where the source gives coordinates of its own.
    pub latitude: Option<f64>,
    pub longitude: Option<f64>,
    pub education: Vec<Education>,
    pub programmes: Vec<String>,
    pub occupation: Option<String>,
    pub kind: Option<WorkKind>,
    pub government: bool,
    /// Whether `government` was guessed from the employer's name.
    pub government_guessed: bool,
    pub quota: Option<i32>,
    pub applicants: Option<i32>,
    pub wage: Option<Wage>,
    #[serde(with = "time::serde::rfc3339::option")]
    pub published_at: Option<OffsetDateTime>,
    #[serde(with = "time::serde::rfc3339::option")]
    pub deadline_at: Option<OffsetDateTime>,
    #[serde(with = "iso_day::option")]
    pub starts_on: Option<Date>,
    #[serde(with = "iso_day::option")]
    pub ends_on: Option<Date>,
    pub conditions: Conditions,
}

impl Vacancy {
    /// The words of its texts that Postgres would not find: see [`plain_words`].
    pub fn plain_words(&self) -> String {
        let texts = [&self.title, &self.employer.name].into_iter();
        let more = [
            &self.employer.industry,
            &self.occupation,
            &self.description,
            &self.requirements,
        ];
        let lists = self.programmes.iter().chain(&self.conditions.skills);
        let texts = texts.chain(more.into_iter().flatten()).chain(lists);
        plain_words(texts.map(String::as_str))
    }

    /// Whether this is a later version than another of the same id: seen later, or on the same day by a dump with a
    /// later name, so that files in any order end with the same version. A version of an unknown day is neither later
    /// nor earlier.
    pub fn outdates(&self, other: &Self) -> bool {
        let (Some(here), Some(there)) = (self.seen_on, other.seen_on) else {
            return false;
        };
        (here, &self.dump) > (there, &other.dump)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn the_wire_and_the_database_use_the_same_words() {
        for level in Education::ALL {
            assert_eq!(serde_json::to_value(level).unwrap(), level.code());
            assert_eq!(Education::from_code(level.code()), Some(level));
        }
        for kind in WorkKind::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.code());
            assert_eq!(WorkKind::from_code(kind.code()), Some(kind));
        }
    }

    #[test]
    fn reads_every_level_that_the_sources_write() {
        let written = [
            "SMP atau Sederajat",
            "SMK",
            "SMA atau Sederajat",
            "Diploma III",
            "Diploma IV",
            "Sarjana",
            "Profesi",
        ];
        let levels: Vec<_> = written
            .into_iter()
            .filter_map(Education::from_source)
            .map(Education::code)
            .collect();
        assert_eq!(
            levels,
            [
                "smp", "sma", "sma", "diploma", "sarjana", "sarjana", "profesi"
            ]
        );
        assert_eq!(Education::from_source("kursus"), None);
    }

    #[test]
    fn one_employer_has_one_key() {
        assert_eq!(
            employer_key("PT. Maju-Jaya, Tbk"),
            employer_key("MAJU JAYA")
        );
        assert_eq!(
            employer_key("Perusahaan Perseroan (Persero) Bank Negara Indonesia"),
            "banknegaraindonesia"
        );
        assert_eq!(employer_key("PT"), "pt");
        assert_eq!(employer_key("&&"), "&&");
    }

    #[test]
    fn a_version_outdates_those_seen_before_it() {
        let seen = |day, dump: &str| Vacancy {
            seen_on: day,
            dump: dump.to_owned(),
            ..Vacancy::default()
        };
        let (first, next) = (date!(2026 - 11 - 01), date!(2026 - 11 - 02));
        let before = seen(Some(first), "b");
        assert!(seen(Some(next), "a").outdates(&before));
        assert!(seen(Some(first), "c").outdates(&before));
        assert!(!before.outdates(&before) && !before.outdates(&seen(Some(next), "a")));
        assert!(!seen(None, "c").outdates(&before) && !before.outdates(&seen(None, "a")));
    }
}
