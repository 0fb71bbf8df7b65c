//! The words that vacancies use.

use domain::jobs::{KnownWord, completions, corrections, same_work, swapped, text_query, words};
use sqlx::PgConnection;

use crate::error::AppError;

/// Words that look like a typed one, or begin with it, that are read at most.
const CANDIDATES: i64 = 20;
/// Words of one length and first letter that are read at most for a short word that nobody uses.
const SHORT_CANDIDATES: i64 = 200;
/// Letters up to which a replaced one leaves too few trigrams alike (`gutu` for `guru`).
const SHORT: usize = 5;

/// A search's words as Postgres reads them.
#[derive(Debug, Default)]
pub struct Asked {
    /// What a vacancy must hold: of each word one of its readings. None when there are no words.
    pub wide: Option<String>,
    /// The words as typed: what ranks a vacancy higher.
    pub exact: Option<String>,
    /// Words read as misspelt, and the likeliest reading.
    pub corrections: Vec<(String, String)>,
}

/// Reads the words of a search: typing errors forgiven, the last one perhaps unfinished.
pub async fn ask(conn: &mut PgConnection, text: &str) -> Result<Asked, AppError> {
    let typed = words(text);
    if typed.is_empty() {
        return Ok(Asked::default());
    }
    let mut wide = Vec::with_capacity(typed.len());
    let mut read_as = Vec::new();
    for (at, word) in typed.iter().enumerate() {
        let alike = alike(&mut *conn, word).await?;
        let corrected = corrections(word, alike.uses, &alike.others);
        if let Some(likeliest) = corrected.first() {
            read_as.push((word.clone(), (*likeliest).to_owned()));
        }
        let mut readings = vec![word.as_str()];
        readings.extend(&corrected);
        readings.extend(same_work(corrected.first().unwrap_or(&word.as_str())));
        let beginning = if at + 1 == typed.len() {
            beginning_with(&mut *conn, word).await?
        } else {
            Vec::new()
        };
        readings.extend(completions(word, &beginning));
        wide.push(readings.into_iter().map(str::to_owned).collect());
    }
    let exact: Vec<Vec<String>> = typed.into_iter().map(|word| vec![word]).collect();
    Ok(Asked {
        wide: Some(text_query(&wide)),
        exact: Some(text_query(&exact)),
        corrections: read_as,
    })
}

/// What the data hold that looks like a word.
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
    if uses == 0 && word.chars().count() <= SHORT {
        others.extend(short_and_near(conn, word).await?);
    }
    Ok(Alike { uses, others })
}

/// The most used words that begin as `word` does and are as long, but for one letter.
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
    // A word holds letters and digits alone, so no sign of LIKE.
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
