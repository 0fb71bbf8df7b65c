//! Services on a real Postgres, called as a browser calls them, under a clock that the test moves.

mod accounts;
mod roles;
mod spine;
mod support;
