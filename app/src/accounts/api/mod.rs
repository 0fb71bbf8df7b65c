//! Server functions of accounts. Each runs in the same order: the visit, permission, rule, store, result.

mod account;
#[cfg(feature = "ssr")]
mod code;
mod officers;
mod register;
mod reset;
mod sign_in;

pub use account::{
    ChangeName, ChangePassword, DeleteAccount, MyAccountRead, change_name, change_password,
    delete_account, my_account_read,
};
pub use officers::{AuditTrail, DemoOutbox, FindInTrail, audit_trail, demo_outbox, find_in_trail};
pub use register::{
    ConfirmRegistration, ReachRead, Register, confirm_registration, reach_read, register,
};
pub use reset::{RequestReset, ResetPassword, request_reset, reset_password};
pub use sign_in::{
    EndOtherSessions, EndSession, MySessions, SignIn, SignOut, SignOutEverywhere,
    end_other_sessions, end_session, my_sessions, sign_in, sign_out, sign_out_everywhere,
};
