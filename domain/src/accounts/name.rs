/// The longest name that is kept, in characters.
pub const NAME_MAX: usize = 100;

/// Why a typed name is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameError {
    /// Nothing but blanks was typed.
    Required,
    /// More than [`NAME_MAX`] characters.
    TooLong,
    /// Holds control characters or no letter at all.
    Invalid,
}

impl NameError {
    /// The text key of the error.
    pub fn code(self) -> &'static str {
        match self {
            NameError::Required => "required",
            NameError::TooLong => "too_long",
            NameError::Invalid => "invalid_name",
        }
    }
}

/// A person's name as it is kept: blanks trimmed and runs of them made one. Many Indonesian names are one word, and
/// a name of one letter is legal, so nothing is asked but a letter.
///
/// # Errors
/// When it is empty, too long, or holds no letter.
pub fn person_name(raw: &str) -> Result<String, NameError> {
    let name = raw.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        return Err(NameError::Required);
    }
    if name.chars().count() > NAME_MAX {
        return Err(NameError::TooLong);
    }
    let letter = name.chars().any(char::is_alphabetic);
    if !letter || name.chars().any(char::is_control) {
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
    }

    #[test]
    fn what_is_no_name_is_refused() {
        assert_eq!(person_name(" \u{3000} "), Err(NameError::Required));
        assert_eq!(person_name("12345"), Err(NameError::Invalid));
        assert_eq!(person_name("Si\u{0}ti"), Err(NameError::Invalid));
        assert_eq!(person_name(&"a".repeat(100)), Ok("a".repeat(100)));
        assert_eq!(person_name(&"a".repeat(101)), Err(NameError::TooLong));
    }
}
