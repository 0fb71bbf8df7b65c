//! Cleaning of the texts that people type. Every typed text passes through this module on its way in.
//!
//! Phones, word processors and chats leave marks in a text that nobody sees or meant. The kind of a field decides which
//! marks it keeps. Its limits count the cleaned text, and the cleaned text is compared, searched and stored.

mod clean;
mod digit;
mod limit;
mod marks;
mod number;

pub use clean::{at_most, code, contact, line, name, needed, search, text};
pub use digit::plain;
pub use limit::{Items, Letters};
pub use marks::{is_blank, is_dash};
pub(crate) use number::bounds;
pub use number::{Bounds, Number, amount, plain_number, rupiah, whole};
