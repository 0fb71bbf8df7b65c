//! The rules for a new password. They run on the server only: the word lists are larger than everything that a phone
//! downloads.

mod error;
mod guess;

use unicode_normalization::UnicodeNormalization;

pub use error::PasswordError;

/// The shortest password, in characters.
pub const PASSWORD_MIN: usize = 10;
/// The longest password, in bytes: an attacker could make the server hash longer ones, which takes computing time.
pub const PASSWORD_MAX_BYTES: usize = 256;

/// The owner's name and contacts, of which a password must not be made.
#[derive(Clone, Copy, Debug, Default)]
pub struct Owner<'a> {
    /// The person's name.
    pub name: &'a str,
    /// The e-mail address, if there is one.
    pub email: Option<&'a str>,
    /// The phone number in E.164 form, if there is one.
    pub phone: Option<&'a str>,
}

/// The password in the form that is judged and hashed, the same for every way in which a keyboard writes its letters
/// (NFKC, as NIST SP 800-63B §5.1.1.2 requires).
pub fn normal_password(typed: &str) -> String {
    typed.nfkc().collect()
}

/// The password in its normal form, if it is neither too short nor too long.
///
/// # Errors
/// [`PasswordError::Required`], [`PasswordError::TooShort`], [`PasswordError::TooLong`].
pub fn password_length(password: &str) -> Result<String, PasswordError> {
    if password.is_empty() {
        return Err(PasswordError::Required);
    }
    if password.len() > PASSWORD_MAX_BYTES {
        return Err(PasswordError::TooLong);
    }
    let password = normal_password(password);
    if password.chars().count() < PASSWORD_MIN {
        return Err(PasswordError::TooShort);
    }
    Ok(password)
}

/// Checks whether `password` may become the password of `owner`: it must be long enough and hard to guess. No rule asks
/// for capitals or signs (NIST SP 800-63B §5.1.1.2), because they make passwords worse on a phone's keyboard.
///
/// # Errors
/// The first rule it breaks.
pub fn check_password(password: &str, owner: &Owner<'_>) -> Result<(), PasswordError> {
    let password = password_length(password)?;
    if is_owner(&fold(&password), owner) {
        return Err(PasswordError::Identity);
    }
    guess::hard_to_guess(&password, &words_of(owner))
}

/// Keeps letters and digits, in lower case: `Siti.Aminah` and `sitiaminah` are one guess.
fn fold(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// The word without the year or number that people add at its end.
fn stem(folded: &str) -> &str {
    folded.trim_end_matches(|c: char| c.is_ascii_digit())
}

/// Whether the password is only the owner's name or contact, with any signs between the parts.
fn is_owner(folded: &str, owner: &Owner<'_>) -> bool {
    let whole = wholes_of(owner);
    let word = whole
        .iter()
        .any(|word| folded == word || stem(folded) == word);
    let digits = folded.strip_prefix("62").unwrap_or(folded);
    let national = national_digits(owner);
    word || (!national.is_empty() && digits.trim_start_matches('0') == national)
}

/// The name, the address, and the part of the address before its `@`, folded.
fn wholes_of(owner: &Owner<'_>) -> Vec<String> {
    let email = owner.email.unwrap_or_default();
    let local = email.split('@').next().unwrap_or_default();
    let mut wholes = vec![fold(owner.name), fold(email), fold(local)];
    wholes.retain(|word| !word.is_empty());
    wholes
}

/// The digits of the phone number without the calling code of Indonesia.
fn national_digits(owner: &Owner<'_>) -> String {
    let digits = owner.phone.map(fold).unwrap_or_default();
    digits.strip_prefix("62").unwrap_or(&digits).to_owned()
}

/// The words that a person who knows the owner would guess first.
fn words_of(owner: &Owner<'_>) -> Vec<String> {
    let texts = [owner.name, owner.email.unwrap_or_default()];
    let parts = texts
        .iter()
        .flat_map(|text| text.split(|c: char| !c.is_alphanumeric()))
        .map(fold)
        .filter(|word| word.chars().count() > 2);
    let mut words: Vec<String> = parts.chain(wholes_of(owner)).collect();
    let national = national_digits(owner);
    if !national.is_empty() {
        words.extend([format!("0{national}"), format!("62{national}"), national]);
    }
    words
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SITI: Owner<'static> = Owner {
        name: "Siti Aminah",
        email: Some("siti.kerja@contoh.id"),
        phone: Some("+6281234567890"),
    };

    fn check(password: &str) -> Result<(), PasswordError> {
        check_password(password, &SITI)
    }

    #[test]
    fn length_is_counted_in_characters_and_bounded_in_bytes() {
        assert_eq!(check(""), Err(PasswordError::Required));
        assert_eq!(check("kursi-bir"), Err(PasswordError::TooShort));
        assert_eq!(check("kursi-biru"), Ok(()));
        assert_eq!(check("日本語の長い合言葉です"), Ok(()));
        assert_eq!(
            check(&"kursi biru ".repeat(30)),
            Err(PasswordError::TooLong)
        );
        // Nine letters, each written as two characters.
        let nine = "e\u{301}".repeat(9);
        assert_eq!(check(&nine), Err(PasswordError::TooShort));
    }

    #[test]
    fn the_owner_s_name_and_contacts_are_no_password() {
        for bad in [
            "Siti Aminah",
            "sitiaminah",
            "sitiaminah1990",
            "S1t1Am1n4h",
            "hanimaitis",
            "Aminah.1990",
            "Siti.Kerja@contoh.id",
            "siti.kerja99",
            "081234567890",
            "6281234567890",
            "+62 812-3456-7890",
            "siti081234567890",
        ] {
            assert_eq!(check(bad), Err(PasswordError::Identity), "{bad}");
        }
        assert_eq!(check("siti makan rujak"), Ok(()));
        assert_eq!(check_password("kursi-biru", &Owner::default()), Ok(()));
    }

    #[test]
    fn a_password_is_judged_in_one_spelling() {
        let wide = "Ｐａｓｓｗｏｒｄ１２３";
        assert_eq!(check(wide), Err(PasswordError::Common));
        assert_eq!(normal_password(wide), "Password123");
        assert_eq!(normal_password("kafe\u{301}"), normal_password("kafé"));
    }

    proptest! {
        #[test]
        fn nothing_typed_breaks_it(password in "\\PC{0,60}", name in "\\PC{0,30}") {
            let owner = Owner { name: &name, ..SITI };
            let verdict = check_password(&password, &owner);
            if verdict.is_ok() {
                let count = normal_password(&password).chars().count();
                prop_assert!(count >= PASSWORD_MIN && password.len() <= PASSWORD_MAX_BYTES);
            }
        }

        /// Signs that the checks for words, patterns and substitutions look for.
        #[test]
        fn nothing_that_looks_like_a_password_breaks_it(password in "[aA4@sS5$1!|lt7+({0-9 ]{10,80}") {
            let _ = check(&password);
        }
    }
}
