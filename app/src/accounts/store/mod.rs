//! SQL of the accounts.

mod audit;
mod codes;
mod devices;
mod people;
mod sessions;

pub use audit::{AuditRow, audit_page, find_person};
pub use codes::{
    KeptCode, NewCode, Pending, Purpose, count_try, insert_code, lock_code, sweep_codes, use_code,
    use_codes_of,
};
pub use devices::{is_known_device, know_device, last_on_device, sweep_devices};
pub use people::{
    Account, NewPerson, account, consents, contact_is_taken, end_office, erase_person_row,
    give_consent, hold_secret, insert_person, rename, revive_person, secret_by_contact, secret_of,
    set_password,
};
pub use sessions::{
    all_sessions, end_all_sessions, end_everything_open, end_other_sessions, open_sessions,
    sweep_sessions,
};
