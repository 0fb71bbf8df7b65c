//! The portal's server: everything around the pages.

mod accounts;
mod args;
pub mod backup;
pub mod cli;
pub mod cluster;
mod config;
pub mod connections;
mod cv;
mod event_key;
mod events;
mod failure;
mod forms;
mod headers;
mod intake;
pub mod jobs;
mod language;
mod log;
mod origin;
mod outside;
mod refusal;
pub mod router;
mod schema;
pub mod serve;
mod site;
pub mod state;
mod unread;
mod visit;
pub mod workers;
pub mod ws;

/// jemalloc, because the system's own allocator keeps memory that many threads have freed: hundreds of megabytes after
/// many password hashes at once.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;
