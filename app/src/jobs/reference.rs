//! The region tables that the portal ships.

use std::collections::HashSet;

use domain::jobs::HOME_PROVINCE;
use domain::jobs::import::Regions;
use sqlx::PgConnection;

use super::model::{Region, RegionChoices};
use super::store;
use crate::error::AppError;

const PROVINCES: &str = include_str!("../../../data/provinces.csv");
const REGENCIES: &str = include_str!("../../../data/regencies.csv");

/// The shipped region codes.
pub struct ShippedRegions {
    provinces: HashSet<&'static str>,
    regencies: HashSet<&'static str>,
}

impl ShippedRegions {
    pub fn new() -> Self {
        let codes = |csv: &'static str| {
            csv.lines()
                .skip(1)
                .filter_map(|line| line.split(',').next())
                .collect()
        };
        Self {
            provinces: codes(PROVINCES),
            regencies: codes(REGENCIES),
        }
    }
}

impl Default for ShippedRegions {
    fn default() -> Self {
        Self::new()
    }
}

impl Regions for ShippedRegions {
    fn has_province(&self, code: &str) -> bool {
        self.provinces.contains(code)
    }

    fn has_regency(&self, code: &str) -> bool {
        self.regencies.contains(code)
    }
}

/// One row of `regencies.csv`.
pub(super) struct RegencyRow {
    pub code: &'static str,
    pub name: &'static str,
    pub kind: &'static str,
    pub province_code: &'static str,
    pub latitude: f64,
    pub longitude: f64,
}

/// Codes and names of the provinces.
pub(super) fn provinces() -> impl Iterator<Item = (&'static str, &'static str)> {
    PROVINCES
        .lines()
        .skip(1)
        .filter_map(|line| line.split_once(','))
}

/// The regencies. No field of the file holds a comma (a test says so).
pub(super) fn regencies() -> impl Iterator<Item = RegencyRow> {
    REGENCIES.lines().skip(1).filter_map(|line| {
        let mut fields = line.split(',');
        Some(RegencyRow {
            code: fields.next()?,
            name: fields.next()?,
            kind: fields.next()?,
            province_code: fields.next()?,
            latitude: fields.next()?.parse().ok()?,
            longitude: fields.next()?.parse().ok()?,
        })
    })
}

/// The name of a province or regency.
pub fn region_name(code: &str) -> Option<&'static str> {
    let regency = regencies().find(|row| row.code == code).map(|row| row.name);
    regency.or_else(|| {
        provinces()
            .find(|(province, _)| *province == code)
            .map(|(_, name)| name)
    })
}

/// The centroid of a regency: latitude and longitude.
pub fn centre(regency_code: &str) -> Option<(f64, f64)> {
    regencies()
        .find(|row| row.code == regency_code)
        .map(|row| (row.latitude, row.longitude))
}

/// A province's cities and regencies: cities first, each by name.
pub fn regencies_of(province_code: &str) -> Vec<Region> {
    let mut rows: Vec<RegencyRow> = regencies()
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

/// What a search offers: the home province's regencies, and the other provinces.
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

/// Brings the region tables to what the portal ships; called at every start.
///
/// # Errors
/// Database errors.
pub async fn load_regions(conn: &mut PgConnection) -> Result<(), AppError> {
    store::regions::load(conn).await
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
        let known = ShippedRegions::new();
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
