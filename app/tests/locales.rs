//! Compares the texts of the portal in its two languages.
//!
//! The build (`build.rs`) checks that both languages have the same keys and placeholders.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

type Texts = BTreeMap<String, String>;
type Outcome<T = ()> = Result<T, Box<dyn Error>>;

fn locales() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("locales")
}

/// Every text of a language, as `service.key`.
fn texts(lang: &str) -> Outcome<Texts> {
    let mut texts = Texts::new();
    for entry in fs::read_dir(locales().join(lang))? {
        let path = entry?.path();
        let service = path
            .file_stem()
            .and_then(|name| name.to_str())
            .ok_or("a file without a name")?;
        let value: Value = serde_json::from_str(&fs::read_to_string(&path)?)?;
        flatten(&value, service, &mut texts);
    }
    assert!(texts.len() > 50, "the locale files were not found");
    Ok(texts)
}

fn flatten(value: &Value, key: &str, texts: &mut Texts) {
    match value {
        Value::String(text) => {
            texts.insert(key.to_owned(), text.clone());
        }
        // Only in English does a text that counts something have a second form.
        Value::Object(map) if map.contains_key("one") && map.contains_key("other") => {
            flatten(&map["one"], &format!("{key} for one"), texts);
            flatten(&map["other"], key, texts);
        }
        Value::Object(map) => map
            .iter()
            .for_each(|(name, value)| flatten(value, &format!("{key}.{name}"), texts)),
        _ => panic!("{key} is neither a text nor an object"),
    }
}

/// The keys whose text is the same in both languages on purpose; a person has reviewed each.
fn reviewed() -> Outcome<BTreeSet<String>> {
    let list = fs::read_to_string(locales().join("same-in-both.txt"))?;
    let keys = list
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(str::to_owned)
        .collect();
    Ok(keys)
}

#[test]
fn no_english_text_is_the_indonesian_one_unless_reviewed() -> Outcome {
    let (id, en) = (texts("id")?, texts("en")?);
    let same: BTreeSet<String> = id
        .iter()
        .filter(|(key, text)| en.get(*key) == Some(text))
        .map(|(key, _)| key.clone())
        .collect();
    let reviewed = reviewed()?;
    let untranslated: Vec<_> = same.difference(&reviewed).collect();
    assert!(
        untranslated.is_empty(),
        "the same in both languages: {untranslated:?}"
    );
    let stale: Vec<_> = reviewed.difference(&same).collect();
    assert!(
        stale.is_empty(),
        "no longer the same, so not to be listed: {stale:?}"
    );
    Ok(())
}

#[test]
fn no_text_is_empty_or_has_stray_spaces() -> Outcome {
    for lang in ["id", "en"] {
        for (key, text) in texts(lang)? {
            assert!(
                !text.is_empty() && text.trim() == text,
                "{lang} {key}: {text:?}"
            );
            assert!(!text.contains("  "), "{lang} {key}: {text:?}");
        }
    }
    Ok(())
}

/// The style of the texts: plain words, "Anda", no "Oops".
#[test]
fn the_portal_speaks_plainly() -> Outcome {
    for (key, text) in texts("id")? {
        let words: Vec<String> = text
            .split(|c: char| !c.is_alphanumeric())
            .map(str::to_lowercase)
            .collect();
        for wrong in ["kamu", "ups", "oops", "submit", "error", "invalid"] {
            assert!(
                !words.iter().any(|word| word == wrong),
                "{key} says {wrong}: {text:?}"
            );
        }
    }
    for (key, text) in texts("en")? {
        assert!(!text.to_lowercase().contains("oops"), "{key}: {text:?}");
    }
    Ok(())
}

/// Texts whose count is never one: a rule of the portal, a choice from a list, or a case for which one has a text of
/// its own.
const NEVER_ONE: [&str; 15] = [
    "accounts.privacy.cookie_device",
    "accounts.privacy.cookie_guest",
    "accounts.privacy.cookie_lang",
    "accounts.privacy.cookie_session",
    "courses.cohort.sessions",
    "accounts.privacy.how_long_guest",
    "consultation.start.guest_note",
    "consultation.own.leave_note",
    "consultation.desk.load",
    "courses.check.waiting",
    "courses.mine.waiting_text",
    "jobs.days.many",
    "ui.limit.items",
    "ui.limit.letters",
    "ui.limit.most",
];

/// Words ending in -s that may follow a placeholder without being a plural.
const SINGULAR: [&str; 10] = [
    "is", "was", "has", "as", "this", "applies", "invites", "offers", "needs", "status",
];

/// Without a form for one, `{n} days` would read "1 days".
#[test]
fn what_counts_in_english_has_a_form_for_one() -> Outcome {
    let en = texts("en")?;
    let mut without = Vec::new();
    for (key, text) in &en {
        let counts = text.split('{').skip(1).any(|part| {
            let word: String = part
                .split_once("} ")
                .map_or("", |(_, rest)| rest)
                .chars()
                .take_while(|c| c.is_alphabetic())
                .collect();
            (word.ends_with('s') && !SINGULAR.contains(&word.as_str())) || word == "people"
        });
        // A date is not a count.
        let is_date = text.contains("{date} seats");
        let one = format!("{key} for one");
        if counts && !is_date && !en.contains_key(&one) && !NEVER_ONE.contains(&key.as_str()) {
            without.push(format!("{key}: {text}"));
        }
    }
    assert!(without.is_empty(), "{without:#?}");
    Ok(())
}
