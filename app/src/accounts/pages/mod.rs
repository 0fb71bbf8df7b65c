//! The pages of accounts, one file each.

mod account;
mod audit;
mod code;
mod delete;
mod forgot;
mod name;
mod officer;
mod outbox;
mod password;
mod privacy;
mod register;
mod sessions;
mod sign_in;

pub use account::AccountPage;
pub use audit::AuditTrailPage;
pub use code::{RegisterCodePage, ResetCodePage};
pub use delete::DeleteAccountPage;
pub use forgot::ForgotPage;
pub use name::NamePage;
pub use officer::OfficerHomePage;
pub use outbox::OutboxPage;
pub use password::PasswordPage;
pub use privacy::PrivacyPage;
pub use register::RegisterPage;
pub use sessions::SessionsPage;
pub use sign_in::SignInPage;

use domain::accounts::Role;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::base::error::AppError;
use crate::base::error_page::ErrorPage;
use crate::base::page::{ViewerSummary, use_page};
use crate::base::text::{Text, t, tr};
use crate::base::ui::{Breadcrumbs, Link, Notice, Tone};

/// The signed-in person in one of `roles` (any role when there are none), or the page that says why not.
pub(crate) fn viewer_in(roles: &[Role]) -> Result<ViewerSummary, AnyView> {
    let refuse = |error: AppError| view! { <ErrorPage error/> }.into_any();
    match use_page().viewer {
        None => Err(refuse(AppError::Unauthenticated)),
        Some(viewer) if roles.is_empty() || roles.contains(&viewer.role) => Ok(viewer),
        Some(_) => Err(refuse(AppError::Forbidden)),
    }
}

/// The name of a role.
pub(crate) fn role_name(role: Role) -> &'static str {
    tr(match role {
        Role::Citizen => t::accounts::ROLES_CITIZEN,
        Role::Employer => t::accounts::ROLES_EMPLOYER,
        Role::Counsellor => t::accounts::ROLES_COUNSELLOR,
        Role::Trainer => t::accounts::ROLES_TRAINER,
        Role::Admin => t::accounts::ROLES_ADMIN,
    })
}

/// A value of the page's query; empty when it is not there.
fn query(name: &str) -> String {
    use_query_map()
        .with_untracked(|query| query.get(name))
        .unwrap_or_default()
}

/// What has just been done, named by `?pesan=`. Only these words can come, whatever the address says.
fn done_notice(known: &[(&str, Text)]) -> Option<AnyView> {
    let code = query("pesan");
    let words = known
        .iter()
        .find(|(name, _)| *name == code)
        .map(|(_, text)| tr(*text))?;
    Some(view! { <Notice tone=Tone::Success announce=true><p>{words}</p></Notice> }.into_any())
}

/// The way back to the own account.
fn account_crumbs() -> impl IntoView {
    view! { <Breadcrumbs links=vec![Link::new("/akun", tr(t::accounts::ACCOUNT_TITLE))]/> }
}
