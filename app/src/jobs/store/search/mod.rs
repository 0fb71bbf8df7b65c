//! Finding vacancies.
//!
//! The first look counts up to a bound, beyond which the numbers are lower bounds and shown so. It also says how to go on:
//! few matches are collected by the indexes of what was asked, and sorted; the newest of many are met by walking the index
//! of the newest. Ranking takes all that match, and the newest only of what most vacancies hold.

mod criteria;
mod facets;
mod page;

pub use criteria::Criteria;
pub use facets::look;
pub use page::{any_shifted, count, page};
