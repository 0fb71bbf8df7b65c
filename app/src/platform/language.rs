//! The language of an answer: the one that the person chose, else the one that the browser asks for.

use axum::http::HeaderMap;
use axum::http::header::ACCEPT_LANGUAGE;

use super::Cookie;
use super::token::cookie;
use crate::base::text::Lang;

/// The name of the language's cookie until December 2026. It lasted a year, so nobody sends it after 2027.
const FORMER_LANG_COOKIE: &str = "lang";

/// Languages whose speakers get Indonesian, by ISO 639: Indonesian itself and its old code, Malay, Javanese, Sundanese,
/// Madurese.
const READ_INDONESIAN: [&str; 11] = [
    "id", "in", "ind", "ms", "msa", "jv", "jw", "jav", "su", "sun", "mad",
];

/// The language of a request: that of the cookie, else what `Accept-Language` asks for, else Indonesian.
pub fn lang_of(headers: &HeaderMap) -> Lang {
    chosen_lang(headers).unwrap_or_else(|| accepted(headers))
}

/// The language that somebody chose on this browser.
pub(super) fn chosen_lang(headers: &HeaderMap) -> Option<Lang> {
    [Cookie::Lang.name(), FORMER_LANG_COOKIE]
        .into_iter()
        .find_map(|name| Lang::parse(cookie(headers, name)?))
}

/// The requested language with the highest weight that the portal has (RFC 9110 §12.5.4); of equal ones the first.
fn accepted(headers: &HeaderMap) -> Lang {
    let lines = headers.get_all(ACCEPT_LANGUAGE).into_iter();
    let ranges = lines
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(','));
    let mut best = (0, Lang::default());
    for (weight, lang) in ranges.filter_map(range) {
        if weight > best.0 {
            best = (weight, lang);
        }
    }
    best.1
}

/// One range of the header, such as `en-GB;q=0.8`: its weight in thousandths, and the portal's language for it.
fn range(text: &str) -> Option<(u16, Lang)> {
    let (tag, rest) = text.split_once(';').unwrap_or((text, ""));
    let weight = match rest.trim() {
        "" => 1000,
        rest => weight(rest)?,
    };
    let primary = tag.trim().split('-').next()?.to_ascii_lowercase();
    match primary.as_str() {
        "en" | "eng" => Some((weight, Lang::En)),
        // A browser that accepts any language gets the portal's default.
        "*" => Some((weight, Lang::default())),
        near if READ_INDONESIAN.contains(&near) => Some((weight, Lang::Id)),
        _ => None,
    }
}

fn weight(parameter: &str) -> Option<u16> {
    let (name, value) = parameter.split_once('=')?;
    let weight: f32 = value.trim().parse().ok()?;
    let known = name.trim().eq_ignore_ascii_case("q") && (0.0..=1.0).contains(&weight);
    // The header's weights have at most three decimals.
    known.then_some((weight * 1000.0).round() as u16)
}

#[cfg(test)]
mod tests {
    use axum::http::header::COOKIE;

    use super::*;

    fn asked(lines: &[&str], cookies: &str) -> Lang {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(ACCEPT_LANGUAGE, line.parse().unwrap());
        }
        headers.insert(COOKIE, cookies.parse().unwrap());
        lang_of(&headers)
    }

    #[test]
    fn the_heaviest_language_that_the_portal_speaks_decides() {
        for (line, lang) in [
            ("en", Lang::En),
            ("EN-gb", Lang::En),
            ("en-US,en;q=0.9,id;q=0.8", Lang::En),
            ("id-ID,id;q=0.9,en-US;q=0.8,en;q=0.7", Lang::Id),
            ("en;q=0.3, id;q=0.9", Lang::Id),
            ("id ; Q = 0.2 , en ; q=0.25", Lang::En),
            ("en;q=0.999,id", Lang::Id),
            ("zh-TW,zh;q=0.9,en;q=0.4", Lang::En),
            ("zh-TW,zh;q=0.9", Lang::Id),
            ("ja,id;q=0.1,en;q=0.2", Lang::En),
            // English is refused, so the default is left.
            ("en;q=0", Lang::Id),
            ("en;q=0.000,*;q=0.1", Lang::Id),
            ("*", Lang::Id),
            ("*,en;q=0.9", Lang::Id),
            // Of equal weights the first counts.
            ("en,id", Lang::En),
            ("id,en", Lang::Id),
            ("en;q=0.5,id;q=0.5", Lang::En),
        ] {
            assert_eq!(asked(&[line], ""), lang, "{line}");
        }
    }

    #[test]
    fn who_reads_a_language_near_to_indonesian_gets_indonesian() {
        for tag in ["ms", "jv", "su", "mad", "in", "jw", "ms-MY", "jv-Latn-ID"] {
            assert_eq!(asked(&[&format!("{tag},en;q=0.9")], ""), Lang::Id, "{tag}");
            assert_eq!(asked(&[&format!("en,{tag};q=0.9")], ""), Lang::En, "{tag}");
        }
    }

    #[test]
    fn what_cannot_be_read_counts_for_nothing() {
        for line in [
            "",
            ",",
            ";;;",
            "en;q",
            "en;q=",
            "en;q=much",
            "en;q=2",
            "en;q=-1",
            "en;q=NaN",
            "en;x=1",
            "english",
            "e",
            "-en",
            "en_US",
            "q=1",
        ] {
            assert_eq!(asked(&[line], ""), Lang::Id, "{line}");
        }
        assert_eq!(asked(&["en;q=much,en;q=0.1"], ""), Lang::En);
        assert_eq!(asked(&["id;q=0.2", "en;q=0.3"], ""), Lang::En);
    }

    #[test]
    fn the_chosen_language_wins_under_its_former_name_too() {
        for (cookies, lang) in [
            ("__Host-lang=id", Lang::Id),
            ("lang=id", Lang::Id),
            ("lang=en; __Host-lang=id", Lang::Id),
            ("__Host-lang=xx; lang=id", Lang::Id),
            ("__Host-lang=xx", Lang::En),
        ] {
            assert_eq!(asked(&["en"], cookies), lang, "{cookies}");
        }
    }
}
