//! Services on a real Postgres, called as a browser calls them, under a clock that the test moves.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says what it did"
)]

mod accounts;
mod backup;
mod cluster;
mod consultation;
mod refusals;
mod roles;
mod spine;
mod support;
