//! The parts of every page, on the server and in the browser: errors, answers, forms, texts, the design system.
//!
//! This module uses no service and nothing of the server. The server's router provides the facts about a request as a
//! [`page::PageContext`].

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
