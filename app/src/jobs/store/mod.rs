//! The board's SQL.

pub mod copies;
mod hit;
pub mod import;
pub mod reading;
pub mod regions;
pub mod search;
pub mod uses;
pub mod vacancy;
pub mod words;
