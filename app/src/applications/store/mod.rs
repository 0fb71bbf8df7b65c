//! The SQL of applying.

mod apply;
mod cv;
mod person;
mod profile;
mod sent;
mod silent;
mod step;

pub use apply::{NewApplication, hold_vacancy, insert, target};
pub use cv::{
    KeptFile, current, due_files, file_for_employer, file_for_owner, forget_file, keep,
    note_unnamed, note_upload, remove_current,
};
pub use person::{erase, export};
pub use profile::{load, save};
pub use sent::{all, by_code, one, steps};
pub use silent::{overdue, unanswered_of};
pub use step::{Locked, Side, lock, record};
