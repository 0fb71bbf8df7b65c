//! The words that vacancies use.

use domain::jobs::{
    KnownWord, Meaning, Term, completions, corrections, one_word_names, phrase, same_work, swapped,
    terms, text_query,
};
use sqlx::PgConnection;

use crate::base::error::AppError;

/// The most words that are read because they look like a typed one, or begin with it.
const CANDIDATES: i64 = 20;
/// The most words of the same first letter and a similar length that are read for a short word that no vacancy uses.
const SHORT_CANDIDATES: i64 = 200;
/// The most letters of a short word: one replaced letter leaves too few equal trigrams in it (`gutu` for `guru`).
const SHORT: usize = 5;

/// A search's words as text queries for Postgres.
#[derive(Debug, Default)]
pub struct Asked {
    /// A vacancy must hold one of the readings of each word. None when there are no words.
    pub wide: Option<String>,
    /// The words as typed; they rank a vacancy higher.
    pub exact: Option<String>,
    /// Kinds of work that the words name (`paruh waktu`), and the query for the same words in a vacancy's text. The
    /// text counts only together with other words: alone it would have to be searched in all vacancies of another kind.
    pub kinds: Vec<String>,
    pub kind_words: Option<String>,
    /// Education levels that the words name (`sma`), likewise.
    pub levels: Vec<String>,
    pub level_words: Option<String>,
    /// Words with a second meaning, each with that meaning.
    pub meanings: Vec<(String, Meaning)>,
    /// Words read as misspelt, each with its likeliest reading.
    pub corrections: Vec<(String, String)>,
}

/// Reads the words of a search. It forgives typing errors, and the last word may be unfinished.
pub async fn ask(conn: &mut PgConnection, text: &str) -> Result<Asked, AppError> {
    let typed = terms(text);
    let mut asked = Asked::default();
    let (mut wide, mut kinds, mut levels) = (Vec::new(), Vec::new(), Vec::new());
    for (at, term) in typed.iter().enumerate() {
        if let Some(meaning) = term.meaning {
            asked.meanings.push((term.typed.clone(), meaning));
        }
        match term.meaning {
            Some(Meaning::Kind(kind)) => {
                asked.kinds.push(kind.code().to_owned());
                kinds.push(phrase(&term.name()));
            }
            Some(Meaning::Level(level)) => {
                asked.levels.push(level.code().to_owned());
                levels.push(phrase(&term.name()));
            }
            Some(Meaning::Abroad) | None => {
                let last = at + 1 == typed.len();
                wide.push(readings(&mut *conn, term, last, &mut asked.corrections).await?);
            }
        }
    }
    if wide.is_empty() {
        return Ok(asked);
    }
    asked.wide = Some(text_query(&wide));
    let exact: Vec<Vec<String>> = typed.iter().map(|term| vec![all_of(term)]).collect();
    asked.exact = Some(text_query(&exact));
    asked.kind_words = Some(text_query(&[kinds])).filter(|query| !query.is_empty());
    asked.level_words = Some(text_query(&[levels])).filter(|query| !query.is_empty());
    Ok(asked)
}

/// The query for all words of a term, wherever they stand.
fn all_of(term: &Term) -> String {
    format!("( {} )", term.words.join(" & "))
}

/// The readings of a term: itself, the words it may be a misspelling of, and other names for the same work.
async fn readings(
    conn: &mut PgConnection,
    term: &Term,
    last: bool,
    read_as: &mut Vec<(String, String)>,
) -> Result<Vec<String>, AppError> {
    let [word] = &term.words[..] else {
        // The words of a name must stand together: far from each other they mean something else.
        let name = term.name();
        let mut readings = vec![phrase(&name)];
        readings.extend(same_work(&name).into_iter().map(phrase));
        return Ok(readings);
    };
    let mut readings = vec![all_of(term)];
    let alike = alike(&mut *conn, word).await?;
    let corrected = corrections(word, alike.uses, &alike.others);
    if let Some(likeliest) = corrected.first() {
        read_as.push((term.typed.clone(), (*likeliest).to_owned()));
    }
    readings.extend(corrected.iter().map(|word| (*word).to_owned()));
    let names = same_work(corrected.first().unwrap_or(&word.as_str()));
    readings.extend(names.into_iter().map(phrase));
    if last {
        let beginning = beginning_with(&mut *conn, word).await?;
        let completed = completions(word, &beginning);
        readings.extend(completed.into_iter().map(str::to_owned));
    }
    Ok(readings)
}

/// The known words that look like a given one.
struct Alike {
    /// Uses of the word in all its forms: `penjahit` is found by `menjahit`.
    uses: i32,
    others: Vec<KnownWord>,
}

async fn alike(conn: &mut PgConnection, word: &str) -> Result<Alike, AppError> {
    let rows = sqlx::query!(
        r#"SELECT word, uses, ts_lexize('indonesian_stem', word) = ts_lexize('indonesian_stem', $1) AS "is_form!"
           FROM search_word WHERE word % $1 OR word = ANY ($3)
           ORDER BY word = ANY ($3) DESC, similarity(word, $1) DESC, uses DESC LIMIT $2"#,
        word,
        CANDIDATES,
        &swapped(word),
    )
    .fetch_all(&mut *conn)
    .await?;
    let (forms, others): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.is_form);
    let uses = forms.iter().map(|row| row.uses).sum();
    let mut others: Vec<KnownWord> = others
        .into_iter()
        .map(|row| KnownWord {
            word: row.word,
            uses: row.uses,
        })
        .collect();
    if uses == 0 {
        others.extend(one_word_names().map(|name| KnownWord {
            word: name.to_owned(),
            uses: 1,
        }));
        if word.chars().count() <= SHORT {
            others.extend(short_and_near(conn, word).await?);
        }
    }
    Ok(Alike { uses, others })
}

/// The most used words with the same first letter as `word`, and at most one letter longer or shorter.
async fn short_and_near(conn: &mut PgConnection, word: &str) -> Result<Vec<KnownWord>, AppError> {
    let words = sqlx::query_as!(
        KnownWord,
        "SELECT word, uses FROM search_word
         WHERE word LIKE left($1, 1) || '%' AND abs(length(word) - length($1)) <= 1
         ORDER BY uses DESC, word LIMIT $2",
        word,
        SHORT_CANDIDATES,
    )
    .fetch_all(conn)
    .await?;
    Ok(words)
}

async fn beginning_with(conn: &mut PgConnection, word: &str) -> Result<Vec<KnownWord>, AppError> {
    // A word holds only letters and digits, so none of the characters that LIKE treats as special.
    let words = sqlx::query_as!(
        KnownWord,
        "SELECT word, uses FROM search_word WHERE word LIKE $1 || '%' ORDER BY uses DESC, word LIMIT $2",
        word,
        CANDIDATES,
    )
    .fetch_all(conn)
    .await?;
    Ok(words)
}
