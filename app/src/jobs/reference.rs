//! The region tables that the portal ships.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use domain::jobs::HOME_PROVINCE;
use domain::jobs::import::Regions;

use super::model::{Region, RegionChoices};

const PROVINCES: &str = include_str!("../../../data/provinces.csv");
const REGENCIES: &str = include_str!("../../../data/regencies.csv");

/// One row of `regencies.csv`.
pub(super) struct RegencyRow {
    pub code: &'static str,
    pub name: &'static str,
    pub kind: &'static str,
    pub province_code: &'static str,
    pub latitude: f64,
    pub longitude: f64,
}

/// The tables, parsed once, because a page of results looks up dozens of names.
struct Tables {
    provinces: BTreeMap<&'static str, &'static str>,
    regencies: BTreeMap<&'static str, RegencyRow>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| Tables {
    provinces: PROVINCES
        .lines()
        .skip(1)
        .filter_map(|line| line.split_once(','))
        .collect(),
    regencies: REGENCIES
        .lines()
        .skip(1)
        .filter_map(regency)
        .map(|row| (row.code, row))
        .collect(),
});

/// Parses one line. It splits at every comma, because no field of the file holds one (a test checks this).
fn regency(line: &'static str) -> Option<RegencyRow> {
    let mut fields = line.split(',');
    Some(RegencyRow {
        code: fields.next()?,
        name: fields.next()?,
        kind: fields.next()?,
        province_code: fields.next()?,
        latitude: fields.next()?.parse().ok()?,
        longitude: fields.next()?.parse().ok()?,
    })
}

/// The shipped region codes.
pub struct ShippedRegions;

impl Regions for ShippedRegions {
    fn has_province(&self, code: &str) -> bool {
        TABLES.provinces.contains_key(code)
    }

    fn has_regency(&self, code: &str) -> bool {
        TABLES.regencies.contains_key(code)
    }
}

/// Codes and names of the provinces, by code.
pub(super) fn provinces() -> impl Iterator<Item = (&'static str, &'static str)> {
    TABLES.provinces.iter().map(|(code, name)| (*code, *name))
}

/// The regencies, by code.
pub(super) fn regencies() -> impl Iterator<Item = &'static RegencyRow> {
    TABLES.regencies.values()
}

/// The name of a province or regency.
pub fn region_name(code: &str) -> Option<&'static str> {
    let regency = TABLES.regencies.get(code).map(|row| row.name);
    regency.or_else(|| TABLES.provinces.get(code).copied())
}

/// The centroid of a regency: latitude and longitude.
pub fn centre(regency_code: &str) -> Option<(f64, f64)> {
    let row = TABLES.regencies.get(regency_code)?;
    Some((row.latitude, row.longitude))
}

/// A province's cities and regencies: cities first, each by name.
pub fn regencies_of(province_code: &str) -> Vec<Region> {
    let mut rows: Vec<&RegencyRow> = regencies()
        .filter(|row| row.province_code == province_code)
        .collect();
    rows.sort_unstable_by_key(|row| (row.kind != "kota", row.name));
    rows.into_iter()
        .map(|row| Region {
            code: row.code.to_owned(),
            name: row.name.to_owned(),
        })
        .collect()
}

/// The regions that a search offers: the home province's regencies, and the other provinces.
pub fn region_choices() -> RegionChoices {
    let others = provinces().filter(|(code, _)| *code != HOME_PROVINCE);
    let mut provinces: Vec<Region> = others
        .map(|(code, name)| Region {
            code: code.to_owned(),
            name: name.to_owned(),
        })
        .collect();
    provinces.sort_unstable_by(|a, b| a.name.cmp(&b.name));
    RegionChoices {
        home: regencies_of(HOME_PROVINCE),
        provinces,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_are_found_by_code() {
        assert_eq!(region_name("35.78"), Some("Kota Surabaya"));
        assert_eq!(region_name("35"), Some("Jawa Timur"));
        assert_eq!(region_name("99"), None);
        assert!(
            centre("35.78")
                .is_some_and(|(latitude, longitude)| latitude < -7.0 && longitude > 112.0)
        );
        let choices = region_choices();
        assert_eq!((choices.home.len(), choices.provinces.len()), (38, 37));
        assert_eq!(choices.home[0].name, "Kota Batu");
    }

    #[test]
    fn every_line_of_the_region_files_is_read() {
        assert_eq!(provinces().count(), 38);
        assert_eq!(regencies().count(), 514);
        let known = ShippedRegions;
        assert!(
            regencies().all(|row| known.has_province(row.province_code)
                && row.code.starts_with(row.province_code))
        );
        assert!(provinces().all(|(_, name)| !name.contains([',', '"'])));
        assert!(
            REGENCIES
                .lines()
                .all(|line| line.split(',').count() == 6 && !line.contains('"'))
        );
    }
}
