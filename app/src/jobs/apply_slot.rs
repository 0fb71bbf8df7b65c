//! The part of a vacancy's page that leads to an application in the portal.

use domain::accounts::{Role, encoded};
use leptos::prelude::*;

use super::model::VacancyView;
use crate::base::page::use_page;
use crate::base::text::{t, tr};
use crate::base::ui::LinkButton;

/// Shown for a vacancy whose employer has an account.
#[component]
pub fn ApplySlot(vacancy: VacancyView) -> impl IntoView {
    // Employers and officers do not apply; a guest signs in on the way.
    let can = use_page()
        .viewer
        .is_none_or(|viewer| viewer.role == Role::Citizen);
    let way = if can {
        let href = format!("/lowongan/{}/lamar", encoded(&vacancy.hit.slug));
        view! { <p><LinkButton href label=tr(t::applications::SLOT_APPLY)/></p> }.into_any()
    } else {
        view! { <p class="hint">{tr(t::applications::SLOT_CITIZENS)}</p> }.into_any()
    };
    view! {
        <p>{tr(t::applications::SLOT_TEXT)}</p>
        {way}
    }
}
