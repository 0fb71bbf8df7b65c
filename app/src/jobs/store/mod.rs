//! The board's SQL.

mod hit;
pub mod import;
pub mod regions;
pub mod search;
pub mod vacancy;
pub mod words;
