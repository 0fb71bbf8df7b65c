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

use crate::base::text::{t, tr};
use crate::base::ui::{Breadcrumbs, Link};

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

/// The breadcrumbs to the own account.
fn account_crumbs() -> impl IntoView {
    view! { <Breadcrumbs links=vec![Link::new("/akun", tr(t::accounts::ACCOUNT_TITLE))]/> }
}
