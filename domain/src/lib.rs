//! The portal's rules: every decision, deadline and state transition, without I/O.
//!
//! Callers pass in time and randomness. The crate compiles natively and to wasm.

pub mod accounts;
pub mod address;
pub mod applications;
pub mod bidi;
pub mod consultation;
pub mod courses;
pub mod format;
pub mod jobs;
pub mod reference_code;
pub mod typed;
