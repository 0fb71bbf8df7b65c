//! Look-up by code: a person who has the code of an application or an enrolment sees its state at `/status`.
//!
//! Anybody may ask. Others may know a code: people whom its owner has told, or a finder of the paper that it was
//! written on. So the page shows what was sent, its steps and their days, but no person, company or note; those need an
//! account. Tries are limited by network and device, so that nobody can find codes by trying.
//!
//! The code is part of the address. So the page works as a plain GET form, and its address can be kept and passed on
//! like the code itself. The portal logs no queries, and sends no address to other sites.

pub mod api;
pub mod model;
#[cfg(feature = "ssr")]
mod page;

#[cfg(feature = "ssr")]
pub use page::StatusPage;
