//! Messages to people: written into the outbox in the transaction that causes them, sent after it.
//!
//! A message that nothing can carry stays in the outbox; only `--demo` shows it there. A row is deleted once it was
//! sent or has lost its use, since its text may hold a code.

mod outbox;
mod send;

use domain::accounts::Contact;
use time::{Duration, OffsetDateTime};

pub use outbox::{
    WaitingMessage, deliver_due, deliver_soon, enqueue, forget_messages_to, sweep_outbox,
    waiting_messages,
};

use super::Settings;

/// What carries a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channel {
    /// SMTP.
    Email,
    /// The phone gateway.
    Phone,
}

impl Channel {
    /// As stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Channel::Email => "email",
            Channel::Phone => "phone",
        }
    }

    fn parse(name: &str) -> Option<Channel> {
        [Channel::Email, Channel::Phone]
            .into_iter()
            .find(|channel| channel.as_str() == name)
    }

    /// The channel that reaches this contact.
    pub fn of(contact: &Contact) -> Channel {
        match contact {
            Contact::Email(_) => Channel::Email,
            Contact::Phone(_) => Channel::Phone,
        }
    }

    /// Whether something is set up that carries its messages.
    pub fn is_connected(self, settings: &Settings) -> bool {
        match self {
            Channel::Email => settings.smtp_url.is_some(),
            Channel::Phone => settings.phone_command.is_some(),
        }
    }

    /// Whether a person can be asked for a code sent this way: it is carried, or the demo's outbox shows it.
    pub fn is_offered(self, settings: &Settings) -> bool {
        settings.demo || self.is_connected(settings)
    }
}

/// A message to a person.
#[derive(Clone, Debug)]
pub struct Message {
    /// Who gets it.
    pub to: Contact,
    /// The mail's subject; a text message has none.
    pub subject: String,
    /// The text.
    pub body: String,
    /// When it has lost its use: it is not sent later.
    pub expires_at: OffsetDateTime,
}

/// How long a failed sending waits for its next try: 30 seconds, doubled each time, at most half an hour.
fn backoff(attempts: i32) -> Duration {
    let doubled = 30_i64.saturating_mul(1_i64 << attempts.clamp(0, 6));
    Duration::seconds(doubled.min(1800))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tries_grow_apart_up_to_half_an_hour() {
        let waits: Vec<i64> = (0..8).map(|n| backoff(n).whole_seconds()).collect();
        assert_eq!(waits, [30, 60, 120, 240, 480, 960, 1800, 1800]);
    }
}
