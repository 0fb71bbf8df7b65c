//! Corrections and completions of a typed word: the data's own words that are similar to it or begin with it.

use super::terms::{same_work, says_something};

/// Words of the trades, one a line. A person who types one means it, even if no vacancy uses it today.
const TRADE_WORDS: &str = include_str!("../../../data/trade_words_id.txt");
/// Everyday words for work, and the places that people go to for it. A person who types one means it, too.
const MEANT_WORDS: &str = include_str!("../../../data/meant_words_id.txt");

/// A word that vacancies use, with the number of these vacancies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownWord {
    pub word: String,
    pub uses: i32,
}

/// A correction is used at least this many times as often as the typed word: employers misspell too (`akutansi` is in
/// 21 vacancies of the shipped set, `akuntansi` in 1,267).
const LIKELIER: i32 = 10;
/// Most corrections and completions that a search adds to one word.
const MAX_CORRECTIONS: usize = 2;
const MAX_COMPLETIONS: usize = 5;
/// The shortest beginning that gets completions, in letters.
const MIN_BEGINNING: usize = 3;

/// The likelier spellings of `typed`, nearest first. `uses` counts the typed word in all its forms, `alike` holds words
/// of other stems. A word that vacancies use is corrected by one edit at most: a more distant word is another word.
pub fn corrections<'a>(typed: &str, uses: i32, alike: &'a [KnownWord]) -> Vec<&'a str> {
    if typed.chars().any(|c| c.is_ascii_digit()) || is_meant(typed) {
        return Vec::new();
    }
    let forgiven = forgiven_distance(typed.chars().count());
    let forgiven = if uses == 0 { forgiven } else { forgiven.min(1) };
    let mut found: Vec<(usize, i32, &str)> = alike
        .iter()
        .filter(|known| {
            known.word != typed
                && says_something(&known.word)
                && known.uses
                    >= uses
                        .max(1)
                        .saturating_mul(if uses == 0 { 1 } else { LIKELIER })
        })
        .map(|known| {
            (
                edit_distance(typed, &known.word),
                -known.uses,
                known.word.as_str(),
            )
        })
        .filter(|(distance, ..)| *distance <= forgiven)
        .collect();
    found.sort_unstable();
    found.dedup();
    found
        .into_iter()
        .take(MAX_CORRECTIONS)
        .map(|(.., word)| word)
        .collect()
}

fn is_meant(word: &str) -> bool {
    let mut meant = TRADE_WORDS.lines().chain(MEANT_WORDS.lines());
    !same_work(word).is_empty() || meant.any(|meant| meant == word)
}

/// The words that begin with `typed`, most used first, for a word that is still being typed.
pub fn completions<'a>(typed: &str, beginning_so: &'a [KnownWord]) -> Vec<&'a str> {
    if typed.chars().count() < MIN_BEGINNING {
        return Vec::new();
    }
    let mut found: Vec<&KnownWord> = beginning_so
        .iter()
        .filter(|known| known.word != typed && known.word.starts_with(typed))
        .collect();
    found.sort_unstable_by(|a, b| b.uses.cmp(&a.uses).then_with(|| a.word.cmp(&b.word)));
    found
        .into_iter()
        .take(MAX_COMPLETIONS)
        .map(|known| known.word.as_str())
        .collect()
}

/// The edits by which a correction may differ from a word of this many letters.
fn forgiven_distance(letters: usize) -> usize {
    match letters {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    }
}

/// Whether `typed` differs from `word` by a permitted number of edits, and is in none of the word lists above.
pub fn is_near(typed: &str, word: &str) -> bool {
    !is_meant(typed) && edit_distance(typed, word) <= forgiven_distance(typed.chars().count())
}

/// `word` with two neighbouring letters swapped, once for each pair. A trigram search does not find these in a short
/// word (`amdin`).
pub fn swapped(word: &str) -> Vec<String> {
    let letters: Vec<char> = word.chars().collect();
    (1..letters.len())
        .map(|at| {
            let mut letters = letters.clone();
            letters.swap(at - 1, at);
            letters.into_iter().collect()
        })
        .filter(|swapped| swapped != word)
        .collect()
}

/// The number of insertions, deletions, replacements and swaps of neighbours that turn one word into the other (optimal
/// string alignment).
fn edit_distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let replace = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            row[j] = replace.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        before = last;
        last = row;
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn known(words: &[(&str, i32)]) -> Vec<KnownWord> {
        words
            .iter()
            .map(|(word, uses)| KnownWord {
                word: (*word).to_owned(),
                uses: *uses,
            })
            .collect()
    }

    #[test]
    fn a_slip_that_employers_make_too_is_still_one() {
        let alike = known(&[("akutansi", 21), ("akuntansi", 1267), ("akuntan", 13)]);
        assert_eq!(corrections("akutansi", 21, &alike), ["akuntansi"]);
        assert!(corrections("akuntansi", 1267, &alike).is_empty());
        assert_eq!(
            corrections("akuntasi", 0, &alike),
            ["akuntansi", "akutansi"]
        );
    }

    #[test]
    fn a_rare_word_is_not_taken_for_a_common_one() {
        let alike = known(&[("menjaga", 861), ("menjadi", 372), ("merawat", 300)]);
        assert!(corrections("menjahit", 8, &alike).is_empty());
        let alike = known(&[("bekerja", 900), ("pekerja", 90)]);
        assert_eq!(corrections("pkerja", 0, &alike), ["pekerja"]);
        let alike = known(&[("supir", 1), ("sopan", 68), ("calon", 900)]);
        for trade in ["sopir", "salon"] {
            assert!(corrections(trade, 0, &alike).is_empty(), "{trade}");
        }
        let alike = known(&[("singkong", 3), ("paru", 9), ("kernel", 2), ("water", 30)]);
        for meant in ["hongkong", "paruh", "kernet", "waker"] {
            assert!(corrections(meant, 0, &alike).is_empty(), "{meant}");
        }
    }

    #[test]
    fn short_words_and_numbers_mean_what_they_say() {
        let alike = known(&[("spg", 90), ("spb", 900), ("d3", 900), ("s12345678", 9)]);
        assert!(corrections("spv", 0, &alike).is_empty());
        assert!(corrections("s12345679", 0, &alike).is_empty());
    }

    #[test]
    fn an_unfinished_word_may_become_the_most_used() {
        let alike = known(&[
            ("perawat", 244),
            ("perawatan", 365),
            ("per", 22),
            ("pers", 22),
        ]);
        assert_eq!(completions("peraw", &alike), ["perawatan", "perawat"]);
        assert!(completions("pe", &alike).is_empty());
    }

    #[test]
    fn neighbours_are_swapped_once_for_each_pair() {
        assert_eq!(swapped("guru"), ["ugru", "gruu", "guur"]);
        assert_eq!(swapped("aab"), ["aba"]);
        assert!(swapped("a").is_empty() && swapped("").is_empty());
    }

    #[test]
    fn counts_single_slips() {
        assert_eq!(edit_distance("akutansi", "akuntansi"), 1);
        assert_eq!(edit_distance("guru", "gruu"), 1);
        assert_eq!(edit_distance("", "abc"), 3);
    }

    proptest! {
        #[test]
        fn the_distance_is_a_measure(a in "[a-d]{0,8}", b in "[a-d]{0,8}") {
            prop_assert_eq!(edit_distance(&a, &b), edit_distance(&b, &a));
            prop_assert_eq!(edit_distance(&a, &b) == 0, a == b);
            prop_assert!(edit_distance(&a, &b) <= a.len().max(b.len()));
        }
    }
}
