//! Numbers as people write them.
//!
//! Indonesian and English notation use the same two marks in opposite ways, so the rule looks at the digits. A mark
//! (dot, comma, any space, apostrophe) before every three digits groups them; one last dot or comma before any other
//! number of digits is the decimal mark. `1.234` and `1,234` are 1234, `12,5` is twelve and a half, `1.234,50` and
//! `1,234.50` are the same. A text with two readings (`1.234,500`, `4500.000`) is refused: it is better that the person
//! types it again than that a wage is wrong.

use super::digit::plain;
use super::marks::{is_blank, is_invisible};

/// The most digits of a number: no field of the portal needs more.
const MOST_DIGITS: usize = 18;

/// The least and the greatest number that a field takes, and the code of the error that names both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// The least number, itself included.
    pub min: i64,
    /// The greatest number, itself included.
    pub max: i64,
    /// The code of the error, with its values: `out_of_range min=1 max=40`.
    pub wrong: &'static str,
}

/// The [`Bounds`] from one number to another: `bounds!(1, 40)`, or with its own error code
/// `bounds!("wage_out_of_range", 1, 40)`.
macro_rules! bounds {
    ($min:literal, $max:literal) => {
        $crate::typed::bounds!("out_of_range", $min, $max)
    };
    ($code:literal, $min:literal, $max:literal) => {
        $crate::typed::Bounds {
            min: $min,
            max: $max,
            wrong: concat!($code, " min=", $min, " max=", $max),
        }
    };
}
pub(crate) use bounds;

/// A decimal number, exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number {
    /// All its digits as one number; the last `decimals` of them come after the decimal mark.
    digits: i64,
    decimals: u32,
}

impl Number {
    /// The number, if its fraction is empty or zero: `2`, `2.0`.
    pub fn whole(self) -> Option<i64> {
        let unit = 10_i64.checked_pow(self.decimals)?;
        (self.digits % unit == 0).then_some(self.digits / unit)
    }

    /// The nearest whole number; a half goes up.
    pub fn rounded(self) -> i64 {
        let unit = 10_i64.saturating_pow(self.decimals);
        self.digits / unit + i64::from(self.digits % unit >= unit - unit / 2)
    }

    fn times(self, zeros: u32) -> Option<Self> {
        let decimals = self.decimals.saturating_sub(zeros);
        let rest = zeros.saturating_sub(self.decimals);
        let digits = self.digits.checked_mul(10_i64.checked_pow(rest)?)?;
        Some(Self { digits, decimals })
    }
}

/// A whole number of things, or none in an empty field: `12`, `1.234`, `2,0`, `٣`. A word of `units` may follow
/// (`3 tahun`).
///
/// # Errors
/// The code of `bounds`, when it is not a number, not whole, or outside of them.
pub fn whole(raw: &str, units: &[&str], bounds: Bounds) -> Result<Option<i64>, &'static str> {
    let text = number_text(raw);
    if text.is_empty() {
        return Ok(None);
    }
    let (digits, words) = split_words(&text);
    let unit = words.is_empty() || units.contains(&words.trim_end_matches('.'));
    let number = read(without_end(digits)).filter(|_| unit);
    let number = number.and_then(Number::whole);
    within(number, bounds)
}

/// A sum in whole rupiah, or none in an empty field: `4.500.000`, `Rp4,500,000.00`, `Rp 4.500.000,-`, `4,5 juta`,
/// `450rb`. Rounds sen, because wages set by decree contain them (`4.525.479,19`).
///
/// # Errors
/// The code of `bounds`, when it is not a sum, or outside of them.
pub fn rupiah(raw: &str, bounds: Bounds) -> Result<Option<i64>, &'static str> {
    if number_text(raw).is_empty() {
        return Ok(None);
    }
    within(amount(raw).map(Number::rounded), bounds)
}

/// Reads a sum of money from a form or a feed, in the notations of [`rupiah`]; none if it is not a sum, or has two
/// readings.
pub fn amount(raw: &str) -> Option<Number> {
    let text = number_text(raw);
    let text = ["rp.", "rp", "idr"]
        .iter()
        .find_map(|mark| text.strip_prefix(mark))
        .unwrap_or(&text);
    let (digits, words) = split_words(text.trim());
    let words = words.trim_end_matches(['.', ' ']);
    let scale = words.strip_suffix("rupiah").unwrap_or(words).trim_end();
    let zeros = match scale {
        // "Rp4.500.000,-"
        "" => return read(without_end(digits.trim_end_matches('-'))),
        "rp" | "idr" => return read(digits),
        "ribu" | "rb" | "k" | "thousand" => 3,
        "juta" | "jt" | "million" => 6,
        _ => return None,
    };
    // "1.250 juta" may mean 1,250 million or 1.25 million.
    let grouped = digits
        .rsplit_once(|c: char| !c.is_ascii_digit())
        .is_some_and(|(_, last)| last.len() == 3);
    read(digits).filter(|_| !grouped)?.times(zeros)
}

/// Reads a number that is never grouped, such as a year or the day of a month; none for any other text.
pub fn plain_number(raw: &str) -> Option<u32> {
    let text = number_text(raw);
    let digits = without_end(&text);
    let all = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    all.then(|| digits.parse().ok()).flatten()
}

fn within(number: Option<i64>, bounds: Bounds) -> Result<Option<i64>, &'static str> {
    number
        .filter(|number| (bounds.min..=bounds.max).contains(number))
        .map(Some)
        .ok_or(bounds.wrong)
}

/// The text in lower case and digits of the keyboard, with single spaces and without invisible marks. A line break
/// inside stays a line break: two lines are not a number.
fn number_text(raw: &str) -> String {
    let mut text = String::new();
    for c in raw.trim().chars().map(plain) {
        match c {
            '\n' | '\r' => text.push('\n'),
            c if is_blank(c) => {
                if !text.ends_with(' ') {
                    text.push(' ');
                }
            }
            c if is_invisible(c) => {}
            '\u{2019}' => text.push('\''),
            '\u{2010}'..='\u{2015}' | '\u{2212}' => text.push('-'),
            // The Arabic marks of thousands and decimals.
            '\u{66C}' => text.push(','),
            '\u{66B}' => text.push('.'),
            c => text.extend(c.to_lowercase()),
        }
    }
    text.trim().to_owned()
}

/// The number without a mark that ends a sentence.
fn without_end(digits: &str) -> &str {
    digits.strip_suffix(['.', ',']).unwrap_or(digits)
}

/// The number, and the words after it.
fn split_words(text: &str) -> (&str, &str) {
    let at = text.find(char::is_alphabetic).unwrap_or(text.len());
    let (number, words) = text.split_at(at);
    (number.trim_end(), words)
}

/// Reads digits with the marks between them.
fn read(text: &str) -> Option<Number> {
    let is_mark = |c: char| matches!(c, '.' | ',' | ' ' | '\'');
    let groups: Vec<&str> = text.split(is_mark).collect();
    let marks: Vec<char> = text.chars().filter(|c| is_mark(*c)).collect();
    let digits = |group: &&str| !group.is_empty() && group.bytes().all(|b| b.is_ascii_digit());
    if !groups.iter().all(digits) {
        return None;
    }
    let same = |marks: &[char]| marks.windows(2).all(|pair| pair[0] == pair[1]);
    let (whole, fraction) = match marks.split_last() {
        None => return number(text, ""),
        Some(_) if same(&marks) && in_threes(&groups) => (&groups[..], ""),
        Some(('.' | ',', before)) if same(before) && before.last() != marks.last() => {
            let (fraction, whole) = groups.split_last()?;
            (whole, *fraction)
        }
        Some(_) => return None,
    };
    // Three digits look like a group.
    if fraction.len() == 3 || !(whole.len() == 1 || in_threes(whole)) {
        return None;
    }
    number(&whole.concat(), fraction)
}

fn in_threes(groups: &[&str]) -> bool {
    groups.split_first().is_some_and(|(first, rest)| {
        (1..=3).contains(&first.len())
            && !first.starts_with('0')
            && rest.iter().all(|group| group.len() == 3)
    })
}

fn number(whole: &str, fraction: &str) -> Option<Number> {
    let digits = format!("{whole}{fraction}");
    Some(Number {
        digits: (digits.len() <= MOST_DIGITS)
            .then(|| digits.parse().ok())
            .flatten()?,
        decimals: u32::try_from(fraction.len()).ok()?,
    })
}

#[cfg(test)]
mod tests;
