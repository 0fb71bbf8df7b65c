//! Places among the words of a search.

use domain::jobs::{HOME_PROVINCE, Place, Term, is_near, plain};

use super::reference;

/// The most words that a region's name has.
const LONGEST: usize = 3;
/// The fewest letters of a region's name that is recognised when misspelt.
const MISSPELT: usize = 5;
/// Words that may stand before a region's name and add nothing to it.
const KINDS_OF_REGION: [&str; 6] = ["kabupaten", "kab", "kota", "kodya", "provinsi", "prov"];

/// A region that the words of a search name.
pub struct Named {
    pub place: Place,
    pub name: &'static str,
    /// The words without the region's name and kind.
    pub rest: String,
}

/// Finds the region that the words of a search name, misspelt or not. Of several regions with that name, prefers those
/// in the home province, then a city to the regency around it.
pub fn named(terms: &[Term]) -> Option<Named> {
    let words: Vec<&str> = terms
        .iter()
        .flat_map(|term| term.words.iter().map(String::as_str))
        .collect();
    let spans = (1..=LONGEST)
        .rev()
        .flat_map(|n| (0..(words.len() + 1).saturating_sub(n)).map(move |at| (at, at + n)));
    let spans: Vec<(usize, usize)> = spans.collect();
    let exactly = |typed: &str, name: &str| typed == name;
    let nearly = |typed: &str, name: &str| name.chars().count() >= MISSPELT && is_near(typed, name);
    let found = spans
        .iter()
        .find_map(|span| Some((*span, region(&words[span.0..span.1].join(" "), exactly)?)));
    let found = found.or_else(|| {
        spans
            .iter()
            .find_map(|span| Some((*span, region(&words[span.0..span.1].join(" "), nearly)?)))
    });
    let ((from, to), (code, name)) = found?;
    let from = if from > 0 && KINDS_OF_REGION.contains(&words[from - 1]) {
        from - 1
    } else {
        from
    };
    Some(Named {
        place: Place::from_code(code)?,
        name,
        rest: [&words[..from], &words[to..]].concat().join(" "),
    })
}

/// Code and name of the region whose name, without its kind, is `like` the typed one.
fn region(typed: &str, like: impl Fn(&str, &str) -> bool) -> Option<(&'static str, &'static str)> {
    let provinces = reference::provinces();
    let regencies = reference::regencies().map(|row| (row.code, row.name));
    regencies
        .chain(provinces)
        .filter(|(_, name)| like(typed, &bare(name)))
        .min_by_key(|(code, name)| (!code.starts_with(HOME_PROVINCE), !name.starts_with("Kota")))
}

/// A region's name without its kind: `jakarta barat` for `Kota Administrasi Jakarta Barat`.
fn bare(name: &str) -> String {
    let name = plain(name);
    let kinds = ["kabupaten ", "kota administrasi ", "kota "];
    let bare = kinds.into_iter().find_map(|kind| name.strip_prefix(kind));
    bare.unwrap_or(&name).to_owned()
}

#[cfg(test)]
mod tests {
    use super::named;
    use domain::jobs::terms;

    #[test]
    fn places_are_recognised_among_words() {
        for (typed, name, rest) in [
            (
                "oprator jahit ponrogo",
                "Kabupaten Ponorogo",
                "oprator jahit",
            ),
            ("admin di kab. Sidoarjo", "Kabupaten Sidoarjo", "admin"),
            ("kurir malang", "Kota Malang", "kurir"),
            ("guru banyuwagi", "Kabupaten Banyuwangi", "guru"),
            (
                "staf jakarta barat",
                "Kota Administrasi Jakarta Barat",
                "staf",
            ),
            ("jawa timur", "Jawa Timur", ""),
        ] {
            let found = named(&terms(typed)).unwrap();
            assert_eq!((found.name, found.rest.as_str()), (name, rest), "{typed}");
        }
        for typed in ["operator jahit", "satpam malam", "", "penjaga toko"] {
            assert!(named(&terms(typed)).is_none(), "{typed}");
        }
    }
}
