//! The words of a search.

/// Indonesian words that say nothing about a job.
const STOP_WORDS: &str = include_str!("../../../data/stopwords_id.txt");

/// Words that say that work is looked for, not which: asked for only when there is nothing else.
const WEAK_WORDS: [&str; 10] = [
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
];

/// Words that name the same work in vacancies, in Indonesian and in the English that employers use.
const SAME_WORK: [&[&str]; 14] = [
    &["koki", "cook", "chef"],
    &["sopir", "supir", "driver", "pengemudi"],
    &["kasir", "cashier"],
    &["satpam", "security"],
    &["perawat", "nurse"],
    &["guru", "teacher", "pengajar"],
    &["gudang", "warehouse"],
    &["akuntan", "akuntansi", "accounting", "accountant"],
    &["desainer", "designer"],
    &["pemasaran", "marketing"],
    &["keuangan", "finance"],
    &["staf", "staff"],
    &["teknisi", "technician"],
    &["penerjemah", "interpreter", "translator"],
];

/// Other words for the same work.
pub fn same_work(word: &str) -> Vec<&'static str> {
    let group = SAME_WORK.iter().find(|group| group.contains(&word));
    group
        .map(|group| {
            group
                .iter()
                .copied()
                .filter(|other| *other != word)
                .collect()
        })
        .unwrap_or_default()
}

/// Whether a word says which work is looked for.
pub(super) fn says_something(word: &str) -> bool {
    !is_stop_word(word) && !is_weak_word(word)
}

/// Words that are searched at most, and the longest of them in characters.
const MAX_TERMS: usize = 8;
const MAX_LETTERS: usize = 40;

fn is_stop_word(word: &str) -> bool {
    STOP_WORDS.lines().any(|stop| stop == word)
}

fn is_weak_word(word: &str) -> bool {
    WEAK_WORDS.contains(&word)
}

/// The words to look for, in lower case and only of letters and digits. Weak words are left out
/// unless there is nothing else, and so are stop words.
pub fn words(text: &str) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for word in text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
    {
        let word: String = word
            .to_lowercase()
            .chars()
            .filter(|c| c.is_alphanumeric())
            .take(MAX_LETTERS)
            .collect();
        if !word.is_empty() && !all.contains(&word) {
            all.push(word);
        }
    }
    for says_nothing in [is_stop_word, is_weak_word] {
        if all.iter().any(|word| !says_nothing(word)) {
            all.retain(|word| !says_nothing(word));
        }
    }
    all.truncate(MAX_TERMS);
    all
}

/// The Postgres text query that asks for one word of each group: `( a | b ) & c`. The words must be
/// those of [`words`] or of the data's own list: letters and digits alone, so nothing in them is read
/// as an operator.
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

    #[test]
    fn stop_words_and_weak_words_go_unless_alone() {
        assert_eq!(words("Saya ingin bekerja di bagian UI/UX"), ["ui", "ux"]);
        assert_eq!(words("saya ingin bekerja"), ["bekerja"]);
        assert_eq!(words("kerja baru umum"), ["kerja", "baru", "umum"]);
        assert_eq!(words("yang dan"), ["yang", "dan"]);
        assert!(words(" -- !? ").is_empty());
    }

    #[test]
    fn the_same_work_has_many_names() {
        assert_eq!(same_work("cook"), ["koki", "chef"]);
        assert!(same_work("penjahit").is_empty());
    }

    #[test]
    fn one_word_of_each_group_is_asked_for() {
        let groups = [
            vec!["staf".to_owned(), "staff".to_owned()],
            vec![],
            vec!["gudang".to_owned()],
        ];
        assert_eq!(text_query(&groups), "( staf | staff ) & ( gudang )");
        assert_eq!(text_query(&[]), "");
    }

    proptest! {
        #[test]
        fn a_word_holds_nothing_that_a_query_language_reads(text in ".*") {
            for word in words(&text) {
                prop_assert!(!word.is_empty() && word.chars().all(char::is_alphanumeric));
            }
        }
    }
}
