//! Tests of the services on a real Postgres, called as a browser calls them, under a clock that the test moves.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a test fails by panicking, says what it did, and needs identifiers of its own"
)]

mod accounts;
mod applications;
mod backup;
mod build;
mod cluster;
mod commands;
mod connections;
mod consultation;
mod courses;
mod events;
mod failures;
mod files;
mod forms;
mod home;
mod interrupted;
mod jobs;
mod pool;
mod refusals;
mod restored_files;
mod restored_sessions;
mod roles;
mod schema;
mod settings;
mod setup;
mod site;
mod spine;
mod start;
mod status;
mod stop;
mod support;
mod typed;
mod unread;
mod upgrade;
