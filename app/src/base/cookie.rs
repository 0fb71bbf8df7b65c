//! The portal's cookies; `platform` gives and reads them.

use time::Duration;

/// Every cookie that the portal gives; the privacy notice says of each what it is for, and for how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cookie {
    /// Of a signed-in session.
    Session,
    /// Ties forms, and what failed of them, to the browser that sends them.
    Visitor,
    /// Of a browser on which somebody has signed in.
    Device,
    /// Opens a guest's conversations.
    Guest,
    /// The chosen language.
    Lang,
}

impl Cookie {
    /// Every cookie.
    pub const ALL: [Cookie; 5] = [
        Cookie::Session,
        Cookie::Visitor,
        Cookie::Device,
        Cookie::Guest,
        Cookie::Lang,
    ];

    /// The name that the browser knows it by.
    pub const fn name(self) -> &'static str {
        match self {
            Cookie::Session => "__Host-session",
            Cookie::Visitor => "__Host-visitor",
            Cookie::Device => "__Host-device",
            Cookie::Guest => "__Host-konsultasi",
            Cookie::Lang => "__Host-lang",
        }
    }
}

/// How long a browser keeps the chosen language.
pub const LANG_KEPT_FOR: Duration = Duration::days(365);
