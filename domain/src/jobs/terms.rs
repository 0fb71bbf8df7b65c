//! The words of a search.

use super::meaning::{Meaning, meaning};
use super::plain::{Token, tokens};

/// Indonesian words that say nothing about a job.
const STOP_WORDS: &str = include_str!("../../../data/stopwords_id.txt");

/// Words that only mean that a person looks for work or a place, not for which: searched only when there are no others.
const WEAK_WORDS: [&str; 14] = [
    "kerja",
    "bekerja",
    "pekerjaan",
    "lowongan",
    "loker",
    "cari",
    "mencari",
    "baru",
    "umum",
    "job",
    // Words before the name of a place.
    "kab",
    "kabupaten",
    "prov",
    "provinsi",
];

/// Names of the same work, in Indonesian and in the English that employers use: one work a line. `security` alone is
/// not a name here, because it may mean a guard or computer security.
const SAME_WORK: &str = include_str!("../../../data/same_work_id.txt");

/// Most words in a name of a work.
const LONGEST_NAME: usize = 3;

/// Most words that are searched, and the length of the longest of them in characters.
const MAX_TERMS: usize = 8;
const MAX_LETTERS: usize = 40;

/// One thing that a search asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// As it was typed, in plain lower case: `c++`, `juru masak`.
    pub typed: String,
    /// Its words, each of letters and digits alone: `cplusplus`; `juru` and `masak`.
    pub words: Vec<String>,
    /// The meaning beside the words.
    pub meaning: Option<Meaning>,
}

impl Term {
    fn of(tokens: &[Token], meaning: Option<Meaning>) -> Self {
        let join = |part: fn(&Token) -> &str| tokens.iter().map(part).collect::<Vec<_>>().join(" ");
        Self {
            typed: join(|token| &token.written),
            words: tokens.iter().map(|token| token.word.clone()).collect(),
            meaning,
        }
    }

    /// The words, separated by spaces, as in the names of work.
    pub fn name(&self) -> String {
        self.words.join(" ")
    }
}

/// The lines of [`SAME_WORK`], each as a list of its names.
fn works() -> impl Iterator<Item = impl Iterator<Item = &'static str> + Clone> {
    SAME_WORK.lines().map(|line| line.split(", "))
}

/// Other names for the same work.
pub fn same_work(name: &str) -> Vec<&'static str> {
    let mut works = works();
    let group = works.find(|names| names.clone().any(|known| known == name));
    group
        .map(|names| names.filter(|other| *other != name).collect())
        .unwrap_or_default()
}

/// The names of work that are one word.
pub fn one_word_names() -> impl Iterator<Item = &'static str> {
    works().flatten().filter(|name| !name.contains(' '))
}

/// Whether a word tells which work a person looks for.
pub(super) fn says_something(word: &str) -> bool {
    !is_stop_word(word) && !is_weak_word(word)
}

fn is_stop_word(word: &str) -> bool {
    STOP_WORDS.lines().any(|stop| stop == word)
}

fn is_weak_word(word: &str) -> bool {
    WEAK_WORDS.contains(&word)
}

/// The terms of a search, each once. Drops stop words unless there are no other terms, and then weak words in the same
/// way. In a name of several words (`penuh waktu`) they stay, because they are part of it.
pub fn terms(text: &str) -> Vec<Term> {
    let tokens: Vec<Token> = tokens(text)
        .into_iter()
        .map(|mut token| {
            token.word = token.word.chars().take(MAX_LETTERS).collect();
            token
        })
        .collect();
    let mut all: Vec<Term> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let term = longest(&tokens[at..]);
        at += term.words.len();
        if !all.iter().any(|other| other.words == term.words) {
            all.push(term);
        }
    }
    for says_nothing in [is_stop_word, is_weak_word] {
        let nothing = |term: &Term| term.words.len() == 1 && says_nothing(&term.words[0]);
        if all.iter().any(|term| !nothing(term)) {
            all.retain(|term| !nothing(term));
        }
    }
    all.truncate(MAX_TERMS);
    all
}

/// The longest name at the beginning of the tokens, or their first word. There must be at least one token.
fn longest(tokens: &[Token]) -> Term {
    let names = (1..=LONGEST_NAME.min(tokens.len())).rev().map(|n| {
        let term = Term::of(&tokens[..n], None);
        let meaning = meaning(&term.name());
        Term { meaning, ..term }
    });
    let mut named = names.filter(|term| {
        term.meaning.is_some() || (term.words.len() > 1 && !same_work(&term.name()).is_empty())
    });
    named.next().unwrap_or_else(|| Term::of(&tokens[..1], None))
}

/// The name in a text query: its words, one directly after the other.
pub fn phrase(name: &str) -> String {
    let words: Vec<&str> = name.split(' ').collect();
    match words[..] {
        [word] => word.to_owned(),
        _ => format!("( {} )", words.join(" <-> ")),
    }
}

/// The Postgres text query for at least one reading of each group: `( a | b ) & c`. Readings are words of letters and
/// digits alone, from [`terms`] or from the data's own list, or made of such words by [`phrase`]. So nothing that a
/// person typed is read as an operator.
pub fn text_query(groups: &[Vec<String>]) -> String {
    let group = |words: &Vec<String>| format!("( {} )", words.join(" | "));
    groups
        .iter()
        .filter(|words| !words.is_empty())
        .map(group)
        .collect::<Vec<_>>()
        .join(" & ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(text: &str) -> Vec<String> {
        terms(text).into_iter().map(|term| term.typed).collect()
    }

    #[test]
    fn stop_words_and_weak_words_go_unless_alone() {
        assert_eq!(words("Saya ingin bekerja di bagian UI/UX"), ["ui", "ux"]);
        assert_eq!(words("saya ingin bekerja"), ["bekerja"]);
        assert_eq!(words("kerja baru umum"), ["kerja", "baru", "umum"]);
        assert_eq!(words("yang dan"), ["yang", "dan"]);
        assert!(words(" -- !? \u{AD}\u{200B} ").is_empty());
    }

    #[test]
    fn a_name_of_several_words_is_one_term() {
        assert_eq!(words("Juru  masak, Surabaya"), ["juru masak", "surabaya"]);
        assert_eq!(words("admin penuh waktu"), ["admin", "penuh waktu"]);
        assert_eq!(words("C++ developer"), ["c++", "developer"]);
        assert_eq!(words("penuh"), ["penuh"]);
    }

    #[test]
    fn the_same_work_has_many_names() {
        assert_eq!(same_work("cook"), ["koki", "juru masak", "chef"]);
        assert!(same_work("security").is_empty());
        let mut all: Vec<&str> = works().flatten().collect();
        let plain = |name: &&str| {
            tokens(name)
                .iter()
                .map(|token| token.word.as_str())
                .collect::<Vec<_>>()
                .join(" ")
                == **name
        };
        assert!(all.iter().all(plain), "{all:?}");
        assert!(
            all.iter()
                .all(|name| name.split(' ').count() <= LONGEST_NAME)
        );
        let n = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), n, "a name stands for one work");
    }

    #[test]
    fn one_word_of_each_group_is_asked_for() {
        let groups = [
            vec!["satpam".to_owned(), phrase("security guard")],
            vec![],
            vec![phrase("gudang")],
        ];
        assert_eq!(
            text_query(&groups),
            "( satpam | ( security <-> guard ) ) & ( gudang )"
        );
        assert_eq!(text_query(&[]), "");
    }

    proptest! {
        #[test]
        fn a_word_holds_nothing_that_a_query_language_reads(text in ".*") {
            for term in terms(&text) {
                prop_assert!(!term.words.is_empty());
                for word in term.words {
                    prop_assert!(!word.is_empty() && word.chars().all(char::is_alphanumeric));
                }
            }
        }
    }
}
