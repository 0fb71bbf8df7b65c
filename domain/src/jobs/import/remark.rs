//! Messages about a line of a dump.

use std::fmt;

/// The reason why a line was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reject {
    NotAnObject,
    /// `id`, `title` or `company.name` is missing, empty or not a text.
    Lacks(&'static str),
    UnknownRegion(String),
    /// The field's text is not a day or time of this century.
    ImpossibleDate(&'static str),
    /// The field is longer than the given number of characters (items for a list, bytes for the whole line).
    TooLong(&'static str, usize),
}

impl fmt::Display for Reject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAnObject => f.write_str("not a JSON object"),
            Self::Lacks(field) => write!(f, "lacks {field}"),
            Self::UnknownRegion(code) => write!(f, "unknown region code {code:?}"),
            Self::ImpossibleDate(field) => write!(f, "impossible date in {field}"),
            Self::TooLong(field, max) => write!(f, "{field} is longer than {max}"),
        }
    }
}

/// A value that was corrected or left out in an imported line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Correction {
    /// The lower bound was above the upper one.
    Swapped(&'static str, &'static str),
    /// The value is impossible, such as a wage of 0 or an age of 400.
    LeftOut(&'static str),
    /// A period ended before it began; neither day is kept.
    EndsBeforeStart(&'static str, &'static str),
    /// The currency, which the source wrote in another way than by this code.
    Currency(String),
}

impl fmt::Display for Correction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Swapped(least, most) => write!(f, "{least} was above {most}, both are swapped"),
            Self::LeftOut(field) => write!(f, "{field} cannot be, it is left out"),
            Self::EndsBeforeStart(start, end) => {
                write!(f, "{start} was after {end}, both are left out")
            }
            Self::Currency(code) => write!(f, "salary_currency is read as {code}"),
        }
    }
}

/// A message about a line of the dump.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remark {
    Rejected(Reject),
    Corrected(Correction),
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rejected(reason) => write!(f, "rejected: {reason}"),
            Self::Corrected(what) => write!(f, "corrected: {what}"),
        }
    }
}
