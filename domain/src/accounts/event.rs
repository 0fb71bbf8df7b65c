/// A security event that the portal's operators should know of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SecurityEvent {
    /// A password or a code was wrong.
    SignInFailed,
    /// Somebody was signed in.
    SignInAllowed,
    /// A person asked for something that their role does not permit.
    Refused,
    /// A limit on tries was reached.
    Limited,
    /// Another site made a browser send a request, or the request does not name its origin.
    ForeignOrigin,
}

impl SecurityEvent {
    /// Every event.
    pub const ALL: [SecurityEvent; 5] = [
        SecurityEvent::SignInFailed,
        SecurityEvent::SignInAllowed,
        SecurityEvent::Refused,
        SecurityEvent::Limited,
        SecurityEvent::ForeignOrigin,
    ];

    /// As stored.
    pub fn as_str(self) -> &'static str {
        match self {
            SecurityEvent::SignInFailed => "sign_in_failed",
            SecurityEvent::SignInAllowed => "sign_in_allowed",
            SecurityEvent::Refused => "refused",
            SecurityEvent::Limited => "limited",
            SecurityEvent::ForeignOrigin => "foreign_origin",
        }
    }

    /// The most rows that one process writes in an hour; further events are counted together. Sign-ins have a higher
    /// limit: each needs an account, so that no flood makes many of them, and each is worth a row.
    pub fn most_an_hour(self) -> usize {
        match self {
            SecurityEvent::SignInAllowed => 20_000,
            _ => 2_000,
        }
    }
}
