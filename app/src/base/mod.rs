//! What every page is made of, on the server and in the browser: errors, answers, forms, words, the design system.
//!
//! Knows no service and nothing of the server's: what a page must know of its request is provided by the server's router
//! as a [`page::PageContext`].

pub mod answer;
pub mod cookie;
pub mod draft;
pub mod error;
pub mod error_page;
pub mod form;
pub mod loaded;
pub mod page;
#[cfg(feature = "ssr")]
pub mod response;
pub mod text;
pub mod ui;
pub mod viewer;
