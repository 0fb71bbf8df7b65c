//! The person: below every service, whatever they do here.

mod contacts;
mod demo;
mod notify;

pub use contacts::{contacts_of, lang_of};
pub use demo::demo_person;
pub use notify::notify;
