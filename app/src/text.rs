//! The words a person reads: Indonesian first, English second, chosen once a page.

use std::fmt::Display;

use serde::{Deserialize, Serialize};

use crate::page::use_page;

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
    /// As in `<html lang>` and in the cookie.
    pub fn code(self) -> &'static str {
        match self {
            Lang::Id => "id",
            Lang::En => "en",
        }
    }

    /// The language of a cookie's value; anything else is none.
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
    /// The text as it stands, placeholders and all.
    pub fn get(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Id => self.id,
            Lang::En => self.en,
        }
    }

    /// The text with each `{name}` replaced.
    pub fn with(self, lang: Lang, values: &[(&str, &dyn Display)]) -> String {
        let mut text = self.get(lang).to_owned();
        for (name, value) in values {
            text = text.replace(&format!("{{{name}}}"), &value.to_string());
        }
        text
    }
}

/// Every text, by service: `t::jobs::TITLE`. Made from `locales/` by `build.rs`.
pub mod t {
    use super::{Lang, Text};

    include!(concat!(env!("OUT_DIR"), "/texts.rs"));

    /// What a person is told for an error code; an unknown code says that something is wrong here.
    pub fn error_text(lang: Lang, code: &str) -> &'static str {
        error_by_code(code).unwrap_or(errors::INVALID).get(lang)
    }
}

/// The text in the page's language.
pub fn tr(text: Text) -> &'static str {
    text.get(use_page().lang)
}

/// The text in the page's language, its placeholders filled.
pub fn trf(text: Text, values: &[(&str, &dyn Display)]) -> String {
    text.with(use_page().lang, values)
}
