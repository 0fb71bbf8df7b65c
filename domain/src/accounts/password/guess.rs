use zxcvbn::feedback::{Feedback, Warning};
use zxcvbn::matching::patterns::MatchPattern;
use zxcvbn::{Entropy, zxcvbn};

use super::error::PasswordError;

/// Guesses that a password must withstand: at the portal's cost of a hash, one machine needs a month for them.
const GUESSES_MIN: u64 = 100_000_000;

/// Checks that an attacker needs at least [`GUESSES_MIN`] guesses, as zxcvbn (Wheeler 2016) counts them. The attacker
/// tries the words of `owners` and the portal's own words first.
///
/// # Errors
/// The reason why fewer guesses are enough.
pub fn hard_to_guess(password: &str, owners: &[String]) -> Result<(), PasswordError> {
    let words: Vec<&str> = owners
        .iter()
        .map(String::as_str)
        .chain(LOCAL.split_whitespace())
        .chain(HABITS.split_whitespace())
        .collect();
    let judged = zxcvbn(&looked_at(password), &words);
    if judged.guesses() >= GUESSES_MIN {
        return Ok(());
    }
    Err(reason(&judged, owners))
}

/// The reason why the password's longest guessable part is easy to guess.
fn reason(judged: &Entropy, owners: &[String]) -> PasswordError {
    let longest = judged
        .sequence()
        .iter()
        .max_by_key(|part| part.token.chars().count());
    if let Some(MatchPattern::Dictionary(found)) = longest.map(|part| &part.pattern) {
        let is_in = |list: &str| {
            list.split_whitespace()
                .any(|word| word == found.matched_word)
        };
        if owners.contains(&found.matched_word) {
            return PasswordError::Identity;
        } else if is_in(LOCAL) {
            return PasswordError::Local;
        } else if is_in(HABITS) {
            return PasswordError::Common;
        }
    }
    match judged.feedback().and_then(Feedback::warning) {
        Some(
            Warning::ThisIsATop10Password
            | Warning::ThisIsATop100Password
            | Warning::ThisIsACommonPassword
            | Warning::ThisIsSimilarToACommonlyUsedPassword,
        ) => PasswordError::Common,
        Some(
            Warning::StraightRowsOfKeysAreEasyToGuess
            | Warning::ShortKeyboardPatternsAreEasyToGuess,
        ) => PasswordError::Keyboard,
        Some(
            Warning::RepeatsLikeAaaAreEasyToGuess
            | Warning::RepeatsLikeAbcAbcAreOnlySlightlyHarderToGuess,
        ) => PasswordError::Repeated,
        Some(Warning::SequencesLikeAbcAreEasyToGuess) => PasswordError::Sequence,
        Some(Warning::RecentYearsAreEasyToGuess | Warning::DatesAreOftenEasyToGuess) => {
            PasswordError::Date
        }
        Some(
            Warning::NamesAndSurnamesByThemselvesAreEasyToGuess
            | Warning::CommonNamesAndSurnamesAreEasyToGuess,
        ) => PasswordError::Name,
        Some(Warning::AWordByItselfIsEasyToGuess) => PasswordError::Word,
        None => PasswordError::Guessable,
    }
}

/// Characters that are judged: further characters make a password no easier to guess.
const FAR: usize = 32;
/// The same for a password in which many signs may stand for letters: zxcvbn tries every reading of them.
const NEAR: usize = 12;
/// Most readings for which [`FAR`] characters are judged.
const READINGS_MAX: usize = 16;

/// The signs that zxcvbn reads as a letter; one entry for each letter.
const SIGNS: [&str; 12] = [
    "4@", "8", "(", "3", "69", "1!", "17", "0", "$5", "+7", "%", "2",
];

/// The beginning of the password that zxcvbn can judge in bounded time.
fn looked_at(password: &str) -> String {
    let start: String = password
        .chars()
        .take(FAR)
        .map(|c| match c {
            // To zxcvbn these signs stand for the same letters.
            '[' | '{' | '<' => '(',
            '|' => '1',
            c => c,
        })
        .collect();
    let readings: usize = SIGNS
        .iter()
        .map(|signs| signs.chars().filter(|sign| start.contains(*sign)).count())
        .map(|signs| signs.max(1))
        .product();
    if readings <= READINGS_MAX {
        return start;
    }
    start.chars().take(NEAR).collect()
}

/// Words of this portal and of East Java, the likeliest first.
const LOCAL: &str = "
    kerja jatim surabaya malang arema persebaya lowongan loker disnaker disnakertrans jawatimur jawa timur portal
    portalkerja kerjajatim lowongankerja carikerja ayokerja bursa bursakerja konsultasi konselor pelatihan pelatih
    pekerja pekerjaan migran pekerjamigran pemberdayaan pengaduan perusahaan lamaran karier warga petugas admin
    dinas ketenagakerjaan transmigrasi bp2mi kp2mi ltsa hongkong taiwan malaysia singapura korea jepang madura
    aremania bonek bromo semeru suramadu bangkalan banyuwangi batu blitar bojonegoro bondowoso gresik jember jombang
    kediri lamongan lumajang madiun magetan mojokerto nganjuk ngawi pacitan pamekasan pasuruan ponorogo probolinggo
    sampang sidoarjo situbondo sumenep trenggalek tuban tulungagung
";

/// Passwords that people in Indonesia choose and that lists from elsewhere do not have, the likeliest first.
const HABITS: &str = "
    sayang bismillah indonesia cinta rahasia sandi katasandi aku kamu sayangku cintaku anakku ibuku akucintakamu
    akusayangkamu alhamdulillah assalamualaikum allahuakbar subhanallah bismillahirrahmanirrahim
    bismillahirrohmanirrohim jakarta bandung garuda merdeka pancasila pahlawan cantik ganteng sukses semangat
    terserah sepakbola keluarga keluargaku bahagia selamanya rahasiaku gakada tidakada lupalagi ubahsandi passwordku
    1qaz2wsx q1w2e3r4
";

#[cfg(test)]
mod tests {
    use super::*;

    fn check(password: &str) -> Result<(), PasswordError> {
        hard_to_guess(password, &[])
    }

    /// Passwords of ten characters and more from public lists of leaked ones, and passwords made of local words.
    const WELL_KNOWN: &str = "
        1234567890 0123456789 9876543210 12345678910 1234567891 0987654321 1111111111 0000000000 1212121212 1122334455
        123123123123 123456789a a123456789 123456789q q123456789 abc1234567 abcd123456 abcde12345 1234567qwe qwerty1234
        qwerty12345 qwerty123456 qwertyuiop QWERTYUIOP qwertyuiop123 1234qwerty 123qweasdzxc asdfghjkl1 asdfghjkl;
        zxcvbnm123 zxcvbnm,./ 1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx3e 1qaz2wsx3edc 1qazxsw23edc q1w2e3r4t5 q1w2e3r4t5y6
        qazwsxedcrfv !@#$%^&*() password123 Password123 Password1234 P@ssw0rd123 P@ssword123 Passw0rd123 P@$$w0rd123
        password12345 password!! passwordpassword mypassword mypassword1 letmein123 letmein1234 letmein12345 welcome123
        Welcome2024 Welcome@123 admin12345 admin123456 administrator adminadmin Admin@1234 iloveyou12 iloveyou123
        iloveyou1234 iloveyouforever princess123 sunshine123 football123 basketball basketball1 superman123 dragon12345
        monkey12345 michael123 jennifer123 liverpool123 manchester manchester1 chelsea123 pokemon123 computer123
        samsung123 google12345 facebook123 whatever123 starwars123 trustno1trustno1 changeme123 secret12345 master12345
        aaaaaaaaaa abababababab abcdefghij abcdefghijk zyxwvutsrq 17081945merdeka 17-08-1945 01/01/1990 indonesia123
        indonesia45 Indonesia2026 123indonesia Bismillah123 bismillah99 bismillahbismillah sayangku123 akucintakamu
        akusayangkamu rahasia123 katasandi123 k4t4s4nd1123 surabaya2026 Surabaya123! ayabarus2026 sidoarjo123
        banyuwangi1 jawatimur2026 disnaker123 disnaker2026 portalkerja PortalKerja1 lowongankerja lowongan123
        persebaya1927 garuda12345 merdeka1945
    ";

    #[test]
    fn what_is_well_known_is_refused() {
        let passed: Vec<_> = WELL_KNOWN
            .split_whitespace()
            .filter(|known| check(known).is_ok())
            .collect();
        assert!(passed.is_empty(), "{} pass: {passed:?}", passed.len());
    }

    #[test]
    fn the_reason_is_said() {
        for (bad, reason) in [
            ("P@ssw0rd123", PasswordError::Common),
            ("bismillah99", PasswordError::Common),
            ("rtyuiop[]", PasswordError::Keyboard),
            ("1qaz2wsx3edc", PasswordError::Common),
            ("aaaaaaaaaaaa", PasswordError::Repeated),
            ("xkqxkqxkqxkq", PasswordError::Repeated),
            ("abcdefghijkl", PasswordError::Sequence),
            ("17-08-1945", PasswordError::Date),
            ("williamson99", PasswordError::Name),
            ("transportation", PasswordError::Word),
            ("banyuwangi99", PasswordError::Local),
        ] {
            assert_eq!(check(bad), Err(reason), "{bad}");
        }
    }

    #[test]
    fn words_that_have_nothing_to_do_with_each_other_are_taken() {
        for good in [
            "kursi biru di teras",
            "meja hijau di dapur",
            "kucing naik becak",
            "surabaya hujan deras",
            "rumah kuning di bukit",
            "correcthorsebatterystaple",
            "7XK2-QM4T-9RWH-PD3C",
            "日本語の長い合言葉です",
            "سلام عليكم يا صديقي",
            "4@8(369!170$5+7%2 xkcd",
        ] {
            assert_eq!(check(good), Ok(()), "{good}");
        }
    }

    #[test]
    fn every_regency_of_east_java_is_known() {
        for line in include_str!("../../../../data/regencies.csv").lines() {
            let mut fields = line.split(',');
            let (Some(code), Some(name)) = (fields.next(), fields.next()) else {
                continue;
            };
            let short = name.rsplit(' ').next().map(str::to_lowercase);
            if code.starts_with("35.") {
                let known = |name: &str| LOCAL.split_whitespace().any(|word| word == name);
                assert!(short.is_some_and(|name| known(&name)), "{name}");
            }
        }
    }
}
