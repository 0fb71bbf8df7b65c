use crate::typed;

/// The longest stored name, in characters.
pub const NAME_MAX: usize = 100;

/// The reason for refusing a typed name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameError {
    /// Only blanks were typed.
    Required,
    /// More than [`NAME_MAX`] characters.
    TooLong,
    /// More than one line.
    LineBreak,
    /// Holds no letter at all.
    Invalid,
}

impl NameError {
    /// The text key of the error.
    pub fn code(self) -> &'static str {
        match self {
            NameError::Required => "required",
            NameError::TooLong => "too_long",
            NameError::LineBreak => "line_break",
            NameError::Invalid => "invalid_name",
        }
    }
}

/// A person's name as it is stored: cleaned by [`typed::name`]. It only has to hold a letter: many Indonesian names are
/// one word, and a name of one letter is legal.
///
/// # Errors
/// When it is empty, too long, more than a line, or holds no letter.
pub fn person_name(raw: &str) -> Result<String, NameError> {
    let name = typed::name(raw).map_err(|_| NameError::LineBreak)?;
    if name.is_empty() {
        return Err(NameError::Required);
    }
    if name.chars().count() > NAME_MAX {
        return Err(NameError::TooLong);
    }
    if !name.chars().any(char::is_alphabetic) {
        return Err(NameError::Invalid);
    }
    Ok(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_are_tidied_and_one_word_is_a_name() {
        assert_eq!(person_name("  Siti \t Aminah\n"), Ok("Siti Aminah".into()));
        assert_eq!(person_name("Suharti"), Ok("Suharti".into()));
        assert_eq!(person_name("林美玲"), Ok("林美玲".into()));
        assert_eq!(person_name("Si\u{0}ti\u{202E}"), Ok("Siti".into()));
        let padded = format!("{}\u{200B}", "e\u{301}".repeat(100));
        assert_eq!(person_name(&padded), Ok("é".repeat(100)));
    }

    #[test]
    fn what_is_no_name_is_refused() {
        assert_eq!(person_name(" \u{3000} "), Err(NameError::Required));
        assert_eq!(person_name("12345"), Err(NameError::Invalid));
        assert_eq!(
            person_name("\u{200B}\u{3164}\u{2800}"),
            Err(NameError::Required)
        );
        assert_eq!(person_name("Siti\nAminah"), Err(NameError::LineBreak));
        assert_eq!(person_name(&"a".repeat(100)), Ok("a".repeat(100)));
        assert_eq!(person_name(&"a".repeat(101)), Err(NameError::TooLong));
    }
}
