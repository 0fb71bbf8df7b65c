/// The reason for refusing a new password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordError {
    /// Nothing was typed.
    Required,
    /// Fewer than [`PASSWORD_MIN`](super::PASSWORD_MIN) characters.
    TooShort,
    /// More than [`PASSWORD_MAX_BYTES`](super::PASSWORD_MAX_BYTES) bytes.
    TooLong,
    /// The owner's name, address or number, or little more.
    Identity,
    /// Among the first passwords that an attacker tries, or nearly so.
    Common,
    /// Keys that are side by side on the keyboard.
    Keyboard,
    /// One character or word, repeated.
    Repeated,
    /// Letters or digits in their order.
    Sequence,
    /// A date or a year and little more.
    Date,
    /// A name that many people have.
    Name,
    /// One word and little more.
    Word,
    /// A word of this portal or of East Java and little more.
    Local,
    /// Too easy to guess, for none of the reasons above.
    Guessable,
}

impl PasswordError {
    /// The text key of the error.
    pub fn code(self) -> &'static str {
        match self {
            PasswordError::Required => "required",
            PasswordError::TooShort => "password_too_short",
            PasswordError::TooLong => "password_too_long",
            PasswordError::Identity => "password_identity",
            PasswordError::Common => "password_common",
            PasswordError::Keyboard => "password_keyboard",
            PasswordError::Repeated => "password_repeated",
            PasswordError::Sequence => "password_sequence",
            PasswordError::Date => "password_date",
            PasswordError::Name => "password_name",
            PasswordError::Word => "password_word",
            PasswordError::Local => "password_local",
            PasswordError::Guessable => "password_guessable",
        }
    }
}
