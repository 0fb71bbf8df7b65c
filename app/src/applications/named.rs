//! Adds names to the codes of a profile.

use domain::applications::Profile;

use super::model::NamedProfile;
use crate::jobs::reference::region_name;

/// A profile with its place's name.
pub fn named(profile: Profile) -> NamedProfile {
    let place_name = profile
        .place
        .as_deref()
        .and_then(region_name)
        .unwrap_or_default()
        .to_owned();
    NamedProfile {
        profile,
        place_name,
    }
}
