//! The person, on whom every service builds: contacts, language and messages.

mod contacts;
mod demo;
mod notify;

pub use contacts::{contacts_of, lang_of};
pub use demo::demo_person;
pub use notify::notify;
