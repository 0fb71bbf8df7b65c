//! The search for vacancies.
//!
//! `look` first counts the matches up to a bound; beyond it the numbers are lower bounds and are shown as such. The
//! count also decides how the page is read. A few matches are collected by the indexes of the criteria and then sorted.
//! Of many matches, the newest are found by walking the index from the newest vacancy on. Ranking takes all matches;
//! only for words that most vacancies hold, it takes the newest matches.

mod criteria;
mod facets;
mod page;

pub use criteria::Criteria;
pub use facets::look;
pub use page::{any_shifted, count, page};
