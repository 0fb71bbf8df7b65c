//! Turns `locales/<lang>/<service>.json` into one constant a text, so that a text which one language
//! lacks, or which has other placeholders there, is a build error and not a blank on the page.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use serde_json::Value;

type Texts = BTreeMap<String, Forms>;

/// A text, in its one form or, where it counts something, in the two that English has.
#[derive(Clone)]
struct Forms {
    one: Option<String>,
    other: String,
}

/// The service of an error code, and its text in both languages.
type CodeTexts = (String, String, String);

/// Services whose forms all stand on plain pages (`routes/plain.rs`): the client, which never shows an error of theirs,
/// does not carry its words.
const PLAIN: [&str; 1] = ["accounts"];

fn main() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("locales");
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed={}", root.display());
    let mut out = String::new();
    let mut errors: BTreeMap<String, CodeTexts> = BTreeMap::new();
    for service in services(&root.join("id"))? {
        let id = read(&root.join("id").join(format!("{service}.json")))?;
        let en = read(&root.join("en").join(format!("{service}.json")))?;
        same_keys(&service, &id, &en)?;
        writeln!(out, "/// Texts of `{service}`.\npub mod {service} {{")?;
        for (key, text) in &id {
            let Forms {
                one: None,
                other: text,
            } = text
            else {
                return Err(
                    format!("{service}.{key}: Indonesian has one form for any count").into(),
                );
            };
            let Forms { one, other } = &en[key];
            for form in one.iter().chain([other]) {
                if placeholders(text) != placeholders(form) {
                    return Err(format!(
                        "{service}.{key}: the placeholders differ between id and en"
                    )
                    .into());
                }
            }
            if let Some(code) = error_code(&service, key)
                && errors
                    .insert(code.clone(), (service.clone(), text.clone(), other.clone()))
                    .is_some()
            {
                return Err(
                    format!("{service}.{key}: the error code {code} has a text elsewhere").into(),
                );
            }
            let name = key.replace(['.', '-'], "_").to_uppercase();
            let in_both = |en: &str| format!("super::Text {{ id: {text:?}, en: {en:?} }}");
            let (kind, value) = match one {
                Some(one) => {
                    let (one, other) = (in_both(one), in_both(other));
                    (
                        "Counted",
                        format!("super::Counted {{ one: {one}, other: {other} }}"),
                    )
                }
                None => ("Text", in_both(other)),
            };
            writeln!(
                out,
                "    #[doc = {text:?}]\n    pub const {name}: super::{kind} = {value};"
            )?;
        }
        out.push_str("}\n");
    }
    out.push_str("\nfn error_by_code(code: &str) -> Option<Text> {\n    Some(match code {\n");
    for (code, (service, id, en)) in &errors {
        let only = match PLAIN.contains(&service.as_str()) {
            true => "#[cfg(feature = \"ssr\")] ",
            false => "",
        };
        writeln!(
            out,
            "        {only}{code:?} => Text {{ id: {id:?}, en: {en:?} }},"
        )?;
    }
    out.push_str("        _ => return None,\n    })\n}\n");
    fs::write(PathBuf::from(env::var("OUT_DIR")?).join("texts.rs"), out)?;
    Ok(())
}

/// `errors.json` holds codes at its top; every other file below `errors`.
fn error_code(service: &str, key: &str) -> Option<String> {
    if service == "errors" {
        Some(key.to_owned())
    } else {
        key.strip_prefix("errors.").map(str::to_owned)
    }
}

fn services(dir: &Path) -> Result<Vec<String>, Box<dyn Error>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        if path.extension().is_some_and(|e| e == "json")
            && let Some(stem) = path.file_stem().and_then(|s| s.to_str())
        {
            names.push(stem.to_owned());
        }
    }
    names.sort();
    Ok(names)
}

fn read(path: &Path) -> Result<Texts, Box<dyn Error>> {
    let text = fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let value: Value =
        serde_json::from_str(&text).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut texts = Texts::new();
    flatten(&value, "", &mut texts).map_err(|e| format!("{}: {e}", path.display()))?;
    Ok(texts)
}

fn flatten(value: &Value, prefix: &str, texts: &mut Texts) -> Result<(), String> {
    match value {
        Value::String(text) => {
            let other = text.clone();
            texts.insert(prefix.to_owned(), Forms { one: None, other });
            Ok(())
        }
        Value::Object(map) if map.contains_key("one") && map.contains_key("other") => {
            let form = |name: &str| map[name].as_str().map(str::to_owned);
            let (Some(one), Some(other), 2) = (form("one"), form("other"), map.len()) else {
                return Err(format!("{prefix} counts in two forms, each a text"));
            };
            texts.insert(
                prefix.to_owned(),
                Forms {
                    one: Some(one),
                    other,
                },
            );
            Ok(())
        }
        Value::Object(map) => map.iter().try_for_each(|(key, value)| {
            let key = if prefix.is_empty() {
                key.clone()
            } else {
                format!("{prefix}.{key}")
            };
            flatten(value, &key, texts)
        }),
        _ => Err(format!("{prefix} is neither a text nor an object")),
    }
}

fn same_keys(service: &str, id: &Texts, en: &Texts) -> Result<(), Box<dyn Error>> {
    let left: BTreeSet<_> = id.keys().collect();
    let right: BTreeSet<_> = en.keys().collect();
    match left.symmetric_difference(&right).next() {
        Some(key) => Err(format!("{service}.{key}: one of the two languages lacks it").into()),
        None => Ok(()),
    }
}

/// The names between single braces.
fn placeholders(text: &str) -> BTreeSet<&str> {
    text.split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}'))
        .map(|(name, _)| name)
        .collect()
}
