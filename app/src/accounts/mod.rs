//! People and their accounts: registering, signing in and out, the own account, officers, the audit trail.
//!
//! Who may do what: anybody registers, signs in and asks for a code; everything under `/akun` is the signed-in
//! person's own and takes no identifier of another; `/petugas` is for officers, the audit trail for the admin.
//!
//! What holds always:
//! - no answer, and no time it takes, tells a stranger whether an account exists: a code is always "sent", and a
//!   password is always hashed;
//! - an account is made when its contact was proved by a code, and consent is kept with it;
//! - a new password ends the person's other sessions, a reset ends all of them;
//! - an erased account keeps its row without a name, for what refers to it;
//! - the audit trail keeps an officer's name and role as they were, and every change of an officer's account.

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
