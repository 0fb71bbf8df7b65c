use proptest::prelude::*;

use super::*;

/// Invisible marks that come from phones, word processors and pranksters.
const UNSEEN: [char; 26] = [
    '\0',
    '\u{1}',
    '\u{7}',
    '\u{1B}',
    '\u{7F}',
    '\u{9F}',
    '\u{AD}',
    '\u{34F}',
    '\u{61C}',
    '\u{115F}',
    '\u{1160}',
    '\u{180E}',
    '\u{200B}',
    '\u{200C}',
    '\u{200D}',
    '\u{200E}',
    '\u{202E}',
    '\u{2060}',
    '\u{2066}',
    '\u{2069}',
    '\u{FE0F}',
    '\u{FEFF}',
    '\u{FFFC}',
    '\u{E0001}',
    '\u{E0041}',
    '\u{E0100}',
];
/// Characters that are drawn as a blank.
const BLANK: [char; 8] = [
    ' ', '\u{A0}', '\u{2009}', '\u{202F}', '\u{3000}', '\u{2800}', '\u{3164}', '\u{FFA0}',
];

fn every(raw: &str) -> [String; 6] {
    let one = |kept: Result<String, _>| kept.unwrap();
    [
        text(raw),
        one(line(raw)),
        one(name(raw)),
        contact(raw),
        code(raw),
        search(raw),
    ]
}

#[test]
fn what_is_only_invisible_is_empty_in_every_kind_of_field() {
    for mark in UNSEEN.into_iter().chain(BLANK) {
        for raw in [mark.to_string(), format!(" {mark}{mark}\n{mark} ")] {
            assert_eq!(every(&raw), [const { String::new() }; 6], "{raw:?}");
        }
    }
}

#[test]
fn no_invisible_mark_stays_among_latin_letters() {
    for mark in UNSEEN {
        let raw = format!("{mark}Si{mark}ti{mark} {mark}Aminah{mark}");
        let name = "Siti Aminah";
        let kept = every(&raw);
        assert_eq!(
            kept,
            [name, name, name, name, "SITIAMINAH", name],
            "{mark:?}"
        );
    }
    for blank in BLANK {
        assert_eq!(
            name(&format!("Siti{blank}{blank}Aminah")).unwrap(),
            "Siti Aminah"
        );
        assert_eq!(search(&format!("Siti{blank}{blank}Aminah")), "Siti Aminah");
    }
}

#[test]
fn letters_have_one_way_to_be_written() {
    for (decomposed, letters) in [
        ("Pa\u{302}tissier", "Pâtissier"),
        ("Cafe\u{301}", "Café"),
        ("A\u{30A}", "Å"),
    ] {
        assert_eq!(text(decomposed), letters);
        assert_eq!(line(decomposed).unwrap(), letters);
        assert_eq!(name(decomposed).unwrap(), letters);
        assert_eq!(search(decomposed), letters);
    }
}

#[test]
fn what_word_and_pdf_bring_is_cleaned() {
    assert_eq!(
        text("satu\r\ndua\rtiga\u{B}empat\u{C}lima\u{85}enam\u{2028}tujuh\u{2029}"),
        "satu\ndua\ntiga\nempat\nlima\nenam\ntujuh"
    );
    assert_eq!(text("\u{1}a\0b\u{1E}c\u{1F}\td\u{FFFC}"), "ab-c\td");
    assert_eq!(
        line("Staf\u{B}Gudang\u{2028}Malam\t1\0").unwrap(),
        "Staf Gudang Malam 1"
    );
    assert_eq!(text("peng\u{AD}emudi"), "pengemudi");
    assert_eq!(search("peng\u{AD}emudi\u{200B} truk\r\n"), "pengemudi truk");
}

#[test]
fn a_line_is_one_line() {
    assert_eq!(line("  PT  Maju\u{A0}Jaya \r\n"), Ok("PT Maju Jaya".into()));
    for raw in [
        "PT Maju\nJaya",
        "PT Maju\r\nJaya",
        "PT Maju\rJaya\n",
        "a\u{200B}\nb",
    ] {
        assert_eq!(line(raw), Err("line_break"), "{raw:?}");
        assert_eq!(name(raw), Err("line_break"), "{raw:?}");
    }
    assert_eq!(search("PT Maju\nJaya"), "PT Maju Jaya");
    assert_eq!(contact("siti@\nportal.id"), "siti@\nportal.id");
}

#[test]
fn emoji_and_scripts_stay_whole() {
    for whole in [
        "👩🏽\u{200D}🍳 👨\u{200D}👩\u{200D}👧\u{200D}👦 🏳\u{FE0F}\u{200D}🌈 1\u{FE0F}⃣ ❤\u{FE0F} ☎\u{FE0E} 🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F} 🧑\u{200D}⚕\u{FE0F} 🐈\u{200D}⬛",
        "می\u{200C}خواهم کار کنم",
        "السلام عليكم، أبحث عن عمل",
        "ꦱꦸꦒꦼꦁ\u{200B}ꦫꦮꦸꦃ ꦗꦮ\u{200C}ꦶ",
        "ขอ\u{200B}งาน ក្រុម\u{200B}ហ៊ុន",
        "葛\u{E0100}城 辻\u{FE00}",
        "क्\u{200D}ष நன்றி",
        "Ærø naïve Đà Nẵng 林美玲",
    ] {
        assert_eq!(text(whole), whole);
        assert_eq!(line(whole).unwrap(), whole);
    }
    // Direction marks belong only to a text in a right-to-left script.
    assert_eq!(
        text("שלום\u{200F}! (\u{200E}abc\u{200E})"),
        "שלום\u{200F}! (abc)"
    );
    assert_eq!(line("שלום\u{200F}!").unwrap(), "שלום!");
    assert_eq!(text("\u{202E}moc.live\u{202C}"), "moc.live");
    assert_eq!(name("علی\u{200C}رضا").unwrap(), "علی\u{200C}رضا");
    assert_eq!(name("Siti 👩\u{200D}🍳").unwrap(), "Siti 👩🍳");
}

#[test]
fn contacts_are_of_the_keyboard() {
    assert_eq!(
        contact(" \u{202A}+６２\u{A0}812‑٣٤٥\u{202C}\u{3000}"),
        "+62\u{A0}812‑345"
    );
    assert_eq!(contact("ｓｉｔｉ＠portal．id\u{200B}"), "siti@portal.id");
}

#[test]
fn codes_forgive_what_is_around_them() {
    for raw in [
        "ABC-123",
        "“abc-123”.",
        " (ABC 123), ",
        "abc–1\u{AD}23\u{A0}",
        "ＡＢＣ−１２３",
        "<abc١٢٣>\n",
        "*abc\u{2011}123*",
    ] {
        assert_eq!(code(raw), "ABC123", "{raw:?}");
    }
    assert_eq!(code("kode: abc"), "KODE:ABC");
    assert_eq!(code(&"a".repeat(1000)).len(), 40);
}

proptest! {
    #[test]
    fn cleaning_twice_changes_nothing(raw in "(\\PC|[\0-\u{9F}\u{AD}\u{200B}-\u{200F}\u{2028}-\u{202E}\u{2060}-\u{206F}\u{3164}\u{FE00}-\u{FE0F}\u{E0020}-\u{E007F}\u{620}-\u{64A}\u{1F466}-\u{1F469}\u{1820}]){0,30}") {
        let once = text(&raw);
        prop_assert_eq!(text(&once), once.clone());
        let unseen = ['\0', '\r', '\u{B}', '\u{AD}', '\u{2028}', '\u{202E}', '\u{2060}', '\u{FEFF}'];
        prop_assert!(!once.contains(&unseen[..]), "{:?}", once);
        for clean in [line, name] {
            if let Ok(once) = clean(&raw) {
                prop_assert_eq!(clean(&once), Ok(once.clone()));
                prop_assert!(!once.contains(char::is_control), "{:?}", once);
            }
        }
        for clean in [contact, code, search] {
            let once = clean(&raw);
            prop_assert_eq!(clean(&once), once.clone());
            prop_assert!(!once.chars().any(super::is_invisible), "{:?}", once);
        }
    }
}
