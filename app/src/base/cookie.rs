//! The portal's cookies; `platform` gives and reads them.

use time::Duration;

/// Every cookie that the portal gives. The privacy notice tells the purpose and the lifetime of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cookie {
    /// Holds the token of a signed-in session.
    Session,
    /// Ties forms and their drafts to the browser that sends them.
    Visitor,
    /// Recognises a browser on which somebody has signed in.
    Device,
    /// Gives a guest access to their own conversations.
    Guest,
    /// Holds the chosen language.
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

    /// Its name in the browser.
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
