//! A search, and its form in the address of `/lowongan`.
//!
//! Every state of the page is one query string. Unknown values and values out of range are ignored, and defaults are
//! not written, so that one state has one address.

use std::collections::BTreeSet;

use form_urlencoded::{Serializer, parse};

use super::{Cursor, Education, WorkKind};
use crate::typed;

/// The province that the board shows at first.
pub const HOME_PROVINCE: &str = "35";
/// The choices of the radius, in kilometres.
pub const RADIUS_CHOICES_KM: [u16; 5] = [10, 25, 50, 100, 200];
/// The choices of the lowest monthly wage, in rupiah.
pub const WAGE_CHOICES: [i64; 6] = [
    2_000_000, 3_000_000, 4_000_000, 5_000_000, 7_000_000, 10_000_000,
];
/// The choices of a vacancy's greatest age, in days.
pub const DAY_CHOICES: [u16; 4] = [1, 3, 7, 30];
/// The choice of education that stands for vacancies that name none.
pub const EDUCATION_UNSAID: &str = "tak-disebut";
/// Most characters of the searched text.
const MAX_WORDS: usize = 120;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    Everywhere,
    /// A province's code (`35`).
    Province(String),
    /// A regency's or city's code (`35.78`).
    Regency(String),
}

impl Default for Place {
    fn default() -> Self {
        Self::Province(HOME_PROVINCE.to_owned())
    }
}

impl Place {
    const EVERYWHERE: &str = "semua";

    /// The word in the address.
    pub fn code(&self) -> &str {
        match self {
            Self::Everywhere => Self::EVERYWHERE,
            Self::Province(code) | Self::Regency(code) => code,
        }
    }

    /// Reads a code by its shape. Only the database knows whether the region exists.
    pub fn from_code(code: &str) -> Option<Self> {
        let digits = |text: &[u8]| text.len() == 2 && text.iter().all(u8::is_ascii_digit);
        match code.as_bytes() {
            _ if code == Self::EVERYWHERE => Some(Self::Everywhere),
            bytes if digits(bytes) => Some(Self::Province(code.to_owned())),
            [province @ .., b'.', _, _] if digits(province) && digits(&code.as_bytes()[3..]) => {
                Some(Self::Regency(code.to_owned()))
            }
            _ => None,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sector {
    Government,
    Private,
}

impl Sector {
    pub const ALL: [Self; 2] = [Self::Government, Self::Private];

    /// The word in the address.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Government => "pemerintah",
            Self::Private => "swasta",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sector| sector.code() == code)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    Newest,
    Relevance,
    Nearest,
}

impl Sort {
    pub const ALL: [Self; 3] = [Self::Newest, Self::Relevance, Self::Nearest];

    /// The word in the address.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Newest => "terbaru",
            Self::Relevance => "relevan",
            Self::Nearest => "terdekat",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.code() == code)
    }
}

/// A person's search. Sets are empty and options None for criteria that do not matter.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct JobSearch {
    pub words: String,
    pub place: Place,
    /// Kilometres around the regency's centre; only with [`Place::Regency`].
    pub radius_km: Option<u16>,
    pub education: BTreeSet<Education>,
    /// Include vacancies that name no education: they are nearly half of the board, and open to most people.
    pub education_unsaid: bool,
    /// A part of a study programme's name.
    pub programme: String,
    pub kinds: BTreeSet<WorkKind>,
    pub wage_min: Option<i64>,
    pub sector: Option<Sector>,
    /// Published within this many days.
    pub days: Option<u16>,
    /// The chosen order; see [`JobSearch::order`].
    pub sort: Option<Sort>,
    /// The page starts after this row.
    pub after: Option<Cursor>,
}

impl JobSearch {
    /// Reads a query string, with or without its `?`.
    pub fn from_query(query: &str) -> Self {
        let mut search = Self::default();
        for (key, value) in parse(query.trim_start_matches('?').as_bytes()) {
            search.read(&key, value.trim());
        }
        if !matches!(search.place, Place::Regency(_)) {
            search.radius_km = None;
            search.sort = search.sort.filter(|sort| *sort != Sort::Nearest);
        }
        if search.words.is_empty() {
            search.sort = search.sort.filter(|sort| *sort != Sort::Relevance);
        }
        search.sort = search.sort.filter(|sort| *sort != search.default_order());
        search
    }

    fn read(&mut self, key: &str, value: &str) {
        match key {
            "kata" => self.words = shorten(value),
            "wilayah" => self.place = Place::from_code(value).unwrap_or_default(),
            "radius" => self.radius_km = choice(value, &RADIUS_CHOICES_KM),
            "pendidikan" if value == EDUCATION_UNSAID => self.education_unsaid = true,
            "pendidikan" => self.education.extend(Education::from_code(value)),
            "jurusan" => self.programme = shorten(value),
            "jenis" => self.kinds.extend(WorkKind::from_code(value)),
            "upah" => self.wage_min = choice(value, &WAGE_CHOICES),
            "pemberi" => self.sector = Sector::from_code(value),
            "sejak" => self.days = choice(value, &DAY_CHOICES),
            "urut" => self.sort = Sort::from_code(value),
            "setelah" => self.after = value.parse().ok(),
            _ => {}
        }
    }

    /// The query string without `?`; empty for the first state of the board.
    pub fn to_query(&self) -> String {
        let mut out = Serializer::new(String::new());
        if !self.words.is_empty() {
            out.append_pair("kata", &self.words);
        }
        if self.place != Place::default() {
            out.append_pair("wilayah", self.place.code());
        }
        if let Some(km) = self.radius_km {
            out.append_pair("radius", &km.to_string());
        }
        for level in &self.education {
            out.append_pair("pendidikan", level.code());
        }
        if self.education_unsaid {
            out.append_pair("pendidikan", EDUCATION_UNSAID);
        }
        if !self.programme.is_empty() {
            out.append_pair("jurusan", &self.programme);
        }
        for kind in &self.kinds {
            out.append_pair("jenis", kind.code());
        }
        if let Some(wage) = self.wage_min {
            out.append_pair("upah", &wage.to_string());
        }
        if let Some(sector) = self.sector {
            out.append_pair("pemberi", sector.code());
        }
        if let Some(days) = self.days {
            out.append_pair("sejak", &days.to_string());
        }
        if let Some(sort) = self.sort {
            out.append_pair("urut", sort.code());
        }
        if let Some(after) = self.after {
            out.append_pair("setelah", &after.to_string());
        }
        out.finish()
    }

    /// The address of this state.
    pub fn to_path(&self) -> String {
        let query = self.to_query();
        if query.is_empty() {
            "/lowongan".to_owned()
        } else {
            format!("/lowongan?{query}")
        }
    }

    /// The order of the results.
    pub fn order(&self) -> Sort {
        self.sort.unwrap_or(self.default_order())
    }

    fn default_order(&self) -> Sort {
        if self.words.is_empty() {
            Sort::Newest
        } else {
            Sort::Relevance
        }
    }

    /// The same search from its first page.
    pub fn first_page(&self) -> Self {
        Self {
            after: None,
            ..self.clone()
        }
    }

    /// Whether search engines may list this state: the board itself and its pages of one region.
    pub fn is_listed(&self) -> bool {
        *self
            == Self {
                place: self.place.clone(),
                ..Self::default()
            }
    }

    /// The number of filters beside words and place.
    pub fn filter_count(&self) -> usize {
        self.education.len()
            + usize::from(self.education_unsaid)
            + self.kinds.len()
            + usize::from(!self.programme.is_empty())
            + usize::from(self.wage_min.is_some())
            + usize::from(self.sector.is_some())
            + usize::from(self.days.is_some())
    }
}

fn choice<T: std::str::FromStr + PartialEq + Copy>(value: &str, choices: &[T]) -> Option<T> {
    let value: T = value.parse().ok()?;
    choices.contains(&value).then_some(value)
}

/// One line of at most [`MAX_WORDS`] characters.
fn shorten(text: &str) -> String {
    let line: String = typed::search(text).chars().take(MAX_WORDS).collect();
    line.trim_end().to_owned()
}

#[cfg(test)]
mod tests;
