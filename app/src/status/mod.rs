//! Looking up by code: whoever holds the code of an application or an enrolment sees at `/status` where it stands.
//!
//! Anybody may ask. A code is known to those whom its person has told it, and to whoever finds the paper on which it was
//! written down; so it shows what was sent, its steps and their days, and no person, company or note. The rest takes an
//! account. Tries are limited by network and device, so that codes cannot be tried out.
//!
//! A code stands in the address: the answer can be kept and handed on like the code itself, and works as a plain GET
//! form. The portal logs no queries, and other sites are told no address.

pub mod api;
pub mod model;
#[cfg(feature = "ssr")]
mod page;

#[cfg(feature = "ssr")]
pub use page::StatusPage;
