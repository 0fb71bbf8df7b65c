//! People and their accounts: registration, signing in and out, the own account, officers, the audit trail.
//!
//! Permissions: anybody may register, sign in and ask for a code; everything under `/akun` is the signed-in person's
//! own and takes no identifier of another person; `/petugas` is for officers, the audit trail for the admin.
//!
//! Rules that always hold:
//! - no answer, and no response time, tells a stranger whether an account exists: every code is reported as sent, and
//!   a password is always hashed;
//! - an account is made once its contact was proved by a code, and the consent is kept with it;
//! - a new password ends the person's other sessions, a reset ends all of them;
//! - an erased account keeps its row without a name, for the rows that refer to it;
//! - the audit trail keeps an officer's name and role as they were at the time, and every change of an officer's
//!   account.

pub mod api;
pub mod model;
#[cfg(feature = "ssr")]
pub mod pages;

#[cfg(feature = "ssr")]
mod cookies;
#[cfg(feature = "ssr")]
pub mod demo;
#[cfg(feature = "ssr")]
mod limited;
#[cfg(feature = "ssr")]
mod messages;
#[cfg(feature = "ssr")]
pub mod officers;
#[cfg(feature = "ssr")]
pub mod passwords;
#[cfg(feature = "ssr")]
pub mod personal_data;
#[cfg(feature = "ssr")]
mod service;
#[cfg(feature = "ssr")]
mod store;
#[cfg(feature = "ssr")]
mod trail;

#[cfg(feature = "ssr")]
pub use service::SERVICE;

#[cfg(feature = "ssr")]
pub use store::{end_everything_open, sweep_codes, sweep_devices, sweep_sessions};
