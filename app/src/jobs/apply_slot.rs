//! Where the vacancy's page leads to applying in the portal.

use leptos::prelude::*;

use super::model::VacancyView;

/// Shown for a vacancy whose employer has an account. Applying is a service of its own and fills this.
#[component]
pub fn ApplySlot(vacancy: VacancyView) -> impl IntoView {
    let _ = vacancy;
}
