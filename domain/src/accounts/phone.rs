use std::fmt;

use serde::{Deserialize, Serialize};

use crate::typed::{self, is_blank, is_dash};

/// The reason for refusing a typed phone number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhoneError {
    /// Not the shape of a phone number.
    Invalid,
    /// An Indonesian number that is not a mobile one: no code can be sent to it.
    NotMobile,
    /// Begins with none of `0`, `62` and `+`: the country is not known.
    NoCountry,
}

impl PhoneError {
    /// The text key of the error.
    pub fn code(self) -> &'static str {
        match self {
            PhoneError::Invalid => "invalid_phone",
            PhoneError::NotMobile => "phone_not_mobile",
            PhoneError::NoCountry => "phone_no_country",
        }
    }
}

/// A phone number in E.164 form (`+6281234567890`): one number has one spelling, so it can be unique.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PhoneNumber(String);

impl PhoneNumber {
    /// Reads what a person types: `0812-3456-7890`, `62 812…`, `+62 (0)812…`, `00852…`, `+852 …`.
    /// Indonesian numbers are mobile ones of 10 to 13 digits with their leading 0 (lokal-id's rule).
    ///
    /// # Errors
    /// When it is no phone number, a landline, or a foreign number without its country code.
    pub fn parse(raw: &str) -> Result<Self, PhoneError> {
        let text = typed::contact(raw);
        let mut text: String = text.chars().filter(|c| !is_decoration(*c)).collect();
        if let Some(rest) = text.strip_prefix("00") {
            text = format!("+{rest}");
        }
        let (plus, digits) = match text.strip_prefix('+') {
            Some(rest) => (true, rest),
            None => (false, text.as_str()),
        };
        if digits.len() < 8 || digits.len() > 15 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(PhoneError::Invalid);
        }
        if let Some(national) = digits.strip_prefix("62") {
            // "+62 (0)812…" and "+62 0812…" are common ways to write it.
            return indonesian(national.strip_prefix('0').unwrap_or(national));
        }
        match digits.strip_prefix('0') {
            Some(national) if !plus => indonesian(national),
            Some(_) => Err(PhoneError::Invalid),
            None if plus => Ok(Self(format!("+{digits}"))),
            None => Err(PhoneError::NoCountry),
        }
    }

    /// The E.164 form, for storage and for the gateway.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the number is an Indonesian one.
    pub fn is_indonesian(&self) -> bool {
        self.0.starts_with("+62")
    }
}

/// The number as people in Indonesia write it: `0812-3456-7890`; a foreign one as `+852 6123 4567`.
impl fmt::Display for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.0.strip_prefix('+').unwrap_or(&self.0);
        if let Some(national) = digits.strip_prefix("62") {
            return f.write_str(&grouped(&format!("0{national}"), '-'));
        }
        let (country, rest) = digits.split_at(calling_code_length(digits).min(digits.len()));
        write!(f, "+{country} {}", grouped(rest, ' '))
    }
}

fn indonesian(national: &str) -> Result<PhoneNumber, PhoneError> {
    if !national.starts_with('8') {
        return Err(PhoneError::NotMobile);
    }
    if !(9..=12).contains(&national.len()) {
        return Err(PhoneError::Invalid);
    }
    Ok(PhoneNumber(format!("+62{national}")))
}

/// Whether it is a mark that people and contact lists put into a number. A line break is not: two lines are two
/// numbers.
fn is_decoration(c: char) -> bool {
    let blank = is_blank(c) && !matches!(c, '\n' | '\r');
    blank || is_dash(c) || matches!(c, '.' | '(' | ')' | '/')
}

/// The digits in groups of four from the left; the last group never has a single digit.
fn grouped(digits: &str, separator: char) -> String {
    let count = digits.chars().count();
    let mut out = String::with_capacity(count + 4);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && i % 4 == 0 && count - i > 1 {
            out.push(separator);
        }
        out.push(digit);
    }
    out
}

/// The number of digits of the country's calling code (ITU-T E.164, list of assigned codes).
fn calling_code_length(digits: &str) -> usize {
    const TWO: [&str; 44] = [
        "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46",
        "47", "48", "49", "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63",
        "64", "65", "66", "81", "82", "84", "86", "90", "91", "92", "93", "94", "95", "98",
    ];
    match digits.as_bytes().first() {
        Some(b'1' | b'7') => 1,
        _ if TWO.iter().any(|code| digits.starts_with(code)) => 2,
        _ => 3,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn e164(raw: &str) -> Result<String, PhoneError> {
        PhoneNumber::parse(raw).map(|phone| phone.as_str().to_owned())
    }

    #[test]
    fn every_way_to_write_an_indonesian_number_is_one_number() {
        for raw in [
            "081234567890",
            "0812-3456-7890",
            "0812 3456 7890",
            "6281234567890",
            "+6281234567890",
            "+62 812-3456-7890",
            "+62 (0)812 3456 7890",
            "006281234567890",
            "\u{202A}+62 812\u{2011}3456\u{2011}7890\u{202C}",
            "٠٨١٢٣٤٥٦٧٨٩٠",
            "۰۸۱۲ ۳۴۵۶ ۷۸۹۰",
            "＋６２　８１２－３４５６－７８９０",
            "0812\u{2800}3456\u{2212}7890\r\n",
        ] {
            assert_eq!(e164(raw), Ok("+6281234567890".into()), "{raw}");
        }
    }

    #[test]
    fn foreign_numbers_need_their_country_code() {
        assert_eq!(e164("+852 6123 4567"), Ok("+85261234567".into()));
        assert_eq!(e164("00852 61234567"), Ok("+85261234567".into()));
        assert_eq!(e164("+60 12-345 6789"), Ok("+60123456789".into()));
        assert_eq!(e164("85261234567"), Err(PhoneError::NoCountry));
        assert_eq!(e164("+0852612345"), Err(PhoneError::Invalid));
    }

    #[test]
    fn landlines_and_wrong_lengths_are_refused() {
        assert_eq!(e164("031-5678901"), Err(PhoneError::NotMobile));
        assert_eq!(e164("+62 21 5551234"), Err(PhoneError::NotMobile));
        assert_eq!(e164("081234567"), Err(PhoneError::Invalid));
        assert_eq!(e164("0812345678"), Ok("+62812345678".into()));
        assert_eq!(e164("0812345678901"), Ok("+62812345678901".into()));
        assert_eq!(e164("08123456789012"), Err(PhoneError::Invalid));
        assert_eq!(e164("0812x4567890"), Err(PhoneError::Invalid));
        assert_eq!(e164("0812345\n67890"), Err(PhoneError::Invalid));
        assert_eq!(e164(""), Err(PhoneError::Invalid));
    }

    #[test]
    fn numbers_are_shown_as_people_write_them() {
        let shown = |raw: &str| PhoneNumber::parse(raw).map(|phone| phone.to_string());
        assert_eq!(shown("+6281234567890"), Ok("0812-3456-7890".into()));
        assert_eq!(shown("+62812345678901"), Ok("0812-3456-78901".into()));
        assert_eq!(shown("+62812345678"), Ok("0812-3456-78".into()));
        assert_eq!(shown("+85261234567"), Ok("+852 6123 4567".into()));
        assert_eq!(shown("+60123456789"), Ok("+60 1234 56789".into()));
        assert_eq!(shown("+12025550123"), Ok("+1 2025 5501 23".into()));
    }

    proptest! {
        #[test]
        fn what_is_shown_or_stored_reads_back_as_the_same_number(raw in "(0|62|\\+62)8[0-9]{8,11}|\\+(852|60|886|966)[1-9][0-9]{7,9}") {
            if let Ok(phone) = PhoneNumber::parse(&raw) {
                prop_assert_eq!(PhoneNumber::parse(&phone.to_string()), Ok(phone.clone()));
                prop_assert_eq!(PhoneNumber::parse(phone.as_str()), Ok(phone));
            }
        }

        #[test]
        fn nothing_typed_breaks_it_and_the_result_is_e164(raw in "\\PC{0,40}") {
            if let Ok(phone) = PhoneNumber::parse(&raw) {
                let digits = &phone.as_str()[1..];
                prop_assert!(phone.as_str().starts_with('+'));
                prop_assert!(digits.len() <= 15 && digits.bytes().all(|b| b.is_ascii_digit()));
                prop_assert!(!digits.starts_with('0'));
            }
        }
    }
}
