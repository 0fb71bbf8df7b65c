//! Access to pages by role.

use domain::accounts::Role;
use leptos::prelude::*;

use super::error::AppError;
use super::error_page::ErrorPage;
use super::page::{ViewerSummary, use_page};

/// The signed-in person in one of `roles` (any role when `roles` is empty), or the page that explains the refusal.
pub fn viewer_in(roles: &[Role]) -> Result<ViewerSummary, AnyView> {
    let refuse = |error: AppError| view! { <ErrorPage error/> }.into_any();
    match use_page().viewer {
        None => Err(refuse(AppError::Unauthenticated)),
        Some(viewer) if roles.is_empty() || roles.contains(&viewer.role) => Ok(viewer),
        Some(_) => Err(refuse(AppError::Forbidden)),
    }
}
