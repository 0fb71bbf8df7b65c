//! The people of the portal: roles, contacts, and the rules of passwords, one-time codes, sessions and limits. Callers
//! pass in time and randomness.

mod access;
mod change;
mod contact;
mod device;
mod event;
mod limit;
mod name;
mod next_path;
mod one_time_code;
#[cfg(not(target_arch = "wasm32"))]
mod password;
mod phone;
mod role;
mod session;

pub use access::Access;
pub use change::Change;
pub use contact::{Contact, ContactError, EmailAddress};
pub use device::device_name;
pub use event::SecurityEvent;
pub use limit::{Limit, SETTLED_AFTER, limits};
pub use name::{NAME_MAX, NameError, person_name};
pub use next_path::{encoded, next_path, own_page, sign_in_address};
pub use one_time_code::{
    CODE_ATTEMPTS, CODE_DIGITS, CODE_LIFETIME, CodeState, CodeVerdict, typed_code,
};
#[cfg(not(target_arch = "wasm32"))]
pub use password::{
    Owner, PASSWORD_MAX_BYTES, PASSWORD_MIN, PasswordError, check_password, normal_password,
    password_length,
};
pub use phone::{PhoneError, PhoneNumber};
pub use role::Role;
pub use session::{DEVICE_KNOWN_FOR, Lifetime, SESSION_KEPT_FOR, TOUCH_EVERY};
