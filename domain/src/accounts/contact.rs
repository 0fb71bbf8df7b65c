use std::fmt;

use serde::{Deserialize, Serialize};

use super::phone::{PhoneError, PhoneNumber};
use crate::typed;

/// The longest address that mail systems carry (RFC 5321 §4.5.3.1.3), in bytes.
const EMAIL_MAX: usize = 254;
/// The longest part before the `@` (RFC 5321 §4.5.3.1.1), in bytes.
const LOCAL_MAX: usize = 64;

/// A person's contact, which is also the name to sign in with.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Contact {
    /// An e-mail address.
    Email(EmailAddress),
    /// A mobile number.
    Phone(PhoneNumber),
}

/// The reason for refusing a typed contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContactError {
    /// Nothing was typed.
    Required,
    /// Holds an `@` but is no e-mail address.
    InvalidEmail,
    /// Holds digits but no `@`, and is no phone number.
    Phone(PhoneError),
    /// Holds letters but no `@`: an address without its `@`, or neither an address nor a number.
    Neither,
}

impl ContactError {
    /// The text key of the error.
    pub fn code(self) -> &'static str {
        match self {
            ContactError::Required => "required",
            ContactError::InvalidEmail => "invalid_email",
            ContactError::Phone(error) => error.code(),
            ContactError::Neither => "invalid_contact",
        }
    }
}

impl Contact {
    /// Reads the one field that takes either an e-mail address or a phone number: an `@` decides.
    ///
    /// # Errors
    /// When the field is empty, or holds neither an address nor a number.
    pub fn parse(raw: &str) -> Result<Self, ContactError> {
        let text = typed::contact(raw);
        if text.is_empty() {
            return Err(ContactError::Required);
        }
        if text.contains('@') {
            return EmailAddress::parse(&text)
                .map(Contact::Email)
                .ok_or(ContactError::InvalidEmail);
        }
        PhoneNumber::parse(&text)
            .map(Contact::Phone)
            .map_err(|error| match text.contains(char::is_alphabetic) {
                true => ContactError::Neither,
                false => ContactError::Phone(error),
            })
    }

    /// The address, when it is one.
    pub fn email(&self) -> Option<&str> {
        match self {
            Contact::Email(email) => Some(email.as_str()),
            Contact::Phone(_) => None,
        }
    }

    /// The number in E.164 form, when it is one.
    pub fn phone(&self) -> Option<&str> {
        match self {
            Contact::Email(_) => None,
            Contact::Phone(phone) => Some(phone.as_str()),
        }
    }

    /// The stored form: the lower-case address or the E.164 number. No address equals a number.
    pub fn as_str(&self) -> &str {
        match self {
            Contact::Email(email) => email.as_str(),
            Contact::Phone(phone) => phone.as_str(),
        }
    }
}

/// As it is shown to its owner.
impl fmt::Display for Contact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Contact::Email(email) => f.write_str(email.as_str()),
            Contact::Phone(phone) => phone.fmt(f),
        }
    }
}

/// An e-mail address in lower case. Accepts only the form that all mail systems carry: ASCII, no quoted parts.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EmailAddress(String);

impl EmailAddress {
    /// Reads a typed address; `None` when it is not one. Drops the case: no mail system of note tells `Siti@` from
    /// `siti@`, and a phone's keyboard begins with a capital.
    pub fn parse(raw: &str) -> Option<Self> {
        let text = raw.trim();
        if text.len() > EMAIL_MAX || !text.is_ascii() {
            return None;
        }
        let (local, host) = text.rsplit_once('@')?;
        (is_local_part(local) && is_host(host)).then(|| Self(text.to_ascii_lowercase()))
    }

    /// The address in lower case.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether it is a `dot-atom` of RFC 5322.
fn is_local_part(local: &str) -> bool {
    let atom = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+/=?^_`{|}~-".contains(&b))
    };
    local.len() <= LOCAL_MAX && local.split('.').all(atom)
}

/// Whether it is a host name with at least one dot, whose last label is not a number.
fn is_host(host: &str) -> bool {
    let label = |part: &str| {
        (1..=63).contains(&part.len())
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !part.starts_with('-')
            && !part.ends_with('-')
    };
    host.contains('.')
        && host.split('.').all(label)
        && host
            .rsplit('.')
            .next()
            .is_some_and(|last| last.len() >= 2 && !last.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_at_sign_decides_between_address_and_number() {
        let email = Contact::parse("  Siti.Aminah@Gmail.com ");
        assert_eq!(
            email.as_ref().map(Contact::as_str),
            Ok("siti.aminah@gmail.com")
        );
        assert_eq!(email.as_ref().map(Contact::phone), Ok(None));
        let phone = Contact::parse("0812 3456 7890");
        assert_eq!(phone.as_ref().map(Contact::as_str), Ok("+6281234567890"));
        assert_eq!(
            phone.as_ref().map(ToString::to_string),
            Ok("0812-3456-7890".into())
        );
        assert_eq!(Contact::parse("  "), Err(ContactError::Required));
        let unseen = Contact::parse("\u{200B}\u{3164}\u{FEFF}");
        assert_eq!(unseen, Err(ContactError::Required));
        for copied in [
            "\u{FEFF}siti\u{200B}@gmail.com\u{A0}",
            "ｓｉｔｉ＠gmail．com",
        ] {
            let email = Contact::parse(copied);
            assert_eq!(email.as_ref().map(Contact::as_str), Ok("siti@gmail.com"));
        }
        for neither in ["siti", "siti.contoh.id", "siti123gmail.com", "سيتي"] {
            let error = Contact::parse(neither);
            assert_eq!(error, Err(ContactError::Neither), "{neither}");
        }
        let number = Contact::parse("12 34");
        assert_eq!(number, Err(ContactError::Phone(PhoneError::Invalid)));
    }

    #[test]
    fn what_mail_systems_do_not_carry_is_refused() {
        for good in [
            "a@b.id",
            "siti+kerja@dinas.jatimprov.go.id",
            "o'neil_x@ex-ample.co",
        ] {
            assert!(EmailAddress::parse(good).is_some(), "{good}");
        }
        for bad in [
            "@b.id",
            "a@",
            "a@b",
            "a@@b.id",
            "a b@c.id",
            "a@b..id",
            ".a@b.id",
            "a.@b.id",
            "a@-b.id",
            "a@b.1",
            "a@127.0.0.1",
            "\"a b\"@c.id",
            "a@b.id\r\nBcc: x@y.id",
            "sité@b.id",
            "a,b@c.id",
            "<a@b.id>",
        ] {
            assert!(EmailAddress::parse(bad).is_none(), "{bad}");
        }
        let long = format!("{}@b.id", "a".repeat(65));
        assert!(EmailAddress::parse(&long).is_none());
        let longest = format!(
            "{}@{}.id",
            "a".repeat(64),
            "b.".repeat(93).trim_end_matches('.')
        );
        assert!(longest.len() <= 254 && EmailAddress::parse(&longest).is_some());
        assert!(EmailAddress::parse(&format!("a@{}id", "b.".repeat(130))).is_none());
    }

    proptest! {
        #[test]
        fn no_accepted_address_can_write_a_header(raw in "[\\PC\r\n]{0,60}@[a-z\r\n.]{0,20}") {
            if let Some(email) = EmailAddress::parse(&raw) {
                prop_assert!(email.as_str().bytes().all(|b| b.is_ascii_graphic()));
                prop_assert_eq!(email.as_str().matches('@').count(), 1);
                prop_assert_eq!(EmailAddress::parse(email.as_str()), Some(email.clone()));
            }
        }
    }
}
