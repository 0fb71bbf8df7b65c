use time::{Duration, OffsetDateTime};

use crate::typed;

/// Digits of a one-time code: few enough to type from a message on the same phone.
pub const CODE_DIGITS: usize = 6;
/// How long a code can be used.
pub const CODE_LIFETIME: Duration = Duration::minutes(15);
/// Wrong tries after which a code cannot be used any more. With [`CODE_DIGITS`] a guess succeeds once in 200,000 codes,
/// and the number of codes is limited as well.
pub const CODE_ATTEMPTS: i32 = 5;

/// The stored state of a code that was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodeState {
    /// The time from which it cannot be used.
    pub expires_at: OffsetDateTime,
    /// Tries so far, all wrong.
    pub attempts: i32,
    /// Whether it was used.
    pub used: bool,
}

/// The verdict on a typed code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeVerdict {
    /// It may be used, once.
    Right,
    /// Wrong, and it may be tried again.
    Wrong,
    /// Used, expired, or tried too often: the person needs a new code. The verdict does not tell whether this one was
    /// right.
    Dead,
}

impl CodeState {
    /// Judges a try at `now`; `matches` says whether the typed code is the one that was sent.
    pub fn judge(&self, matches: bool, now: OffsetDateTime) -> CodeVerdict {
        if self.used || now >= self.expires_at || self.attempts >= CODE_ATTEMPTS {
            return CodeVerdict::Dead;
        }
        match matches {
            true => CodeVerdict::Right,
            false if self.attempts + 1 >= CODE_ATTEMPTS => CodeVerdict::Dead,
            false => CodeVerdict::Wrong,
        }
    }
}

/// Reads the code from a typed text. A person may have copied `123 456` or `“123-456”.`, or typed a letter that looks
/// like a digit. `None` when the text cannot be a code.
pub fn typed_code(raw: &str) -> Option<String> {
    let look = |c| match c {
        'O' => '0',
        'I' | 'L' => '1',
        c => c,
    };
    let digits: String = typed::code(raw).chars().map(look).collect();
    (digits.len() == CODE_DIGITS && digits.bytes().all(|b| b.is_ascii_digit())).then_some(digits)
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    const SENT: OffsetDateTime = datetime!(2026-08-17 07:00 UTC);

    fn fresh() -> CodeState {
        CodeState {
            expires_at: SENT + CODE_LIFETIME,
            attempts: 0,
            used: false,
        }
    }

    #[test]
    fn a_code_is_good_until_its_last_second() {
        let last = SENT + CODE_LIFETIME - Duration::SECOND;
        assert_eq!(fresh().judge(true, last), CodeVerdict::Right);
        assert_eq!(fresh().judge(true, SENT + CODE_LIFETIME), CodeVerdict::Dead);
    }

    #[test]
    fn a_used_code_is_dead_even_when_right() {
        assert_eq!(
            CodeState {
                used: true,
                ..fresh()
            }
            .judge(true, SENT),
            CodeVerdict::Dead
        );
    }

    #[test]
    fn the_fifth_wrong_try_kills_it_and_the_right_one_comes_too_late() {
        for attempts in 0..4 {
            let state = CodeState {
                attempts,
                ..fresh()
            };
            assert_eq!(state.judge(false, SENT), CodeVerdict::Wrong);
            assert_eq!(state.judge(true, SENT), CodeVerdict::Right);
        }
        let fifth = CodeState {
            attempts: 4,
            ..fresh()
        };
        assert_eq!(fifth.judge(true, SENT), CodeVerdict::Right);
        assert_eq!(fifth.judge(false, SENT), CodeVerdict::Dead);
        assert_eq!(
            CodeState {
                attempts: 5,
                ..fresh()
            }
            .judge(true, SENT),
            CodeVerdict::Dead
        );
    }

    #[test]
    fn what_surrounds_a_code_and_how_its_digits_look_are_forgiven() {
        for raw in [
            " 012 345 ",
            "012-345",
            "“012345”.",
            "(012\u{A0}345)\r\n",
            "\u{200B}012–345\u{FEFF}",
            "٠١٢٣٤٥",
            "۰۱۲۳۴۵",
            "０１２３４５",
            "O12345",
            "ol2 345",
        ] {
            assert_eq!(typed_code(raw), Some("012345".into()), "{raw:?}");
        }
        assert_eq!(typed_code("01234"), None);
        assert_eq!(typed_code("0123456"), None);
        assert_eq!(typed_code("012.345"), None);
        assert_eq!(typed_code("kode 012345"), None);
    }
}
