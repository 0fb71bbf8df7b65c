//! The applicant's pages, one file each.

mod apply;
mod check;
mod cv;
mod list;
mod one;
mod profile;

pub use apply::ApplyPage;
pub use check::CheckPage;
pub use cv::CvPage;
pub use list::ApplicationsPage;
pub use one::ApplicationPage;
pub use profile::ProfilePage;
pub(crate) use profile::place_choices;

use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use crate::base::text::{Text, tr};
use crate::base::ui::{Notice, Tone};

/// A part of the page's address; empty when it is not there.
pub(crate) fn param(name: &str) -> String {
    use_params_map()
        .with_untracked(|params| params.get(name))
        .unwrap_or_default()
}

/// A value of the page's query; empty when it is not there.
pub(crate) fn query(name: &str) -> String {
    use_query_map()
        .with_untracked(|query| query.get(name))
        .unwrap_or_default()
}

/// What has just been done, named by `?pesan=`. Only these words can come, whatever the address says.
pub(crate) fn done_notice(known: &[(&str, Text)]) -> Option<AnyView> {
    let code = query("pesan");
    let words = known
        .iter()
        .find(|(name, _)| *name == code)
        .map(|(_, text)| tr(*text))?;
    Some(view! { <Notice tone=Tone::Success announce=true><p>{words}</p></Notice> }.into_any())
}
