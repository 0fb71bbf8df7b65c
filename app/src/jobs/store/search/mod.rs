//! Finding vacancies.
//!
//! Newest first reads the index and stops at the page's end. Ranking looks at the newest matches
//! only, and numbers are counted up to a bound: beyond that they are lower bounds and shown so.

mod criteria;
mod facets;
mod page;

pub use criteria::Criteria;
pub use facets::facets;
pub use page::{any_shifted, count, page};
