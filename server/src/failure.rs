//! The failure of a command.

use std::error::Error;
use std::fmt::{self, Display};

/// The error of a failed command: one sentence for the person who typed it.
pub type Failure = Box<dyn Error + Send + Sync>;

/// A failure that has an exit code of its own (see `docs/OPERATIONS.md`).
#[derive(Debug)]
pub struct Coded {
    /// The exit code.
    pub code: u8,
    sentence: String,
}

impl Coded {
    /// The failure for a setting that cannot be used.
    pub fn setting(sentence: impl Into<String>) -> Failure {
        let sentence = sentence.into();
        Self { code: 78, sentence }.into()
    }

    /// The failure for something that the portal needs and does not find.
    pub fn unavailable(sentence: impl Into<String>) -> Failure {
        let sentence = sentence.into();
        Self { code: 69, sentence }.into()
    }
}

impl Display for Coded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)
    }
}

impl Error for Coded {}
