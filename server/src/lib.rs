//! The portal's server: everything around the pages.

mod accounts;
pub mod backup;
pub mod cli;
pub mod cluster;
mod forms;
mod headers;
mod language;
mod log;
mod origin;
pub mod router;
pub mod serve;
mod visit;
pub mod workers;
