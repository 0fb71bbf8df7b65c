use super::*;
use proptest::prelude::*;

fn words(text: &str) -> Vec<String> {
    tokens(text).into_iter().map(|token| token.word).collect()
}

#[test]
fn a_word_is_one_with_and_without_its_accents() {
    for written in [
        "Pâtissier",
        "pa\u{302}tissier",
        "PATISSIER",
        "pa\u{AD}tiss\u{200B}ier",
        "ｐâｔｉｓｓｉｅｒ",
        "𝗣𝗮𝘁𝗶𝘀𝘀𝗶𝗲𝗿",
    ] {
        assert_eq!(words(written), ["patissier"], "{written}");
    }
    assert_eq!(
        words("Café Ångström Łódź Straße"),
        ["cafe", "angstrom", "lodz", "strasse"]
    );
    assert_eq!(words("ﬁnance"), ["finance"]);
}

#[test]
fn names_with_signs_are_words() {
    for (written, meant) in [
        ("C++", "cplusplus"),
        ("C#", "csharp"),
        (".NET", "dotnet"),
        ("Node.js", "nodejs"),
        ("node JS", "nodejs"),
        ("F&B", "fnb"),
        ("F & B", "fnb"),
        ("3D", "3d"),
        ("3-D", "3d"),
        ("S-1", "s1"),
    ] {
        assert_eq!(words(written), [meant], "{written}");
        assert_eq!(
            words(&format!("({written}), admin")),
            [meant, "admin"],
            "{written}"
        );
    }
    assert_eq!(words("C/C++, ASP.NET"), ["c", "cplusplus", "asp", "dotnet"]);
    assert_eq!(
        words("toko.net a-b c+ x&yz no.1"),
        ["toko", "net", "a", "b", "c", "x", "yz", "no", "1"]
    );
    assert_eq!(tokens("C++")[0].written, "c++");
}

#[test]
fn only_what_a_text_does_not_say_itself_is_said_beside_it() {
    assert_eq!(
        plain_words(["Administrasi umum, S1 (Surabaya)", "Jum'at"]),
        ""
    );
    assert_eq!(
        plain_words(["Full-Stack .Net Developer", "C++ dan C#"]),
        "cplusplus csharp dotnet"
    );
    assert_eq!(
        plain_words(["Café", "cafe", "Crème brûlée"]),
        "brulee cafe creme"
    );
}

#[test]
fn a_mark_that_stands_alone_leaves_no_space() {
    for (written, meant) in [
        ("¯", ""),
        ("a ¯", "a"),
        ("´admin¨", "admin"),
        ("a ¸ b", "a b"),
    ] {
        assert_eq!(plain(written), meant, "{written}");
    }
}

proptest! {
    #[test]
    fn a_word_is_of_letters_and_digits(text in ".*") {
        for token in tokens(&text) {
            prop_assert!(!token.word.is_empty() && token.word.chars().all(char::is_alphanumeric), "{token:?}");
        }
    }

    #[test]
    fn plain_text_stays(text in ".*") {
        let once = plain(&text);
        prop_assert_eq!(plain(&once), once);
    }
}
