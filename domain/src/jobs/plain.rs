//! Texts in the form that a search compares: in lower case, without accents and invisible marks, and with names such as
//! `C++` as one word.
//!
//! Postgres finds the words of a vacancy's text by its own rules. Words that these rules would read otherwise are
//! stored once more in plain form beside the text ([`plain_words`]); a search asks for the plain words alone
//! ([`tokens`]).

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::typed;

/// Most plain words that are stored for one vacancy; few vacancies have more than a handful.
const MAX_PLAIN_WORDS: usize = 100;
/// Libraries that people write with or without `.js`, or with a space before `js`.
const JS: [&str; 8] = [
    "angular", "express", "nest", "next", "node", "nuxt", "react", "vue",
];

/// A word of a search or a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// As it is written, in plain lower case: `c++`.
    pub written: String,
    /// Letters and digits alone: `cplusplus`.
    pub word: String,
}

/// The text in lower case without accents: `Pâtissier`, composed or not, becomes `patissier`. Full-width and ornamental
/// letters become plain ones, and invisible characters (soft hyphens, zero-width marks) are dropped.
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in typed::search(text).nfkd().flat_map(char::to_lowercase) {
        match c {
            c if c.is_ascii() => out.push(c),
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            'ø' => out.push('o'),
            'đ' | 'ð' => out.push('d'),
            'ł' => out.push('l'),
            'ı' => out.push('i'),
            c if is_combining_mark(c) => {}
            c => out.push(c),
        }
    }
    // A mark on its own (`¯`) decomposes into a space and an accent.
    typed::search(&out)
}

/// The words of a text, in order.
pub fn tokens(text: &str) -> Vec<Token> {
    let text: Vec<char> = plain(text).chars().collect();
    let mut out = Vec::new();
    let mut at = 0;
    while at < text.len() {
        if let Some((end, word)) = named(&text, at) {
            out.push(token(&text[at..end], word));
            at = end;
        } else if text[at].is_alphanumeric() {
            let end = end_of_word(&text, at);
            out.push(token(&text[at..end], text[at..end].iter().collect()));
            at = end;
        } else {
            at += 1;
        }
    }
    out
}

fn token(written: &[char], word: String) -> Token {
    Token {
        written: written.iter().filter(|c| !c.is_whitespace()).collect(),
        word,
    }
}

/// The words of `texts` that only this module finds in them, separated by spaces. A search looks in them as well as in
/// the texts.
pub fn plain_words<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let mut found = BTreeSet::new();
    for text in texts {
        let lower = text.to_lowercase();
        let usual: BTreeSet<&str> = lower.split(|c: char| !c.is_alphanumeric()).collect();
        let words = tokens(text).into_iter().map(|token| token.word);
        found.extend(words.filter(|word| !usual.contains(word.as_str())));
    }
    let found: Vec<String> = found.into_iter().take(MAX_PLAIN_WORDS).collect();
    found.join(" ")
}

/// Reads a name with signs in it that begins at `at`. Returns its end and its word.
fn named(text: &[char], at: usize) -> Option<(usize, String)> {
    let begins = at == 0 || !text[at - 1].is_alphanumeric();
    if text[at] == '.' {
        let asp = text[..at].ends_with(&['a', 's', 'p']) || text[..at].ends_with(&['v', 'b']);
        let net = text[at..].starts_with(&['.', 'n', 'e', 't']) && is_end(text, at + 4);
        return (net && (begins || asp)).then(|| (at + 4, "dotnet".to_owned()));
    }
    if !begins || !text[at].is_alphanumeric() {
        return None;
    }
    let end = end_of_word(text, at);
    let word: String = text[at..end].iter().collect();
    let rest = &text[end..];
    if word == "c" && rest.starts_with(&['+', '+']) && is_end(text, end + 2) {
        return Some((end + 2, "cplusplus".to_owned()));
    }
    if ["c", "f"].contains(&word.as_str()) && rest.first() == Some(&'#') && is_end(text, end + 1) {
        return Some((end + 1, word + "sharp"));
    }
    js(text, end, &word).or_else(|| single(text, at, end))
}

/// Reads `node.js` and `node js` as one word.
fn js(text: &[char], end: usize, word: &str) -> Option<(usize, String)> {
    let dotted = text.get(end) == Some(&'.');
    let spaced = text.get(end) == Some(&' ') && JS.contains(&word);
    let named = (dotted || spaced)
        && text[end + 1..].starts_with(&['j', 's'])
        && is_end(text, end + 3)
        && word.chars().any(char::is_alphabetic);
    named.then(|| (end + 3, format!("{word}js")))
}

/// Reads `f&b` and `r & d` as the spoken `fnb` and `rnd`; `s-1` and `3-d` without their hyphen.
fn single(text: &[char], at: usize, end: usize) -> Option<(usize, String)> {
    if end - at != 1 {
        return None;
    }
    let is_space = |c: &&char| c.is_whitespace();
    let before = text[end..].iter().take_while(is_space).count();
    let sign = *text.get(end + before)?;
    let after = text[end + before + 1..].iter().take_while(is_space).count();
    let second = end + before + 1 + after;
    let (first, last) = (text[at], *text.get(second)?);
    if !last.is_alphanumeric() || !is_end(text, second + 1) {
        return None;
    }
    match sign {
        '&' if first.is_alphabetic() && last.is_alphabetic() => {
            Some((second + 1, format!("{first}n{last}")))
        }
        '-' if before + after == 0 && first.is_numeric() != last.is_numeric() => {
            Some((second + 1, format!("{first}{last}")))
        }
        _ => None,
    }
}

fn end_of_word(text: &[char], at: usize) -> usize {
    let letters = text[at..].iter().take_while(|c| c.is_alphanumeric());
    at + letters.count()
}

/// Whether no letter or digit follows.
fn is_end(text: &[char], at: usize) -> bool {
    text.get(at).is_none_or(|c| !c.is_alphanumeric())
}

#[cfg(test)]
mod tests;
