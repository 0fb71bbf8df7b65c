//! How many vacancies use each word.
//!
//! When vacancies are written, the counts change by the difference. Copies and closed vacancies count too: their words
//! are words all the same. Both statements below read the same words of a vacancy; raise the version of `copies::WORDS`
//! with any change of them.

use std::collections::HashMap;

use sqlx::PgConnection;

use crate::base::error::AppError;

/// The change in the number of vacancies that use each word.
#[derive(Debug, Default)]
pub struct Uses(HashMap<String, i64>);

impl Uses {
    /// Subtracts the words of stored vacancies, before they are replaced. Each is given by its source and its id there.
    pub async fn remove(
        &mut self,
        conn: &mut PgConnection,
        sources: &[&str],
        ids: &[&str],
    ) -> Result<(), AppError> {
        self.change(conn, sources, ids, -1).await
    }

    /// Adds the words of vacancies that have just been stored.
    pub async fn add(
        &mut self,
        conn: &mut PgConnection,
        sources: &[&str],
        ids: &[&str],
    ) -> Result<(), AppError> {
        self.change(conn, sources, ids, 1).await
    }

    async fn change(
        &mut self,
        conn: &mut PgConnection,
        sources: &[&str],
        ids: &[&str],
        by: i64,
    ) -> Result<(), AppError> {
        let words = sqlx::query!(
            r#"SELECT word AS "word!", count(*) AS "n!"
               FROM vacancy CROSS JOIN LATERAL unnest(tsvector_to_array(to_tsvector('simple', translate(
                   concat_ws(' ', title, company_name, keywords, description, requirements),
                   '/.,_-()|&:;', '           ')))) AS word
               WHERE (source, source_id) IN (SELECT * FROM unnest($1::text[], $2::text[])) AND word ~ '^[a-z]{3,40}$'
               GROUP BY word"#,
            sources as _,
            ids as _,
        )
        .fetch_all(conn)
        .await?;
        for row in words {
            *self.0.entry(row.word).or_default() += by * row.n;
        }
        Ok(())
    }

    /// The difference between the stored counts and the vacancies. One statement reads both at one moment and blocks
    /// nobody. A vacancy published later is in neither, so its words stay counted when the difference is written.
    pub async fn missing(conn: &mut PgConnection) -> Result<Uses, AppError> {
        let words = sqlx::query!(
            r#"SELECT word AS "word!", coalesce(counted.ndoc, 0)::bigint - coalesce(stored.uses, 0) AS "n!"
               FROM (SELECT word COLLATE "C" AS word, ndoc
                     FROM ts_stat($$
                         SELECT to_tsvector('simple', translate(
                             concat_ws(' ', title, company_name, keywords, description, requirements),
                             '/.,_-()|&:;', '           '))
                         FROM vacancy$$)
                     WHERE word ~ '^[a-z]{3,40}$') AS counted
               FULL JOIN search_word AS stored USING (word)
               WHERE counted.ndoc IS DISTINCT FROM stored.uses"#,
        )
        .fetch_all(conn)
        .await?;
        Ok(Uses(
            words.into_iter().map(|row| (row.word, row.n)).collect(),
        ))
    }

    /// Splits the changes into portions of at most so many words.
    pub fn portions(self, words: usize) -> Vec<Uses> {
        let all: Vec<(String, i64)> = self.0.into_iter().collect();
        let portions = all.chunks(words);
        portions
            .map(|portion| Uses(portion.iter().cloned().collect()))
            .collect()
    }

    /// Writes the changes to the stored counts.
    pub async fn write(self, conn: &mut PgConnection) -> Result<(), AppError> {
        let mut changed: Vec<(String, i64)> = self.0.into_iter().filter(|(_, n)| *n != 0).collect();
        // Sorted: all writers lock the words in one order, so no two writers each wait for the other.
        changed.sort_unstable();
        let (words, uses): (Vec<String>, Vec<i64>) = changed.into_iter().unzip();
        let gone = sqlx::query_scalar!(
            r#"WITH changed AS (
                   INSERT INTO search_word (word, uses)
                   SELECT word, uses FROM unnest($1::text[], $2::bigint[]) AS changed (word, uses)
                   ON CONFLICT (word) DO UPDATE SET uses = search_word.uses + excluded.uses
                   RETURNING word, uses)
               SELECT word AS "word!" FROM changed WHERE uses <= 0"#,
            &words,
            &uses,
        )
        .fetch_all(&mut *conn)
        .await?;
        if !gone.is_empty() {
            sqlx::query!("DELETE FROM search_word WHERE word = ANY ($1)", &gone)
                .execute(conn)
                .await?;
        }
        Ok(())
    }
}
