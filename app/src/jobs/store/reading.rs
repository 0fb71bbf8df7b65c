//! Reading stored vacancies again by a newer rule.

use domain::jobs::plain_words;
use sqlx::PgConnection;

use crate::base::error::AppError;

/// The number of the rule by which `plain_words` reads. With a new number, all vacancies are read again.
const RULE: i32 = 1;
/// Vacancies in one portion.
const PORTION: i64 = 500;

/// Reads the next portion and adds its plain words to the searched keywords. Returns false when nothing is left, or
/// another process is reading.
pub async fn read_portion(conn: &mut PgConnection) -> Result<bool, AppError> {
    sqlx::query!(
        "INSERT INTO vacancy_reading (rule) VALUES ($1) ON CONFLICT (rule) DO NOTHING",
        RULE
    )
    .execute(&mut *conn)
    .await?;
    let reading = sqlx::query!(
        "SELECT read_to FROM vacancy_reading WHERE rule = $1 AND NOT done FOR UPDATE SKIP LOCKED",
        RULE
    )
    .fetch_optional(&mut *conn)
    .await?;
    let Some(reading) = reading else {
        return Ok(false);
    };
    let rows = sqlx::query!(
        r#"SELECT id, concat_ws(E'\n', title, company_name, keywords, description, requirements) AS "text!"
           FROM vacancy WHERE $1::uuid IS NULL OR id > $1 ORDER BY id LIMIT $2"#,
        reading.read_to,
        PORTION,
    )
    .fetch_all(&mut *conn)
    .await?;
    let found = rows.iter().map(|row| (row.id, plain_words([&*row.text])));
    let (ids, words): (Vec<_>, Vec<_>) = found.filter(|(_, words)| !words.is_empty()).unzip();
    sqlx::query!(
        "UPDATE vacancy SET keywords = keywords || ' ' || found.words
         FROM unnest($1::uuid[], $2::text[]) AS found (id, words)
         WHERE vacancy.id = found.id",
        &ids,
        &words,
    )
    .execute(&mut *conn)
    .await?;
    let more = rows.len() as i64 == PORTION;
    sqlx::query!(
        "UPDATE vacancy_reading SET read_to = coalesce($2, read_to), done = $3 WHERE rule = $1",
        RULE,
        rows.last().map(|row| row.id),
        !more,
    )
    .execute(&mut *conn)
    .await?;
    if !more {
        // Forgets the version of the rule, so that all words are counted again, with those added here.
        sqlx::raw_sql("DELETE FROM vacancy_rule WHERE name = 'words'")
            .execute(conn)
            .await?;
    }
    Ok(more)
}
