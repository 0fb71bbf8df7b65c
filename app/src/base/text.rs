//! The texts of the screen: Indonesian first, English second; the language is chosen once for each page.

use std::fmt::Display;

use domain::bidi::isolated;
use leptos::prelude::expect_context;
use serde::{Deserialize, Serialize};

/// A language of the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Indonesian.
    #[default]
    Id,
    /// English.
    En,
}

impl Lang {
    /// Its code, as in `<html lang>` and in the cookie.
    pub fn code(self) -> &'static str {
        match self {
            Lang::Id => "id",
            Lang::En => "en",
        }
    }

    /// Parses a cookie's value; none for any other.
    pub fn parse(code: &str) -> Option<Lang> {
        match code {
            "id" => Some(Lang::Id),
            "en" => Some(Lang::En),
            _ => None,
        }
    }
}

/// One text in every language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text {
    id: &'static str,
    en: &'static str,
}

impl Text {
    /// The text in one language, with its placeholders unfilled.
    pub fn get(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Id => self.id,
            Lang::En => self.en,
        }
    }

    /// The text with each `{name}` replaced. A value is inserted unchanged: braces in it are no placeholder. It is
    /// isolated, so that its writing direction does not affect the line around it.
    pub fn with(self, lang: Lang, values: &[(&str, &dyn Display)]) -> String {
        let mut filled = String::new();
        let mut rest = self.get(lang);
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            let Some((name, after)) = after.split_once('}') else {
                break;
            };
            if let Some((_, value)) = values.iter().find(|(known, _)| *known == name) {
                filled.push_str(&isolated(&value.to_string()));
            }
            rest = after;
        }
        filled.push_str(rest);
        filled
    }
}

/// A text that counts something as `{n}` or by another name. English has two forms, Indonesian one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    one: Text,
    other: Text,
}

impl Counted {
    /// The form of the text for the number `n`.
    pub fn of<N: PartialEq + From<bool>>(self, n: N) -> Text {
        if n == N::from(true) {
            self.one
        } else {
            self.other
        }
    }
}

/// Every text, by service: `t::jobs::TITLE`. Made from `locales/` by `build.rs`.
pub mod t {
    use std::borrow::Cow;

    use super::{Counted, Lang, Text};
    use domain::format::count;

    include!(concat!(env!("OUT_DIR"), "/texts.rs"));

    /// The text for an error code; an unknown code gets the text of `invalid`.
    pub fn error_text(lang: Lang, code: &str) -> &'static str {
        error_by_code(code).unwrap_or(errors::INVALID).get(lang)
    }

    /// The text for an error code that may carry values for it: `out_of_range min=1 max=40`. Numbers of five or more
    /// digits are grouped.
    pub fn error_words(lang: Lang, code: &str) -> Cow<'static, str> {
        let mut parts = code.split(' ');
        let text = error_text(lang, parts.next().unwrap_or_default());
        parts.filter_map(|part| part.split_once('=')).fold(
            Cow::Borrowed(text),
            |text, (name, value)| {
                let value = match value.parse() {
                    Ok(number) if number >= 10_000 => count(number, lang == Lang::En),
                    _ => value.to_owned(),
                };
                text.replace(&format!("{{{name}}}"), &value).into()
            },
        )
    }
}

/// The language of the page that is being rendered.
pub fn use_lang() -> Lang {
    expect_context::<Lang>()
}

/// The text in the page's language.
pub fn tr(text: Text) -> &'static str {
    text.get(use_lang())
}

/// Joins parts that people have written into one line. Each part is isolated, so that its writing direction does not
/// affect the others. Empty parts are left out.
pub fn line_of<T: AsRef<str>>(parts: impl IntoIterator<Item = T>, between: &str) -> String {
    let mut line = String::new();
    for part in parts {
        let part = part.as_ref();
        if !part.is_empty() {
            if !line.is_empty() {
                line.push_str(between);
            }
            line.push_str(&isolated(part));
        }
    }
    line
}

/// The text in the page's language, its placeholders filled.
pub fn trf(text: Text, values: &[(&str, &dyn Display)]) -> String {
    text.with(use_lang(), values)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTE: Text = Text {
        id: "{name} melamar {title} ({code})",
        en: "{name} applies for {title} ({code})",
    };
    const DAYS: Counted = Counted {
        one: Text {
            id: "{n} hari",
            en: "{n} day",
        },
        other: Text {
            id: "{n} hari",
            en: "{n} days",
        },
    };

    #[test]
    fn braces_in_a_name_are_no_placeholder() {
        let said = |name: &str, title: &str| {
            NOTE.with(
                Lang::Id,
                &[("name", &name), ("title", &title), ("code", &"K7")],
            )
        };
        assert_eq!(
            said("{code}", "{name} {title}"),
            "{code} melamar {name} {title} (K7)"
        );
        assert_eq!(said("{", "}{code"), "{ melamar }{code (K7)");
    }

    #[test]
    fn a_name_does_not_turn_the_line() {
        assert_eq!(
            NOTE.with(
                Lang::En,
                &[
                    ("name", &"Siti\u{202e}"),
                    ("title", &"خياط"),
                    ("code", &"K7")
                ]
            ),
            "\u{2068}Siti\u{202e}\u{2069} applies for \u{2068}خياط\u{2069} (K7)"
        );
    }

    #[test]
    fn one_is_not_many_in_english() {
        for (n, id, en) in [
            (0, "0 hari", "0 days"),
            (1, "1 hari", "1 day"),
            (2, "2 hari", "2 days"),
        ] {
            assert_eq!(DAYS.of(n).with(Lang::Id, &[("n", &n)]), id);
            assert_eq!(DAYS.of(n).with(Lang::En, &[("n", &n)]), en);
        }
    }
}
