//! Meanings of words in a search, beside the words themselves: the kind of work, the level of education, work abroad.

use super::{Education, WorkKind};

/// The meaning of a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// The kind of work, by a word that the vacancy cards show, or by its English word.
    Kind(WorkKind),
    /// The level of education that a vacancy asks for.
    Level(Education),
    /// Work in another country.
    Abroad,
}

const KINDS: [(WorkKind, &[&str]); 4] = [
    (
        WorkKind::FullTime,
        &["penuh waktu", "full time", "fulltime"],
    ),
    (
        WorkKind::PartTime,
        &[
            "paruh waktu",
            "part time",
            "parttime",
            "paro waktu",
            "kerja sampingan",
        ],
    ),
    (WorkKind::Contract, &["kontrak", "contract"]),
    (WorkKind::Internship, &["magang", "internship"]),
];

const LEVELS: [(Education, &[&str]); 7] = [
    (Education::Primary, &["sd"]),
    (Education::JuniorHigh, &["smp", "mts"]),
    (
        Education::SeniorHigh,
        &[
            "sma",
            "smk",
            "slta",
            "smu",
            "stm",
            "sma smk",
            "sma sederajat",
        ],
    ),
    (Education::Diploma, &["d1", "d2", "d3", "diploma"]),
    (Education::Bachelor, &["s1", "d4", "sarjana"]),
    (Education::Master, &["s2", "magister"]),
    (Education::Doctor, &["s3", "doktor"]),
];

/// Words for work abroad, and the countries and cities to which people go for work. `korea` and `jepang` are also
/// languages, and [`meaning`] does not see the words beside them. So a page that offers a step for these words shows it
/// beside the results.
const ABROAD: [&str; 42] = [
    "tki",
    "tkw",
    "pekerja migran",
    "buruh migran",
    "luar negeri",
    "abroad",
    "overseas",
    "hongkong",
    "hong kong",
    "taiwan",
    "taipei",
    "malaysia",
    "kuala lumpur",
    "sabah",
    "sarawak",
    "singapura",
    "singapore",
    "brunei",
    "brunei darussalam",
    "korea",
    "korea selatan",
    "jepang",
    "japan",
    "arab saudi",
    "saudi",
    "jeddah",
    "riyadh",
    "timteng",
    "timur tengah",
    "dubai",
    "qatar",
    "kuwait",
    "oman",
    "bahrain",
    "yordania",
    "turki",
    "makau",
    "polandia",
    "jerman",
    "australia",
    "selandia baru",
    "kapal pesiar",
];

/// The meaning of a name, if it has one here. The name's words are in plain lower case, separated by spaces.
pub fn meaning(name: &str) -> Option<Meaning> {
    let kind = KINDS.iter().find(|(_, names)| names.contains(&name));
    let level = LEVELS.iter().find(|(_, names)| names.contains(&name));
    kind.map(|(kind, _)| Meaning::Kind(*kind))
        .or(level.map(|(level, _)| Meaning::Level(*level)))
        .or(ABROAD.contains(&name).then_some(Meaning::Abroad))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_the_cards_say_their_kind() {
        for (name, kind) in [
            ("penuh waktu", WorkKind::FullTime),
            ("part time", WorkKind::PartTime),
            ("kontrak", WorkKind::Contract),
            ("internship", WorkKind::Internship),
        ] {
            assert_eq!(meaning(name), Some(Meaning::Kind(kind)));
        }
        assert_eq!(meaning("sma"), Some(Meaning::Level(Education::SeniorHigh)));
        assert_eq!(meaning("hongkong"), Some(Meaning::Abroad));
        assert_eq!(meaning("admin"), None);
    }
}
