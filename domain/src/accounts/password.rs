/// The shortest password, in characters.
pub const PASSWORD_MIN: usize = 10;
/// The longest password, in bytes: hashing much more would be work for an attacker to cause.
pub const PASSWORD_MAX_BYTES: usize = 256;

/// Fewer different characters than this is a pattern, not a password.
const MIN_DISTINCT: usize = 5;

/// What a password must not be: its owner's own name or contacts.
#[derive(Clone, Copy, Debug, Default)]
pub struct Owner<'a> {
    /// The person's name.
    pub name: &'a str,
    /// The e-mail address, if there is one.
    pub email: Option<&'a str>,
    /// The phone number in E.164 form, if there is one.
    pub phone: Option<&'a str>,
}

/// Why a new password is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordError {
    /// Nothing was typed.
    Required,
    /// Fewer than [`PASSWORD_MIN`] characters.
    TooShort,
    /// More than [`PASSWORD_MAX_BYTES`] bytes.
    TooLong,
    /// Among the first that an attacker tries.
    Common,
    /// The owner's name, address or number.
    Identity,
}

impl PasswordError {
    /// The text key of the error.
    pub fn code(self) -> &'static str {
        match self {
            PasswordError::Required => "required",
            PasswordError::TooShort => "password_too_short",
            PasswordError::TooLong => "password_too_long",
            PasswordError::Common => "password_common",
            PasswordError::Identity => "password_identity",
        }
    }
}

/// Whether `password` may become the password of `owner`. Length counts and being guessed counts; no rule asks for
/// capitals or signs (NIST SP 800-63B §5.1.1.2), since they make passwords worse on a phone's keyboard.
///
/// # Errors
/// The first rule it breaks.
pub fn check_password(password: &str, owner: &Owner<'_>) -> Result<(), PasswordError> {
    if password.is_empty() {
        return Err(PasswordError::Required);
    }
    if password.chars().count() < PASSWORD_MIN {
        return Err(PasswordError::TooShort);
    }
    if password.len() > PASSWORD_MAX_BYTES {
        return Err(PasswordError::TooLong);
    }
    let folded = fold(password);
    if is_owner(&folded, owner) {
        return Err(PasswordError::Identity);
    }
    if is_common(password, &folded) {
        return Err(PasswordError::Common);
    }
    Ok(())
}

/// Lower case, letters and digits only: `Siti.Aminah` and `sitiaminah` are one guess.
fn fold(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// The word that is left when the year or number people put behind it is taken off.
fn stem(folded: &str) -> &str {
    folded.trim_end_matches(|c: char| c.is_ascii_digit())
}

fn is_owner(folded: &str, owner: &Owner<'_>) -> bool {
    let name = fold(owner.name);
    let email = owner.email.map(fold).unwrap_or_default();
    let local = owner
        .email
        .and_then(|email| email.split('@').next())
        .map(fold)
        .unwrap_or_default();
    let words = [name.as_str(), email.as_str(), local.as_str()];
    let word = words
        .into_iter()
        .any(|word| !word.is_empty() && (folded == word || stem(folded) == word));
    let phone = owner.phone.map(fold).unwrap_or_default();
    let national = phone.strip_prefix("62").unwrap_or(&phone);
    let digits = folded
        .strip_prefix("62")
        .unwrap_or(folded)
        .trim_start_matches('0');
    word || (!national.is_empty() && digits == national)
}

fn is_common(password: &str, folded: &str) -> bool {
    let mut distinct: Vec<char> = password.chars().collect();
    distinct.sort_unstable();
    distinct.dedup();
    if distinct.len() < MIN_DISTINCT {
        return true;
    }
    let runs = [
        "01234567890123456789",
        "98765432109876543210",
        "abcdefghijklmnopqrstuvwxyz",
    ];
    if runs.iter().any(|run| run.contains(folded)) || folded == "12345678910" {
        return true;
    }
    let half = folded.len() / 2;
    let doubled = folded.is_char_boundary(half)
        && folded.len().is_multiple_of(2)
        && folded[..half] == folded[half..];
    let word = if doubled { &folded[..half] } else { folded };
    let lead = word.trim_start_matches(|c: char| c.is_ascii_digit());
    [word, stem(word), lead]
        .into_iter()
        .any(|guess| COMMON.binary_search(&guess).is_ok())
}

/// The commonest passwords of ten characters and more, and the words that people lengthen with digits; in order.
/// Public knowledge of leaked-password lists and of Indonesian habit.
const COMMON: &[&str] = &[
    "1234qwerty",
    "123qweasd",
    "1q2w3e4r5t",
    "1q2w3e4r5t6y",
    "1qaz2wsx3edc",
    "abc",
    "admin",
    "administrator",
    "aku",
    "akucintakamu",
    "akusayangkamu",
    "alhamdulillah",
    "allahuakbar",
    "anonymous",
    "asdfghjkl",
    "asdfghjklz",
    "assalamualaikum",
    "ayokerja",
    "bandung",
    "banyuwangi",
    "basketball",
    "bismillah",
    "bismillahirrahmanirrahim",
    "blitar",
    "bojonegoro",
    "cantik",
    "cinta",
    "disnaker",
    "disnakertrans",
    "doraemon",
    "facebook",
    "football",
    "ganteng",
    "garuda",
    "google",
    "gresik",
    "hongkong",
    "iloveyou",
    "iloveyouforever",
    "indonesia",
    "indonesiaraya",
    "jakarta",
    "jatim",
    "jawatimur",
    "jember",
    "katasandi",
    "kediri",
    "kerja",
    "liverpool",
    "lowongan",
    "lowongankerja",
    "madura",
    "malang",
    "manchester",
    "manchesterunited",
    "merdeka",
    "naruto",
    "p@ssw0rd",
    "pahlawan",
    "pancasila",
    "pass",
    "passw0rd",
    "password",
    "passwordpassword",
    "portal",
    "princess",
    "q1w2e3r4t5",
    "q1w2e3r4t5y6",
    "qazwsxedc",
    "qazwsxedcrfv",
    "qwerty",
    "qwertyuiop",
    "rahasia",
    "sandi",
    "sandirahasia",
    "sayang",
    "sayangku",
    "semangat",
    "sepakbola",
    "sidoarjo",
    "sukses",
    "sunshine",
    "superman",
    "surabaya",
    "taiwan",
    "terserah",
    "ubahsandi",
    "welcome",
    "whatsapp",
    "youtube",
    "zxcvbnm",
    "zxcvbnmasd",
];

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
    }

    #[test]
    fn the_owner_s_name_and_contacts_are_no_password() {
        for bad in [
            "Siti Aminah",
            "sitiaminah",
            "sitiaminah1990",
            "Siti.Kerja@contoh.id",
            "siti.kerja99",
            "081234567890",
            "6281234567890",
            "+62 812-3456-7890",
        ] {
            assert_eq!(check(bad), Err(PasswordError::Identity), "{bad}");
        }
        assert_eq!(check("siti makan rujak"), Ok(()));
        assert_eq!(check_password("kursi-biru", &Owner::default()), Ok(()));
    }

    #[test]
    fn the_first_guesses_of_an_attacker_are_refused() {
        for bad in [
            "1234567890",
            "0123456789",
            "9876543210",
            "12345678910",
            "aaaaaaaaaa",
            "abababababab",
            "qwertyuiop",
            "Password123",
            "password!!",
            "indonesia45",
            "Bismillah123",
            "bismillahbismillah",
            "123indonesia",
            "1q2w3e4r5t",
            "surabaya2026",
            "abcdefghij",
        ] {
            assert_eq!(check(bad), Err(PasswordError::Common), "{bad}");
        }
        assert_eq!(check("surabaya hujan deras"), Ok(()));
    }

    #[test]
    fn the_list_is_in_order_so_that_the_search_finds_every_word() {
        assert!(COMMON.windows(2).all(|pair| pair[0] < pair[1]));
    }

    proptest! {
        #[test]
        fn nothing_typed_breaks_it(password in "\\PC{0,300}") {
            let verdict = check(&password);
            if verdict.is_ok() {
                prop_assert!(password.chars().count() >= PASSWORD_MIN && password.len() <= PASSWORD_MAX_BYTES);
            }
        }
    }
}
