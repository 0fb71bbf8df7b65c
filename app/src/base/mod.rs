//! What every page is made of, on the server and in the browser: errors, answers, forms, words, the design system.

pub mod answer;
pub mod cookie;
pub mod error;
pub mod error_page;
pub mod form;
pub mod loaded;
pub mod page;
pub mod text;
pub mod ui;
