//! Messages to people: written into the outbox in the transaction that causes them, sent after it.
//!
//! A message whose channel is not set up stays in the outbox; only `--demo` shows it there. A row is deleted once the
//! message was sent or has expired, since its text may hold a code.

mod outbox;
mod send;

use domain::accounts::Contact;
use time::{Duration, OffsetDateTime};

pub use outbox::{
    WaitingMessage, deliver_due, deliver_soon, enqueue, forget_messages_to, sweep_outbox,
    waiting_messages,
};

use super::Settings;

/// The way in which a message is sent.
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

    /// Whether the settings name a server or program for this channel.
    pub fn is_connected(self, settings: &Settings) -> bool {
        match self {
            Channel::Email => settings.smtp_url.is_some(),
            Channel::Phone => settings.phone_command.is_some(),
        }
    }

    /// Whether codes can be sent over this channel: it is set up, or the demo's outbox shows them.
    pub fn is_offered(self, settings: &Settings) -> bool {
        settings.demo || self.is_connected(settings)
    }
}

/// A message to a person.
#[derive(Clone, Debug)]
pub struct Message {
    /// The recipient.
    pub to: Contact,
    /// The mail's subject; a text message has none.
    pub subject: String,
    /// The text.
    pub body: String,
    /// When it expires: it is not sent after this time.
    pub expires_at: OffsetDateTime,
}

/// How long a failed message waits for its next try: 30 seconds, doubled each time, at most half an hour.
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
